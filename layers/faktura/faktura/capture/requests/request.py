"""A processing request from beginning to end: it completes, it fails, or the sweep finds it overdue and fails it.

It is read while its sender waits, or accepted and read behind: where a webhook is to tell of it, where its file comes
to the bucket by itself, and where reading takes longer than a sender can wait (CONTRACT section 3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal, get_args
from urllib.parse import quote

from faktura.capture.customers.customer import CustomerKey
from faktura.capture.errors import RequestNotFound
from faktura.capture.webhooks.delivery import DeliveryReference
from faktura.core.auth import Practices
from faktura.core.clock import now
from faktura.core.model import Model
from faktura.core.request import Request

Mode = Literal["process", "lookup"]
"""What is asked for: the best data there is, or the practice's alone."""

State = Literal["accepted", "processing", "completed", "failed"]

PATIENCE = timedelta(seconds=30)
"""After that the function that began a request cannot be running any more: Lambda ends it at 28 s."""

READING = timedelta(seconds=24)
"""From the request's arrival at the gateway, which gives up at 29 s; what takes longer goes on behind."""

BUSY = timedelta(seconds=5)
"""For which a sender waits while Textract throttles and reads no page; longer would hold a function for nothing."""

LEAST_READING = timedelta(seconds=5)
"""With less time than this a document is accepted at once: to begin reading it twice would help nobody."""

BEHIND = timedelta(hours=24)
"""For an accepted request: after that its file never came, or waits behind others."""

WAITING = timedelta(days=1)
"""By which a request is postponed whose file has come, but waits behind others."""

LONGEST_WAITING = timedelta(days=14)
"""The queue forgets its messages then."""

READING_BEHIND = timedelta(seconds=70)
"""For the OCR of an accepted document; its function is ended at 90 s."""

MOST_READINGS = 20
"""Of one accepted document, at `UploadRetrySeconds` from each other, before it is failed."""


LONGEST_REQUEST_ID = 128


def path_of(request_id: str) -> str:
    """The path at which a request's state can be read."""
    return f"/api/v1/requests/{quote(request_id, safe='')}"


@dataclass(frozen=True)
class Processing:
    """A request that has begun. Its id is API Gateway's, so the same event delivered twice is one request.

    `practices` are those its sender may see, as who reads it behind has no token to ask. `readings` counts the times it
    was taken up to be read behind, and `has_pages` says whether pages of it that were read are kept.
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
        """Begun at this moment, for the request's caller; under an id of its own, but where it goes on with another."""
        practices = request.caller.practices
        return cls(key.mga, request_id or request.id, key.customer_id, mode, practices, now(), webhook_url)

    @property
    def customer(self) -> CustomerKey:
        """Whose invoice it is about."""
        return CustomerKey(self.mga, self.customer_id)

    @property
    def delivery(self) -> DeliveryReference:
        """The first delivery of its webhook."""
        return DeliveryReference(mga=self.mga, request_id=self.request_id, delivery=1)


@dataclass(frozen=True)
class RequestKey:
    """A request of the calling MGA, by the id in the request's path."""

    PATH: ClassVar[Mapping[str, Any]] = {
        "requestId": {"type": "string", "minLength": 1, "maxLength": LONGEST_REQUEST_ID}
    }
    """What the OpenAPI description says of it."""

    mga: str
    request_id: str

    @classmethod
    def from_request(cls, request: Request) -> "RequestKey":
        """The path's request; `RequestNotFound` where that is no id of any."""
        request_id = request.path_parameters["requestId"]
        if not 0 < len(request_id) <= LONGEST_REQUEST_ID:
            raise RequestNotFound
        return cls(str(request.caller.context["mga_id"]), request_id)


Owing = Literal["request", "webhook"]
"""What an unfinished request still owes: its end, or the webhook that tells of it."""


class OverdueRequest(Model):
    """A request that nobody will end, or whose webhook nobody delivers; also what the sweep's tasks hand on."""

    mga: str
    request_id: str
    owing: Owing

    @property
    def correlation_id(self) -> str:
        """Its own id: whoever ends or resumes a request goes on with its work."""
        return self.request_id


class SweepRound(Model):
    """Where a round of a sweep begins: after the last request of each kind that the round before looked after.

    A kind that is missing has no more. The first round begins at the front of all kinds.
    """

    after: Mapping[Owing, Mapping[str, Any]] = {owing: {} for owing in get_args(Owing)}


class Sweep(Model):
    """A round of a sweep, with the id of its execution, which its lines carry."""

    round: SweepRound
    correlation_id: str


class OverdueRequests(SweepRound):
    """What one round of a sweep looks after, and where another is to follow."""

    requests: Sequence[OverdueRequest]
    more: bool
