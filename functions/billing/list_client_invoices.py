from faktura.billing.api import api
from faktura.billing.fields.identity import PathId
from faktura.billing.list_service import ListService
from faktura.billing.member import Office
from faktura.billing.paging import Page
from faktura.billing.schemas.responses import InvoiceBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get("/api/clients/{clientId}/invoices", scope="invoices:read", raises=[InvalidRequest])
def handler(client_id: PathId, office: Office, tags: Tags, page: Page, lists: ListService) -> Listed[InvoiceBody]:
    """List the invoices of a client."""
    return page.of(lists.invoices_of_client(office, client_id, tags, page))
