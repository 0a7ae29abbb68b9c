"""The tenants' orders, and the index of those that wait for an invoice."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from faktura.core import json
from faktura.core.attributes import MAX_ITEM_BYTES
from faktura.core.clock import timestamp
from faktura.core.dynamo import transact
from faktura.core.errors import Fault, InvalidRequest
from faktura.jobs.errors import NoSuchOrder, OrderClaimed
from faktura.jobs.job import JobReference
from faktura.jobs.keys import credit_of_order_key, moment_and_number, order_key, waiting_key
from faktura.jobs.orders.order import delivered_at, waiting_status
from faktura.jobs.table_store import TableStore

_ITEM_OVERHEAD_BYTES = 8 * 1024
"""Of an order's item, without its content."""

_MAX_TEXT_BYTES = 1024 * 1024
"""Of an order without exponents: `1e-60` has sixty digits."""


@dataclass(frozen=True)
class StoredOrder:
    """An order as it is stored, with the number and the job of its invoice if it has one.

    `credited_by` is the credit note that left nothing of this invoice; `is_anew` says that there was one before it.
    `imported` is the digest of the content under which an import has stored it; empty for other orders.
    """

    order_id: str
    compressed: bytes
    number: str = ""
    job_id: str = ""
    credited_by: str = ""
    is_anew: bool = False
    imported: str = ""

    @property
    def content(self) -> Mapping[str, Any]:
        """The JSON of the order."""
        content: Mapping[str, Any] = json.loads(zlib.decompress(self.compressed))
        return content


@dataclass(frozen=True)
class OrderCredit:
    """A credit note of an order and when it was issued, and the invoice that it credits with the job of that."""

    moment: str
    number: str
    invoice: str
    invoiced_at: str
    job_id: str


class OrderStore(TableStore):
    """A tenant's orders."""

    def put(self, tenant: str, order_id: str, content: Mapping[str, Any]) -> None:
        """Store the order and replace an earlier version. Its invoice, if it has one, does not change."""
        key, compressed = order_key(tenant, order_id), _compressed(content)
        waiting = _waiting(tenant, content)
        update = "SET content = :content" + "".join(f", {name[1:]} = {name}" for name in waiting)
        update += "" if waiting else " REMOVE waiting, deliveredAt"
        values = {":content": compressed}
        not_invoiced = "attribute_not_exists(invoiceNumber)"
        write = self._table.updating(key, update, values | waiting, not_invoiced, lambda _: OrderClaimed())
        try:
            transact([write])
        except OrderClaimed:
            transact([self._table.updating(key, "SET content = :content", values)])

    def add(self, tenant: str, order_id: str, content: Mapping[str, Any], imported: str) -> bool:
        """Store an order that an import brings; false if there is one with this id."""
        waiting = {name[1:]: value for name, value in _waiting(tenant, content).items()}
        item = {**order_key(tenant, order_id), "content": _compressed(content), "imported": imported, **waiting}
        return self._table.put(item, "attribute_not_exists(tenant)")

    def get(self, tenant: str, order_id: str) -> Mapping[str, Any]:
        """The order as it was put, or `NoSuchOrder`."""
        item = self._table.get(order_key(tenant, order_id))
        if item is None:
            raise NoSuchOrder
        return _stored(item).content

    def get_each(self, tenant: str, order_ids: Sequence[str]) -> dict[str, StoredOrder]:
        """The orders among these that exist, by id."""
        found = self._table.get_many([order_key(tenant, order_id) for order_id in order_ids])
        return {order.order_id: order for order in map(_stored, found)}

    def credits(self, tenant: str, order_id: str) -> Iterator[OrderCredit]:
        """The credit notes of an order, the oldest first."""
        key = credit_of_order_key(tenant, order_id)["tenant"]
        for item in self._table.query("tenant = :credits", {":credits": key}, ConsistentRead=True):
            moment, number = moment_and_number(item["record"])
            yield OrderCredit(moment, number, item["invoice"], item["invoicedAt"], item["invoiceJob"])

    def number_by(self, job: JobReference, order: StoredOrder) -> str:
        """The number of the invoice that the job issued for the order, even if it is credited; empty if there is none.

        A job never invoices an order twice, whatever happens between two tries of its task.
        """
        if order.job_id == job.job_id:
            return order.number
        if not order.credited_by and not order.is_anew:
            return ""
        credits = self.credits(job.tenant, order.order_id)
        return next((credit.invoice for credit in credits if credit.job_id == job.job_id), "")

    def waiting_ids(
        self, tenant: str, statuses: Sequence[tuple[str, str]], delivered_by: datetime, limit: int
    ) -> list[str]:
        """Ids of orders without an invoice that have one of the statuses: the first `limit` by delivery date."""
        queries = [
            self._table.query(
                "waiting = :waiting AND deliveredAt <= :latest",
                {":waiting": waiting_key(tenant, *status), ":latest": timestamp(delivered_by)},
                index="waiting",
            )
            for status in statuses
        ]
        oldest_first = merge(*queries, key=lambda item: (item["deliveredAt"], item["record"]))
        return [item["record"] for item in islice(oldest_first, limit)]


def _compressed(content: Mapping[str, Any]) -> bytes:
    """The content as it is stored; an `InvalidRequest` if it is too large for an item."""
    text = json.dumps(content)
    if len(text) > _MAX_TEXT_BYTES:
        raise InvalidRequest(Fault("", "must not be larger than 1 MB when its numbers are written without exponents"))
    compressed = zlib.compress(text)
    if len(compressed) > MAX_ITEM_BYTES - _ITEM_OVERHEAD_BYTES:
        raise InvalidRequest(Fault("", "must not be larger than 400 KB"))
    return compressed


def _waiting(tenant: str, content: Mapping[str, Any]) -> dict[str, str]:
    """The values that put the order into the index `waiting`; none if an AUTOMATIC job cannot select it."""
    status, delivered = waiting_status(content), delivered_at(content)
    if status is None or delivered is None:
        return {}
    return {":waiting": waiting_key(tenant, *status), ":deliveredAt": timestamp(delivered)}


def _stored(item: Mapping[str, Any]) -> StoredOrder:
    return StoredOrder(
        item["record"],
        item["content"],
        item.get("invoiceNumber", ""),
        item.get("invoiceJob", ""),
        item.get("creditedBy", ""),
        "invoicedAnew" in item,
        item.get("imported", ""),
    )
