from faktura.billing.api import api
from faktura.billing.list_service import Lists, Page
from faktura.billing.member import Office
from faktura.billing.schemas.responses import InvoiceShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get("/api/detached-invoices", scope="invoices:read", raises=[InvalidRequest])
def handler(office: Office, tags: Tags, page: Page, lists: Lists) -> Listed[InvoiceShape]:
    """The invoices that charge something and have no client.

    Follows writes within seconds: an invoice that has just lost its last client, or was just given its first charge,
    may be missing. What is listed is as of now, and so is an invoice asked for by its id.
    """
    return page.of(lists.detached_invoices(office, tags, page))
