from faktura.core.errors import NotFound
from faktura.core.request import Request
from faktura.core.response import Response
from faktura.service.api import api
from faktura.service.page import Desk


@api.get(
    "/desk/{version}/{room}/{asset}",
    scope=None,
    raises=[NotFound],
    response="*/*",
    also={304: "The caller has the current file."},
)
def handler(version: str, room: str, asset: str, request: Request, desk: Desk) -> Response:
    """Return a file that the desk refers to.

    The files of an earlier version are not found: the desk then asks its user to reload it.
    """
    return desk.asset(f"{version}/{room}/{asset}").response(request)
