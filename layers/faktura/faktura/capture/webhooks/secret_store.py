"""An MGA's webhook secrets: one or, while one is being rotated, two; kept encrypted by a KMS key.

Item `webhook-secrets` of the MGA in capture's table. `WEBHOOK_KEY` names the key; what it encrypts is bound to the MGA,
so that nobody can make one MGA's secret another's by moving it.
"""

from collections.abc import Sequence
from secrets import token_urlsafe
from time import monotonic

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.errors import InvalidWebhookUrl
from faktura.capture.keys import webhook_secrets_key
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.core.settings import setting

MOST_LIVE = 2
_SEEN_FOR = 60.0
"""Seconds: so soon is a rotation seen."""

_FOR_GOOD = {
    "AccessDeniedException",
    "DisabledException",
    "IncorrectKeyException",
    "InvalidCiphertextException",
    "InvalidKeyUsageException",
    "KMSInvalidStateException",  # about to be deleted
    "NotFoundException",
}
"""What KMS answers until somebody mends it; anything else is a matter of minutes."""


class ChangedMeanwhileError(Exception):
    """Somebody else changed the MGA's secrets since they were read."""


class TwoSecretsError(Exception):
    """The MGA has two secrets, either of which may be in use; a third would end one."""


class UnknownOutcomeError(Exception):
    """AWS did not say whether the secrets were stored."""


class NoSecretError(Exception):
    """The MGA has no webhook secret, so nothing can be signed for it."""


class UnreadableSecretError(Exception):
    """KMS refuses to decrypt the MGA's secret, and will go on to."""


class WebhookSecrets:
    """Every MGA's secrets; all lists are newest first."""

    def __init__(self, table: Table, key: str) -> None:
        self._table, self._key = table, key
        self._seen: dict[str, tuple[float, list[str]]] = {}
        client("dynamodb"), client("kms")

    @classmethod
    def from_settings(cls) -> "WebhookSecrets":
        """The table and the key that the template names."""
        return cls(Table(setting("CAPTURE_TABLE")), setting("WEBHOOK_KEY"))

    def live(self, mga: str) -> list[str]:
        """The secrets to sign with, else `NoSecretError` or `UnreadableSecretError`; seen a minute ago will do."""
        until, secrets = self._seen.get(mga, (0.0, []))
        if monotonic() >= until:
            secrets = [self._decrypted(mga, kept) for kept in self._kept(mga)]
            if not secrets:
                raise NoSecretError(mga)
            self._seen[mga] = (monotonic() + _SEEN_FOR, secrets)
        return secrets

    def must_exist(self, mga: str) -> None:
        """Refuse a webhook that could not be signed; nothing is decrypted for that."""
        if not self._kept(mga):
            raise InvalidWebhookUrl("There is no webhook secret to sign with; the operator has to give you one first.")

    def replace(self, mga: str, secret: str) -> None:
        """Make `secret` the only one."""
        self._put(mga, self._kept(mga), [self._encrypted(mga, secret)])

    def rotate(self, mga: str, secret: str) -> None:
        """Make `secret` the newest; the one before it lives on until it is retired. `TwoSecretsError` until then."""
        before = self._kept(mga)
        if len(before) == MOST_LIVE:
            raise TwoSecretsError(mga)
        self._put(mga, before, [self._encrypted(mga, secret), *before])

    def retire(self, mga: str) -> None:
        """Drop all but the newest."""
        before = self._kept(mga)
        if not before:
            raise NoSecretError(mga)
        self._put(mga, before, before[:1])

    def _kept(self, mga: str) -> list[bytes]:
        return (self._table.get(webhook_secrets_key(mga)) or {}).get("secrets", [])  # type: ignore[no-any-return]  # as `_put` puts

    def _put(self, mga: str, before: Sequence[bytes], after: Sequence[bytes]) -> None:
        """Store `after`; where the answer to that was lost, what is kept then tells, as no blob comes twice."""
        condition = "secrets = :before" if before else "attribute_not_exists(mga)"
        values = {":before": before} if before else None
        try:
            is_stored = self._table.put({**webhook_secrets_key(mga), "secrets": after}, condition, values)
            if is_stored or self._kept(mga) == after:
                return
        except (ClientError, BotoCoreError) as fault:
            raise UnknownOutcomeError(mga) from fault
        raise ChangedMeanwhileError(mga)

    def _encrypted(self, mga: str, secret: str) -> bytes:
        sealed = client("kms").encrypt(KeyId=self._key, Plaintext=secret.encode(), EncryptionContext={"mga": mga})
        return bytes(sealed["CiphertextBlob"])

    def _decrypted(self, mga: str, kept: bytes) -> str:
        sealed = {"KeyId": self._key, "CiphertextBlob": kept}  # another key's would be none of ours
        try:
            opened = client("kms").decrypt(**sealed, EncryptionContext={"mga": mga})
        except ClientError as fault:
            if fault.response["Error"]["Code"] not in _FOR_GOOD:
                raise
            raise UnreadableSecretError(str(fault)) from fault
        return bytes(opened["Plaintext"]).decode()


def new_secret() -> str:
    """256 random bits as text."""
    return token_urlsafe(32)
