"""Imports a tenant's orders. They are orders like any other: the next job invoices them."""

from collections.abc import Sequence
from typing import Any

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.parallel import each
from faktura.imports.digest import ERASED, digest
from faktura.imports.import_service import Outcome
from faktura.jobs.imports.columns import ORDERS
from faktura.jobs.imports.imported_order import ImportedOrder
from faktura.jobs.orders.order_store import OrderStore, StoredOrder


class OrderImportService:
    """Imports the orders of one tenant."""

    file_format = ORDERS

    def __init__(self, tenant: str, orders: OrderStore) -> None:
        self._tenant, self._orders = tenant, orders

    def item(self, document: Any) -> ImportedOrder:
        """The order; an `InvalidRequest` if no job could invoice it."""
        return ImportedOrder.of(document)

    def check(self, items: Sequence[ImportedOrder]) -> list[Outcome]:
        """Which orders are new, which are stored, and which ids another order has."""
        stored = self._orders.get_each(self._tenant, [one.name for one in items])
        return [_outcome(one, stored.get(one.name)) for one in items]

    def write(self, items: Sequence[ImportedOrder]) -> list[Outcome]:
        """Store the new ones of these orders."""
        checked = zip(items, self.check(items), strict=True)
        return each(lambda one: self._written(one[0]) if one[1] == "created" else one[1], checked)

    def _written(self, order: ImportedOrder) -> Outcome:
        if self._orders.add(self._tenant, order.name, order.content, order.digest):
            return "created"
        [outcome] = self.check([order])  # another caller has stored it since
        return outcome


def _outcome(order: ImportedOrder, stored: StoredOrder | None) -> Outcome:
    if stored is None:
        return "created"
    if stored.imported == ERASED or order.digest in (stored.imported, digest(stored.content)):
        return "unchanged"
    return InvalidRequest(Fault("id", "is the id of an order that is stored with other content"))
