from faktura.billing.api import api
from faktura.billing.member import Office
from faktura.billing.schemas.responses import InvoiceBody
from faktura.billing.search.search_page import SearchPage
from faktura.billing.search.search_service import SearchService
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import Listed


@api.get("/api/invoices", scope="invoices:read", raises=[InvalidRequest])
def handler(office: Office, tags: Tags, page: SearchPage, invoices: SearchService) -> Listed[InvoiceBody]:
    """Search for invoices.

    The newest invoice date comes first. All filters must be met; without one, every invoice is found. A page may have
    fewer invoices than `limit`, even none, while its `Link` header leads on. A search by `number` is always current.
    Any other follows writes within seconds. The content of each invoice that is found is current.
    """
    return page.of(*invoices.find(office, tags, page))
