"""A person who signs in: the roles and the context that the tokens carry, and the identity that signs in.

A person is invited by an identity, or by an e-mail. An e-mail becomes an identity at the first sign-in, for good.
"""

from collections.abc import Mapping
from typing import Any

from faktura.access.people.role import scopes_of
from faktura.core.model import Model

TOKEN_LIFETIME_SECONDS = 900
"""How long the token of a person is valid."""

SUBJECT_PREFIX = "person:"
"""Begins the `sub` of every person's token and of no client's, so that neither can pass for the other."""

MAX_ID_LENGTH = 64
MAX_EMAIL_LENGTH = 254
"""The longest address of RFC 5321."""


class Identity(Model):
    """Whom an ID token names: its claims `iss` and `sub`."""

    issuer: str
    subject: str


class SignedIn(Model):
    """What a verified ID token says: the identity, and the e-mail if the issuer has verified it (else empty)."""

    identity: Identity
    email: str = ""


class Person(Model):
    """`context` has the claims that say for whom the person acts, without `user`. `email` is the invited one."""

    person_id: str
    user_id: int
    first_name: str
    last_name: str
    roles: tuple[str, ...]
    context: Mapping[str, Any] = {}
    email: str = ""
    identity: Identity | None = None
    enabled: bool = True

    @property
    def subject(self) -> str:
        """The `sub` of the person's tokens."""
        return SUBJECT_PREFIX + self.person_id

    @property
    def token_lifetime_seconds(self) -> int:
        """How long the person's tokens are valid."""
        return TOKEN_LIFETIME_SECONDS

    @property
    def claims(self) -> Mapping[str, Any]:
        """The claims of the person's tokens that say who acts, and for whom."""
        user = {"userId": self.user_id, "firstName": self.first_name, "lastName": self.last_name}
        return {**self.context, "user": user}

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes of all the person's roles."""
        return scopes_of(self.roles)

    def scopes_granted(self, requested: str) -> tuple[str, ...]:
        """The scopes of a token: each requested one once, or all of the person's if none is requested.

        There are none if one of them is not the person's.
        """
        wanted = tuple(dict.fromkeys(requested.split())) or self.scopes
        return wanted if set(wanted) <= set(self.scopes) else ()


def folded(email: str) -> str:
    """The form in which e-mails are compared: without regard to case, otherwise exactly."""
    return email.casefold()
