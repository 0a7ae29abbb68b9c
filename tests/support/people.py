"""An OpenID provider for tests, which says what a test wants, and people who sign in there."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key

from faktura.access.__main__ import main
from faktura.access.people.invitation import invited
from faktura.access.people.person import Person
from faktura.access.people.person_store import PersonStore
from faktura.access.sign_in import issuer_client
from faktura.core import http_client
from faktura.core.http_client import Answer
from tests.support.builders import http_event
from tests.support.deployment import DESK_CLIENT_ID, DESK_ISSUER, Deployment, Reply

EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token"
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Respond = Callable[[Mapping[str, str]], Answer]


@dataclass
class Provider:
    """The provider that `DeskIssuer` names. `discovery` and `published` are what it publishes; `tokens` answers forms.

    `asked` has what it was asked: method, URL, headers and body of each request.
    """

    discovery: Any = field(default_factory=lambda: dict(DISCOVERY))
    published: Any = None
    tokens: Respond | None = None
    asked: list[tuple[str, str, Mapping[str, str], bytes | None]] = field(default_factory=list)

    @cached_property
    def key(self) -> EllipticCurvePrivateKey:
        return generate_private_key(SECP256R1())

    def id_token(
        self, key: Any = None, headers: Mapping[str, Any] | None = None, without_kid: bool = False, **claims: Any
    ) -> str:
        """An ID token of Rosa's; a claim that is `None` is left out."""
        present = int(time.time())
        usual = {
            "iss": DESK_ISSUER,
            "aud": DESK_CLIENT_ID,
            "sub": "subject-of-rosa",
            "iat": present,
            "exp": present + 300,
            "email": "rosa@example.com",
            "email_verified": True,
        }
        whole = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        kid = {} if without_kid else {"kid": "theirs"}
        return jwt.encode(whole, key or self.key, "ES256", {**kid, **(headers or {})})

    @contextmanager
    def serving(self) -> Iterator["Provider"]:
        """Answer what our functions ask within the block, as the first calls of a new environment."""
        issuer_client._known.clear()
        with patch.object(http_client, "_exchanged", self._exchanged):
            yield self
        issuer_client._known.clear()

    def _exchanged(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, _: float) -> Answer:
        self.asked.append((method, url, headers, body))
        if url.endswith("/.well-known/openid-configuration"):
            return self.discovery if isinstance(self.discovery, Answer) else answer(200, self.discovery)
        if method == "GET":
            return Answer(200, self._keys())
        if self.tokens:
            return self.tokens(headers)
        return answer(200, {"id_token": self.id_token(), "refresh_token": "their-refresh-token"})

    def _keys(self) -> bytes:
        if self.published is not None:
            return bytes(self.published)
        public = jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return json.dumps({"keys": [{**public, "kid": "theirs", "alg": "ES256"}]}).encode()


DISCOVERY: Mapping[str, Any] = {
    "issuer": DESK_ISSUER,
    "authorization_endpoint": "https://login.example.com/authorize",
    "token_endpoint": "https://tokens.example.com/token",
    "jwks_uri": "https://login.example.com/jwks",
    "end_session_endpoint": "https://login.example.com/logout",
    "scopes_supported": ["openid", "profile", "email", "offline_access"],
    "id_token_signing_alg_values_supported": ["ES256", "RS256", "HS256"],
    "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
}


def answer(status: int, content: Any) -> Answer:
    """An answer with JSON."""
    return Answer(status, json.dumps(content).encode())


def invite(faktura: Deployment, person_id: str = "rosa", **terms: Any) -> Person:
    """Invite Rosa, a clerk of the office `main`, by her e-mail; `terms` replace what is said of her."""
    usual = {"name": "Rosa Reviewer", "roles": ("billing.clerk",), "context": {"office": "main"}}
    terms = {**usual, "user_id": 7, **({} if "issuer" in terms else {"email": "rosa@example.com"}), **terms}
    person = invited(person_id, **terms)
    with people_of(faktura) as people:
        people.add(person)
    return person


@contextmanager
def people_of(faktura: Deployment) -> Iterator[PersonStore]:
    """The store of people, within the environment of the function that exchanges tokens."""
    with faktura.environment("access.issue_token"):
        yield PersonStore.from_settings()


def exchange(faktura: Deployment, id_token: str, **terms: str | None) -> Reply:
    """Exchange an ID token; `terms` replace parameters of the form, and `None` leaves one out."""
    whole = {"grant_type": EXCHANGE, "subject_token": id_token, "subject_token_type": ID_TOKEN, **terms}
    form = {name: value for name, value in whole.items() if value is not None}
    return post(faktura, "access.issue_token", "/oauth/token", form)


def redeem(faktura: Deployment, **form: str) -> Reply:
    """Send a form to the relay, by default a code with its verifier."""
    return post(faktura, "access.redeem_sign_in", "/oauth/sign-in", form or {"code": "CODE", "code_verifier": VERIFIER})


def revoke(faktura: Deployment, token: str) -> Reply:
    """Revoke a token without credentials."""
    return post(faktura, "access.revoke_token", "/oauth/revoke", {"token": token})


def post(faktura: Deployment, function: str, path: str, form: Mapping[str, str], **headers: str) -> Reply:
    """Send a form to a function."""
    event = http_event("POST", path, urlencode(form).encode(), headers={**_FORM, **headers})
    return faktura.request(function, event)


@contextmanager
def operator(faktura: Deployment) -> Iterator[None]:
    """The environment of the operator's command."""
    with (
        faktura.environment("access.issue_token"),
        patch.dict(os.environ, {"DENYLIST_TABLE": faktura.stack.physical["DenylistTable"]}),
    ):
        yield


def run(faktura: Deployment, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Run the operator's command. Returns its code, and what it printed."""
    capsys.readouterr()
    with operator(faktura):
        code = main(list(words))
    printed = capsys.readouterr()
    return code, printed.out or printed.err
