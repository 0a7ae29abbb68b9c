"""What can go wrong in a call.

FakturaError
├── ApiError             the API answered with an error: `status`, `message`, `request_id`, and the API's own `body`
│   ├── BadRequest       400: the request breaks a rule, which the message names
│   ├── Unauthorized     401: the credentials or the token are not accepted
│   ├── Forbidden        403: the client may not do this
│   ├── NotFound         404: there is nothing by this id
│   ├── Conflict         409: the state of the thing does not allow it, or the same request is still running
│   ├── TooLarge         413: the body is too large
│   ├── Unprocessable    422: the Idempotency-Key belongs to another request, or a document cannot be made
│   ├── TooManyRequests  429: `retry_after` says for how many seconds to wait
│   └── ServerError      500, 502, 503 and 504: the API or a service that it needs has failed
├── NoAnswer             no answer came in time, or none at all; `__cause__` is the last fault of the connection
├── UnexpectedAnswer     the answer is not one that the API describes
├── NotReady             what was waited for has not happened in time
└── InvalidWebhook       the webhook is not from Faktura, or is too old
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from faktura_client.apis.error_bodies import ErrorBody


class FakturaError(Exception):
    """Anything that goes wrong in a call."""


class ApiError(FakturaError):
    """The API answered with an error.

    `body` is the body in the API's own form; `None` if the answer has none that the API describes. `request_id` is what
    your operator needs to find the call.
    """

    def __init__(
        self,
        status: int,
        message: str,
        request_id: str,
        body: "ErrorBody | None" = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{status} {message} (request {request_id})")
        self.status, self.message, self.request_id = status, message, request_id
        self.body = body
        self.retry_after = retry_after


class BadRequest(ApiError):
    """400: the request breaks a rule, which the message names."""


class Unauthorized(ApiError):
    """401: the credentials or the token are not accepted."""


class Forbidden(ApiError):
    """403: the client may not do this."""


class NotFound(ApiError):
    """404: there is nothing by this id that the client may see."""


class Conflict(ApiError):
    """409: the state of the thing does not allow it, or the same request is still running."""


class TooLarge(ApiError):
    """413: the body is too large."""


class Unprocessable(ApiError):
    """422: the Idempotency-Key belongs to another request, or a document cannot be made."""


class TooManyRequests(ApiError):
    """429: too many requests. `retry_after` says for how many seconds to wait."""


class ServerError(ApiError):
    """500, 502, 503 or 504: the API or a service that it needs has failed."""


class NoAnswer(FakturaError):
    """No answer came in time, or none at all. `__cause__` is the last fault of the connection."""


class UnexpectedAnswer(FakturaError):
    """The answer is not one that the API describes, such as one of a later release.

    If the call makes or changes something, that was done: to repeat it, keep its `idempotency_key`.
    """


class NotReady(FakturaError):
    """What was waited for has not happened in time."""


class InvalidWebhook(FakturaError):
    """The webhook is not from Faktura, or is too old."""


_BY_STATUS: Mapping[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    422: Unprocessable,
    429: TooManyRequests,
}


def error_class(status: int) -> type[ApiError]:
    """The class of the errors with this status."""
    return _BY_STATUS.get(status, ServerError if status >= 500 else ApiError)


def message_of(document: Any) -> str:
    """What an error's body says is wrong, in whichever API's form; empty if it says nothing."""
    if isinstance(document, str):
        return document
    if isinstance(document, list):
        return " ".join(filter(None, map(message_of, document)))
    if not isinstance(document, dict):
        return ""
    rules = message_of([_rule(fault) for fault in document.get("details") or () if isinstance(fault, dict)])
    texts = [document.get(name) for name in ("error_description", "message", "error")]
    first = next((text for text in map(message_of, texts) if text), "")
    return " ".join(filter(None, [first, rules, message_of(document.get("detailInfo"))]))


def _rule(fault: Mapping[str, Any]) -> str:
    return f"{fault.get('target', '')} {fault.get('message', '')}".strip()
