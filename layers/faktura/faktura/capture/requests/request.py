"""A request: one document, whose invoice is to be read or looked up.

It is processed while its sender waits, or accepted and processed in the background: if it has a webhook, if its file is
uploaded to the bucket, or if reading takes longer than a sender can wait (docs/apis/capture.md). It ends once: it
completes, it fails, or the sweep fails it because it is overdue.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal
from urllib.parse import quote

from faktura.capture.customers.customer import CustomerKey
from faktura.capture.errors import NoSuchRequest
from faktura.capture.webhooks.delivery import DeliveryReference
from faktura.core.auth import Practices
from faktura.core.clock import now
from faktura.core.request import Request

Mode = Literal["process", "lookup"]
"""What the sender wants: the best data there is, or only the practice's own."""

State = Literal["accepted", "processing", "completed", "failed"]

PROCESSING_TIMEOUT = timedelta(seconds=30)
"""After that the function that began a request cannot be running any more: Lambda ends it after 28 s."""

FOREGROUND_READING_TIME = timedelta(seconds=24)
"""From the request's arrival at the gateway, which gives up after 29 s. What takes longer goes on in the background."""

MAX_THROTTLED_WAIT = timedelta(seconds=5)
"""How long a sender waits while Textract throttles and reads no page. A longer wait would occupy a function."""

MIN_READING_TIME = timedelta(seconds=5)
"""With less time left, a document is accepted at once: it would probably have to be read again."""

ACCEPTED_TIMEOUT = timedelta(hours=24)
"""How long an accepted request may take. After that its file never arrived, or waits in the queue."""

POSTPONEMENT = timedelta(days=1)
"""By how much a request is postponed whose file has arrived but waits in the queue."""

MAX_QUEUED_TIME = timedelta(days=14)
"""How long the queue keeps a message."""

BACKGROUND_READING_TIME = timedelta(seconds=70)
"""How long a document is read in the background. Lambda ends the function after 90 s."""

MAX_READINGS = 20
"""How often an accepted document is read before it fails. Readings are `UploadRetrySeconds` apart."""

MAX_REQUEST_ID_LENGTH = 128


def path_of(request_id: str) -> str:
    """The path of a request's state."""
    return f"/api/v1/requests/{quote(request_id, safe='')}"


@dataclass(frozen=True)
class Processing:
    """A request that has begun. Its id is API Gateway's, so an event that is delivered twice is one request.

    `practices` are those its sender may see; in the background there is no token to ask. `readings` counts how often it
    was taken to be read in the background. `has_pages` says whether pages read so far are stored.
    """

    mga: str
    request_id: str
    customer_id: str
    mode: Mode
    practices: Practices
    began_at: datetime
    webhook_url: str = ""
    readings: int = 0
    has_pages: bool = False

    @classmethod
    def of(
        cls, request: Request, key: CustomerKey, mode: Mode, webhook_url: str = "", request_id: str = ""
    ) -> "Processing":
        """A request that begins now, for the caller. With a `request_id` it continues that request."""
        practices = request.caller.practices
        return cls(key.mga, request_id or request.id, key.customer_id, mode, practices, now(), webhook_url)

    @property
    def customer(self) -> CustomerKey:
        """The customer of the invoice."""
        return CustomerKey(self.mga, self.customer_id)

    @property
    def owed(self) -> DeliveryReference | None:
        """The first delivery of its webhook, which it owes once it has ended; `None` without a webhook."""
        if not self.webhook_url:
            return None
        return DeliveryReference(mga=self.mga, request_id=self.request_id, delivery=1)


@dataclass(frozen=True)
class RequestKey:
    """A request of the calling MGA, by the id in the path."""

    PATH: ClassVar[Mapping[str, Any]] = {
        "requestId": {
            "type": "string",
            "minLength": 1,
            "maxLength": MAX_REQUEST_ID_LENGTH,
            "description": "The id of the request.",
        }
    }
    """The schema of the path's variable."""

    mga: str
    request_id: str

    @classmethod
    def from_request(cls, request: Request) -> "RequestKey":
        """The request in the path; `NoSuchRequest` if no request can have that id."""
        request_id = request.path_parameters["requestId"]
        if not 0 < len(request_id) <= MAX_REQUEST_ID_LENGTH:
            raise NoSuchRequest
        return cls(str(request.caller.context["mga_id"]), request_id)
