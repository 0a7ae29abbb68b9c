from faktura.capture.api import api
from faktura.capture.errors import RequestNotFound
from faktura.capture.requests.request import RequestKey
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.schemas import RequestState
from faktura.core.auth import Caller
from faktura.core.request import Answer


@api.get(
    "/api/v1/requests/{requestId}",
    allow="invoice:process",
    implied_by="invoice:lookup",
    raises=[RequestNotFound],
    answers=RequestState,
)
def handler(key: RequestKey, caller: Caller, requests: RequestStore) -> Answer:
    """Where a request stands, and at its end its whole response."""
    return Answer(200, requests.get(key, caller))
