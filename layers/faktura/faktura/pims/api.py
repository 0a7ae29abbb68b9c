"""The dialect of seed 000: errors of 401, 403, 404 and 503 have no body, the others `{"error": {...}}`."""

from typing import Any

from faktura.core.endpoint import Api
from faktura.core.errors import InvalidRequest, Refusal
from faktura.core.request import Request

_WITHOUT_BODY = {401, 403, 404, 503}


def _error_body(refusal: Refusal, status: int, request: Request) -> Any:
    if status in _WITHOUT_BODY:
        return None
    error: dict[str, Any] = {"code": "InternalServerError" if status >= 500 else "BadRequest"}
    if isinstance(refusal, InvalidRequest):
        error["message"] = "The request breaks the rules named in the details."
        error["details"] = [{"target": fault.target, "message": fault.message} for fault in refusal.faults]
    else:
        error["message"] = refusal.message
    return {"error": error}


api = Api("PIMS on demand", _error_body, bound_to="practices")
