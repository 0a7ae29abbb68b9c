"""Lists of an office's invoices and payments, read only as far as a page needs. Each element is redacted."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import NoSuchInvoice
from faktura.billing.member import Office
from faktura.billing.paging import Page
from faktura.billing.payment import Payment
from faktura.billing.printing.organisation_store import OrganisationStore
from faktura.billing.schemas.responses import InvoiceBody, PaymentBody
from faktura.billing.tags import Tags

Found = TypeVar("Found")

_MAX_READ_AT_ONCE = 50
"""A page reads at most one element more than its limit."""


class ListService:
    """An office's lists."""

    def __init__(self, store: BillingStore, organisations: OrganisationStore) -> None:
        self._store, self._organisations = store, organisations

    @classmethod
    def from_settings(cls) -> "ListService":
        """On the stores that the template names."""
        return cls(BillingStore.from_settings(), OrganisationStore.from_settings())

    def invoices_of_client(self, office: Office, client_id: int, tags: Tags, page: Page) -> Iterator[InvoiceBody]:
        """The invoices that are for the client."""
        ids = self._store.ids_of_client(office.name, client_id, "invoice", page.after)
        for invoice in _in_batches(ids, page, lambda batch: self._store.invoices(office.name, batch)):
            if client_id in invoice.clients:
                yield invoice.redacted_for(tags)

    def detached_invoices(self, office: Office, tags: Tags, page: Page) -> Iterator[InvoiceBody]:
        """The invoices that charge something and have no client."""
        ids = self._store.detached_ids(office.name, "invoice", page.after)
        for invoice in _in_batches(ids, page, lambda batch: self._store.invoices(office.name, batch)):
            if invoice.is_detached:
                yield invoice.redacted_for(tags)

    def payments_of_invoice(self, office: Office, invoice_id: int, tags: Tags, page: Page) -> Iterator[PaymentBody]:
        """The payments that give something to the invoice; `NoSuchInvoice` if it does not exist."""
        invoice = self._store.headers(office.name, [invoice_id]).get(invoice_id)
        if invoice is None:
            raise NoSuchInvoice(invoice_id)
        return self._payments(office, (one for one in invoice.allocations if one > page.after), tags, page)

    def payments_of_client(self, office: Office, client_id: int, tags: Tags, page: Page) -> Iterator[PaymentBody]:
        """The payments that the client makes, and those on all of the client's invoices."""
        ids = set(self._store.ids_of_client(office.name, client_id, "payment", page.after))
        invoices = list(self._store.ids_of_client(office.name, client_id, "invoice"))
        for header in self._store.headers(office.name, invoices).values():
            if client_id in header.clients:
                ids.update(one for one in header.allocations if one > page.after)
        return self._payments(office, sorted(ids), tags, page)

    def detached_payments(self, office: Office, tags: Tags, page: Page) -> Iterator[PaymentBody]:
        """The payments that have no payer among the clients, and whose invoices have no clients."""
        ids = self._store.detached_ids(office.name, "payment", page.after)
        return self._payments(office, ids, tags, page, lambda payment: payment.is_detached)

    def _payments(
        self,
        office: Office,
        ids: Iterable[int],
        tags: Tags,
        page: Page,
        is_listed: Callable[[Payment], bool] = lambda _payment: True,
    ) -> Iterator[PaymentBody]:
        time_zone = self._organisations.time_zone(office.name)
        for payment in _in_batches(ids, page, lambda batch: self._in_order(office, batch)):
            if is_listed(payment):
                yield payment.redacted_for(tags, time_zone)

    def _in_order(self, office: Office, ids: list[int]) -> list[Payment]:
        found = self._store.payments(office.name, ids)
        return [found[payment_id] for payment_id in ids if payment_id in found]


def _in_batches(ids: Iterable[int], page: Page, read: Callable[[list[int]], list[Found]]) -> Iterator[Found]:
    """The results of `read` for the ids, one batch after another."""
    remaining = iter(ids)
    while batch := list(islice(remaining, min(page.limit + 1, _MAX_READ_AT_ONCE))):
        yield from read(batch)
