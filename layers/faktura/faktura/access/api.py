"""The dialect of OAuth 2.0: errors as RFC 6749 section 5.2 prints them, never cached."""

from pydantic import ConfigDict

from faktura.core.endpoint import Api
from faktura.core.errors import Refusal, Unavailable
from faktura.core.model import Model
from faktura.core.request import Request
from faktura.core.response import Response


class OAuthRefusal(Refusal):
    """An error of RFC 6749 section 5.2; `code` is its `error` value."""

    code = "invalid_request"


class InvalidClient(OAuthRefusal):
    """Unknown client, wrong secret, or no credentials at all."""

    code = "invalid_client"
    message = "Client authentication failed."


class TooManyWrongSecrets(OAuthRefusal):
    """Too many wrong secrets of this client came from this address: for `Retry-After` seconds none is looked at.

    From any other address the right one is accepted.
    """

    code = "slow_down"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many wrong secrets came from this address. Try again in {retry_after} seconds.")
        self.retry_after = retry_after


class InvalidScope(OAuthRefusal):
    """A scope the client was not given, or none at all."""

    code = "invalid_scope"
    message = "The client may not have this scope."


class UnsupportedGrantType(OAuthRefusal):
    """Only `client_credentials` is offered."""

    code = "unsupported_grant_type"
    message = "The grant type must be client_credentials."


class NotYourToken(OAuthRefusal):
    """A client may revoke its own tokens only (RFC 7009 section 2.1)."""

    code = "unauthorized_client"
    message = "The token was issued to another client."


class InvalidTokenRequest(OAuthRefusal):
    """A parameter is missing, repeated, or given twice in different ways."""

    message = "A parameter is missing, or given twice."


class OAuthError(Model):
    """An error as RFC 6749 prints it."""

    model_config = ConfigDict(alias_generator=None)

    error: str
    error_description: str


def _error_body(refusal: Refusal, status: int, _request: Request) -> OAuthError:
    return OAuthError(error=_code(refusal, status), error_description=refusal.message)


def _code(refusal: Refusal, status: int) -> str:
    if isinstance(refusal, OAuthRefusal):
        return refusal.code
    if isinstance(refusal, Unavailable):
        return "temporarily_unavailable"
    return "server_error" if status >= 500 else "invalid_request"


class OAuthApi(Api):
    """Adds the headers that the two RFCs ask for."""

    def refuse(self, refusal: Refusal, request: Request) -> Response:
        """The refusal, never cached, with the challenge that a failed client authentication needs."""
        answer = super().refuse(refusal, request)
        headers = {"Cache-Control": "no-store"}
        if isinstance(refusal, InvalidClient):
            headers["WWW-Authenticate"] = 'Basic realm="faktura", charset="UTF-8"'
        if isinstance(refusal, TooManyWrongSecrets):
            headers["Retry-After"] = str(refusal.retry_after)
        return Response(answer.status, answer.body, headers)


api = OAuthApi("Access", _error_body, statuses={OAuthRefusal: 400, InvalidClient: 401, TooManyWrongSecrets: 429})
