from functools import cache
from importlib.resources import files

from faktura.core.request import Request
from faktura.core.response import Response
from faktura.service.api import api
from faktura.service.served_file import ServedFile


@api.get("/openapi.json", scope=None, response="application/json", also={304: "The caller has it already."})
def handler(request: Request) -> Response:
    """The description of all APIs, generated from the endpoints' own declarations."""
    return _description().answer(request)


@cache
def _description() -> ServedFile:
    content = files("faktura.service").joinpath("openapi.json").read_bytes()
    return ServedFile("application/json", content, caching="public, max-age=300")
