from faktura.billing.api import api
from faktura.billing.identity import IdInPath
from faktura.billing.list_service import Lists, Page
from faktura.billing.member import Office
from faktura.billing.schemas.responses import PaymentShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get("/api/clients/{clientId}/payments", scope="payments:read", raises=[InvalidRequest])
def handler(client_id: IdInPath, office: Office, tags: Tags, page: Page, lists: Lists) -> Listed[PaymentShape]:
    """The payments that a client makes, or that are made on the client's invoices."""
    return page.of(lists.payments_of_client(office, client_id, tags, page))
