"""The dialect of the service endpoints: `{"message": ...}`, as the gateway itself answers."""

from typing import Any

from faktura.core.endpoint import Api
from faktura.core.errors import Refusal
from faktura.core.request import Request


def _error_body(refusal: Refusal, status: int, request: Request) -> Any:
    return {"message": refusal.message}


api = Api("Service", _error_body)
