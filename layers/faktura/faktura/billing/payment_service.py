"""Payments created, changed and deleted, each together with what it does to its invoices (see `invoicing.py`)."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext

from faktura.billing.allocation import (
    check_invoice,
    check_payment,
    mirroring_invoices,
    mirroring_payments,
    settled_status,
)
from faktura.billing.billing_store import BillingStore, Revision
from faktura.billing.invoice import (
    Allocation,
    Donation,
    InvoiceHeader,
    Payment,
)
from faktura.billing.member import Author, Member
from faktura.billing.schemas.requests import NewPayment, PaymentChange, PaymentShare
from faktura.billing.tags import Tags
from faktura.billing.text import first_moment
from faktura.core.dynamo import Write, retry_on_conflict
from faktura.core.errors import Fault, Forbidden, InvalidRequest
from faktura.core.observability import log


class Paying:
    """What members of an office do to its payments."""

    def __init__(self, store: BillingStore) -> None:
        self._store = store

    @classmethod
    def from_settings(cls) -> "Paying":
        """On the store the template names."""
        return cls(BillingStore.from_settings())

    def create(
        self, new: NewPayment, member: Member, tags: Tags, extra_writes: Callable[[Payment], Sequence[Write]]
    ) -> Payment:
        """A payment with the office's next id, stored together with `extra_writes`; its donation has an id too."""
        office = member.office.name
        counters = [self._store.counter(office, "payment")]
        if new.donation_amount:
            counters.append(self._store.counter(office, "donation"))

        def create() -> Payment:
            taken = [counter.next() for counter in counters]
            payment = _payment(new, [numbers[0] for numbers in taken], tags, member.signing())
            payment, revisions = self._settle(office, None, payment, tags)
            counting = [counter.taking(numbers) for counter, numbers in zip(counters, taken, strict=True)]
            self._store.commit(office, revisions, [*counting, *extra_writes(payment)])
            for counter, numbers in zip(counters, taken, strict=True):
                counter.taken(numbers)
            log.info("payment created", office=office, payment_id=payment.id)
            return payment

        return retry_on_conflict(create)

    def revise(self, payment_id: int, change: PaymentChange, member: Member, tags: Tags) -> Payment:
        """The payment after the change; a change that changes nothing writes nothing."""
        return retry_on_conflict(lambda: self._revise(payment_id, change, member, tags))

    def delete(self, payment_id: int, member: Member, tags: Tags) -> None:
        """Let the payment and its donation count no more; what it was is kept."""
        office = member.office.name

        def delete() -> None:
            before = self._seen(office, payment_id, tags)
            author = member.signing()
            after = before.model_copy(update={"deleted_by": author, "last_updated_by": author})
            _, revisions = self._settle(office, before, after, tags)
            self._store.commit(office, revisions)
            log.info("payment deleted", office=office, payment_id=payment_id)

        retry_on_conflict(delete)

    def _revise(self, payment_id: int, change: PaymentChange, member: Member, tags: Tags) -> Payment:
        office, author = member.office.name, member.signing()
        before = self._seen(office, payment_id, tags)
        donations = self._store.counter(office, "donation")
        begins = bool(change.donation_amount) and before.donation is None
        taken = donations.next() if begins else range(0)
        after = _changed(before, change, tags, taken)
        if after == before:
            return before
        after, revisions = self._settle(office, before, after.model_copy(update={"last_updated_by": author}), tags)
        self._store.commit(office, revisions, [donations.taking(taken)] if begins else [])
        if begins:
            donations.taken(taken)
        log.info("payment changed", office=office, payment_id=payment_id, version=after.version)
        return after

    def _seen(self, office: str, payment_id: int, tags: Tags) -> Payment:
        payment = self._store.payment(office, payment_id)
        if tags.hide(payment.all_tags):
            raise Forbidden
        return payment

    def _settle(
        self, office: str, before: Payment | None, after: Payment, tags: Tags
    ) -> tuple[Payment, list[Revision]]:
        """The payment as it is to be stored, and all revisions that go with it."""
        shares = _shares_changed(before, after)
        with self._store.refusing(office, before) if before else nullcontext():
            invoices = self._store.headers(office, shares)
            _check_invoices(after, shares, invoices, tags)
            after = mirroring_invoices(after, invoices).revised()
            check_payment(after)
            return after, [Revision(before, after), *_paid(invoices, after)]


def _payment(new: NewPayment, ids: Sequence[int], tags: Tags, author: Author) -> Payment:
    return Payment(
        id=ids[0],
        payment_date=new.payment_date,
        payment_amount=new.payment_amount,
        payment_type=new.payment_type,
        payer_name=new.payer_name,
        payer_client_ids=new.payer_client_ids,
        allocations=_allocations(new.invoices),
        donation=Donation(id=ids[1], amount=new.donation_amount) if new.donation_amount else None,
        tags=tags.added_to(()),
        created_by=author,
        last_updated_by=author,
    )


def _changed(before: Payment, change: PaymentChange, tags: Tags, donation_ids: range) -> Payment:
    sent = change.model_fields_set
    update = {name: getattr(change, name) for name in sent - {"invoices", "donation_amount"}}
    if update.get("payment_date") == first_moment(before.payment_date):
        del update["payment_date"]  # sent as it was answered, which makes no moment of a date
    if change.invoices is not None:
        update["allocations"] = _allocations(change.invoices, before.allocations)
    if "donation_amount" in sent:
        donation_id = before.donation.id if before.donation else next(iter(donation_ids), 0)
        amount = change.donation_amount
        update["donation"] = Donation(id=donation_id, amount=amount) if amount else None
    return before.model_copy(update={**update, "tags": tags.added_to(before.tags)})


def _allocations(shares: Sequence[PaymentShare], known: Sequence[Allocation] = ()) -> list[Allocation]:
    """The shares as allocations; of an invoice that is known already, with what is known of it."""
    mirrored = {one.invoice_id: one for one in known}
    return [
        mirrored[share.invoice_id].model_copy(update={"amount": share.amount})
        if share.invoice_id in mirrored
        else Allocation(invoice_id=share.invoice_id, amount=share.amount, tags=[], has_clients=False)
        for share in shares
    ]


def _shares_changed(before: Payment | None, after: Payment) -> set[int]:
    """The invoices that have to change with the payment: all of them where the whole payment shows on each."""
    shares = {one.invoice_id for payment in (before, after) if payment for one in payment.invoices}
    if before is None or (before.payment_amount, before.all_tags) != (after.payment_amount, after.all_tags):
        return shares
    return {invoice_id for invoice_id in shares if before.share_of(invoice_id) != after.share_of(invoice_id)}


def _check_invoices(payment: Payment, shares: set[int], invoices: Mapping[int, InvoiceHeader], tags: Tags) -> None:
    missing = [
        Fault(f"invoices[{position}].invoiceId", f"No such invoice with id {one.invoice_id}")
        for position, one in enumerate(payment.invoices)
        if one.invoice_id in shares and one.invoice_id not in invoices
    ]
    if missing:
        raise InvalidRequest(*missing)
    if any(tags.hide(invoice.tags) for invoice in invoices.values()):
        raise Forbidden


def _paid(invoices: Mapping[int, InvoiceHeader], payment: Payment) -> list[Revision]:
    """The invoices as the payment leaves them; its author is theirs where it changed what they are given."""
    revisions = []
    for before in invoices.values():
        after = mirroring_payments(before, [payment])
        after = after.model_copy(update={"status": settled_status(before, after)})
        check_invoice(before, after)
        if after != before:
            changed = after.shares != before.shares
            revisions.append(Revision(before, after.revised(payment.last_updated_by if changed else None)))
    return revisions
