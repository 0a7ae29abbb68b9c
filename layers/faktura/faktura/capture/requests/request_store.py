"""Capture's requests, and the marks of their documents.

A request that has not ended carries `unfinished: request` and `deadline` (seconds since 1970), and so is in the index
`unfinished`. Whoever ends it removes both, on condition that they are there: it ends once, whoever comes first. One
that ends with a webhook to deliver is `unfinished: webhook` from then on, until that is delivered or given up.
"""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from decimal import Decimal
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.checks.fingerprint import Fingerprint
from faktura.capture.errors import SAID_AS, FileMissing, RequestNotFound
from faktura.capture.keys import mark_key, request_key
from faktura.capture.requests.request import (
    BEHIND,
    PATIENCE,
    Processing,
    RequestKey,
    State,
)
from faktura.capture.requests.request_item import (
    expiry,
    item_of,
    last_failure,
    owed_by,
    processing_of,
    seconds,
    shown_to,
)
from faktura.capture.schemas import ErrorDetail, ErrorResponse, InvoiceResponse
from faktura.capture.webhooks.delivery import (
    BEGINNING,
    DeliveryReference,
    beginning,
    webhook_of,
)
from faktura.core import json
from faktura.core.auth import Caller
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Item, Table, Write, transact
from faktura.core.errors import Failure, Refusal, Unavailable
from faktura.core.observability import log
from faktura.core.settings import setting

_FILE_MISSING = SAID_AS[FileMissing][1]


class RequestEndedError(Exception):
    """The request has its final state already, that of `file` (a digest of its bytes) where it was read behind.

    `owed` is the delivery of its webhook, where that is not over.
    """

    def __init__(self, owed: DeliveryReference | None = None, file: str = "") -> None:
        self.owed, self.file = owed, file


class DuplicateError(Exception):
    """An earlier document has the same mark."""

    def __init__(self, duplicate: Duplicate) -> None:
        self.duplicate = duplicate


class RequestStore:
    """Processing requests, kept as long as the documents they are about."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "RequestStore":
        """The store the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def begin(self, processing: Processing, extra_writes: Sequence[Write] = ()) -> None:
        """Record that the request is processed while its sender waits, in one transaction with `extra_writes`."""
        transact([self._table.putting(item_of(processing, "processing", PATIENCE)), *extra_writes])

    def accept(self, processing: Processing, extra_writes: Sequence[Write] = ()) -> None:
        """Record that the request will be read behind, in one transaction with `extra_writes`.

        One that has begun is read behind from now on; `RequestEndedError` for one that has ended.
        """
        condition = "attribute_not_exists(mga) OR unfinished = :request"
        item = item_of(processing, "accepted", BEHIND)
        transact([self._table.putting(item, condition, {":request": "request"}, _ended), *extra_writes])

    def state(self, mga: str, request_id: str) -> State | None:
        """How far the request is, `None` where there is none; "processing" only while its sender waits.

        One that is read behind is "accepted" until it has ended.
        """
        item = self._table.get(request_key(mga, request_id)) or {}
        return "accepted" if item.get("state") == "processing" and "file" in item else item.get("state")

    def take(self, key: RequestKey, file: str) -> Processing:
        """An accepted request, for one more reading of its document, whose bytes `file` is a digest of.

        `RequestNotFound` where there is none, `RequestEndedError` where it needs no reading any more.
        """
        item = self._table.get(request_key(key.mga, key.request_id))
        if item is None:
            raise RequestNotFound
        if item.get("unfinished") != "request":
            raise _ended(item)
        update = self._table.updating(
            request_key(key.mga, key.request_id),
            "SET #state = :state, #file = :file ADD readings :one",
            {":state": "processing", ":file": file, ":one": 1, ":request": "request"},
            "unfinished = :request",
            _ended,
            ExpressionAttributeNames={"#state": "state", "#file": "file"},
        )
        transact([update])
        taken = processing_of(item)
        return replace(taken, readings=taken.readings + 1)

    def complete(
        self,
        processing: Processing,
        response: InvoiceResponse,
        fingerprints: Sequence[Fingerprint],
        extra_writes: Sequence[Write],
    ) -> None:
        """Record the answer and the document's marks, in one transaction with `extra_writes`.

        `RequestEndedError` after a sweep; `DuplicateError` where an earlier document has one of the marks.
        """
        ending = self._ending(processing, "completed", response)
        transact([ending, *(self._fingerprinting(processing, one) for one in fingerprints), *extra_writes])

    def fail(self, processing: Processing, failure: ErrorResponse, overdue_since: Decimal | None = None) -> None:
        """Record the failure; `RequestEndedError` where it has ended, or is not overdue since then any more."""
        transact([self._ending(processing, "failed", failure, overdue_since)])
        has_come = failure.error.code != _FILE_MISSING
        log.info("request failed", code=failure.error.code, RequestsFailed=1, DocumentsFailed=int(has_come))

    @contextmanager
    def failing(self, processing: Processing) -> Iterator[None]:
        """Record as failed what is raised within; what kills the process instead is left to the sweep."""
        try:
            yield
        except Exception as fault:
            failure = ErrorResponse.to(_refusal(fault), processing.request_id)
            with suppress(RequestEndedError, Refusal, ClientError, BotoCoreError):  # the sweep fails it then
                self.fail(processing, failure)
            raise

    def put_off(self, processing: Processing, fault: ErrorDetail, has_pages: bool = False) -> None:
        """Remember why this reading came to nothing, for the case that no later one comes to more.

        One that read some pages, which are kept (`has_pages`), does not count.
        """
        update = self._table.updating(
            request_key(processing.mga, processing.request_id),
            "SET fault = :fault" + (", hasPages = :true, readings = :none" if has_pages else ""),
            {":fault": fault.model_dump(), ":request": "request"} | ({":true": True, ":none": 0} if has_pages else {}),
            "unfinished = :request",
            _ended,
        )
        transact([update])

    def give_up(self, processing: Processing) -> None:
        """Fail a request that was read too often, with the last reason why that came to nothing."""
        item = self._table.get(request_key(processing.mga, processing.request_id)) or {}
        self.fail(processing, last_failure(processing, item))

    def get(self, key: RequestKey, caller: Caller) -> dict[str, Any]:
        """What is known of the request, as it is answered; `RequestNotFound` where the caller may see none."""
        item = shown_to(caller, self._table.get(request_key(key.mga, key.request_id)))
        response = json.loads(zlib.decompress(item["response"])) if "response" in item else {}
        webhook = webhook_of(item)
        told = {"webhook": webhook} if webhook else {}
        return {"requestId": item["requestId"], "status": item["state"], **response, **told}

    def _ending(
        self,
        processing: Processing,
        state: State,
        response: InvoiceResponse | ErrorResponse,
        overdue_since: Decimal | None = None,
    ) -> Write:
        webhook = beginning(now(), expiry(processing)) if processing.webhook_url else {}
        values = {":state": state, ":response": zlib.compress(json.dumps(response)), ":request": "request", **webhook}
        return self._table.updating(
            request_key(processing.mga, processing.request_id),
            "SET #state = :state, #response = :response"
            + (f", {BEGINNING}" if webhook else " REMOVE unfinished, deadline"),
            values | ({":since": overdue_since} if overdue_since else {}),
            "unfinished = :request" + (" AND deadline = :since" if overdue_since else ""),
            _ended,
            ExpressionAttributeNames={"#state": "state", "#response": "response"},
        )

    def _fingerprinting(self, processing: Processing, fingerprint: Fingerprint) -> Write:
        """Marks are kept as long as requests; a request delivered again meets its own."""
        owner = {"requestId": processing.request_id, "expiresAt": expiry(processing)}
        return self._table.putting(
            mark_key(processing.mga, fingerprint.trait, fingerprint.digest) | owner,
            "attribute_not_exists(mga) OR expiresAt <= :now OR requestId = :request",
            {":now": seconds(now().timestamp()), ":request": processing.request_id},
            lambda found: DuplicateError(Duplicate(fingerprint, found["requestId"] if found else "")),
        )


def _ended(found: Item | None) -> RequestEndedError:
    return RequestEndedError(owed_by(found), found.get("file", "")) if found else RequestEndedError()


def _refusal(fault: Exception) -> Refusal:
    if isinstance(fault, Refusal):
        return fault
    return Unavailable() if isinstance(fault, ClientError | BotoCoreError) else Failure()
