"""The dialect of seed 000: errors of 401, 403, 404 and 503 have no body, the others `{"error": {...}}`."""

from collections.abc import Sequence
from typing import Any

from faktura.core.endpoint import Api
from faktura.core.errors import Fault, InvalidRequest, Refusal
from faktura.core.request import Request

BAD_REQUEST = (
    "The server cannot or will not process the request due to something that is perceived to be a client error."
)
"""Seed 000's own words; the details say what it is."""

_WITHOUT_BODY = {401, 403, 404, 503}


def _error_body(refusal: Refusal, status: int, request: Request) -> Any:
    if status in _WITHOUT_BODY:
        return None
    if status >= 500:
        return {"error": {"code": "InternalServerError", "message": refusal.message}}
    details = [{"target": fault.target, "message": fault.message} for fault in _faults(refusal)]
    return {"error": {"code": "BadRequest", "message": BAD_REQUEST, "details": details}}


def _faults(refusal: Refusal) -> Sequence[Fault]:
    return refusal.faults if isinstance(refusal, InvalidRequest) else [Fault("", refusal.message)]


api = Api("PIMS on demand", _error_body, bound_to="practices")
