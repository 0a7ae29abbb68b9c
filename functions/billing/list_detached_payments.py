from faktura.billing.api import api
from faktura.billing.list_service import Lists, Page
from faktura.billing.member import Office
from faktura.billing.schemas.responses import PaymentShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get("/api/detached-payments", scope="payments:read", raises=[InvalidRequest])
def handler(office: Office, tags: Tags, page: Page, lists: Lists) -> Listed[PaymentShape]:
    """The payments that no client makes, nor is reached by.

    Follows writes within seconds: a payment that has just come, or has just lost its last client, may be missing. What
    is listed is as of now, and so is a payment asked for by its id.
    """
    return page.of(lists.detached_payments(office, tags, page))
