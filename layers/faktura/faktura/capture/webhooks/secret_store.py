"""The webhook secrets of each MGA: one, or two during a rotation. A KMS key encrypts them.

They are in the item `webhook-secrets` of the MGA in capture's table. `WEBHOOK_KEY` names the key. Each ciphertext is
bound to its MGA, so that it cannot be decrypted in another MGA's item.
"""

from collections.abc import Sequence
from secrets import token_urlsafe
from time import monotonic

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.keys import webhook_secrets_key
from faktura.capture.webhooks.errors import (
    InvalidWebhookUrl,
    NoSuchSecret,
    OutcomeUnknown,
    SecretsChanged,
    SecretUnreadable,
    TooManySecrets,
)
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.settings import setting

MAX_LIVE_SECRETS = 2
_CACHE_SECONDS = 60.0
"""How long decrypted secrets are reused, and so the longest until a rotation takes effect."""

_PERMANENT = {
    "AccessDeniedException",
    "DisabledException",
    "IncorrectKeyException",
    "InvalidCiphertextException",
    "InvalidKeyUsageException",
    "KMSInvalidStateException",  # about to be deleted
    "NotFoundException",
}
"""Errors of KMS that last until an operator acts. All others pass within minutes."""


class SecretStore:
    """The secrets of all MGAs. All lists have the newest first."""

    def __init__(self, table: Table, key: str) -> None:
        self._table, self._key = table, key
        self._cache: dict[str, tuple[float, list[str]]] = {}
        client("dynamodb"), client("kms")

    @classmethod
    def from_settings(cls) -> "SecretStore":
        """With the table and the key that the template names."""
        return cls(Table(setting("CAPTURE_TABLE")), setting("WEBHOOK_KEY"))

    def live(self, mga: str) -> list[str]:
        """The secrets to sign with, at most a minute old; else `NoSuchSecret` or `SecretUnreadable`."""
        until, secrets = self._cache.get(mga, (0.0, []))
        if monotonic() >= until:
            secrets = [self._decrypted(mga, stored) for stored in self._stored(mga)]
            if not secrets:
                raise NoSuchSecret(mga)
            self._cache[mga] = (monotonic() + _CACHE_SECONDS, secrets)
        return secrets

    def must_exist(self, mga: str) -> None:
        """`InvalidWebhookUrl` if there is no secret to sign with. Nothing is decrypted."""
        if not self._stored(mga):
            raise InvalidWebhookUrl("You have no secret to sign webhooks with yet. Ask the operator for one.")

    def replace(self, mga: str, secret: str) -> None:
        """Make `secret` the only one."""
        self._put(mga, self._stored(mga), [self._encrypted(mga, secret)])

    def rotate(self, mga: str, secret: str) -> None:
        """Add `secret` as the newest. `TooManySecrets` if the MGA has two: retire the older one first."""
        before = self._stored(mga)
        if len(before) == MAX_LIVE_SECRETS:
            raise TooManySecrets(mga)
        self._put(mga, before, [self._encrypted(mga, secret), *before])

    def retire(self, mga: str) -> None:
        """Remove all but the newest."""
        before = self._stored(mga)
        if not before:
            raise NoSuchSecret(mga)
        self._put(mga, before, before[:1])

    def _stored(self, mga: str) -> list[bytes]:
        return (self._table.get(webhook_secrets_key(mga)) or {}).get("secrets", [])  # type: ignore[no-any-return]  # as `_put` puts

    def _put(self, mga: str, before: Sequence[bytes], after: Sequence[bytes]) -> None:
        """Store `after`. If the response was lost, a read shows whether it is stored: no two ciphertexts are equal."""
        condition = "secrets = :before" if before else "attribute_not_exists(mga)"
        values = {":before": before} if before else None
        try:
            is_stored = self._table.put({**webhook_secrets_key(mga), "secrets": after}, condition, values)
            if is_stored or self._stored(mga) == after:
                return
        except (ClientError, BotoCoreError) as fault:
            raise OutcomeUnknown(mga) from fault
        raise SecretsChanged(mga)

    def _encrypted(self, mga: str, secret: str) -> bytes:
        sealed = client("kms").encrypt(KeyId=self._key, Plaintext=secret.encode(), EncryptionContext={"mga": mga})
        return bytes(sealed["CiphertextBlob"])

    def _decrypted(self, mga: str, stored: bytes) -> str:
        sealed = {"KeyId": self._key, "CiphertextBlob": stored}  # no other key is accepted
        try:
            opened = client("kms").decrypt(**sealed, EncryptionContext={"mga": mga})
        except ClientError as fault:
            if fault.response["Error"]["Code"] not in _PERMANENT:
                raise
            raise SecretUnreadable(str(fault)) from fault
        return bytes(opened["Plaintext"]).decode()


def new_secret() -> str:
    """A new secret: 256 random bits as text."""
    return token_urlsafe(32)
