"""Imports an office's payments, each in one transaction with the invoices that it pays."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from faktura.billing.billing_store import BillingStore
from faktura.billing.fields.identity import MAX_ID
from faktura.billing.imports.columns import PAYMENTS
from faktura.billing.imports.import_store import AlreadyImported, ImportStore
from faktura.billing.imports.invoice_import_service import importer_of
from faktura.billing.imports.schemas import ImportedPayment
from faktura.billing.invoice import InvoiceHeader
from faktura.billing.payment_service import PaymentService, previewed
from faktura.billing.tags import Tags
from faktura.core.errors import Fault, InvalidRequest, Refusal, Unavailable
from faktura.core.model import validated
from faktura.imports.digest import ERASED
from faktura.imports.import_service import Outcome

_PAYMENT = TypeAdapter(ImportedPayment)


class PaymentImportService:
    """Imports the payments of one office.

    `check` keeps the invoices as they will be, since later payments of the file may pay them too.
    """

    file_format = PAYMENTS

    def __init__(self, office: str, payments: PaymentService, store: BillingStore, imports: ImportStore) -> None:
        self._office, self._payments, self._store, self._imports = office, payments, store, imports
        self._member = importer_of(office)
        self._ids: dict[str, int] = {}
        self._invoices: dict[int, InvoiceHeader] = {}
        self._preview_id = MAX_ID

    @classmethod
    def from_settings(cls, office: str) -> "PaymentImportService":
        """On the stores that the template names."""
        return cls(office, PaymentService.from_settings(), BillingStore.from_settings(), ImportStore.from_settings())

    def item(self, document: Any) -> ImportedPayment:
        """The payment; an `InvalidRequest` if it breaks a rule of the API."""
        return validated(_PAYMENT, document)

    def check(self, items: Sequence[ImportedPayment]) -> list[Outcome]:
        """Which payments are new, which were imported before, and what the API would refuse."""
        self._read_invoices(items)
        return [self._outcome(one, digest) for one, digest in zip(items, self._digests(items), strict=True)]

    def write(self, items: Sequence[ImportedPayment]) -> list[Outcome]:
        """Store the new ones of these payments."""
        self._read_invoices(items)
        return [self._written(one, digest) for one, digest in zip(items, self._digests(items), strict=True)]

    def _digests(self, items: Sequence[ImportedPayment]) -> list[str | None]:
        return self._imports.digests(self._office, "payment", [one.name for one in items])

    def _read_invoices(self, items: Sequence[ImportedPayment]) -> None:
        """Read the invoices of these payments that were not read yet."""
        numbers = {one.invoice_number for item in items for one in item.invoices} - self._ids.keys()
        found = self._store.ids_with_numbers(self._office, sorted(numbers))
        self._ids |= found
        self._invoices |= self._store.headers(self._office, set(found.values()) - self._invoices.keys())

    def _outcome(self, payment: ImportedPayment, digest: str | None) -> Outcome:
        known = _known(payment, digest) or self._lacking(payment)
        if known:
            return known
        self._preview_id -= 1
        invoices, author = self._invoices_of(payment), self._member.as_author()
        new, tags = payment.as_new(self._ids), _tags(payment, invoices)
        try:
            after = previewed(new, self._preview_id, invoices, tags, author)
        except Refusal as refusal:
            return refusal
        self._invoices |= {one.id: one for one in after}
        return "created"

    def _written(self, payment: ImportedPayment, digest: str | None) -> Outcome:
        known = _known(payment, digest) or self._lacking(payment)
        if known:
            return known
        new, tags = payment.as_new(self._ids), _tags(payment, self._invoices_of(payment))
        try:
            self._payments.create(
                new,
                self._member,
                tags,
                lambda stored: [
                    self._imports.recording(self._office, "payment", payment.name, payment.digest, stored.id)
                ],
            )
        except AlreadyImported:  # since the digests were read
            [digest] = self._digests([payment])
            return _known(payment, digest) or "unchanged"
        except Unavailable:
            raise
        except Refusal as refusal:
            return refusal
        return "created"

    def _invoices_of(self, payment: ImportedPayment) -> dict[int, InvoiceHeader]:
        ids = [self._ids[one.invoice_number] for one in payment.invoices]
        return {invoice_id: self._invoices[invoice_id] for invoice_id in ids}

    def _lacking(self, payment: ImportedPayment) -> InvalidRequest | None:
        """The refusal of a payment for invoices that the office does not have."""
        faults = [
            Fault(f"invoices[{position}].invoiceNumber", f"No such invoice with number '{one.invoice_number}'")
            for position, one in enumerate(payment.invoices)
            if one.invoice_number not in self._ids
        ]
        return InvalidRequest(*faults) if faults else None


def _known(payment: ImportedPayment, digest: str | None) -> Outcome | None:
    """What becomes of a payment that was imported before; `None` for a new one."""
    if digest is None:
        return None
    if digest in (ERASED, payment.digest):
        return "unchanged"
    return InvalidRequest(Fault("paymentReference", "was imported before with other content"))


def _tags(payment: ImportedPayment, invoices: Mapping[int, InvoiceHeader]) -> Tags:
    """Its own tags and those of its invoices, which a request would have to name."""
    return Tags(frozenset(payment.tags).union(*(invoice.tags for invoice in invoices.values())))
