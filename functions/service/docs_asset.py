from faktura.core.errors import NotFound
from faktura.core.request import Request
from faktura.core.response import Response
from faktura.service.api import api
from faktura.service.page import ApiPage


@api.get("/docs/{asset}", scope=None, raises=[NotFound], response="*/*", also={304: "The caller has the current file."})
def handler(asset: str, request: Request, api_page: ApiPage) -> Response:
    """Return a file that the API page refers to."""
    return api_page.asset(asset).response(request)
