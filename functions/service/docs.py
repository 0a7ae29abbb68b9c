from faktura.core.request import Request
from faktura.core.response import Response
from faktura.service.api import api
from faktura.service.api_page import ApiPage


@api.get(
    "/docs",
    scope=None,
    response="text/html",
    also={304: "The caller has it already.", 308: "The page is at the path without the slash."},
)
def handler(request: Request, api_page: ApiPage) -> Response:
    """The API page: every endpoint of all APIs, to read and to try out."""
    if request.path.endswith("/"):
        return Response(308, None, {"Location": "../docs"})  # the page's links are relative to its folder
    return api_page.page.answer(request)
