from faktura.billing.api import api
from faktura.billing.list_service import ListService
from faktura.billing.member import Office
from faktura.billing.paging import Page
from faktura.billing.schemas.responses import InvoiceBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get("/api/detached-invoices", scope="invoices:read", raises=[InvalidRequest])
def handler(office: Office, tags: Tags, page: Page, lists: ListService) -> Listed[InvoiceBody]:
    """List the invoices that charge something and have no client.

    The list follows writes within seconds: an invoice that has just lost its last client, or has just got its first
    charge, may be missing. The content of each listed invoice is current.
    """
    return page.of(lists.detached_invoices(office, tags, page))
