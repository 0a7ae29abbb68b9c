"""The dialect of the service endpoints: `{"message": ...}`, a field of the gateway's own errors too."""

from faktura.core.endpoint import Api
from faktura.core.errors import Refusal
from faktura.core.request import Request
from faktura.service.schemas import ErrorBody


def _error_body(refusal: Refusal, _status: int, _request: Request) -> ErrorBody:
    return ErrorBody(message=refusal.message)


api = Api("Service", _error_body)
