from faktura.billing.api import api
from faktura.billing.errors import NoSuchInvoice
from faktura.billing.identity import IdInPath
from faktura.billing.list_service import Lists, Page
from faktura.billing.member import Office
from faktura.billing.schemas.responses import PaymentShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.request import Answer


@api.get(
    "/api/invoices/{invoiceId}/payments",
    allow="payments:read",
    raises=[InvalidRequest, NoSuchInvoice],
    answers=list[PaymentShape],
)
def handler(invoice_id: IdInPath, office: Office, tags: Tags, page: Page, lists: Lists) -> Answer:
    """The payments made on an invoice."""
    return page.answer(lists.payments_of_invoice(office, invoice_id, tags, page))
