"""The items and files of a shop's buyers, for an erasure."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from faktura.core import json
from faktura.core.aws import client
from faktura.core.clock import now, timestamp
from faktura.core.dynamo import Table, WriteConflict, transact
from faktura.imports.digest import ERASED
from faktura.jobs.invoices.invoice import Bill, Invoice
from faktura.jobs.invoices.invoice_store import invoice_of
from faktura.jobs.invoices.pdf_store import key_of
from faktura.jobs.keys import erasure_key, invoice_key, order_key
from faktura.operations.stack_store import StackStore


@dataclass(frozen=True)
class BuyersOrder:
    """An order with the number of its invoice, if it has one."""

    order_id: str
    content: dict[str, Any]
    compressed: bytes
    number: str


class JobStore:
    """Reads, changes and deletes what is stored of a buyer."""

    def __init__(self, stack: StackStore) -> None:
        self.table, self._bucket = Table(stack.physical("JobTable")), stack.physical("JobBucket")

    def order(self, tenant: str, order_id: str) -> BuyersOrder | None:
        """An order."""
        item = self.table.get(order_key(tenant, order_id))
        return _order(item) if item else None

    def orders(self, tenant: str) -> Iterator[BuyersOrder]:
        """All orders of the tenant: a buyer has no key."""
        return map(_order, self._partition(order_key(tenant, "")["tenant"]))

    def delete_order(self, tenant: str, order: BuyersOrder) -> None:
        """Delete an order without an invoice. `WriteConflict` if it has been changed or invoiced."""
        condition = "attribute_not_exists(tenant) OR (content = :seen AND attribute_not_exists(invoiceNumber))"
        values = {":seen": order.compressed}
        transact([self.table.deleting(order_key(tenant, order.order_id), condition, values, _conflict)])

    def replace_order(self, tenant: str, order: BuyersOrder, content: dict[str, Any]) -> None:
        """Replace the content of an order and the digest of its import. `WriteConflict` if it has been changed."""
        values = {":content": zlib.compress(json.dumps(content)), ":seen": order.compressed, ":erased": ERASED}
        update = "SET content = :content, imported = :erased"
        transact([self.table.updating(order_key(tenant, order.order_id), update, values, "content = :seen", _conflict)])

    def document(self, tenant: str, number: str) -> Invoice | None:
        """An invoice or a credit note."""
        item = self.table.get(invoice_key(tenant, number))
        return invoice_of(item) if item else None

    def replace_bill(self, tenant: str, invoice: Invoice, bill: Bill) -> None:
        """Replace the bill of a document, and the note of a credit note by none."""
        update = "SET bill = :bill"
        values: dict[str, Any] = {":bill": zlib.compress(json.dumps(bill))}
        names: dict[str, Any] = {}
        if invoice.kind != "INVOICE":
            update, values = f"{update}, #note = :none", {**values, ":none": ""}
            names = {"ExpressionAttributeNames": {"#note": "note"}}
        key = invoice_key(tenant, invoice.number)
        transact([self.table.updating(key, update, values, "attribute_exists(tenant)", **names)])

    def pdf_versions(self, tenant: str, number: str) -> list[tuple[str, datetime | None]]:
        """The versions of a document's PDF, each with the end of its lock; `None` without a lock."""
        key = key_of(tenant, number)
        found = client("s3").list_object_versions(Bucket=self._bucket, Prefix=key)
        versions = [one["VersionId"] for one in found.get("Versions", []) if one["Key"] == key]
        return [(version, self._locked_until(key, version)) for version in versions]

    def delete_pdf(self, tenant: str, number: str) -> None:
        """Delete all versions of a document's PDF that are not locked; a second call changes nothing."""
        for version, lock in self.pdf_versions(tenant, number):
            if lock is None:
                client("s3").delete_object(Bucket=self._bucket, Key=key_of(tenant, number), VersionId=version)

    def erased(self, tenant: str) -> list[str]:
        """The ids of the orders whose buyers' personal data was erased."""
        return [item["record"] for item in self._partition(erasure_key(tenant, "")["tenant"])]

    def note(self, tenant: str, order_id: str) -> None:
        """Note that an order's buyer is erased; the first note stays."""
        self.table.put({**erasure_key(tenant, order_id), "erasedAt": timestamp(now())}, "attribute_not_exists(tenant)")

    def _partition(self, partition: str) -> Iterator[dict[str, Any]]:
        return self.table.query("tenant = :partition", {":partition": partition}, ConsistentRead=True)

    def _locked_until(self, key: str, version: str) -> datetime | None:
        """The end of a version's lock; `None` if there is none, or it is over. A legal hold has no end: year 9999."""
        try:
            found = client("s3").head_object(Bucket=self._bucket, Key=key, VersionId=version)
        except ClientError as fault:
            if fault.response["Error"]["Code"] not in ("404", "NoSuchKey"):
                raise
            return None
        if found.get("ObjectLockLegalHoldStatus") == "ON":
            return datetime.max.replace(tzinfo=UTC)
        end: datetime | None = found.get("ObjectLockRetainUntilDate")
        return end if end and end > now() else None


def _conflict(_found: Any) -> WriteConflict:
    return WriteConflict()


def _order(item: dict[str, Any]) -> BuyersOrder:
    content = json.loads(zlib.decompress(item["content"]))
    return BuyersOrder(item["record"], content, item["content"], item.get("invoiceNumber", ""))
