"""The dialect of OAuth 2.0: the error body of RFC 6749 section 5.2, never cached."""

from pydantic import ConfigDict, Field

from faktura.access.errors import InvalidClient, NoDesk, OAuthRefusal, TooManyFailedAttempts
from faktura.core.endpoint import Api
from faktura.core.errors import Refusal, Unavailable
from faktura.core.model import Model
from faktura.core.request import Request
from faktura.core.response import Response


class OAuthError(Model):
    """An error of the token endpoints."""

    model_config = ConfigDict(alias_generator=None)

    error: str = Field(description="The error code of OAuth 2.0.", examples=["invalid_client"])
    error_description: str = Field(description="What was wrong, in one sentence.")


def _error_body(refusal: Refusal, status: int, _request: Request) -> OAuthError:
    return OAuthError(error=_code(refusal, status), error_description=refusal.message)


def _code(refusal: Refusal, status: int) -> str:
    if isinstance(refusal, OAuthRefusal):
        return refusal.code
    if isinstance(refusal, Unavailable):
        return "temporarily_unavailable"
    return "server_error" if status >= 500 else "invalid_request"


class OAuthApi(Api):
    """Adds the headers that RFC 6749 and RFC 6585 ask for."""

    def refuse(self, refusal: Refusal, request: Request) -> Response:
        """The error response: never cached, with a challenge for a failed authentication."""
        response = super().refuse(refusal, request)
        headers = {"Cache-Control": "no-store"}
        if isinstance(refusal, InvalidClient):
            headers["WWW-Authenticate"] = 'Basic realm="faktura", charset="UTF-8"'
        if isinstance(refusal, TooManyFailedAttempts):
            headers["Retry-After"] = str(refusal.retry_after)
        return Response(response.status, response.body, headers)


_STATUSES = {OAuthRefusal: 400, InvalidClient: 401, NoDesk: 404, TooManyFailedAttempts: 429}
api = OAuthApi("Access", _error_body, statuses=_STATUSES)
