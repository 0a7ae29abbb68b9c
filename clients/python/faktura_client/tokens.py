"""The access token of a client: requested when it is needed, kept until shortly before it expires."""

from base64 import b64encode
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import quote_plus

import httpx

from faktura_client.apis.error_bodies import AccessErrorBody
from faktura_client.calls import Call, as_json
from faktura_client.models import AccessToken

_MARGIN_SECONDS = 60.0
_MAX_MARGIN = 0.1
"""Of a token's life, for tokens that live shortly."""


@dataclass
class Tokens:
    """The token of one client. Its owner guards it against concurrent use."""

    client_id: str
    client_secret: str = field(repr=False)
    _value: str = field(default="", init=False, repr=False)
    _good_until: float = field(default=0.0, init=False)

    call: Call[AccessToken] = field(
        default=Call(
            "access.issue_token",
            "POST",
            "/oauth/token",
            {200: as_json(AccessToken)},
            AccessErrorBody,
            form={"grant_type": "client_credentials"},
            needs_token=False,
        ),
        init=False,
    )

    def current(self, refused: str | None) -> str | None:
        """The token, if there is one that is not about to expire and is not the `refused` one."""
        return self._value if self._value not in ("", refused) and monotonic() < self._good_until else None

    def request(self, http: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """The request for a new token. The id and the secret are encoded as RFC 6749, 2.3.1, says."""
        request = self.call.request(http)
        pair = f"{quote_plus(self.client_id)}:{quote_plus(self.client_secret)}"
        request.headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return request

    def accept(self, response: httpx.Response) -> str:
        """Keep the token of an answer, and return it. Raises `ApiError` if the answer is an error."""
        issued = self.call.result(response)
        life = float(issued.expires_in)
        self._value = issued.access_token
        self._good_until = monotonic() + life - min(_MARGIN_SECONDS, life * _MAX_MARGIN)
        return self._value
