"""An access token before it is signed: the header and claims of an ES256 JWS (docs/apis/README.md)."""

from collections.abc import Mapping
from json import dumps
from typing import Any, Protocol
from uuid import uuid4

from jwt.utils import base64url_encode

from faktura.access.errors import TokenTooLong

MAX_MESSAGE_BYTES = 4_096
"""The longest message that KMS signs: header and claims together."""


class Holder(Protocol):
    """Whom a token names: a client or a person. `claims` say for whom the holder acts."""

    @property
    def subject(self) -> str:
        """The claim `sub`."""

    @property
    def claims(self) -> Mapping[str, Any]:
        """The claims of the context."""

    @property
    def token_lifetime_seconds(self) -> int:
        """How long the token is valid."""


def signing_input(holder: Holder, scopes: tuple[str, ...], issuer: str, key_id: str, issued_at: int) -> bytes:
    """The encoded header and claims; `TokenTooLong` if KMS would not sign them. `issued_at` is in seconds."""
    header = {"alg": "ES256", "typ": "at+jwt", "kid": key_id}
    claims = {
        "iss": issuer,
        "aud": f"{issuer}:api",
        "sub": holder.subject,
        "iat": issued_at,
        "exp": issued_at + holder.token_lifetime_seconds,
        "jti": uuid4().hex,
        "scope": " ".join(scopes),
        "permissions": list(scopes),
        **holder.claims,
    }
    message = _encoded(header) + b"." + _encoded(claims)
    if len(message) > MAX_MESSAGE_BYTES:
        raise TokenTooLong(
            f"A token of {holder.subject} would have {len(message)} bytes; KMS signs {MAX_MESSAGE_BYTES}."
        )
    return message


def _encoded(content: dict[str, Any]) -> bytes:
    return base64url_encode(dumps(content, separators=(",", ":"), default=int).encode())
