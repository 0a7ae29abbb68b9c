"""The key that signs heads. Its private part never leaves KMS."""

from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from faktura.audit.head import Statement, public_jwk, signed, signing_input, thumbprint
from faktura.core.aws import client
from faktura.core.settings import optional, setting


class KeyClient:
    """Signs with one KMS key. `former` has the thumbprints of the keys that signed before it."""

    def __init__(self, key: str, former: frozenset[str] = frozenset()) -> None:
        """`key` is the ARN of the KMS key."""
        self._key, self._former = key, former
        client("kms")

    @classmethod
    def from_settings(cls) -> "KeyClient":
        """With this stack's key, and the former ones that the operator names."""
        return cls(setting("JOURNAL_KEY"), frozenset((optional("FORMER_JOURNAL_KEYS") or "").split()))

    def sign(self, statement: Statement) -> str:
        """The signed head. KMS signs up to 4,096 bytes, and the longest name of a range leaves half of them."""
        message = signing_input(statement, self._public_key)
        response = client("kms").sign(
            KeyId=self._key, Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
        )
        return signed(message, response["Signature"])

    @property
    def jwk(self) -> dict[str, Any]:
        """The public key."""
        return public_jwk(self._public_key)

    @property
    def thumbprints(self) -> frozenset[str]:
        """The thumbprints of all keys whose heads are ours."""
        return self._former | {thumbprint(self.jwk)}

    @cached_property
    def _public_key(self) -> EllipticCurvePublicKey:
        found = load_der_public_key(client("kms").get_public_key(KeyId=self._key)["PublicKey"])
        if not isinstance(found, EllipticCurvePublicKey):
            raise TypeError(f"{self._key} is not an elliptic-curve key.")
        return found
