from faktura.capture.api import api
from faktura.capture.errors import RequestNotFound
from faktura.capture.requests.request import RequestKey
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.schemas import RequestState
from faktura.core.auth import Caller
from faktura.core.response import Response


@api.get(
    "/api/v1/requests/{requestId}",
    scope="invoice:process",
    implied_by="invoice:lookup",
    raises=[RequestNotFound],
    response=RequestState,
)
def handler(key: RequestKey, caller: Caller, requests: RequestStore) -> Response:
    """Where a request stands, and at its end its whole response."""
    return Response(200, requests.get(key, caller))
