"""The dialect of invoice jobs: the error body, and the tenant in the path, which must be the token's."""

from pydantic import Field

from faktura.core.endpoint import Api
from faktura.core.errors import Forbidden, InvalidRequest, Refusal
from faktura.core.model import Model
from faktura.core.request import Request
from faktura.core.text import TextRule
from faktura.exports.errors import NotExportable
from faktura.jobs.errors import NotPossible

TENANT = TextRule("must match ^[a-z][a-z0-9]+$ and have 3 to 16 characters", "[a-z][a-z0-9]{2,15}")


class ErrorBody(Model):
    """An error."""

    message: str = Field(description="What is wrong.", examples=["The request breaks a rule."])
    code: str = Field(description="The HTTP status.", examples=["400"])
    detail_info: str = Field(
        description="Each field that is wrong, with what it must be; empty for other errors.",
        examples=["jobType: is required"],
    )


def _error_body(refusal: Refusal, status: int, _request: Request) -> ErrorBody:
    message, detail = refusal.message, ""
    if isinstance(refusal, InvalidRequest):
        message, detail = "The request breaks a rule.", refusal.message
    return ErrorBody(message=message, code=str(status), detail_info=detail)


def _within_own_tenant(request: Request) -> None:
    """Refuse a malformed tenant (400), and after that another tenant (403; docs/apis/jobs.md)."""
    tenant = request.path_parameters["tenant"]
    TENANT.verify(tenant, at="tenant")
    if request.caller.context.get("tenant") != tenant:
        raise Forbidden


api = Api(
    "Invoice jobs",
    _error_body,
    statuses={NotPossible: 409, NotExportable: 409},
    claims=("tenant",),
    required_claim="tenant",
    admit=_within_own_tenant,
    path={"tenant": TENANT.schema},
)
