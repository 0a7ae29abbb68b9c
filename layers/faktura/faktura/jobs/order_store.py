"""The jobs' table: `tenant`, which also says the kind, + `record`, every key of it spelt here.

- `<tenant>#configuration` + key: a configuration's JSON; `*#scheduled` + tenant: one that has `invoiceSettings`
- `<tenant>#order` + id: an order's JSON. While it waits for an invoice it carries `waiting` and `deliveredAt`, and so
  is in the index `waiting`; its invoice takes them away and claims it with `invoiceNumber` and `invoiceJob`
- `<tenant>#invoice` + number: an invoice as it was issued; the key makes its number the only one of its kind
- `<tenant>#counter` + texts: the last number of a numbering
- `<tenant>#job` + id: a job. Until it is done it carries `unfinished`, and so is in the index `unfinished`
- `<tenant>#chunk#<job>` + n: a hundred of a job's orders and their outcomes

A kind is a partition, so that what grows (orders, invoices) is in nobody's way.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, Self
from urllib.parse import quote

from faktura.core import json
from faktura.core.attributes import MAX_ITEM_BYTES
from faktura.core.aws import client
from faktura.core.clock import timestamp
from faktura.core.dynamo import Table, transact
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.settings import setting
from faktura.jobs.configuration import INVOICE_SETTINGS, Numbering, understood
from faktura.jobs.errors import NoSuchConfiguration, NoSuchOrder
from faktura.jobs.job import ChunkReference, JobReference
from faktura.jobs.order import delivered_at, waiting_status
from faktura.jobs.schemas import LARGEST_CONFIGURATION

Key = dict[str, str]

_ALL_TENANTS = "*"
"""No tenant's name."""

_ITEM_OVERHEAD = 8 * 1024
"""Bytes of an order's item beside its content."""

_LARGEST_TEXT = 1024 * 1024
"""Bytes of an order as it is written: `1e-60` becomes sixty digits."""


def order_key(tenant: str, order_id: str) -> Key:
    """An order's."""
    return {"tenant": f"{tenant}#order", "record": order_id}


def invoice_key(tenant: str, number: str) -> Key:
    """An invoice's."""
    return {"tenant": f"{tenant}#invoice", "record": number}


def counter_key(tenant: str, numbering: Numbering) -> Key:
    """A numbering's counter; its texts have their year already."""
    texts = f"{quote(numbering.pre_text, safe='')}#{quote(numbering.post_text, safe='')}"
    return {"tenant": f"{tenant}#counter", "record": texts}


def job_key(job: JobReference) -> Key:
    """A job's; a tenant's jobs sort by their age."""
    return {"tenant": f"{job.tenant}#job", "record": job.job_id}


def chunk_key(chunk: ChunkReference) -> Key:
    """A chunk's; the chunks of a job sort by their number."""
    return {"tenant": f"{chunk.tenant}#chunk#{chunk.job_id}", "record": f"{chunk.chunk:03d}"}


def tenant_of(item: Mapping[str, Any]) -> str:
    """Whose an item is."""
    tenant: str = item["tenant"].partition("#")[0]
    return tenant


def _configuration_key(tenant: str, key: str) -> Key:
    return {"tenant": f"{tenant}#configuration", "record": key}


def _scheduled_key(tenant: str) -> Key:
    return {"tenant": f"{_ALL_TENANTS}#scheduled", "record": tenant}


def _waiting(tenant: str, status: str, extended: str) -> str:
    return f"{tenant}#{quote(status, safe='')}#{quote(extended, safe='')}"


class _InvoicedError(Exception):
    """The order has its invoice, so it waits for none."""


class JobTableStore:
    """What every store of the jobs' table stands on."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> Self:
        """The store of the table the template names."""
        return cls(Table(setting("JOB_TABLE")))


class ConfigurationStore(JobTableStore):
    """A tenant's configurations."""

    def put(self, tenant: str, key: str, value: Any) -> None:
        """Store the value in place of what was there; `invoiceSettings` put the tenant on the schedule, null off it."""
        text = json.dumps(value)
        if len(text) > LARGEST_CONFIGURATION:
            raise InvalidRequest(Fault("value", "is larger than 350 KB"))
        writes = [self._table.putting(_configuration_key(tenant, key) | {"value": text})]
        if key == INVOICE_SETTINGS:
            scheduled = _scheduled_key(tenant)
            writes.append(self._table.deleting(scheduled) if value is None else self._table.putting(scheduled))
        transact(writes)

    def get(self, tenant: str, key: str) -> Any:
        """The value, else `NoSuchConfiguration`."""
        item = self._table.get(_configuration_key(tenant, key))
        if item is None:
            raise NoSuchConfiguration
        return json.loads(item["value"])

    def understood(self, tenant: str, key: str) -> Any:
        """The value as what its key stands for, `None` where the tenant has none."""
        try:
            return understood(key, self.get(tenant, key))
        except NoSuchConfiguration:
            return None

    def scheduled(self) -> Iterator[str]:
        """Every tenant that has `invoiceSettings`."""
        found = self._table.query("tenant = :all", {":all": _scheduled_key("")["tenant"]})
        return (item["record"] for item in found)


@dataclass(frozen=True)
class StoredOrder:
    """An order as it is stored, with the number and the job of its invoice where it has one."""

    order_id: str
    compressed: bytes
    number: str = ""
    job_id: str = ""

    @property
    def content(self) -> Mapping[str, Any]:
        """The order's JSON."""
        content: Mapping[str, Any] = json.loads(zlib.decompress(self.compressed))
        return content


class OrderStore(JobTableStore):
    """A tenant's orders."""

    def put(self, tenant: str, order_id: str, content: Mapping[str, Any]) -> None:
        """Store the order in place of what was there; its invoice, once it has one, stays as it is."""
        text = json.dumps(content)
        if len(text) > _LARGEST_TEXT:
            raise InvalidRequest(Fault("", "is larger than 1 MB with its numbers written out"))
        compressed = zlib.compress(text)
        if len(compressed) > MAX_ITEM_BYTES - _ITEM_OVERHEAD:
            raise InvalidRequest(Fault("", "is larger than 400 KB"))
        status, delivered = waiting_status(content), delivered_at(content)
        values: dict[str, Any] = {":content": compressed}
        waits = {}
        if status and delivered:
            waits = {":waiting": _waiting(tenant, *status), ":deliveredAt": timestamp(delivered)}
        update = "SET content = :content" + "".join(f", {name[1:]} = {name}" for name in waits)
        update += "" if waits else " REMOVE waiting, deliveredAt"
        key = order_key(tenant, order_id)
        try:
            not_invoiced = "attribute_not_exists(invoiceNumber)"
            transact([self._table.updating(key, update, values | waits, not_invoiced, lambda _: _InvoicedError())])
        except _InvoicedError:
            transact([self._table.updating(key, "SET content = :content", values)])

    def get(self, tenant: str, order_id: str) -> Mapping[str, Any]:
        """The order as it was put, else `NoSuchOrder`."""
        item = self._table.get(order_key(tenant, order_id))
        if item is None:
            raise NoSuchOrder
        return _stored(item).content

    def get_each(self, tenant: str, order_ids: Sequence[str]) -> dict[str, StoredOrder]:
        """Those of the orders that exist, by id."""
        found = self._table.get_many([order_key(tenant, order_id) for order_id in order_ids])
        return {order.order_id: order for order in map(_stored, found)}

    def waiting(self, tenant: str, statuses: Sequence[tuple[str, str]], delivered_by: datetime, most: int) -> list[str]:
        """Ids of the `most` longest delivered of the orders that have no invoice and one of the statuses."""
        queries = [
            self._table.query(
                "waiting = :waiting AND deliveredAt <= :latest",
                {":waiting": _waiting(tenant, *status), ":latest": timestamp(delivered_by)},
                index="waiting",
            )
            for status in statuses
        ]
        oldest_first = merge(*queries, key=lambda item: (item["deliveredAt"], item["record"]))
        return [item["record"] for item in islice(oldest_first, most)]


def _stored(item: Mapping[str, Any]) -> StoredOrder:
    return StoredOrder(item["record"], item["content"], item.get("invoiceNumber", ""), item.get("invoiceJob", ""))
