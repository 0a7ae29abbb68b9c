"""The dialect of seed 002: `{"error": {...}}` where token or permission is amiss, its Error Response else."""

from faktura.capture.errors import SAID_AS
from faktura.capture.schemas import ErrorDetail, ErrorResponse
from faktura.core.endpoint import Api
from faktura.core.errors import Forbidden, Refusal, Unauthenticated
from faktura.core.model import Model
from faktura.core.request import Request


class AccessRefused(Model):
    """The token is missing, not accepted, or does not allow this."""

    error: ErrorDetail


def _error_body(refusal: Refusal, _status: int, request: Request) -> AccessRefused | ErrorResponse:
    if isinstance(refusal, Unauthenticated | Forbidden):
        return AccessRefused(error=ErrorDetail.of(refusal))
    return ErrorResponse.to(refusal, request.id)


api = Api(
    "Invoice capture",
    _error_body,
    statuses={kind: status for kind, (status, _) in SAID_AS.items()},
    claims=("mga_id", "practices"),
    required_claim="mga_id",
)
