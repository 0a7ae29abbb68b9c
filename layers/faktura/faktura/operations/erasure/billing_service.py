"""Erases a client of an office: who is billed, what was done, and who paid.

A payment without a payer among the clients is a client's if it pays only invoices of the client. One that only has the
client's name may be a namesake's: it is kept, and the report says so.

Invoices and payments keep their numbers, days, amounts and the ids of their clients, so the books still add up, and a
later erasure finds what the law asked to keep until then. A draft is erased at once.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar

from faktura.audit.entry import Change
from faktura.billing.billing_store import BillingStore, Revision
from faktura.billing.exports.exporter import Exporter
from faktura.billing.invoice import Invoice
from faktura.billing.journals.journal_record import hidden_of, invoice_id_of
from faktura.billing.journals.journal_store import place
from faktura.billing.keys import Kind, is_id
from faktura.billing.member import Office
from faktura.billing.payment import Payment
from faktura.core.dynamo import Table, retry_on_conflict
from faktura.operations.erasure.billing_store import OfficeClientStore
from faktura.operations.erasure.copies.answer import without
from faktura.operations.erasure.copies.exported_file_service import ExportedFileService
from faktura.operations.erasure.copies.salt_service import SaltService
from faktura.operations.erasure.customer import Customer
from faktura.operations.erasure.retention import WHY, Retention
from faktura.operations.erasure.step import Redaction, Step, Steps, kept
from faktura.operations.errors import CannotErase
from faktura.operations.stack_store import StackStore

Record = TypeVar("Record", Invoice, Payment)

_NAMES = ("payerName", "billTo")
"""The fields of an answer that name a client."""

_NAMESAKE = "it has this name and no client; change it yourself if it is the same person's"
_OTHERS = "it is of other clients, too; erase them as well, or change it yourself"


class BillingErasureService:
    """Erases clients of one office."""

    def __init__(self, stack: StackStore, office: str, retention: Retention) -> None:
        self._office, self._retention = office, retention
        self._table = Table(stack.physical("BillingTable"))
        self._store, self._clients = BillingStore(self._table), OfficeClientStore(self._table)
        self._files = ExportedFileService(stack)

    def registered(self) -> list[Customer]:
        """The clients that were erased before."""
        return [Customer("client", str(one)) for one in self._clients.erased(self._office)]

    def note(self, customer: Customer) -> None:
        """Note that the client is erased."""
        self._clients.note(self._office, _id(customer))

    def redaction(self, customer: Customer) -> Redaction:
        """Takes the names by which the client pays and is billed out of an answer."""
        texts = _names(self._invoices(customer), self._payments(customer))
        return lambda answer: without(answer, _NAMES, texts)

    def steps(self, customer: Customer) -> Steps:
        """The files first, then what they are made of, then the salts of what is not there any more."""
        invoices, payments = self._invoices(customer), self._payments(customer)
        days = {_day(one.invoice_date) for one in invoices} | {_day(one.payment_date) for one in payments}
        yield from self._files.steps(Exporter(Office(self._office), frozenset()).owner, days)
        erased = self._erased(customer)
        yield from self._of_namesakes(_names(invoices, payments), {one.id for one in payments})
        for invoice in invoices:
            yield from self._of_invoice(invoice, erased)
        for payment in payments:
            yield from self._of_payment(payment, erased)
        gone = {one.id for one in invoices if self._may_go(one, erased)}
        yield from self._imports("invoice", gone)
        yield from self._imports("payment", {one.id for one in payments if self._payer_may_go(one, erased)})
        yield from self._salts(gone)

    def _of_invoice(self, invoice: Invoice, erased: set[int]) -> Steps:
        if _without_texts(invoice) == invoice:
            return
        if set(invoice.clients) - erased:
            yield kept("invoice", invoice.id, _OTHERS)
        elif not self._may_go(invoice, erased):
            yield kept("invoice", invoice.id, WHY, self._retention.last_day(_day(invoice.invoice_date)))
        else:
            yield Step("invoice", str(invoice.id), lambda: self._erase_invoice(invoice.id))

    def _of_payment(self, payment: Payment, erased: set[int]) -> Steps:
        day = _day(payment.payment_date)
        if payment.payer_name is None:
            return
        if set(payment.payer_client_ids) - erased:
            yield kept("payment", payment.id, _OTHERS)
        elif self._retention.keeps(day):
            yield kept("payment", payment.id, WHY, self._retention.last_day(day))
        else:
            yield Step("payment", str(payment.id), lambda: self._erase_payment(payment))

    def _of_namesakes(self, names: set[str], own: set[int]) -> Steps:
        """Payments with a name of the client that nothing else connects with the client."""
        for payment in self._clients.without_payer(self._office):
            if payment.id not in own and payment.payer_name in names:
                yield kept("payment", payment.id, _NAMESAKE)

    def _may_go(self, invoice: Invoice, erased: set[int]) -> bool:
        """A draft has not been issued, so no law asks to keep it."""
        is_kept = invoice.status != "draft" and self._retention.keeps(_day(invoice.invoice_date))
        return not is_kept and set(invoice.clients) <= erased

    def _payer_may_go(self, payment: Payment, erased: set[int]) -> bool:
        return not self._retention.keeps(_day(payment.payment_date)) and set(payment.payer_client_ids) <= erased

    def _imports(self, kind: Kind, ids: set[int]) -> Steps:
        """The digests of what was imported: with them, a guess of it could be verified."""
        for record, identity in self._clients.imports(self._office, kind, ids):
            forget = partial(self._clients.forget_import, self._office, record)
            yield Step("digest of an import", f"{kind} {identity}", forget)

    def _erase_invoice(self, invoice_id: int) -> None:
        self._commit(lambda: self._store.invoice(self._office, invoice_id), _without_texts)

    def _erase_payment(self, payment: Payment) -> None:
        self._commit(
            lambda: self._clients.payment(self._office, payment.id),
            lambda one: one.model_copy(update={"payer_name": None}),
        )

    def _commit(self, read: Callable[[], Record], changed: Callable[[Record], Record]) -> None:
        def commit() -> None:
            before = read()
            if (after := changed(before)) != before:
                self._store.commit(self._office, [Revision(before, after.next_version())])

        retry_on_conflict(commit)

    def _salts(self, invoices: set[int]) -> Iterator[Step]:
        """Those of what invoices without texts said before. An office has one journal."""
        if not invoices:
            return

        def content(change: Change) -> bytes:
            return hidden_of(_without_texts(self._store.invoice(self._office, invoice_id_of(change))))

        yield from SaltService(place(self._table, self._office)).steps(
            lambda change: invoice_id_of(change) in invoices, content
        )

    def _erased(self, customer: Customer) -> set[int]:
        return {_id(customer), *self._clients.erased(self._office)}

    def _invoices(self, customer: Customer) -> Sequence[Invoice]:
        ids = list(self._store.ids_of_client(self._office, _id(customer), "invoice"))
        return self._store.invoices(self._office, ids)

    def _payments(self, customer: Customer) -> Sequence[Payment]:
        """Those that the client makes, and those without a payer that pay the client's invoices and no others.

        An invoice of several clients is the client's once all of them are erased.
        """
        erased = self._erased(customer)
        ids = {one.id for one in self._invoices(customer) if set(one.clients) <= erased}
        paid = (one for one in self._clients.without_payer(self._office) if one.allocations)
        others = [one for one in paid if {allocation.invoice_id for allocation in one.allocations} <= ids]
        return [*self._clients.payments(self._office, _id(customer)), *others]


def _without_texts(invoice: Invoice) -> Invoice:
    lines = [line.model_copy(update={"description": None}) for line in invoice.line_items]
    changes: dict[str, Any] = {"bill_to": None, "client_note": "", "line_items": lines}
    return invoice.model_copy(update=changes)


def _names(invoices: Sequence[Invoice], payments: Sequence[Payment]) -> set[str]:
    """The names by which a client is billed and pays."""
    names = {one.bill_to for one in invoices} | {one.payer_name for one in payments}
    return {name for name in names if name}


def _day(text: str) -> date:
    """The day of a date or a date-time."""
    return date.fromisoformat(text[:10])


def _id(customer: Customer) -> int:
    if not customer.value.isdecimal() or not is_id(int(customer.value)):
        raise CannotErase(f"{customer.value} is no id of a client")
    return int(customer.value)
