from faktura.billing.api import api
from faktura.billing.fields.identity import PathId
from faktura.billing.list_service import ListService
from faktura.billing.member import Office
from faktura.billing.paging import Page
from faktura.billing.schemas.responses import PaymentBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get("/api/clients/{clientId}/payments", scope="payments:read", raises=[InvalidRequest])
def handler(client_id: PathId, office: Office, tags: Tags, page: Page, lists: ListService) -> Listed[PaymentBody]:
    """List the payments that a client makes, and those on the client's invoices."""
    return page.of(lists.payments_of_client(office, client_id, tags, page))
