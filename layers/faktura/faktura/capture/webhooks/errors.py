"""The errors of webhooks.

Refusal
└── InvalidWebhookUrl       a URL that is not called, or a webhook that nothing could sign
Exception
├── NoSuchSecret            the MGA has no webhook secret
├── SecretUnreadable        KMS does not decrypt the MGA's secret, and never will
├── TooManySecrets          the MGA has two secrets already
├── SecretsChanged          another command changed the MGA's secrets in the meantime
├── OutcomeUnknown          AWS did not say whether the secrets are stored
└── NoResponse              the URL's server sent no response; see `webhooks.connection`
"""

from faktura.core.errors import Refusal


class InvalidWebhookUrl(Refusal):
    """The webhook URL is not one that can be called."""

    message = "The webhook URL must begin with https:// and its host must be on the public internet."


class NoSuchSecret(Exception):
    """The MGA has no webhook secret, so nothing can be signed for it."""


class SecretUnreadable(Exception):
    """KMS refuses to decrypt the MGA's secret. Another try gets the same answer."""


class TooManySecrets(Exception):
    """The MGA has two secrets. Both may be in use, so a third would break one of them."""


class SecretsChanged(Exception):
    """Another command changed the MGA's secrets after this one read them."""


class OutcomeUnknown(Exception):
    """AWS did not say whether the secrets are stored."""
