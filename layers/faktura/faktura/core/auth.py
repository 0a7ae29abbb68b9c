"""The caller of a request: a bearer token, verified as RFC 8725 asks, and what its claims allow.

Our own tokens are signed by `faktura.access` with ES256 and a KMS key, which their `kid` names. The parameter
`TrustedIssuers` adds external issuers. A token is accepted for at most 24 hours.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jwt

from faktura.core import json
from faktura.core.clock import now
from faktura.core.denylist import client_entry, is_denied
from faktura.core.errors import Forbidden, TokenExpired, TokenInvalid, TokenMissing
from faktura.core.issuers import Issuer, UnknownKey, issuer_named

MAX_TOKEN_LENGTH = 8_192
MAX_LIFETIME_SECONDS = 24 * 3600
MAX_NAME_LENGTH = 255
"""Of a `jti` or a `sub`, which both become keys."""

LEEWAY_SECONDS = 10
"""Clocks may differ by this much."""

USER_CLAIM = "user"
"""Of the claims that an API declares, this one names a person; the others name the tenant the person belongs to."""

_COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_TYPES = frozenset({None, "JWT", "at+jwt"})
_REQUIRED = ("iss", "aud", "sub", "exp", "iat", "jti")


@dataclass(frozen=True)
class Practices:
    """The practices whose invoices a client may see, by id; `*` stands for all."""

    named: tuple[str, ...]

    def __contains__(self, practice_id: object) -> bool:
        return practice_id in self.named or self.are_all

    @property
    def are_all(self) -> bool:
        """Whether no practice is left out."""
        return "*" in self.named


@dataclass(frozen=True)
class Caller:
    """A verified token: its client, its scopes, and its `context`, the claims that say for whom the client acts.

    Names from an external issuer are prefixed with that issuer, so that they cannot pass for ours.
    """

    subject: str
    token_id: str
    expires_at: int
    scopes: frozenset[str]
    context: Mapping[str, Any]

    def must_have(self, scope: str, claim: str = "", implied_by: Sequence[str] = ()) -> None:
        """`Forbidden` unless the token grants `scope` or one that implies it, and carries the `claim`.

        An empty name is not a scope and grants nothing.
        """
        if not {scope, *implied_by} & self.scopes - {""} or (claim and not self.context.get(claim)):
            raise Forbidden

    @property
    def practices(self) -> Practices:
        """The practices in the token's claim `practices`; none without the claim."""
        named = self.context.get("practices")
        if named == "*":
            return Practices(("*",))
        return Practices(tuple(name for name in named if isinstance(name, str)) if isinstance(named, list) else ())


def authenticated(authorization: str | None, claims: Sequence[str]) -> Caller:
    """The caller that an `Authorization` header's value names; `claims` become its context."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenMissing
    caller = verified(token.strip(), claims)
    if is_denied(caller.token_id, client_entry(caller.subject)):
        raise TokenInvalid
    return caller


def verified(token: str, claims: Sequence[str] = ()) -> Caller:
    """The caller that a token names, by its signature and content alone; `claims` become the caller's context."""
    content, issuer = signed_claims(token, issuer_named, _TYPES, _REQUIRED)
    return _caller(content, issuer, claims)


def signed_claims(
    token: str,
    issuer_of: Callable[[object], Issuer],
    types: Collection[object],
    required: Sequence[str],
    is_audience_one: bool = True,
) -> tuple[Mapping[str, Any], Issuer]:
    """The claims of a token that has not expired, and the issuer that signed it; else `Unauthenticated`.

    `issuer_of` finds the issuer by the claim `iss`, else raises `UnknownKey`. `types` are the accepted values of the
    header `typ`, `required` the claims that must be there. `is_audience_one` refuses a list of audiences.
    """
    if len(token) > MAX_TOKEN_LENGTH or not _COMPACT_JWS.fullmatch(token):
        raise TokenInvalid
    try:
        issuer = issuer_of(jwt.decode(token, options={"verify_signature": False}).get("iss"))
        header = jwt.get_unverified_header(token)
        if header.get("typ") not in types:
            raise TokenInvalid
        content = jwt.decode(
            token,
            key=issuer.key(header.get("kid")),
            algorithms=list(issuer.algorithms),
            audience=issuer.audience,
            issuer=issuer.name,
            leeway=LEEWAY_SECONDS,
            options={"require": list(required), "strict_aud": is_audience_one, "verify_iat": True},
        )
    except jwt.ExpiredSignatureError as fault:
        raise TokenExpired from fault
    except (jwt.PyJWTError, UnknownKey, ValueError, TypeError, ArithmeticError, RecursionError) as fault:
        raise TokenInvalid from fault
    return content, issuer


def _caller(content: Mapping[str, Any], issuer: Issuer, claims: Sequence[str]) -> Caller:
    expires = content["exp"]
    if type(expires) not in (int, float) or expires > now().timestamp() + MAX_LIFETIME_SECONDS + LEEWAY_SECONDS:
        raise TokenInvalid
    if not 0 < len(content["jti"]) <= MAX_NAME_LENGTH or not 0 < len(content["sub"]) <= MAX_NAME_LENGTH:
        raise TokenInvalid
    scopes = content.get("scope", "")
    permissions = content.get("permissions", [])
    if not isinstance(scopes, str) or not isinstance(permissions, list):
        raise TokenInvalid
    context = {name: content[name] for name in claims if name in content}
    try:
        json.dumps([content["sub"], content["jti"], context])
    except TypeError as fault:  # a lone surrogate, which JSON and DynamoDB cannot hold
        raise TokenInvalid from fault
    granted = frozenset(scopes.split()) | {text for text in map(str, permissions) if text.strip()}
    if not issuer.may_grant(granted, context):
        raise TokenInvalid
    outside = "" if issuer.is_own else f"{issuer.name} "
    return Caller(outside + content["sub"], outside + content["jti"], int(expires), granted, context)
