"""The outcome of one order of a job. It only advances: from pending to failure or success, from failure to success."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

OrderStatus = Literal["PENDING", "SUCCESS", "FAILURE"]

_RANKS: Mapping[OrderStatus, int] = {"PENDING": 0, "FAILURE": 1, "SUCCESS": 2}


@dataclass(frozen=True)
class Outcome:
    """What happened to one order. A failure with a `number` has an invoice whose PDF does not exist yet.

    `pdf_version` is the version of the PDF of a success; outcomes of earlier releases have none.
    """

    order_id: str
    status: OrderStatus = "PENDING"
    message: str = ""
    number: str = ""
    pdf_version: str = ""

    @classmethod
    def failed(cls, order_id: str, message: str) -> "Outcome":
        """The order has no invoice from this job."""
        return cls(order_id, "FAILURE", message)

    @classmethod
    def without_pdf(cls, order_id: str, number: str) -> "Outcome":
        """The order has an invoice, but its PDF does not exist yet."""
        return cls(order_id, "FAILURE", f"Invoice {number} was created, but its PDF could not be made.", number)

    @classmethod
    def invoiced(cls, order_id: str, number: str, note: str = "", pdf_version: str = "") -> "Outcome":
        """The order has an invoice with a PDF; `note` is a sentence that the message ends with."""
        return cls(order_id, "SUCCESS", f"Invoice {number} was created. {note}".strip(), number, pdf_version)

    def advanced_to(self, later: "Outcome") -> "Outcome":
        """`later` if it is further along than this outcome, else this one; so the order of writes does not matter."""
        return later if _RANKS[later.status] > _RANKS[self.status] else self
