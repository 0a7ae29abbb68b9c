from faktura.billing.api import api
from faktura.billing.errors import NoSuchInvoice
from faktura.billing.identity import IdInPath
from faktura.billing.list_service import Lists, Page
from faktura.billing.member import Office
from faktura.billing.schemas.responses import PaymentShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get(
    "/api/invoices/{invoiceId}/payments",
    scope="payments:read",
    raises=[InvalidRequest, NoSuchInvoice],
)
def handler(invoice_id: IdInPath, office: Office, tags: Tags, page: Page, lists: Lists) -> Listed[PaymentShape]:
    """The payments made on an invoice."""
    return page.of(lists.payments_of_invoice(office, invoice_id, tags, page))
