from functools import cache
from importlib.resources import files

from faktura.core.request import Request
from faktura.core.response import Response
from faktura.service.api import api
from faktura.service.served_file import ServedFile, compact


@api.get(
    "/openapi.json", scope=None, response="application/json", also={304: "The caller has the current description."}
)
def handler(request: Request) -> Response:
    """Return the OpenAPI description of all APIs."""
    return _description().response(request)


@cache
def _description() -> ServedFile:
    """The description without its indentation, which is half of the file."""
    indented = files("faktura.service").joinpath("openapi.json").read_bytes()
    return ServedFile("application/json", compact(indented), cache_control="public, max-age=300")
