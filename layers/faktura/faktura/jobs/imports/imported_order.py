"""An order of an import file. A job could invoice it: an import is checked whole, and orders wait for their job."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from faktura.core import json
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.text import PRINTABLE_ID
from faktura.documents.coverage import unprintable
from faktura.imports.digest import digest
from faktura.jobs.configurations.configuration import Seller
from faktura.jobs.errors import CharactersMissing, NotInvoiced
from faktura.jobs.orders.order import SalesOrder
from faktura.jobs.orders.pricing import bill_for
from faktura.jobs.schemas.requests import SalesOrderBody


@dataclass(frozen=True)
class ImportedOrder:
    """An order with its content as a `PUT` stores it."""

    name: str
    content: Mapping[str, Any]

    @classmethod
    def of(cls, document: dict[str, Any]) -> "ImportedOrder":
        """The order; an `InvalidRequest` if the API refuses it, or if no job could make an invoice of it."""
        order_id = PRINTABLE_ID.verify(document.get("id", ""), at="id")
        body = SalesOrderBody.from_json(document, len(json.dumps(document)))
        order = cls(order_id, body.stored_as(order_id))
        try:
            order._refuse_without_invoice()
        except NotInvoiced as reason:
            raise InvalidRequest(Fault("", reason.message)) from None
        return order

    @cached_property
    def digest(self) -> str:
        """What identifies its content."""
        return digest(self.content)

    def _refuse_without_invoice(self) -> None:
        bill = bill_for(SalesOrder.of(self.content), Seller(), tenant="")
        if characters := unprintable(*bill.texts):
            raise CharactersMissing(characters)
