from importlib.resources import files

from faktura.core.request import Answer
from faktura.service.api import api


@api.get("/openapi.json", allow=None)
def handler() -> Answer:
    """The description of all APIs, generated from the endpoints' own declarations."""
    document = files("faktura.service").joinpath("openapi.json").read_bytes()
    return Answer(200, document, {"Content-Type": "application/json", "Cache-Control": "public, max-age=300"})
