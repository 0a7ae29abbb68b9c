from faktura.core.request import Request
from faktura.core.response import Response
from faktura.service.api import api
from faktura.service.page import Desk


@api.get(
    "/desk",
    scope=None,
    response="text/html",
    also={304: "The caller has the current page.", 308: "The page is at the path without the slash."},
)
def handler(request: Request, desk: Desk) -> Response:
    """Show the desk: the application for people who review, bill, pay, search and export."""
    return desk.response(request)
