from faktura.core.request import Request
from faktura.core.response import Response
from faktura.service.api import api
from faktura.service.page import ApiPage


@api.get(
    "/docs",
    scope=None,
    response="text/html",
    also={304: "The caller has the current page.", 308: "The page is at the path without the slash."},
)
def handler(request: Request, api_page: ApiPage) -> Response:
    """Show the API page: every endpoint of all APIs, to read and to try out."""
    return api_page.response(request)
