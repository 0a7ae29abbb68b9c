"""The operator's issuer: what it says about itself, its keys, and its token endpoint."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import quote_plus

from faktura.access.errors import GrantRefused, IdTokenRefused
from faktura.access.people.person import SignedIn
from faktura.access.sign_in.desk import Desk
from faktura.access.sign_in.discovery import PATH, Discovery, discovered, is_usable_url
from faktura.access.sign_in.id_token import signed_in
from faktura.core import http_client, json
from faktura.core.auth import signed_claims
from faktura.core.aws import client as aws
from faktura.core.clock import now
from faktura.core.errors import Refusal, Unauthenticated, Unavailable
from faktura.core.http_client import NoAnswer
from faktura.core.issuers import FAILED_COOL_DOWN, Issuer, UnknownKey
from faktura.core.observability import log

CACHE_SECONDS = 3_600.0
"""How long a discovery document and a client secret are used before they are read again."""

_ID_TOKEN_TYPES = frozenset({None, "JWT"})
_REQUIRED = ("iss", "aud", "sub", "exp", "iat")


@dataclass
class _Known:
    """What is known of one desk's issuer, and until when (by the monotonic clock)."""

    discovery: Discovery | None = None
    issuer: Issuer | None = None
    until: float = float("-inf")
    secret: str = ""
    secret_until: float = float("-inf")


_known: dict[Desk, _Known] = {}


class IssuerClient:
    """Calls the issuer of one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._known = _known.setdefault(desk, _Known())

    def discovery(self) -> Discovery:
        """The issuer's description of itself, cached; `Unavailable` if there is none that can be used.

        If a newer one cannot be read, the former one stays in use. A failed request is not repeated for some seconds.
        """
        known = self._known
        if monotonic() >= known.until:
            known.until = monotonic() + FAILED_COOL_DOWN
            try:
                known.discovery = self._read_discovery()
                known.until = monotonic() + CACHE_SECONDS
            except (NoAnswer, ValueError) as fault:
                log.error("issuer undiscovered", issuer=self.desk.issuer, reason=str(fault))
        if known.discovery is None:
            raise Unavailable("The identity provider does not answer. Try again later.")
        return known.discovery

    def signed_in(self, id_token: str) -> SignedIn:
        """Whom an ID token of the issuer names; `IdTokenRefused`, or `Unavailable` while its keys cannot be read."""
        issuer = self._issuer()

        def named(name: object) -> Issuer:
            if name != issuer.name:
                raise UnknownKey(name)
            return issuer

        try:
            claims, _ = signed_claims(id_token, named, _ID_TOKEN_TYPES, _REQUIRED, is_audience_one=False)
        except Unauthenticated as fault:
            raise IdTokenRefused from fault
        return signed_in(claims, self.desk.client_id, now().timestamp())

    def redeemed(self, form: Mapping[str, str]) -> Mapping[str, Any]:
        """The token endpoint's answer to a code or a refresh token; `GrantRefused` if it does not take it."""
        discovery = self.discovery()
        form, headers = self._with_credentials(form, discovery)
        try:
            answer = http_client.post(discovery.token_endpoint, form, headers)
            content = _object(answer.body)
        except (NoAnswer, ValueError) as fault:
            log.error("issuer failed", issuer=self.desk.issuer, reason=str(fault))
            raise Unavailable("The identity provider does not answer. Try again later.") from None
        if answer.status == 200:
            return content
        if answer.status in (400, 401) and content.get("error") == "invalid_grant":
            raise GrantRefused
        log.error("issuer refused the desk", issuer=self.desk.issuer, status=answer.status)
        raise Unavailable("The identity provider does not accept this application. Tell your operator.")

    def _read_discovery(self) -> Discovery:
        issuer, loopback = self.desk.issuer, self.desk.is_loopback_allowed
        if not is_usable_url(issuer, loopback):
            raise ValueError("the issuer is not an https URL")
        answer = http_client.get(issuer.rstrip("/") + PATH)
        if answer.status != 200:
            raise NoAnswer(f"status {answer.status}")
        return discovered(_object(answer.body), issuer, loopback)

    def _issuer(self) -> Issuer:
        """The issuer with its keys, which are kept as long as their address stays the same."""
        discovery, known = self.discovery(), self._known
        terms = (discovery.jwks_uri, discovery.algorithms)
        if known.issuer is None or (known.issuer.jwks_url, known.issuer.algorithms) != terms:
            known.issuer = Issuer(self.desk.issuer, self.desk.client_id, discovery.algorithms, discovery.jwks_uri)
        return known.issuer

    def _with_credentials(
        self, form: Mapping[str, str], discovery: Discovery
    ) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The form and headers with the client id and the client secret, if there is one (RFC 6749, section 2.3.1)."""
        client_id = self.desk.client_id
        if not self.desk.secret_name:
            return {**form, "client_id": client_id}, {}
        secret = self._secret()
        if discovery.takes_secret_in_form:
            return {**form, "client_id": client_id, "client_secret": secret}, {}
        basic = b64encode(f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()).decode()
        return form, {"Authorization": f"Basic {basic}"}

    def _secret(self) -> str:
        known = self._known
        if monotonic() >= known.secret_until:
            found = aws("ssm").get_parameter(Name=self.desk.secret_name, WithDecryption=True)
            known.secret, known.secret_until = str(found["Parameter"]["Value"]), monotonic() + CACHE_SECONDS
        return known.secret


def _object(body: bytes) -> Mapping[str, Any]:
    """The JSON object in an answer; ValueError, without anything of the answer, if it is none."""
    try:
        content = json.loads(body)
    except Refusal:
        raise ValueError("the answer is not JSON") from None
    if not isinstance(content, dict):
        raise ValueError("the answer is not a JSON object")
    return content
