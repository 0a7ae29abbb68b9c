from faktura.billing.api import api
from faktura.billing.errors import NoSuchInvoice
from faktura.billing.fields.identity import PathId
from faktura.billing.list_service import ListService
from faktura.billing.member import Office
from faktura.billing.paging import Page
from faktura.billing.schemas.responses import PaymentBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get(
    "/api/invoices/{invoiceId}/payments",
    scope="payments:read",
    raises=[InvalidRequest, NoSuchInvoice],
)
def handler(invoice_id: PathId, office: Office, tags: Tags, page: Page, lists: ListService) -> Listed[PaymentBody]:
    """List the payments on an invoice."""
    return page.of(lists.payments_of_invoice(office, invoice_id, tags, page))
