from faktura.billing.api import api
from faktura.billing.identity import IdInPath
from faktura.billing.list_service import Lists, Page
from faktura.billing.member import Office
from faktura.billing.schemas.responses import InvoiceShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.request import Answer


@api.get("/api/clients/{clientId}/invoices", allow="invoices:read", raises=[InvalidRequest], answers=list[InvoiceShape])
def handler(client_id: IdInPath, office: Office, tags: Tags, page: Page, lists: Lists) -> Answer:
    """The invoices that a client is on."""
    return page.answer(lists.invoices_of_client(office, client_id, tags, page))
