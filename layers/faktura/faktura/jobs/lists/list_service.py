"""Lists a tenant's invoices and credit notes. What a page costs depends on what it shows, not on what is stored."""

from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice

from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_store import InvoiceStore
from faktura.jobs.lists.list_filter import InvoiceFilter
from faktura.jobs.lists.list_page import InvoicesPage
from faktura.jobs.lists.list_store import Entry, ListStore
from faktura.jobs.orders.order_store import OrderStore

Found = tuple[list[Invoice], Mapping[str, str]]
"""The documents of a page, and the position past its last one; empty if that is the last of all."""

_INVOICE, _CREDIT_NOTE = "INVOICE", "CREDIT_NOTE"


class ListService:
    """Lists by number, by order, or by age."""

    def __init__(self, lists: ListStore, invoices: InvoiceStore, orders: OrderStore) -> None:
        self._lists, self._invoices, self._orders = lists, invoices, orders

    @classmethod
    def from_settings(cls) -> "ListService":
        """On the table that the template names."""
        return cls(ListStore.from_settings(), InvoiceStore.from_settings(), OrderStore.from_settings())

    def page(self, tenant: str, page: InvoicesPage) -> Found:
        """The documents of a page, the newest first."""
        wanted = page.filter
        if wanted.number:
            return list(filter(wanted.passes, self._invoices.get_each(tenant, [wanted.number]))), {}
        if wanted.order_id:
            entries = list(self._of_order(tenant, wanted, page.after))
        else:
            entries = list(self._by_age(tenant, page))
        shown = entries[: page.size]
        after = {**page.after, **{kind: entry.position for kind, entry in shown}} if len(entries) > page.size else {}
        return self._documents(tenant, [entry for _, entry in shown]), after

    def _by_age(self, tenant: str, page: InvoicesPage) -> Iterator[tuple[str, Entry]]:
        """One document more than the page has, each with its kind."""
        wanted, limit, after = page.filter, page.size + 1, page.after
        streams = {_INVOICE: self._lists.invoices, _CREDIT_NOTE: self._lists.credit_notes}
        found = [
            [(kind, entry) for entry in read(tenant, wanted.first, wanted.last, after.get(kind, ""), limit)]
            for kind, read in streams.items()
            if wanted.kind in ("", kind)
        ]
        return islice(merge(*found, key=lambda one: one[1].moment, reverse=True), limit)

    def _of_order(self, tenant: str, wanted: InvoiceFilter, after: Mapping[str, str]) -> Iterator[tuple[str, Entry]]:
        """The documents of an order past the position, each under the same name in the cursor."""
        entries: dict[Entry, str] = {}
        for credit in self._orders.credits(tenant, wanted.order_id):
            entries[Entry(credit.moment, credit.number)] = _CREDIT_NOTE
            entries[Entry(credit.invoiced_at, credit.invoice)] = _INVOICE
        stored = self._orders.get_each(tenant, [wanted.order_id]).get(wanted.order_id)
        if stored and stored.number not in {"", *(entry.number for entry in entries)}:
            for invoice in self._invoices.get_each(tenant, [stored.number]):
                entries[Entry(invoice.issued_at.isoformat(), invoice.number)] = _INVOICE
        before = after.get("ORDER", "~")
        for entry in sorted(entries, key=lambda one: one.position, reverse=True):
            is_wanted = wanted.kind in ("", entries[entry]) and wanted.first <= entry.moment <= wanted.last
            if is_wanted and entry.position < before:
                yield "ORDER", entry

    def _documents(self, tenant: str, entries: Sequence[Entry]) -> list[Invoice]:
        found = {one.number: one for one in self._invoices.get_each(tenant, [entry.number for entry in entries])}
        return [found[entry.number] for entry in entries if entry.number in found]
