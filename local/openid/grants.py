"""What the provider has granted: codes, each used once, and refresh tokens, each replaced when it is used.

A code that is used twice was stolen, so its second use ends the refresh tokens of the first (RFC 6749, section 4.1.2).
A refresh token that is used twice ends all of its sign-in, too (RFC 9700, section 4.14.2).
"""

import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe

CODE_SECONDS = 60.0
REFRESH_SECONDS = 12 * 3600.0


class InvalidGrant(Exception):
    """The code or the refresh token is not good for this."""


@dataclass(frozen=True)
class SignIn:
    """Who has signed in, for which client and redirect URI, with which PKCE challenge and nonce, and when."""

    subject: str
    client_id: str
    redirect_uri: str
    challenge: str
    nonce: str
    is_offline: bool
    at: float
    id: str = field(default_factory=lambda: token_urlsafe(16))


class Grants:
    """Keeps what is granted, in memory. `clock` gives seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._codes: dict[str, SignIn] = {}
        self._refresh_tokens: dict[str, SignIn] = {}
        self._used: dict[str, SignIn] = {}
        self._ended: set[str] = set()
        self._lock = threading.Lock()

    def code(self, sign_in: SignIn) -> str:
        """A new code for a sign-in."""
        with self._lock:
            code = token_urlsafe(32)
            self._codes[code] = sign_in
            return code

    def redeem(self, code: str, client_id: str, redirect_uri: str, verifier: str) -> SignIn:
        """The sign-in of a code; `InvalidGrant` unless everything fits. A code is used up whatever comes of it."""
        with self._lock:
            self._end_if_used(code)
            sign_in = self._codes.pop(code, None)
            if sign_in is None:
                raise InvalidGrant("The code is unknown.")
            self._used[code] = sign_in
            if self._clock() > sign_in.at + CODE_SECONDS:
                raise InvalidGrant("The code has expired.")
            if sign_in.client_id != client_id or sign_in.redirect_uri != redirect_uri:
                raise InvalidGrant("The code is for another client or redirect URI.")
            if not compare_digest(challenge_of(verifier), sign_in.challenge):
                raise InvalidGrant("The verifier does not fit the challenge.")
            return sign_in

    def refresh_token(self, sign_in: SignIn) -> str:
        """A new refresh token for a sign-in."""
        with self._lock:
            token = token_urlsafe(32)
            self._refresh_tokens[token] = sign_in
            return token

    def renew(self, token: str, client_id: str) -> SignIn:
        """The sign-in of a refresh token, which is used up; `InvalidGrant` if it is not good."""
        with self._lock:
            self._end_if_used(token)
            sign_in = self._refresh_tokens.pop(token, None)
            if sign_in is None or sign_in.id in self._ended:
                raise InvalidGrant("The refresh token is unknown or has ended.")
            self._used[token] = sign_in
            if sign_in.client_id != client_id or self._clock() > sign_in.at + REFRESH_SECONDS:
                raise InvalidGrant("The refresh token is for another client or has expired.")
            return sign_in

    def end(self, subject: str) -> None:
        """End all that is granted to someone: a sign-out."""
        with self._lock:
            for kept in (self._codes, self._refresh_tokens):
                self._ended |= {sign_in.id for sign_in in kept.values() if sign_in.subject == subject}

    def _end_if_used(self, grant: str) -> None:
        if used := self._used.get(grant):
            self._ended.add(used.id)
            raise InvalidGrant("It has been used.")


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636, section 4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
