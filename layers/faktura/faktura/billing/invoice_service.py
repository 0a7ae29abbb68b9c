"""Invoices created and changed: read, decided and written in one transaction, anew until nobody comes between.

So no interleaving loses or doubles a cent: all that a decision rests on is part of its transaction, by version.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from faktura.billing.allocation import (
    allotting,
    check_invoice,
    check_payment,
    mirroring_invoices,
    mirroring_payments,
    settled_status,
)
from faktura.billing.billing_store import BillingStore, Revision, numbered
from faktura.billing.errors import NumberTaken
from faktura.billing.invoice import Invoice, Payment
from faktura.billing.member import Author, Member
from faktura.billing.schemas.requests import InvoiceChange
from faktura.billing.tags import Tags
from faktura.billing.time_zone import local_day
from faktura.core.clock import now
from faktura.core.dynamo import Write, WriteConflict, retry_on_conflict
from faktura.core.errors import Fault, Forbidden, InvalidRequest
from faktura.core.observability import log


class Invoicing:
    """What members of an office do to its invoices."""

    def __init__(self, store: BillingStore) -> None:
        self._store = store

    @classmethod
    def from_settings(cls) -> "Invoicing":
        """On the store the template names."""
        return cls(BillingStore.from_settings())

    def create(self, member: Member, tags: Tags, extra_writes: Callable[[Invoice], Sequence[Write]]) -> Invoice:
        """An empty draft with the office's next id and the next free number, stored together with `extra_writes`."""
        office, free = member.office.name, dict[int, int]()
        ids, numbers = self._store.counter(office, "invoice"), self._store.counter(office, "number")

        def create() -> Invoice:
            one, [first] = ids.next(), numbers.next()
            taken = range(first, free.get(first, first) + 1)
            today = local_day(now(), self._store.time_zone(office))
            invoice = _draft(one[0], numbered(taken[-1]), today, tags, member.signing())
            counting = [ids.taking(one), numbers.taking(taken)]
            try:
                self._store.commit(office, [Revision(None, invoice)], [*counting, *extra_writes(invoice)])
            except NumberTaken as fault:  # by hand; the sequence steps over it
                free[first] = self._store.free_number(office, first)
                raise WriteConflict from fault
            ids.taken(one)
            numbers.taken(taken)
            log.info("invoice created", office=office, invoice_id=invoice.id)
            return invoice

        return retry_on_conflict(create)

    def revise(self, invoice_id: int, change: InvoiceChange, member: Member, tags: Tags) -> Invoice:
        """The invoice after the change; a change that changes nothing writes nothing."""
        return retry_on_conflict(lambda: self._revise(invoice_id, change, member, tags))

    def _revise(self, invoice_id: int, change: InvoiceChange, member: Member, tags: Tags) -> Invoice:
        office = member.office.name
        before = self._store.invoice(office, invoice_id)
        if tags.hide(before.tags):
            raise Forbidden
        with self._store.refusing(office, before):
            after, revisions = self._decide(before, change, member, tags)
        if revisions:
            self._store.commit(office, revisions)
            log.info("invoice changed", office=office, invoice_id=after.id, version=after.version, status=after.status)
        return after

    def _decide(
        self, before: Invoice, change: InvoiceChange, member: Member, tags: Tags
    ) -> tuple[Invoice, list[Revision]]:
        office, author = member.office.name, member.signing()
        after, shares = _changed(before, change, tags), _shares(before, change)
        concerned = _payments_concerned(before, after, shares)
        had = self._store.payments(office, concerned)
        if concerned and not before.shares.keys() <= had.keys():
            raise WriteConflict  # one was deleted since the invoice was read
        _check_access(before, change, had, tags)
        payments = {one.id: _sharing(one, after, shares.get(one.id), author) for one in had.values()}
        after = mirroring_payments(after, payments.values())
        after = after.model_copy(update={"status": settled_status(before, after, change.status)})
        check_invoice(before, after)
        if after == before:
            return before, []
        after = after.revised(author)
        others = self._mirrored_elsewhere(office, after, had, payments)
        return after, [Revision(before, after), *_revisions(had, payments), *others]

    def _mirrored_elsewhere(
        self, office: str, invoice: Invoice, had: Mapping[int, Payment], payments: Mapping[int, Payment]
    ) -> list[Revision]:
        """The other invoices of payments that are redacted now, or no longer."""
        turned = [payment for payment in payments.values() if payment.all_tags != had[payment.id].all_tags]
        ids = {one.invoice_id for payment in turned for one in payment.invoices} - {invoice.id}
        mirrored = [(one, mirroring_payments(one, turned)) for one in self._store.headers(office, ids).values()]
        return [Revision(one, other.revised()) for one, other in mirrored if one != other]


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
    sent = change.model_fields_set - {"payments", "status"}
    return before.model_copy(
        update={name: getattr(change, name) for name in sent} | {"tags": tags.added_to(before.tags)}
    )


def _shares(before: Invoice, change: InvoiceChange) -> dict[int, Decimal]:
    """What each payment is to give."""
    if change.payments is None:
        return before.shares
    return {share.payment_id: share.amount for share in change.payments}


def _payments_concerned(before: Invoice, after: Invoice, shares: Mapping[int, Decimal]) -> set[int]:
    """The payments that have to change with the invoice: its allocations, or what they mirror of it."""
    if shares != before.shares or after.tags != before.tags or bool(after.clients) != bool(before.clients):
        return {*before.shares, *shares}
    return set()


def _check_access(before: Invoice, change: InvoiceChange, payments: Mapping[int, Payment], tags: Tags) -> None:
    """Refuse payments that are not there, and any word about allocations the request may not see."""
    if change.payments is None:
        return
    if any(tags.hide(entry.tags) for entry in before.payments):
        raise Forbidden
    missing = [
        Fault(f"payments[{position}].id", f"No such payment with id {share.payment_id}")
        for position, share in enumerate(change.payments)
        if share.payment_id not in {*payments, *before.shares}
    ]
    if missing:
        raise InvalidRequest(*missing)
    if any(tags.hide(payment.all_tags) for payment in payments.values()):
        raise Forbidden


def _sharing(payment: Payment, invoice: Invoice, amount: Decimal | None, author: Author) -> Payment:
    """The payment that gives this amount to the invoice, and knows of it what it has to."""
    if amount == payment.share_of(invoice.id):
        return mirroring_invoices(payment, {invoice.id: invoice})
    shared = mirroring_invoices(allotting(payment, invoice.id, amount), {invoice.id: invoice})
    check_payment(shared)
    return shared.model_copy(update={"last_updated_by": author})


def _revisions(had: Mapping[int, Payment], payments: Mapping[int, Payment]) -> list[Revision]:
    return [Revision(had[one.id], one.revised()) for one in payments.values() if one != had[one.id]]
