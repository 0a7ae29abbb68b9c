"""What a request can be refused for. Each API adds its own refusals below these and says them in its own dialect.

Refusal
├── MalformedBody          the bytes are not the format they claim
├── UnsupportedContentType
├── BodyTooLarge
├── InvalidRequest         the content breaks rules; `faults` names each one
├── Unauthenticated        no token, or one that is not accepted
│   ├── TokenMissing
│   ├── TokenInvalid
│   └── TokenExpired
├── Forbidden              the token is good, but does not allow this
├── NotFound
├── KeyInUse               the Idempotency-Key's first request is still running
├── KeyReused              the Idempotency-Key came before with another request
├── Unavailable            a service below us does not answer; trying again may help
└── Failure                our own fault; the log has the reason, the answer has none
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One broken rule: `target` is a path into the request such as `invoices[3].date`, empty for the whole."""

    target: str
    message: str


class Refusal(Exception):
    """A request that is answered with an error. `message` may be shown to the caller.

    `is_our_fault` where it is neither the caller's doing nor what the contract answers: an operator is told.
    """

    message = "The request was refused."
    is_our_fault = False

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)
        self.message = message or self.message


class MalformedBody(Refusal):
    """The body's bytes are not what its content type says."""

    message = "The body could not be read."


class UnsupportedContentType(Refusal):
    """The endpoint does not read this content type."""

    message = "The content type is not supported."


class BodyTooLarge(Refusal):
    """The body is over what one call can carry."""

    message = "The body is larger than 4.5 MB."


class InvalidRequest(Refusal):
    """Well-formed, but against the rules; all broken rules are named at once."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.target}: {fault.message}".removeprefix(": ") for fault in faults))
        self.faults = faults


class Unauthenticated(Refusal):
    """The caller is not known."""

    message = "Unauthorized"


class TokenMissing(Unauthenticated):
    """No bearer token came with the request."""

    message = "Authentication token is required"


class TokenInvalid(Unauthenticated):
    """The token is malformed, forged, revoked or meant for somebody else."""

    message = "Invalid or malformed authentication token"


class TokenExpired(Unauthenticated):
    """The token was good once."""

    message = "Authentication token has expired"


class Forbidden(Refusal):
    """The caller is known and may not do this."""

    message = "Forbidden"


class NotFound(Refusal):
    """There is no such thing, or none that this caller may know of."""

    message = "Not found"


class KeyInUse(Refusal):
    """Try again: the first request with this Idempotency-Key has not ended."""

    message = "A request with this Idempotency-Key is still running."


class KeyReused(Refusal):
    """An Idempotency-Key stands for one request only."""

    message = "This Idempotency-Key was used with another request."


class Unavailable(Refusal):
    """A service that Faktura needs did not answer in time."""

    message = "The service is temporarily unavailable."
    is_our_fault = True


class Failure(Refusal):
    """Something broke on our side."""

    message = "An unexpected error has occurred."
    is_our_fault = True
