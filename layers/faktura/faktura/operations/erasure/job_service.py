"""Erases a buyer of a shop: the orders, and on invoices who bought, where it went and what the buyer asked to be shown.

An order without an invoice goes. One with an invoice keeps its id, day, currency and status. Invoices and credit notes
keep their numbers, days, lines and amounts for ever, and all of it while the law asks for that.
"""

from collections.abc import Iterator
from typing import Any

from faktura.core import json
from faktura.core.dynamo import retry_on_conflict
from faktura.einvoices.invoice import Address, Party
from faktura.jobs.exports.owner import owner_of
from faktura.jobs.invoices.invoice import Bill, Invoice
from faktura.jobs.orders.order_store import OrderStore
from faktura.jobs.ranges.range_store import RangeStore
from faktura.operations.erasure.copies.exported_file_service import ExportedFileService
from faktura.operations.erasure.copies.salt_service import SaltService
from faktura.operations.erasure.customer import Customer
from faktura.operations.erasure.job_store import BuyersOrder, JobStore
from faktura.operations.erasure.order import rest_of
from faktura.operations.erasure.retention import WHY, Retention
from faktura.operations.erasure.step import Redaction, Step, Steps, kept
from faktura.operations.stack_store import StackStore

_LOCKED = "its PDF is locked against deletion"


class JobErasureService:
    """Erases buyers of one shop."""

    def __init__(self, stack: StackStore, tenant: str, retention: Retention) -> None:
        self._tenant, self._retention, self._store = tenant, retention, JobStore(stack)
        self._orders, self._ranges = OrderStore(self._store.table), RangeStore(self._store.table)
        self._files = ExportedFileService(stack)

    def registered(self) -> list[Customer]:
        """The orders whose buyers were erased before."""
        return [Customer("order", one) for one in self._store.erased(self._tenant)]

    def note(self, customer: Customer) -> None:
        """Note the orders of a buyer who is erased."""
        for order in self._found(customer):
            self._store.note(self._tenant, order.order_id)

    def redaction(self, _customer: Customer) -> Redaction:
        """Recorded answers of jobs and credit notes say nothing of a buyer."""
        return lambda answer: answer

    def steps(self, customer: Customer) -> Steps:
        """The files first, then the documents and their orders, then the salts of what is not there any more."""
        orders = list(self._found(customer))
        documents = [one for order in orders for one in self._documents(order)]
        yield from self._files.steps(owner_of(self._tenant), {one.issued_at.date() for one in documents})
        for document in documents:
            yield from self._of_document(document)
        for order in orders:
            yield from self._of_order(order)
        yield from self._salts({one.number for one in documents if self._may_go(one)})

    def _of_document(self, document: Invoice) -> Steps:
        what = "invoice" if document.kind == "INVOICE" else "credit note"
        if not self._may_go(document):
            yield kept(what, document.number, WHY, self._retention.last_day(document.issued_at.date()))
            return
        if _without_buyer(document.bill) != document.bill or document.note:
            yield Step(what, document.number, lambda: self._erase_document(document.number))
        for _, lock in self._store.pdf_versions(self._tenant, document.number):
            if lock:
                yield kept("PDF", document.number, _LOCKED, lock.date())
            else:
                yield Step("PDF", document.number, lambda: self._store.delete_pdf(self._tenant, document.number))

    def _of_order(self, order: BuyersOrder) -> Steps:
        if not order.number:
            yield Step("order", order.order_id, lambda: self._store.delete_order(self._tenant, order))
        elif (rest := rest_of(order.content)) != order.content:
            yield Step("order", order.order_id, lambda: self._store.replace_order(self._tenant, order, rest))

    def _may_go(self, document: Invoice) -> bool:
        return not self._retention.keeps(document.issued_at.date())

    def _erase_document(self, number: str) -> None:
        def erase() -> None:
            if document := self._store.document(self._tenant, number):
                self._store.replace_bill(self._tenant, document, _without_buyer(document.bill))

        retry_on_conflict(erase)

    def _salts(self, numbers: set[str]) -> Iterator[Step]:
        """Those of what these documents said before, in all of the shop's journals."""
        if not numbers:
            return

        def content(number: str) -> bytes | None:
            document = self._store.document(self._tenant, number)
            return json.dumps(_without_buyer(document.bill)) if document else None

        for one in self._ranges.registered(self._tenant):
            yield from SaltService(one.place).steps(
                lambda change: change.number in numbers, lambda change: content(change.number or "")
            )

    def _documents(self, order: BuyersOrder) -> Iterator[Invoice]:
        """The invoices of an order and their credit notes, each once."""
        numbers = {order.number: None} if order.number else {}
        for credit in self._orders.credits(self._tenant, order.order_id):
            numbers |= dict.fromkeys((credit.invoice, credit.number))
        found = (self._store.document(self._tenant, number) for number in numbers)
        return (document for document in found if document)

    def _found(self, customer: Customer) -> Iterator[BuyersOrder]:
        if customer.word == "order":
            order = self._store.order(self._tenant, customer.value)
            return iter([order] if order else [])
        return (order for order in self._store.orders(self._tenant) if _is_of(order.content, customer))


def _is_of(content: dict[str, Any], customer: Customer) -> bool:
    """Whether an order names the buyer, by id or by e-mail without regard to case."""
    buyer = content.get("customer")
    if not isinstance(buyer, dict):
        return False
    if customer.word == "customer":
        return bool(buyer.get("id") == customer.value)
    email = buyer.get("email")
    return isinstance(email, str) and email.strip().casefold() == customer.value.strip().casefold()


def _without_buyer(bill: Bill) -> Bill:
    """The bill with the buyer's country alone, which decides about taxes."""
    country = bill.buyer.address.country
    buyer = Party(address=Address(country=country))
    changes: dict[str, Any] = {"buyer": buyer, "ship_to": None, "billing": [], "shipping": []}
    return bill.model_copy(update={**changes, "buyer_reference": "", "purchase_order": ""})
