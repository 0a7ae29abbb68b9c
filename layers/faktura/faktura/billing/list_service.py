"""Lists, a page at a time: ascending by id, redacted as everything else, bounded in number and in bytes.

Without `limit` a list is the seed's plain array of up to 1,000; whatever is left is behind the Link header.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote, urlencode

from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import NoSuchInvoice
from faktura.billing.identity import LARGEST
from faktura.billing.invoice import Payment
from faktura.billing.member import Office
from faktura.billing.schemas.responses import InvoiceShape, PaymentShape
from faktura.billing.tags import Tags
from faktura.core import json
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.paging import CURSOR, WholeNumber, cursor, position
from faktura.core.request import Request
from faktura.core.response import Listed

Element = TypeVar("Element", InvoiceShape, PaymentShape)

MOST = 1_000
LARGEST_PAGE = 5_500_000
"""Bytes as Lambda carries them: JSON within JSON, 6 MB at most. A page that would be larger ends early."""

_LIMIT = WholeNumber("The most elements of the page", maximum=MOST, default=MOST)
_READ_AT_ONCE = 50
"""At most; a page reads no more than one over its limit."""


@dataclass(frozen=True)
class Page:
    """Which part of a list a request asks for: at most `limit` ids above `after`."""

    QUERY: ClassVar[Mapping[str, Any]] = {"limit": _LIMIT.terms, "cursor": CURSOR}
    """What the OpenAPI description says of it."""

    limit: int
    after: int
    scope: str
    request: Request

    @classmethod
    def from_request(cls, request: Request) -> "Page":
        """`?limit` and `?cursor`; a cursor is bound to its caller and list."""
        limit = _LIMIT.read("limit", request)
        scope = repr((request.caller.subject, Office.from_request(request).name, request.path))
        cursors = request.query.get("cursor", [])
        after = position(cursors[0], scope).get("after") if cursors else 0
        if type(after) is not int or not 0 <= after <= LARGEST:
            raise InvalidRequest(Fault("cursor", "is not a cursor of this list"))
        return cls(limit, after, scope, request)

    def of(self, elements: Iterable[Element]) -> Listed[Element]:
        """The page of `elements`, which begin above `after`, and the link to the next one."""
        page: list[Element] = []
        carried = 0
        for element in elements:
            carried += _carried(element)
            if page and (len(page) == self.limit or carried > LARGEST_PAGE):
                return Listed(page, self._url(page[-1].id))
            page.append(element)
        return Listed(page)

    def _url(self, after: int) -> str:
        kept = {name: self.request.query[name][:1] for name in ("tags", "limit") if name in self.request.query}
        query = urlencode({**kept, "cursor": cursor({"after": after}, self.scope)}, doseq=True)
        return f"{self.request.base_url}{quote(self.request.path)}?{query}"


class Lists:
    """An office's lists, read as far as a page needs; the payments of a client are found by all of its invoices."""

    def __init__(self, store: BillingStore) -> None:
        self._store = store

    @classmethod
    def from_settings(cls) -> "Lists":
        """On the store the template names."""
        return cls(BillingStore.from_settings())

    def invoices_of_client(self, office: Office, client_id: int, tags: Tags, page: Page) -> Iterator[InvoiceShape]:
        """The invoices that the client is on."""
        ids = self._store.invoices_of_client(office.name, client_id, page.after)
        for invoice in _in_parts(ids, page, lambda part: self._store.invoices(office.name, part)):
            if client_id in invoice.clients:
                yield invoice.seen_with(tags)

    def detached_invoices(self, office: Office, tags: Tags, page: Page) -> Iterator[InvoiceShape]:
        """Invoices without clients that charge something."""
        ids = self._store.detached(office.name, "invoice", page.after)
        for invoice in _in_parts(ids, page, lambda part: self._store.invoices(office.name, part)):
            if invoice.is_detached:
                yield invoice.seen_with(tags)

    def payments_of_invoice(self, office: Office, invoice_id: int, tags: Tags, page: Page) -> Iterator[PaymentShape]:
        """The payments allotted to an invoice; `NoSuchInvoice` where there is none."""
        invoice = self._store.headers(office.name, [invoice_id]).get(invoice_id)
        if invoice is None:
            raise NoSuchInvoice(invoice_id)
        return self._payments(office, (one for one in invoice.shares if one > page.after), tags, page)

    def payments_of_client(self, office: Office, client_id: int, tags: Tags, page: Page) -> Iterator[PaymentShape]:
        """The payments that the client makes, or that are made on the client's invoices."""
        paid = set(self._store.payments_of_payer(office.name, client_id, page.after))
        invoices = list(self._store.invoices_of_client(office.name, client_id))
        for header in self._store.headers(office.name, invoices).values():
            if client_id in header.clients:
                paid.update(one for one in header.shares if one > page.after)
        return self._payments(office, sorted(paid), tags, page)

    def detached_payments(self, office: Office, tags: Tags, page: Page) -> Iterator[PaymentShape]:
        """Payments that no client makes, nor is reached by."""
        ids = self._store.detached(office.name, "payment", page.after)
        return self._payments(office, ids, tags, page, lambda payment: payment.is_detached)

    def _payments(
        self,
        office: Office,
        ids: Iterable[int],
        tags: Tags,
        page: Page,
        fits: Callable[[Payment], bool] = lambda _payment: True,
    ) -> Iterator[PaymentShape]:
        for payment in _in_parts(ids, page, lambda part: self._in_order(office, part)):
            if fits(payment):
                yield payment.seen_with(tags)

    def _in_order(self, office: Office, ids: list[int]) -> list[Payment]:
        found = self._store.payments(office.name, ids)
        return [found[payment_id] for payment_id in ids if payment_id in found]


Found = TypeVar("Found")


def _in_parts(ids: Iterable[int], page: Page, read: Callable[[list[int]], list[Found]]) -> Iterator[Found]:
    """What `read` gives for the ids, some at a time."""
    remaining = iter(ids)
    while part := list(islice(remaining, min(page.limit + 1, _READ_AT_ONCE))):
        yield from read(part)


def _carried(element: InvoiceShape | PaymentShape) -> int:
    """Bytes of an element's JSON as a text within JSON."""
    written = json.dumps(element)
    return len(written) + written.count(b'"') + written.count(b"\\")
