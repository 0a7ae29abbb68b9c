"""Signed heads: a statement of how far a journal went at a time, as a JWS (RFC 7515) by ES256.

The header carries the public key (`jwk`), so a head can be verified offline. Whose key it is tells its thumbprint
(RFC 7638), which an auditor gets from the operator once.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from jwt.algorithms import ECAlgorithm
from jwt.utils import base64url_decode, base64url_encode, der_to_raw_signature
from pydantic import ValidationError

from faktura.audit.entry import Hash
from faktura.audit.errors import BadHead
from faktura.core import json
from faktura.core.errors import MalformedBody
from faktura.core.model import Model

TYPE = "faktura-head"

_CHANGED = "It is not a signed head, or it was changed."


class Statement(Model):
    """What is signed: at the time `at`, the journal of `range` had the entry at `position`, with this hash.

    `ordinal` is the last place of the sequence that it accounts for; earlier releases did not sign it.
    """

    range: str
    position: int
    hash: Hash
    at: str
    ordinal: int | None = None


@dataclass(frozen=True)
class SignedHead:
    """A verified head; `thumbprint` names the key that signed it."""

    statement: Statement
    thumbprint: str


def signing_input(statement: Statement, key: EllipticCurvePublicKey) -> bytes:
    """What the private key of `key` is to sign."""
    header = {"alg": "ES256", "typ": TYPE, "jwk": public_jwk(key)}
    return (
        base64url_encode(json.dumps(header))
        + b"."
        + base64url_encode(json.dumps(statement.model_dump(exclude_none=True)))
    )


def signed(message: bytes, signature: bytes) -> str:
    """The head from what was signed and its signature in DER, as KMS gives it."""
    return (message + b"." + base64url_encode(der_to_raw_signature(signature, SECP256R1()))).decode()


def verified(text: str) -> SignedHead:
    """The head, if its signature is by the key in its header; else `BadHead`."""
    try:
        if any(base64url_encode(base64url_decode(part)).decode() != part for part in text.split(".")):
            raise BadHead(_CHANGED)  # base64 has more than one text for the same bytes
        header = jwt.get_unverified_header(text)
        public = {name: header["jwk"][name] for name in ("kty", "crv", "x", "y")}
        payload = jwt.PyJWS().decode(text, jwt.PyJWK(public, "ES256"), algorithms=["ES256"])
        statement = Statement.model_validate(json.loads(payload))
    except (jwt.PyJWTError, ValidationError, MalformedBody, KeyError, TypeError, ValueError) as fault:
        raise BadHead(_CHANGED) from fault
    if header.get("typ") != TYPE:
        raise BadHead("It is signed, but it is not the head of a journal.")
    return SignedHead(statement, thumbprint(public))


def public_jwk(key: EllipticCurvePublicKey) -> dict[str, Any]:
    """A public key as a JWK (RFC 7517), with the members that are required."""
    found = ECAlgorithm.to_jwk(key, as_dict=True)
    return {name: found[name] for name in ("kty", "crv", "x", "y")}


def thumbprint(public: Mapping[str, Any]) -> str:
    """The thumbprint of a public key (RFC 7638)."""
    members = {name: public[name] for name in ("crv", "kty", "x", "y")}
    return urlsafe_b64encode(sha256(json.dumps(members)).digest()).decode().rstrip("=")
