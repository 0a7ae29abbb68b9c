"""A registered client: its scopes, its context, and the digests of its secrets.

Secrets are random, 256 bits, shown once and stored as SHA-256. During a rotation two of them are valid.
"""

from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any

from faktura.core.model import Model

TOKEN_LIFETIME_SECONDS = 14_399
MGA_TOKEN_LIFETIME_SECONDS = 24 * 3600
"""How long a token is valid (docs/apis/README.md)."""


class Client(Model):
    """`scopes` limit what a token may grant; `context` is copied into its claims."""

    client_id: str
    secret_digests: tuple[str, ...]
    scopes: tuple[str, ...]
    context: Mapping[str, Any] = {}
    enabled: bool = True

    @property
    def subject(self) -> str:
        """The `sub` of the client's tokens."""
        return self.client_id

    @property
    def claims(self) -> Mapping[str, Any]:
        """The claims of the client's tokens that say for whom it acts."""
        return self.context

    @property
    def token_lifetime_seconds(self) -> int:
        """How long the client's tokens are valid."""
        return MGA_TOKEN_LIFETIME_SECONDS if "mga_id" in self.context else TOKEN_LIFETIME_SECONDS

    def scopes_granted(self, requested: str) -> tuple[str, ...]:
        """The scopes of a token: each requested one once, or all of the client's if `requested` is empty.

        There are none if one of them is not the client's, or if `requested` is blank.
        """
        own = [scope for scope in self.scopes if scope.strip()]
        wanted = tuple(dict.fromkeys(requested.split() if requested else own))
        return wanted if set(wanted) <= set(own) else ()

    def has_secret(self, secret: str) -> bool:
        """Whether `secret` is one of the client's. Every wrong secret takes the same time."""
        presented = digest(secret)
        return bool(sum(compare_digest(presented, known) for known in self.secret_digests))

    def rotated(self, secret: str) -> "Client":
        """The client with a new secret. The newest of its old secrets stays valid until the next rotation."""
        return self.model_copy(update={"secret_digests": (digest(secret), *self.secret_digests[:1])})


UNKNOWN_CLIENT = Client(client_id="", secret_digests=("no digest",), scopes=(), enabled=False)
"""Stands in for a client that does not exist, so that the response takes as long as for a wrong secret."""


def new_secret() -> str:
    """256 random bits as text."""
    return token_urlsafe(32)


def digest(secret: str) -> str:
    """The form in which a secret is stored."""
    return sha256(secret.encode()).hexdigest()
