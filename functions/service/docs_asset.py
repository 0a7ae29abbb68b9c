from faktura.core.errors import NotFound
from faktura.core.request import Request
from faktura.core.response import Response
from faktura.service.api import api
from faktura.service.api_page import ApiPage


@api.get("/docs/{asset}", scope=None, raises=[NotFound], response="*/*", also={304: "The caller has it already."})
def handler(asset: str, request: Request, api_page: ApiPage) -> Response:
    """A file of the API page, under the name that the page has for it."""
    return api_page.asset(asset).answer(request)
