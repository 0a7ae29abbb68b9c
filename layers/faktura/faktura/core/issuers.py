"""Whose signatures count: this stack's own KMS keys, and the external issuers the `TrustedIssuers` parameter names."""

import json
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from time import monotonic
from typing import Any

import jwt
from cryptography.hazmat.primitives.serialization import load_der_public_key

from faktura.core.aws import client
from faktura.core.errors import Unavailable
from faktura.core.observability import log, reason_of
from faktura.core.settings import optional, setting

COOL_DOWN = 60.0
"""Seconds between two looks at the same key set for a `kid` it did not hold."""

FAILED_COOL_DOWN = 3.0
"""Seconds after a look that failed."""

_ASYMMETRIC = {"ES256", "ES384", "ES512", "EdDSA", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"}
_TERMS = ("jwksUrl", "audience", "algorithms", "scopes", "context")
_MAX_KEY_SET_BYTES = 65_536
_PATIENCE = 3.0


class UnknownKey(Exception):
    """No trusted issuer, or no key of its, has this name."""


@dataclass
class Issuer:
    """One trusted issuer. `scopes` and `context` bound what it may grant; `None` bounds nothing (our own tokens)."""

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
        """The public key called `kid`; an unknown name leads to one fresh look, then none for `COOL_DOWN` seconds.

        `Unavailable` as long as no look has succeeded: a token cannot be called wrong before its issuer was asked.
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
        """Whether this stack signs these tokens itself."""
        return self.jwks_url is None

    def may_grant(self, scopes: frozenset[str], context: Mapping[str, Any]) -> bool:
        """Whether the issuer was given the right to say all of this."""
        if self.scopes is None or self.context is None:
            return True
        return scopes <= self.scopes and all(_within(value, self.context.get(name)) for name, value in context.items())


def issuer_named(name: object) -> Issuer:
    """The trusted issuer that calls itself `name`."""
    issuers = _issuers()
    if not isinstance(name, str) or name not in issuers:
        raise UnknownKey(name)
    return issuers[name]


def trusted_issuers(text: str) -> dict[str, Any]:
    """What the parameter `TrustedIssuers` says of each issuer, if anything; ValueError where it is no JSON object."""
    try:
        described = json.loads(text or "{}")
    except (ValueError, RecursionError) as broken:
        raise ValueError(f"it is not JSON: {broken}") from broken
    if not isinstance(described, dict):
        raise ValueError("it is not a JSON object of issuers")
    return described


def trusted_issuer(name: str, terms: Any, is_loopback_allowed: bool = False) -> Issuer:
    """The issuer that calls itself `name`, as the parameter `TrustedIssuers` describes it.

    ValueError says what is wrong with the description. Algorithms that are not asymmetric are passed over.
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
        raise ValueError("audience is a text")
    if not _is_list_of_texts(terms["algorithms"]) or not (algorithms := _asymmetric(terms["algorithms"])):
        raise ValueError(f"algorithms is a list with one or more of {', '.join(sorted(_ASYMMETRIC))}")
    if not _is_list_of_texts(terms["scopes"]):
        raise ValueError("scopes is a list of texts")
    if not isinstance(terms["context"], dict):
        raise ValueError("context is an object")
    return Issuer(name, audience, algorithms, url, frozenset(terms["scopes"]) - {""}, terms["context"])


def own_public_keys() -> dict[str, Any]:
    """This stack's signing keys by `kid`: the current one first, then one that is being retired."""
    return {arn.rsplit("/", 1)[-1]: _own_public_key(arn) for arn in setting("SIGNING_KEYS").split(",") if arn}


@cache
def _own_public_key(arn: str) -> Any:
    return load_der_public_key(client("kms").get_public_key(KeyId=arn)["PublicKey"])


@cache
def _issuers() -> dict[str, Issuer]:
    own = Issuer(setting("ISSUER"), setting("ISSUER") + ":api", ("ES256",))
    return dict(_usable_issuers(optional("TRUSTED_ISSUERS") or "")) | {own.name: own}


def _usable_issuers(text: str) -> Iterator[tuple[str, Issuer]]:
    """Those of the setting that can be used: one that cannot must not take the others, or our own, with it."""
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
    try:
        with urllib.request.urlopen(url, timeout=_PATIENCE) as answer:  # noqa: S310  # the operator's own https URL
            keys = dict(_usable_keys(json.loads(answer.read(_MAX_KEY_SET_BYTES))["keys"]))
        if not keys:
            raise LookupError("it has no usable key")
    except Exception as fault:  # whatever a stranger's answer breaks here is the stranger's failure
        log.error("key set unreadable", url=url, reason=reason_of(fault))
        raise Unavailable from fault
    return keys


def _usable_keys(keys: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Public keys by `kid`; one that cannot be used is passed over (RFC 7517, 5)."""
    for described in keys:
        with suppress(Exception):  # likewise
            key = jwt.PyJWK(described)
            if isinstance(key.key_id, str) and key.key_type != "oct":
                yield key.key_id, key.key


def _is_list_of_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _asymmetric(algorithms: Iterable[str]) -> tuple[str, ...]:
    return tuple(algorithm for algorithm in algorithms if algorithm in _ASYMMETRIC)


def _within(value: Any, granted: Any) -> bool:
    if granted == "*" or value == granted:
        return True
    if isinstance(granted, list):
        return all(member in granted for member in value) if isinstance(value, list) else value in granted
    return False
