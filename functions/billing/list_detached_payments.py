from faktura.billing.api import api
from faktura.billing.list_service import ListService
from faktura.billing.member import Office
from faktura.billing.paging import Page
from faktura.billing.schemas.responses import PaymentBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get("/api/detached-payments", scope="payments:read", raises=[InvalidRequest])
def handler(office: Office, tags: Tags, page: Page, lists: ListService) -> Listed[PaymentBody]:
    """List the payments that no client makes, and whose invoices have no clients.

    The list follows writes within seconds: a payment that is new, or has just lost its last client, may be missing.
    The content of each listed payment is current.
    """
    return page.of(lists.detached_payments(office, tags, page))
