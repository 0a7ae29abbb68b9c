from faktura.billing.api import api
from faktura.billing.identity import IdInPath
from faktura.billing.list_service import Lists, Page
from faktura.billing.member import Office
from faktura.billing.schemas.responses import InvoiceShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get("/api/clients/{clientId}/invoices", scope="invoices:read", raises=[InvalidRequest])
def handler(client_id: IdInPath, office: Office, tags: Tags, page: Page, lists: Lists) -> Listed[InvoiceShape]:
    """The invoices that a client is on."""
    return page.of(lists.invoices_of_client(office, client_id, tags, page))
