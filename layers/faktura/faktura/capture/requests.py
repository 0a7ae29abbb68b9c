"""A processing request from beginning to end: it completes, it fails, or the sweep finds it overdue and fails it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from faktura.core.clock import now
from faktura.core.model import Model

PATIENCE = timedelta(seconds=30)
"""After that the function that began a request cannot be running any more: Lambda ends it at 28 s."""

READING = timedelta(seconds=24)
"""For the OCR of a request that is waited for: the gateway gives up at 29 s (CONTRACT section 3)."""


@dataclass(frozen=True)
class Processing:
    """A request that has begun. Its id is API Gateway's, so the same event delivered twice is one request."""

    mga: str
    request_id: str
    customer_id: str
    began_at: datetime

    @classmethod
    def now(cls, mga: str, request_id: str, customer_id: str) -> "Processing":
        """Begun at this moment."""
        return cls(mga, request_id, customer_id, now())

    @property
    def deadline(self) -> datetime:
        """When nobody can be working on it any more."""
        return self.began_at + PATIENCE

    @property
    def read_until(self) -> datetime:
        """When the OCR must have ended for the answer still to reach who waits for it."""
        return self.began_at + READING


class OverdueRequest(Model):
    """A request that nobody will end, by the table's key; also what the sweep's workflow hands from task to task."""

    mga: str
    record: str


class OverdueRequests(Model):
    """What one sweep looks after."""

    requests: list[OverdueRequest]
