from faktura.core.errors import InvalidRequest
from faktura.core.request import Request
from faktura.core.response import Listed
from faktura.jobs.api import api
from faktura.jobs.lists.list_page import InvoicesPage
from faktura.jobs.lists.list_service import ListService
from faktura.jobs.schemas.invoices import DocumentSummary


@api.get(
    "/invoice/{tenant}/invoices",
    scope="invoice.invoice_view",
    implied_by="invoice.invoice_manage",
    raises=[InvalidRequest],
)
def handler(tenant: str, page: InvoicesPage, request: Request, lists: ListService) -> Listed[DocumentSummary]:
    """List invoices and credit notes, the newest first; the header `Link` leads to the next page.

    The filters may be combined. The list follows writes within seconds: an invoice that was just issued may be missing.
    With `number` or `orderId` it is always current.
    """
    found, after = lists.page(tenant, page)
    return Listed([DocumentSummary.of(invoice) for invoice in found], page.next_page(after, request))
