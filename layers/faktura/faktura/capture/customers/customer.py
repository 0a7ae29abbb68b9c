"""An MGA's customers: its own id for a person, bound to the pet owner whose invoices are theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.model import Model, ShortText
from faktura.core.request import Request
from faktura.core.text import PRINTABLE_ID


@dataclass(frozen=True)
class CustomerKey:
    """A customer of the calling MGA, by the id in the request's path."""

    PATH: ClassVar[Mapping[str, Any]] = {"customerId": PRINTABLE_ID.schema}
    """What the OpenAPI description says of it."""

    mga: str
    customer_id: str

    @classmethod
    def from_request(cls, request: Request) -> "CustomerKey":
        """The path's customer; an `InvalidRequest` where that is no id."""
        customer_id = PRINTABLE_ID.verify(request.path_parameters["customerId"], at="customerId")
        return cls(str(request.caller.context["mga_id"]), customer_id)


class CustomerDetails(Model):
    """What an MGA tells of a customer: seed 000's petOwner, so that the two can be compared."""

    first_name: ShortText = ""
    last_name: ShortText = ""
    email: ShortText = ""
    phone: ShortText = ""
    address: ShortText = ""
    city: ShortText = ""
    state: ShortText | None = None
    zip_code: ShortText = ""
    country: ShortText = ""


class Customer(CustomerDetails):
    """A stored customer."""

    customer_id: str

    @classmethod
    def of(cls, key: CustomerKey, details: CustomerDetails) -> "Customer":
        """The customer `key` names, with exactly the details given."""
        return cls(customer_id=key.customer_id, **details.model_dump(exclude_unset=True))
