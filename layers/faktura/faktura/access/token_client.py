"""Access tokens signed by KMS. The private key never leaves KMS."""

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from jwt.utils import base64url_encode, der_to_raw_signature

from faktura.access.token import Holder, signing_input
from faktura.core.aws import client as aws
from faktura.core.clock import now
from faktura.core.settings import setting


class TokenClient:
    """Issues the tokens of one issuer, signed by one KMS key."""

    def __init__(self, issuer: str, key: str) -> None:
        """`key` is the ARN of the KMS key."""
        self._issuer, self._key = issuer, key

    @classmethod
    def from_settings(cls) -> "TokenClient":
        """With this stack's issuer and the first of its signing keys."""
        return cls(setting("ISSUER"), setting("SIGNING_KEYS").split(",")[0])

    def issue(self, holder: Holder, scopes: tuple[str, ...]) -> str:
        """A token that grants `scopes` for the holder's context."""
        message = self.signing_input(holder, scopes)
        response = aws("kms").sign(
            KeyId=self._key, Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
        )
        signature = der_to_raw_signature(response["Signature"], SECP256R1())
        return b".".join((message, base64url_encode(signature))).decode()

    def signing_input(self, holder: Holder, scopes: tuple[str, ...]) -> bytes:
        """The header and claims of a token issued now; `TokenTooLong` if KMS would not sign them."""
        key_id = self._key.rsplit("/", 1)[-1]
        return signing_input(holder, scopes, self._issuer, key_id, int(now().timestamp()))
