"""The API's dialect: a 401, 403, 404 or 503 has no body, other errors have `{"error": {...}}` (docs/apis/pims.md)."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from faktura.core.endpoint import Api
from faktura.core.errors import Fault, InvalidRequest, Refusal
from faktura.core.model import Model
from faktura.core.request import Request

BAD_REQUEST = (
    "The server cannot or will not process the request due to something that is perceived to be a client error."
)
"""The same for every 400; `details` says what is wrong."""

_WITHOUT_BODY = {401, 403, 404, 503}


class ErrorDetail(Model):
    """One broken rule."""

    target: str = Field(
        description="Where in the request, such as `invoices[3].date`; empty for the whole request.",
        examples=["invoices[3].date"],
    )
    message: str = Field(description="What is wrong there.", examples=["must be a date-time (RFC 3339)"])


class BadRequest(Model):
    """A rejected request."""

    code: Literal["BadRequest"] = Field(description="Always `BadRequest`.")
    message: str = Field(description="The same text for every bad request; `details` says what is wrong.")
    details: list[ErrorDetail] = Field(description="Every broken rule, up to 1,000 of them.")


class InternalServerError(Model):
    """An error that the request did not cause."""

    code: Literal["InternalServerError"] = Field(description="Always `InternalServerError`.")
    message: str = Field(description="A general message; the cause is not disclosed.")


class RefusedRequest(Model):
    """The body of a 4xx error."""

    error: BadRequest = Field(description="What is wrong with the request.")


class FailedRequest(Model):
    """The body of a 5xx error."""

    error: InternalServerError = Field(description="What went wrong.")


def _error_body(refusal: Refusal, status: int, _request: Request) -> RefusedRequest | FailedRequest | None:
    if status in _WITHOUT_BODY:
        return None
    if status >= 500:
        return FailedRequest(error=InternalServerError(code="InternalServerError", message=refusal.message))
    details = [ErrorDetail(target=fault.target, message=fault.message) for fault in _faults(refusal)]
    return RefusedRequest(error=BadRequest(code="BadRequest", message=BAD_REQUEST, details=details))


def _faults(refusal: Refusal) -> Sequence[Fault]:
    return refusal.faults if isinstance(refusal, InvalidRequest) else [Fault("", refusal.message)]


api = Api("PIMS on demand", _error_body, claims=("practices",), required_claim="practices")
