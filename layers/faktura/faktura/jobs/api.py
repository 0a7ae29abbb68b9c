"""The dialect of seed 003: `{"message", "code", "detailInfo"}`, and a tenant in every path that must be the token's."""

from faktura.core.endpoint import Api
from faktura.core.errors import Forbidden, InvalidRequest, Refusal
from faktura.core.model import Model
from faktura.core.request import Request
from faktura.core.text import TextRule

TENANT = TextRule("must match ^[a-z][a-z0-9]+$ and have 3 to 16 characters", "[a-z][a-z0-9]{2,15}")


class ErrorBody(Model):
    """An error: `code` is its status, `detailInfo` says which rules are broken."""

    message: str
    code: str
    detail_info: str


def _error_body(refusal: Refusal, status: int, _request: Request) -> ErrorBody:
    message, detail = refusal.message, ""
    if isinstance(refusal, InvalidRequest):
        message, detail = "The request breaks a rule.", refusal.message
    return ErrorBody(message=message, code=str(status), detail_info=detail)


def _within_own_tenant(request: Request) -> None:
    """A malformed tenant is said before a foreign one (CONTRACT section 4)."""
    tenant = request.path_parameters["tenant"]
    TENANT.verify(tenant, at="tenant")
    if request.caller.context.get("tenant") != tenant:
        raise Forbidden


api = Api(
    "Invoice jobs",
    _error_body,
    claims=("tenant",),
    required_claim="tenant",
    admit=_within_own_tenant,
    path={"tenant": TENANT.schema},
)
