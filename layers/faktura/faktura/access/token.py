"""Access tokens: ES256 JWS whose key never leaves KMS."""

from functools import cache
from json import dumps
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from jwt.utils import base64url_encode, der_to_raw_signature

from faktura.access.client import Client
from faktura.core.aws import client as aws
from faktura.core.clock import now
from faktura.core.settings import setting

LONGEST_MESSAGE = 4_096
"""Bytes that KMS signs as RAW: header and claims together."""


class TokenTooLong(ValueError):
    """The client's scopes and context do not fit one token."""


def issue(client: Client, scopes: tuple[str, ...]) -> str:
    """A token that grants `scopes` for the client's context, signed by KMS."""
    message = signing_input(client, scopes)
    signed = aws("kms").sign(KeyId=_key(), Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256")[
        "Signature"
    ]
    return b".".join((message, base64url_encode(der_to_raw_signature(signed, SECP256R1())))).decode()


def signing_input(client: Client, scopes: tuple[str, ...]) -> bytes:
    """The token's header and claims; `TokenTooLong` where KMS would not sign them."""
    issued = int(now().timestamp())
    header = {"alg": "ES256", "typ": "at+jwt", "kid": _key().rsplit("/", 1)[-1]}
    claims = {
        "iss": setting("ISSUER"),
        "aud": f"{setting('ISSUER')}:api",
        "sub": client.client_id,
        "iat": issued,
        "exp": issued + client.token_lifetime,
        "jti": uuid4().hex,
        "scope": " ".join(scopes),
        "permissions": list(scopes),
        **client.context,
    }
    message = _segment(header) + b"." + _segment(claims)
    if len(message) > LONGEST_MESSAGE:
        raise TokenTooLong(
            f"A token of {client.client_id} would have {len(message)} bytes; KMS signs {LONGEST_MESSAGE}."
        )
    return message


@cache
def _key() -> str:
    return setting("SIGNING_KEYS").split(",")[0]


def _segment(content: dict[str, Any]) -> bytes:
    return base64url_encode(dumps(content, separators=(",", ":"), default=int).encode())
