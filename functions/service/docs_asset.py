from faktura.core.errors import NotFound
from faktura.core.request import Answer, Request
from faktura.service.api import api
from faktura.service.api_page import ApiPage


@api.get("/docs/{asset}", allow=None, raises=[NotFound], answers="*/*", besides={304: "The caller has it already."})
def handler(asset: str, request: Request, api_page: ApiPage) -> Answer:
    """A file of the API page, under the name that the page has for it."""
    return api_page.asset(asset).answer(request)
