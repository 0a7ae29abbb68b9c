"""The dialect of seed 002: `{"error": {...}}` where token or permission is amiss, its Error Response else."""

from typing import Any

from faktura.capture.errors import SAID_AS, code_of
from faktura.capture.responses import ErrorResponse
from faktura.core.endpoint import Api
from faktura.core.errors import Forbidden, Refusal, Unauthenticated
from faktura.core.request import Request


def _error_body(refusal: Refusal, status: int, request: Request) -> Any:
    if isinstance(refusal, Unauthenticated | Forbidden):
        return {"error": {"code": code_of(refusal), "message": refusal.message}}
    return ErrorResponse.to(refusal, request.id)


api = Api(
    "Invoice capture",
    _error_body,
    statuses={kind: status for kind, (status, _) in SAID_AS.items()},
    bound_to="mga_id",
)
