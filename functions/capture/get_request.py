from faktura.capture.api import api
from faktura.capture.errors import NoSuchRequest
from faktura.capture.requests.request import RequestKey
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.requests.schemas import RequestState
from faktura.core.auth import Caller
from faktura.core.response import Response


@api.get(
    "/api/v1/requests/{requestId}",
    scope="invoice:process",
    implied_by=["invoice:lookup", "invoice:review"],
    raises=[NoSuchRequest],
    response=RequestState,  # the response of an ended request is stored as JSON
)
def handler(key: RequestKey, caller: Caller, requests: RequestStore) -> Response:
    """Get the state of a request. Once it has ended, its whole response is included."""
    return Response(200, requests.get(key, caller))
