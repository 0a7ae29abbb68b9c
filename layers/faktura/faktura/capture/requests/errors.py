"""The errors of ending a request.

Exception
├── RequestEnded            it has ended already
├── DuplicateFound          an earlier document has one of its fingerprints
└── WebhookNotStarted       it has ended, but its webhook could not be started
"""

from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.webhooks.delivery import DeliveryReference


class RequestEnded(Exception):
    """The request has ended already.

    `owed` is the delivery of its webhook, unless that is over. `file` is the digest of the file it was about, if that
    was read in the background.
    """

    def __init__(self, owed: DeliveryReference | None = None, file: str = "") -> None:
        self.owed, self.file = owed, file


class DuplicateFound(Exception):
    """An earlier document has the same fingerprint."""

    def __init__(self, duplicate: Duplicate) -> None:
        self.duplicate = duplicate


class WebhookNotStarted(Exception):
    """The request has ended, but its webhook could not be started. Another try may; else the sweep starts it."""
