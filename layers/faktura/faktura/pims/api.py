"""The dialect of seed 000: errors of 401, 403, 404 and 503 have no body, the others `{"error": {...}}`."""

from collections.abc import Sequence
from typing import Literal

from faktura.core.endpoint import Api
from faktura.core.errors import Fault, InvalidRequest, Refusal
from faktura.core.model import Model
from faktura.core.request import Request

BAD_REQUEST = (
    "The server cannot or will not process the request due to something that is perceived to be a client error."
)
"""Seed 000's own words; the details say what it is."""

_WITHOUT_BODY = {401, 403, 404, 503}


class ErrorDetail(Model):
    """One broken rule: `target` is a path into the request, empty for the whole."""

    target: str
    message: str


class BadRequest(Model):
    """What is wrong with a request."""

    code: Literal["BadRequest"]
    message: str
    details: list[ErrorDetail]


class InternalServerError(Model):
    """What went wrong without the request's fault."""

    code: Literal["InternalServerError"]
    message: str


class RefusedRequest(Model):
    """The body of an error of 4xx."""

    error: BadRequest


class FailedRequest(Model):
    """The body of an error of 5xx."""

    error: InternalServerError


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
