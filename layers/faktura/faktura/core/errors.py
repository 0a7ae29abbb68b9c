"""The reasons to refuse a request. Each API adds its own below these and words them in its own dialect.

Refusal
├── MalformedBody          the bytes are not the format they claim
├── UnsupportedContentType
├── BodyTooLarge
├── InvalidRequest         the request breaks rules; `faults` names each one
├── Unauthenticated        no token, or one that is not accepted
│   ├── TokenMissing
│   ├── TokenInvalid
│   └── TokenExpired
├── Forbidden              the token is good, but does not allow this
├── NotFound
├── KeyInUse               the Idempotency-Key's first request is still running
├── KeyReused              the Idempotency-Key belongs to another request
├── Unavailable            a service we need does not answer; a retry may help
│   └── Stopped            the operator has stopped the service for a while
└── Failure                our own fault; the log has the reason, the response does not
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One broken rule: `target` is a path into the request such as `invoices[3].date`, empty for the whole."""

    target: str
    message: str


class Refusal(Exception):
    """A request that is refused with an error. `message` may be shown to the caller.

    `is_our_fault` means that the caller did nothing wrong; the log then names the cause for the operator.
    """

    message = "The request was refused."
    is_our_fault = False

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message


class MalformedBody(Refusal):
    """The bytes of the body are not what its content type says."""

    message = "The body could not be read."


class UnsupportedContentType(Refusal):
    """The endpoint does not read this content type."""

    message = "The content type is not supported."


class BodyTooLarge(Refusal):
    """The body is larger than one call can carry."""

    message = "The body is larger than 4.5 MB."


class InvalidRequest(Refusal):
    """The request breaks one or more rules. The error names all of them."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.target}: {fault.message}".removeprefix(": ") for fault in faults))
        self.faults = faults


class Unauthenticated(Refusal):
    """The caller is unknown."""

    message = "Unauthorized"


class TokenMissing(Unauthenticated):
    """The request has no bearer token."""

    message = "Authentication token is required"


class TokenInvalid(Unauthenticated):
    """The token is malformed, forged, revoked or issued for another audience."""

    message = "Invalid or malformed authentication token"


class TokenExpired(Unauthenticated):
    """The token has expired."""

    message = "Authentication token has expired"


class Forbidden(Refusal):
    """The token does not allow this."""

    message = "Forbidden"


class NotFound(Refusal):
    """It does not exist, or this caller may not know of it."""

    message = "Not found"


class KeyInUse(Refusal):
    """The first request with this Idempotency-Key has not ended; try again later."""

    message = "A request with this Idempotency-Key is still running."


class KeyReused(Refusal):
    """The Idempotency-Key was used with a different request."""

    message = "This Idempotency-Key was used with a different request."


class Unavailable(Refusal):
    """A service that Faktura needs did not respond in time."""

    message = "The service is temporarily unavailable."
    is_our_fault = True


class Stopped(Unavailable):
    """The operator has stopped the service for a while."""

    message = "The service is stopped for maintenance. Try again later."
    is_our_fault = False


class Failure(Refusal):
    """Something failed on our side."""

    message = "An unexpected error has occurred."
    is_our_fault = True
