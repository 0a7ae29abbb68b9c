"""A registered client: what it may do, for whom, and the digests of its secrets.

Secrets are generated, 256 bits, shown once and stored as SHA-256. Two may live while one is rotated.
"""

from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any

from faktura.core.model import Model

CLAIMS = ("mga_id", "practices", "office", "user", "tenant", "provider_id", "partner_id")
"""The claims of a token that say for whom a client acts: those that the APIs declare."""

LIFETIME = 14_399
MGA_LIFETIME = 24 * 3600
"""Seconds: seed 003's `expires_in`, and seed 002's 24 hours."""


class Client(Model):
    """`scopes` bound what a token may grant; `context` is copied into its claims."""

    client_id: str
    secret_digests: tuple[str, ...]
    scopes: tuple[str, ...]
    context: Mapping[str, Any] = {}
    enabled: bool = True

    @property
    def token_lifetime(self) -> int:
        """Seconds its tokens live."""
        return MGA_LIFETIME if "mga_id" in self.context else LIFETIME

    def granted(self, requested: str) -> tuple[str, ...]:
        """The scopes of a token: each one of those requested, or all of the client's where the text is empty.

        None where one of them is not the client's, or the text has only blanks.
        """
        own = [scope for scope in self.scopes if scope.strip()]
        wanted = tuple(dict.fromkeys(requested.split() if requested else own))
        return wanted if set(wanted) <= set(own) else ()

    def knows(self, secret: str) -> bool:
        """Whether `secret` is one of the client's; takes the same time for every wrong one."""
        presented = digest(secret)
        return bool(sum(compare_digest(presented, known) for known in self.secret_digests))

    def rotated(self, secret: str) -> "Client":
        """With a new secret; the one before it lives on until the next rotation."""
        return self.model_copy(update={"secret_digests": (digest(secret), *self.secret_digests[:1])})


NOBODY = Client(client_id="", secret_digests=("no digest",), scopes=(), enabled=False)
"""Stands in for an unknown client, so that asking for one takes as long as a wrong secret."""


def new_secret() -> str:
    """256 random bits as text."""
    return token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret."""
    return sha256(secret.encode()).hexdigest()
