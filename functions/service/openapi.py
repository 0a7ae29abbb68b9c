from functools import cache
from importlib.resources import files

from faktura.core.request import Answer, Request
from faktura.service.api import api
from faktura.service.served_file import ServedFile


@api.get("/openapi.json", allow=None, answers="application/json", besides={304: "The caller has it already."})
def handler(request: Request) -> Answer:
    """The description of all APIs, generated from the endpoints' own declarations."""
    return _description().answer(request)


@cache
def _description() -> ServedFile:
    content = files("faktura.service").joinpath("openapi.json").read_bytes()
    return ServedFile("application/json", content, caching="public, max-age=300")
