"""An authorization request, judged as OpenID Connect asks and stricter: a code, PKCE with S256, a registered client."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


class Unredirectable(Exception):
    """The client or its redirect URI is not registered, so the browser is sent nowhere."""


class Refused(Exception):
    """The request is refused with an error of RFC 6749, section 4.1.2.1, at the redirect URI."""

    def __init__(self, request: "Authorization", error: str) -> None:
        super().__init__(error)
        self.location = request.location(error=error)


@dataclass(frozen=True)
class Client:
    """A registered public client."""

    client_id: str
    redirect_uris: tuple[str, ...]


@dataclass(frozen=True)
class Authorization:
    """A request of a registered client to a registered redirect URI."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    scope: str
    challenge: str
    prompt: str

    @classmethod
    def of(cls, parameters: Mapping[str, list[str]], client: Client) -> "Authorization":
        """The request with these parameters; `Unredirectable` or `Refused` if it is not good."""
        if any(len(values) > 1 for values in parameters.values()):
            raise Unredirectable("A parameter is repeated.")
        given = {name: values[0] for name, values in parameters.items()}
        if given.get("client_id") != client.client_id:
            raise Unredirectable("The client is not registered.")
        if given.get("redirect_uri") not in client.redirect_uris:
            raise Unredirectable("The redirect URI is not registered.")
        names = ("state", "nonce", "scope", "code_challenge", "prompt")
        request = cls(given["client_id"], given["redirect_uri"], *(given.get(name, "") for name in names))
        if given.get("response_type") != "code":
            raise Refused(request, "unsupported_response_type")
        if "openid" not in request.scope.split():
            raise Refused(request, "invalid_scope")
        if given.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(request.challenge):
            raise Refused(request, "invalid_request")
        return request

    @property
    def is_offline(self) -> bool:
        """Whether a refresh token is asked for."""
        return "offline_access" in self.scope.split()

    def location(self, **answer: str) -> str:
        """Where the browser goes with an answer."""
        return f"{self.redirect_uri}?{urlencode({**answer, **({'state': self.state} if self.state else {})})}"
