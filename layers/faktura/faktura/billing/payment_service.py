"""Creates, changes and deletes payments, each in one transaction with its invoices (see `invoice_service`)."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext

from faktura.billing.allocation import (
    check_invoice,
    check_payment,
    copy_invoices,
    copy_payments,
    status_after,
)
from faktura.billing.billing_store import BillingStore, Revision
from faktura.billing.fields.text import as_date_time
from faktura.billing.invoice import InvoiceHeader
from faktura.billing.member import Author, Member
from faktura.billing.payment import Allocation, Donation, Payment
from faktura.billing.schemas.requests import InvoiceAllocation, NewPayment, PaymentChange
from faktura.billing.tags import Tags
from faktura.core.dynamo import Write, retry_on_conflict
from faktura.core.errors import Fault, Forbidden, InvalidRequest
from faktura.core.observability import log


class PaymentService:
    """Creates, changes and deletes an office's payments."""

    def __init__(self, store: BillingStore) -> None:
        self._store = store

    @classmethod
    def from_settings(cls) -> "PaymentService":
        """On the store that the template names."""
        return cls(BillingStore.from_settings())

    def create(
        self, new: NewPayment, member: Member, tags: Tags, extra_writes: Callable[[Payment], Sequence[Write]]
    ) -> Payment:
        """A payment with the office's next id, and its donation with one of its own, stored with the extra writes."""
        office = member.office.name
        counters = [self._store.counter(office, "payment")]
        if new.donation_amount:
            counters.append(self._store.counter(office, "donation"))

        def create() -> Payment:
            taken = [counter.next() for counter in counters]
            payment = _payment(new, [numbers[0] for numbers in taken], tags, member.as_author())
            payment, revisions = self._decide(office, None, payment, tags)
            counting = [counter.taking(numbers) for counter, numbers in zip(counters, taken, strict=True)]
            self._store.commit(office, revisions, [*counting, *extra_writes(payment)])
            for counter, numbers in zip(counters, taken, strict=True):
                counter.taken(numbers)
            log.info("payment created", office=office, payment_id=payment.id)
            return payment

        return retry_on_conflict(create)

    def change(self, payment_id: int, change: PaymentChange, member: Member, tags: Tags) -> Payment:
        """The payment after the change. If nothing changes, nothing is written."""
        return retry_on_conflict(lambda: self._change(payment_id, change, member, tags))

    def delete(self, payment_id: int, member: Member, tags: Tags) -> None:
        """Delete the payment with its donation. Its item is kept, but counts for nothing."""
        office = member.office.name

        def delete() -> None:
            before = self._visible(office, payment_id, tags)
            author = member.as_author()
            after = before.model_copy(update={"deleted_by": author, "last_updated_by": author})
            _, revisions = self._decide(office, before, after, tags)
            self._store.commit(office, revisions)
            log.info("payment deleted", office=office, payment_id=payment_id)

        retry_on_conflict(delete)

    def _change(self, payment_id: int, change: PaymentChange, member: Member, tags: Tags) -> Payment:
        office, author = member.office.name, member.as_author()
        before = self._visible(office, payment_id, tags)
        donations = self._store.counter(office, "donation")
        is_first_donation = bool(change.donation_amount) and before.donation is None
        taken = donations.next() if is_first_donation else range(0)
        after = _changed(before, change, tags, taken)
        if after == before:
            return before
        after, revisions = self._decide(office, before, after.model_copy(update={"last_updated_by": author}), tags)
        self._store.commit(office, revisions, [donations.taking(taken)] if is_first_donation else [])
        if is_first_donation:
            donations.taken(taken)
        log.info("payment changed", office=office, payment_id=payment_id, version=after.version)
        return after

    def _visible(self, office: str, payment_id: int, tags: Tags) -> Payment:
        payment = self._store.payment(office, payment_id)
        if tags.redacts(payment.all_tags):
            raise Forbidden
        return payment

    def _decide(
        self, office: str, before: Payment | None, after: Payment, tags: Tags
    ) -> tuple[Payment, list[Revision]]:
        """The payment as it is to be stored, and the revisions of it and of the invoices it affects."""
        affected = _affected_invoices(before, after)
        with self._store.confirming_refusals(office, before) if before else nullcontext():
            invoices = self._store.headers(office, affected)
            after, changed = _decided(after, affected, invoices, tags)
            return after, [Revision(before, after), *changed]


def previewed(
    new: NewPayment, payment_id: int, invoices: Mapping[int, InvoiceHeader], tags: Tags, author: Author
) -> list[InvoiceHeader]:
    """These invoices, all that the payment pays, as they would be after it; a `Refusal` if it would be refused."""
    payment = _payment(new, [payment_id, payment_id], tags, author)
    _, revisions = _decided(payment, _affected_invoices(None, payment), invoices, tags)
    return [one.after for one in revisions if isinstance(one.after, InvoiceHeader)]


def _decided(
    payment: Payment, affected: set[int], invoices: Mapping[int, InvoiceHeader], tags: Tags
) -> tuple[Payment, list[Revision]]:
    """The payment as it is to be stored, and the revisions of the invoices that it affects."""
    _check_invoices(payment, affected, invoices, tags)
    payment = copy_invoices(payment, invoices).next_version()
    check_payment(payment)
    return payment, _revisions(invoices, payment)


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
    names = change.model_fields_set
    update = {name: getattr(change, name) for name in names - {"invoices", "donation_amount"}}
    if update.get("payment_date") == as_date_time(before.payment_date):
        del update["payment_date"]  # sent back as the response had it, so a date stays a date
    if change.invoices is not None:
        update["allocations"] = _allocations(change.invoices, before.allocations)
    if "donation_amount" in names:
        donation_id = before.donation.id if before.donation else next(iter(donation_ids), 0)
        amount = change.donation_amount
        update["donation"] = Donation(id=donation_id, amount=amount) if amount else None
    return before.model_copy(update={**update, "tags": tags.added_to(before.tags)})


def _allocations(requested: Sequence[InvoiceAllocation], known: Sequence[Allocation] = ()) -> list[Allocation]:
    """The requested allocations, with the copied data of those that are already known."""
    by_invoice = {one.invoice_id: one for one in known}
    return [
        by_invoice[one.invoice_id].model_copy(update={"amount": one.amount})
        if one.invoice_id in by_invoice
        else Allocation(invoice_id=one.invoice_id, amount=one.amount, tags=[], has_clients=False)
        for one in requested
    ]


def _affected_invoices(before: Payment | None, after: Payment) -> set[int]:
    """The ids of the invoices that change with the payment: all if its amount or tags change, which each shows."""
    ids = {one.invoice_id for payment in (before, after) if payment for one in payment.current_allocations}
    if before is None or (before.payment_amount, before.all_tags) != (after.payment_amount, after.all_tags):
        return ids
    return {invoice_id for invoice_id in ids if before.amount_for(invoice_id) != after.amount_for(invoice_id)}


def _check_invoices(payment: Payment, affected: set[int], invoices: Mapping[int, InvoiceHeader], tags: Tags) -> None:
    absent = [
        Fault(f"invoices[{position}].invoiceId", f"No such invoice with id {one.invoice_id}")
        for position, one in enumerate(payment.current_allocations)
        if one.invoice_id in affected and one.invoice_id not in invoices
    ]
    if absent:
        raise InvalidRequest(*absent)
    if any(tags.redacts(invoice.tags) for invoice in invoices.values()):
        raise Forbidden


def _revisions(invoices: Mapping[int, InvoiceHeader], payment: Payment) -> list[Revision]:
    """The invoices after the change. The payment's author becomes theirs where their allocations change."""
    revisions = []
    for before in invoices.values():
        after = copy_payments(before, [payment])
        after = after.model_copy(update={"status": status_after(before, after)})
        check_invoice(before, after)
        if after != before:
            has_other_amounts = after.allocations != before.allocations
            author = payment.last_updated_by if has_other_amounts else None
            revisions.append(Revision(before, after.next_version(author)))
    return revisions
