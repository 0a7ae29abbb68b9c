"""Creates and changes invoices: reads, decides, and writes everything in one transaction.

The transaction is conditional on the version of each record read. If a version has changed, the service reads and
decides again, so that concurrent changes neither lose nor double a cent.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from faktura.billing.allocation import (
    allocate,
    check_invoice,
    check_payment,
    copy_invoices,
    copy_payments,
    status_after,
)
from faktura.billing.billing_store import BillingStore, Revision
from faktura.billing.errors import NumberTaken
from faktura.billing.fields.time_zone import local_day
from faktura.billing.invoice import Invoice
from faktura.billing.member import Author, Member
from faktura.billing.numbering import invoice_number
from faktura.billing.payment import Payment
from faktura.billing.printing.organisation_store import OrganisationStore
from faktura.billing.schemas.requests import InvoiceChange
from faktura.billing.tags import Tags
from faktura.core.clock import now
from faktura.core.dynamo import Write, WriteConflict, retry_on_conflict
from faktura.core.errors import Fault, Forbidden, InvalidRequest
from faktura.core.observability import log


class InvoiceService:
    """Creates and changes an office's invoices."""

    def __init__(self, store: BillingStore, organisations: OrganisationStore) -> None:
        self._store, self._organisations = store, organisations

    @classmethod
    def from_settings(cls) -> "InvoiceService":
        """On the stores that the template names."""
        return cls(BillingStore.from_settings(), OrganisationStore.from_settings())

    def create(self, member: Member, tags: Tags, extra_writes: Callable[[Invoice], Sequence[Write]]) -> Invoice:
        """An empty draft with the office's next id and next free number, stored together with the extra writes."""
        office, free = member.office.name, dict[int, int]()
        ids, positions = self._store.counter(office, "invoice"), self._store.counter(office, "number")

        def create() -> Invoice:
            one, [first] = ids.next(), positions.next()
            taken = range(first, free.get(first, first) + 1)
            today = local_day(now(), self._organisations.time_zone(office))
            invoice = _draft(one[0], invoice_number(taken[-1]), today, tags, member.as_author())
            counting = [ids.taking(one), positions.taking(taken)]
            try:
                self._store.commit(office, [Revision(None, invoice)], [*counting, *extra_writes(invoice)], taken)
            except NumberTaken as error:  # the number was given by hand, so the sequence skips it
                free[first] = self._store.free_position(office, first)
                raise WriteConflict from error
            ids.taken(one)
            positions.taken(taken)
            log.info("invoice created", office=office, invoice_id=invoice.id)
            return invoice

        return retry_on_conflict(create)

    def change(self, invoice_id: int, change: InvoiceChange, member: Member, tags: Tags) -> Invoice:
        """The invoice after the change. If nothing changes, nothing is written."""
        return retry_on_conflict(lambda: self._change(invoice_id, change, member, tags))

    def _change(self, invoice_id: int, change: InvoiceChange, member: Member, tags: Tags) -> Invoice:
        office = member.office.name
        before = self._store.invoice(office, invoice_id)
        if tags.redacts(before.tags):
            raise Forbidden
        with self._store.confirming_refusals(office, before):
            after, revisions = self._decide(before, change, member, tags)
        if revisions:
            self._store.commit(office, revisions)
            log.info("invoice changed", office=office, invoice_id=after.id, version=after.version, status=after.status)
        return after

    def _decide(
        self, before: Invoice, change: InvoiceChange, member: Member, tags: Tags
    ) -> tuple[Invoice, list[Revision]]:
        office, author = member.office.name, member.as_author()
        after, amounts = _changed(before, change, tags), _amounts(before, change)
        affected = _affected_payments(before, after, amounts)
        earlier = self._store.payments(office, affected)
        if affected and not before.allocations.keys() <= earlier.keys():
            raise WriteConflict  # one was deleted since the invoice was read
        _check_access(before, change, earlier, tags)
        payments = {one.id: _allocated(one, after, amounts.get(one.id), author) for one in earlier.values()}
        after = copy_payments(after, payments.values())
        after = after.model_copy(update={"status": status_after(before, after, change.status)})
        check_invoice(before, after)
        if after == before:
            return before, []
        after = after.next_version(author)
        others = self._other_invoices(office, after, earlier, payments)
        return after, [Revision(before, after), *_revisions(earlier, payments), *others]

    def _other_invoices(
        self, office: str, invoice: Invoice, earlier: Mapping[int, Payment], payments: Mapping[int, Payment]
    ) -> list[Revision]:
        """The other invoices of payments whose redaction changes."""
        changed = [payment for payment in payments.values() if payment.all_tags != earlier[payment.id].all_tags]
        ids = {one.invoice_id for payment in changed for one in payment.current_allocations} - {invoice.id}
        pairs = [(one, copy_payments(one, changed)) for one in self._store.headers(office, ids).values()]
        return [Revision(one, other.next_version()) for one, other in pairs if one != other]


def _draft(invoice_id: int, number: str, today: str, tags: Tags, author: Author) -> Invoice:
    return Invoice(
        id=invoice_id,
        invoice_number=number,
        invoice_date=today,
        tags=tags.added_to(()),
        created_by=author,
        last_updated_by=author,
        version=1,
    )


def _changed(before: Invoice, change: InvoiceChange, tags: Tags) -> Invoice:
    names = change.model_fields_set - {"payments", "status", "tags"}
    return before.model_copy(
        update={name: getattr(change, name) for name in names} | {"tags": tags.added_to(before.tags)}
    )


def _amounts(before: Invoice, change: InvoiceChange) -> dict[int, Decimal]:
    """The amount that each payment is to give, by its id."""
    if change.payments is None:
        return before.allocations
    return {one.payment_id: one.amount for one in change.payments}


def _affected_payments(before: Invoice, after: Invoice, amounts: Mapping[int, Decimal]) -> set[int]:
    """The ids of the payments whose allocations, or copies of the invoice's data, have to change with it."""
    has_other_amounts = amounts != before.allocations
    if has_other_amounts or after.tags != before.tags or bool(after.clients) != bool(before.clients):
        return {*before.allocations, *amounts}
    return set()


def _check_access(before: Invoice, change: InvoiceChange, payments: Mapping[int, Payment], tags: Tags) -> None:
    """Refuse absent payments, and any change of allocations while one of them is redacted for the request."""
    if change.payments is None:
        return
    if any(tags.redacts(entry.tags) for entry in before.payments):
        raise Forbidden
    absent = [
        Fault(f"payments[{position}].id", f"No such payment with id {one.payment_id}")
        for position, one in enumerate(change.payments)
        if one.payment_id not in {*payments, *before.allocations}
    ]
    if absent:
        raise InvalidRequest(*absent)
    if any(tags.redacts(payment.all_tags) for payment in payments.values()):
        raise Forbidden


def _allocated(payment: Payment, invoice: Invoice, amount: Decimal | None, author: Author) -> Payment:
    """The payment that gives this amount to the invoice, with a current copy of the invoice's data."""
    if amount == payment.amount_for(invoice.id):
        return copy_invoices(payment, {invoice.id: invoice})
    changed = copy_invoices(allocate(payment, invoice.id, amount), {invoice.id: invoice})
    check_payment(changed)
    return changed.model_copy(update={"last_updated_by": author})


def _revisions(earlier: Mapping[int, Payment], payments: Mapping[int, Payment]) -> list[Revision]:
    return [Revision(earlier[one.id], one.next_version()) for one in payments.values() if one != earlier[one.id]]


def imported_invoice(invoice_id: int, content: InvoiceChange, tags: Sequence[str], author: Author) -> Invoice:
    """An invoice that has had a number and a date elsewhere, with the status that its content gives a new draft."""
    number, day = content.invoice_number or "", content.invoice_date or ""
    draft = _draft(invoice_id, number, day, Tags(frozenset(tags)), author)
    invoice = _changed(draft, content, Tags(frozenset(tags)))
    return invoice.model_copy(update={"status": status_after(draft, invoice, content.status)})
