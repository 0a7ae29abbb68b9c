"""The items of a practice's pet owners, for an erasure."""

from collections.abc import Callable, Iterator
from typing import Any

from faktura.core import json
from faktura.core.aws import client
from faktura.core.dynamo import Table, transact
from faktura.operations.stack_store import StackStore
from faktura.pims.batch import ACCEPTED, Batch
from faktura.pims.keys import email_key, erasures_key, owner_digest, phone_key
from faktura.pims.schemas import Invoice


class PimsStore:
    """Reads and deletes what is stored of a pet owner."""

    def __init__(self, stack: StackStore) -> None:
        self._table = Table(stack.physical("PimsTable"))
        self._contacts = Table(stack.physical("PimsContactTable"))
        self._bucket = stack.physical("PimsBucket")

    def invoices(self, practice: str) -> Iterator[Invoice]:
        """All invoices of a practice: an owner has no key."""
        found = self._table.query("practice = :practice", {":practice": practice}, ConsistentRead=True)
        return map(Invoice.model_validate, found)

    def invoice(self, practice: str, identity: str) -> Invoice | None:
        """One invoice."""
        item = self._table.get({"practice": practice, "invoice": identity})
        return Invoice.model_validate(item) if item else None

    def pushes(self) -> Iterator[tuple[str, list[Invoice]]]:
        """All accepted pushes that are still stored, each by its key with its invoices, of whichever practice."""
        pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=ACCEPTED)
        for key in (one["Key"] for page in pages for one in page.get("Contents", [])):
            yield key, Batch.accepted(self._push(key)[0]).invoices

    def leave_out(self, key: str, is_erased: Callable[[Invoice], bool]) -> None:
        """Store a push without these invoices, or delete it if none are left; a second call changes nothing."""
        document, metadata = self._push(key)
        invoices = Batch.accepted(document).invoices
        left = [one for one, read in zip(document["invoices"], invoices, strict=True) if not is_erased(read)]
        if not left:
            client("s3").delete_object(Bucket=self._bucket, Key=key)
        elif len(left) < len(invoices):
            body = json.dumps({**document, "invoices": left})
            terms = {"ContentType": "application/json", "Metadata": metadata}
            client("s3").put_object(Bucket=self._bucket, Key=key, Body=body, **terms)

    def _push(self, key: str) -> tuple[dict[str, Any], dict[str, str]]:
        found = client("s3").get_object(Bucket=self._bucket, Key=key)
        return json.loads(found["Body"].read()), found["Metadata"]

    def contacts(self, invoice: Invoice) -> list[tuple[str, bool]]:
        """The keys of the owner's contacts that are stored, and whether the practice shows others with them, too."""
        email, phone = email_key(invoice), phone_key(invoice)
        found = []
        for contact, other in ((email, phone), (phone, email)):
            if contact and (item := self._contacts.get({"contact": contact})):
                names: frozenset[str] = item.get("ownerNames", frozenset())
                found.append((contact, bool(names - {owner_digest(invoice.pet_owner, other)})))
        return found

    def delete(self, practice: str, invoice: Invoice) -> None:
        """Delete an invoice after the contacts that nobody else has; a second call changes nothing."""
        for contact, is_shared in self.contacts(invoice):
            if not is_shared:
                self._delete(self._contacts, {"contact": contact})
        self._delete(self._table, {"practice": practice, "invoice": invoice.id})

    def erased(self, practice: str) -> list[str]:
        """The ids of the invoices whose owners' personal data was erased."""
        item: dict[str, Any] = self._contacts.get(erasures_key(practice)) or {}
        return sorted(item.get("invoices", ()))

    def note(self, practice: str, identity: str) -> None:
        """Note that an invoice's owner is erased."""
        self._contacts.update(erasures_key(practice), "ADD invoices :one", {":one": frozenset({identity})})

    @staticmethod
    def _delete(table: Table, key: dict[str, str]) -> None:
        transact([table.deleting(key)])
