"""The issuers whose tokens are accepted: this stack with its KMS keys, and those in the parameter `TrustedIssuers`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from time import monotonic
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import load_der_public_key
from jwt.algorithms import ECAlgorithm

from faktura.core.aws import client
from faktura.core.errors import Unavailable
from faktura.core.observability import log, reason_of
from faktura.core.settings import optional, setting

COOL_DOWN = 60.0
"""Seconds between two requests for the same key set, when a `kid` is not in it."""

FAILED_COOL_DOWN = 3.0
"""Seconds after a request that failed."""

_ASYMMETRIC = {"ES256", "ES384", "ES512", "EdDSA", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"}
_TERMS = ("jwksUrl", "audience", "algorithms", "scopes", "context")
_TIMEOUT_SECONDS = 3.0


class UnknownKey(Exception):
    """No trusted issuer has this name, or it has no key of this name."""


@dataclass
class Issuer:
    """One trusted issuer. `scopes` and `context` limit what it may grant; `None` sets no limit (our own tokens)."""

    name: str
    audience: str
    algorithms: tuple[str, ...]
    jwks_url: str | None = None
    scopes: frozenset[str] | None = None
    context: Mapping[str, Any] | None = None
    _keys: dict[str, Any] = field(default_factory=dict)
    _next_look: float = float("-inf")
    _is_known: bool = False

    def key(self, kid: object) -> Any:
        """The public key called `kid`. An unknown name makes us read the keys again, at most every `COOL_DOWN` seconds.

        `Unavailable` until the key set has been read once: only then can a token be called invalid.
        """
        if not isinstance(kid, str):
            raise UnknownKey
        if kid not in self._keys and monotonic() >= self._next_look:
            self._next_look = monotonic() + FAILED_COOL_DOWN
            self._keys = _fetched_keys(self.jwks_url) if self.jwks_url else own_public_keys()
            self._next_look = monotonic() + COOL_DOWN
            self._is_known = True
        if not self._is_known:
            raise Unavailable
        if kid not in self._keys:
            raise UnknownKey(kid)
        return self._keys[kid]

    @property
    def is_own(self) -> bool:
        """Whether this stack signs the tokens itself."""
        return self.jwks_url is None

    def may_grant(self, scopes: frozenset[str], context: Mapping[str, Any]) -> bool:
        """Whether the issuer may grant all these scopes and claims."""
        if self.scopes is None or self.context is None:
            return True
        return scopes <= self.scopes and all(_within(value, self.context.get(name)) for name, value in context.items())


def issuer_named(name: object) -> Issuer:
    """The trusted issuer called `name`."""
    issuers = _issuers()
    if not isinstance(name, str) or name not in issuers:
        raise UnknownKey(name)
    return issuers[name]


def trusted_issuers(text: str) -> dict[str, Any]:
    """The issuers that the parameter `TrustedIssuers` describes, by name; ValueError if it is not a JSON object."""
    try:
        described = json.loads(text or "{}")
    except (ValueError, RecursionError) as broken:
        raise ValueError(f"it is not JSON: {broken}") from broken
    if not isinstance(described, dict):
        raise ValueError("it is not a JSON object of issuers")
    return described


def trusted_issuer(name: str, terms: Any, is_loopback_allowed: bool = False) -> Issuer:
    """The issuer called `name`, as the parameter `TrustedIssuers` describes it.

    ValueError says what is wrong with the description. Algorithms that are not asymmetric are skipped.
    """
    if not name.startswith("https://"):
        raise ValueError("an issuer is an https URL")
    if not isinstance(terms, dict):
        raise ValueError(f"it is described by an object with {', '.join(_TERMS)}")
    if lacking := [term for term in _TERMS if term not in terms]:
        raise ValueError(f"it lacks {', '.join(lacking)}")
    url, audience = terms["jwksUrl"], terms["audience"]
    if not isinstance(url, str) or not url.startswith(("https://", "http://") if is_loopback_allowed else "https://"):
        raise ValueError("jwksUrl is an https URL")
    if not isinstance(audience, str) or not audience:
        raise ValueError("audience is a string")
    if not _is_list_of_strings(terms["algorithms"]) or not (algorithms := asymmetric(terms["algorithms"])):
        raise ValueError(f"algorithms is a list with one or more of {', '.join(sorted(_ASYMMETRIC))}")
    if not _is_list_of_strings(terms["scopes"]):
        raise ValueError("scopes is a list of strings")
    if not isinstance(terms["context"], dict):
        raise ValueError("context is an object")
    return Issuer(name, audience, algorithms, url, frozenset(terms["scopes"]) - {""}, terms["context"])


def asymmetric(algorithms: Iterable[str]) -> tuple[str, ...]:
    """Those of the signature algorithms whose tokens may be accepted."""
    return tuple(algorithm for algorithm in algorithms if algorithm in _ASYMMETRIC)


def own_public_keys() -> dict[str, Any]:
    """The signing keys of this stack by `kid`: the current one first, then the one that is being retired."""
    return {arn.rsplit("/", 1)[-1]: _own_public_key(arn) for arn in setting("SIGNING_KEYS").split(",") if arn}


def own_key_set() -> list[dict[str, Any]]:
    """The same keys as JSON Web Keys (RFC 7517)."""
    return [
        {**ECAlgorithm.to_jwk(key, as_dict=True), "kid": kid, "use": "sig", "alg": "ES256"}
        for kid, key in own_public_keys().items()
    ]


@cache
def _own_public_key(arn: str) -> Any:
    return load_der_public_key(client("kms").get_public_key(KeyId=arn)["PublicKey"])


@cache
def _issuers() -> dict[str, Issuer]:
    own = Issuer(setting("ISSUER"), setting("ISSUER") + ":api", ("ES256",))
    return dict(_usable_issuers(optional("TRUSTED_ISSUERS") or "")) | {own.name: own}


def _usable_issuers(text: str) -> Iterator[tuple[str, Issuer]]:
    """The usable issuers of the setting. An unusable one must not disable the others or our own."""
    try:
        described = trusted_issuers(text)
    except ValueError as wrong:
        log.error("trusted issuers refused", reason=str(wrong))
        return
    for name, terms in described.items():
        try:
            yield name, trusted_issuer(name, terms, bool(optional("LOOPBACK_ALLOWED")))
        except ValueError as wrong:
            log.error("trusted issuer refused", issuer=name, reason=str(wrong))


def _fetched_keys(url: str) -> dict[str, Any]:
    if not url.startswith("https://") and not optional("LOOPBACK_ALLOWED"):
        raise UnknownKey(url)
    from faktura.core import http_client  # tokens of our own need no request

    try:
        answer = http_client.get(url, _TIMEOUT_SECONDS)
        if answer.status != 200:
            raise LookupError(f"status {answer.status}")
        keys = dict(_usable_keys(json.loads(answer.body)["keys"]))
        if not keys:
            raise LookupError("it has no usable key")
    except Exception as fault:  # anything that goes wrong here is a fault of the issuer
        log.error("key set unreadable", url=url, reason=reason_of(fault))
        raise Unavailable from fault
    return keys


def _usable_keys(keys: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Public keys by `kid`; unusable ones are skipped (RFC 7517, section 5)."""
    for described in keys:
        with suppress(Exception):  # as above
            key = jwt.PyJWK(described)
            if isinstance(key.key_id, str) and key.key_type != "oct":
                yield key.key_id, key.key


def _is_list_of_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _within(value: Any, granted: Any) -> bool:
    if granted == "*" or value == granted:
        return True
    if isinstance(granted, list):
        return all(member in granted for member in value) if isinstance(value, list) else value in granted
    return False
