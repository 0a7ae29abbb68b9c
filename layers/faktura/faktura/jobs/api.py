"""The dialect of seed 003: `{"message", "code", "detailInfo"}`, and a tenant in every path that must be the token's."""

import re
from typing import Any

from faktura.core.endpoint import Api
from faktura.core.errors import Fault, Forbidden, InvalidRequest, Refusal
from faktura.core.request import Request

TENANT = re.compile(r"[a-z][a-z0-9]{2,15}")


def _error_body(refusal: Refusal, status: int, request: Request) -> Any:
    message, detail = refusal.message, ""
    if isinstance(refusal, InvalidRequest):
        message, detail = "The request breaks a rule.", refusal.message
    return {"message": message, "code": str(status), "detailInfo": detail}


def _within_own_tenant(request: Request) -> None:
    """A malformed tenant is said before a foreign one (CONTRACT section 4)."""
    tenant = request.path_parameters["tenant"]
    if not TENANT.fullmatch(tenant):
        raise InvalidRequest(Fault("tenant", "must match ^[a-z][a-z0-9]+$ and have 3 to 16 characters"))
    if request.caller.context.get("tenant") != tenant:
        raise Forbidden


api = Api("Invoice jobs", _error_body, bound_to="tenant", admit=_within_own_tenant)
