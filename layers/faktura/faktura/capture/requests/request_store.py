"""Capture's requests, and the fingerprints of their documents.

A request that has not ended has `unfinished: request` and `deadline` (seconds since 1970), which put it into the index
`unfinished`. The write that ends it removes both, on condition that they are there: a request ends once. One that ends
with a webhook is `unfinished: webhook` from then on, until the webhook is delivered or has failed.

The write that ends a request also puts it into the list of what is to be reviewed, or of what has failed.
"""

import zlib
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from faktura.capture.checks.duplicate import Duplicate
from faktura.capture.checks.fingerprint import Fingerprint
from faktura.capture.errors import NoSuchRequest
from faktura.capture.keys import fingerprint_key, request_key
from faktura.capture.requests.errors import DuplicateFound
from faktura.capture.requests.list_entry import entry_of, list_of
from faktura.capture.requests.request import ACCEPTED_TIMEOUT, PROCESSING_TIMEOUT, Processing, RequestKey, State
from faktura.capture.requests.request_item import (
    ended,
    ended_item,
    expiry,
    item_of,
    last_failure,
    processing_of,
    seconds,
    visible_to,
)
from faktura.capture.requests.shown import state_of
from faktura.capture.schemas import ErrorDetail, ErrorResponse, InvoiceResponse
from faktura.capture.webhooks.delivery import DELIVERY_UPDATE, first_delivery
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.auth import Caller
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Table, Write, transact
from faktura.core.settings import setting

_IS_UNFINISHED = "unfinished = :request"
_UNFINISHED = {":request": "request"}


class RequestStore:
    """Requests, stored as long as the documents they are about."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "RequestStore":
        """The store that the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def begin(self, processing: Processing, extra_writes: Sequence[Write] = ()) -> None:
        """Record that the request is processed while its sender waits, in one transaction with `extra_writes`."""
        transact([self._table.putting(item_of(processing, "processing", PROCESSING_TIMEOUT)), *extra_writes])

    def accept(self, processing: Processing, extra_writes: Sequence[Write] = ()) -> None:
        """Record that the request is processed in the background, in one transaction with `extra_writes`.

        This also applies to a request that has begun. `RequestEnded` if it has ended.
        """
        condition = f"attribute_not_exists(mga) OR {_IS_UNFINISHED}"
        item = item_of(processing, "accepted", ACCEPTED_TIMEOUT)
        transact([self._table.putting(item, condition, _UNFINISHED, ended), *extra_writes])

    def state(self, mga: str, request_id: str) -> State | None:
        """The state of a request, `None` if there is none.

        "processing" means here that its sender waits. One that is processed in the background is "accepted".
        """
        item = self._table.get(request_key(mga, request_id)) or {}
        return "accepted" if item.get("state") == "processing" and "file" in item else item.get("state")

    def take(self, key: RequestKey, file: str) -> Processing:
        """An accepted request, for one more reading of its document. `file` is the digest of the document.

        `NoSuchRequest` if there is none, `RequestEnded` if it has ended.
        """
        item = self._table.get(request_key(key.mga, key.request_id))
        if item is None:
            raise NoSuchRequest
        if item.get("unfinished") != "request":
            raise ended(item)
        update = self._table.updating(
            request_key(key.mga, key.request_id),
            "SET #state = :state, #file = :file ADD readings :one",
            {":state": "processing", ":file": file, ":one": 1, **_UNFINISHED},
            _IS_UNFINISHED,
            ended,
            ExpressionAttributeNames={"#state": "state", "#file": "file"},
        )
        transact([update])
        taken = processing_of(item)
        return replace(taken, readings=taken.readings + 1)

    def note_failed_reading(self, processing: Processing, error: ErrorDetail, has_pages: bool = False) -> None:
        """Store why a reading failed. If no later one succeeds, the request fails with that.

        A reading does not count if it read some pages, which are stored (`has_pages`).
        """
        update = self._table.updating(
            request_key(processing.mga, processing.request_id),
            "SET fault = :fault" + (", hasPages = :true, readings = :none" if has_pages else ""),
            {":fault": error.model_dump(), **_UNFINISHED} | ({":true": True, ":none": 0} if has_pages else {}),
            _IS_UNFINISHED,
            ended,
        )
        transact([update])

    def store_completion(
        self,
        processing: Processing,
        response: InvoiceResponse,
        fingerprints: Sequence[Fingerprint],
        extra_writes: Sequence[Write] = (),
        pages: int | None = None,
    ) -> None:
        """Store the response and the document's fingerprints, in one transaction with `extra_writes`.

        `pages` is how many pages the document has, if there is one. `RequestEnded` if it has ended; `DuplicateFound` if
        an earlier document has one of the fingerprints. Only `EndService` calls this and `store_failure`.
        """
        ending = self._ending(processing, "completed", response, pages=pages)
        transact([*ending, *(self._fingerprint(processing, one) for one in fingerprints), *extra_writes])

    def store_failure(
        self, processing: Processing, failure: ErrorResponse, overdue_since: Decimal | None = None
    ) -> None:
        """Store the failure. `RequestEnded` if it has ended, or if `overdue_since` is not its deadline any more."""
        transact(self._ending(processing, "failed", failure, overdue_since))

    def last_failure(self, processing: Processing) -> ErrorResponse:
        """The failure of a request whose document is not read again."""
        return last_failure(processing, self._table.get(request_key(processing.mga, processing.request_id)) or {})

    def visible_item(self, key: RequestKey, caller: Caller) -> Item:
        """The item of a request; `NoSuchRequest` if the caller may not see it."""
        return visible_to(caller, self._table.get(request_key(key.mga, key.request_id)))

    def get(self, key: RequestKey, caller: Caller) -> dict[str, Any]:
        """The state of a request as the API returns it; `NoSuchRequest` if the caller may not see it."""
        return state_of(self.visible_item(key, caller))

    def _ending(
        self,
        processing: Processing,
        state: State,
        response: InvoiceResponse | ErrorResponse,
        overdue_since: Decimal | None = None,
        pages: int | None = None,
    ) -> list[Write]:
        """The writes that end a request: of its item, and of its entry in a list."""
        item = ended_item(processing, state, response, pages)
        webhook = first_delivery(now(), expiry(processing)) if processing.webhook_url else {}
        values = {":state": state, ":response": zlib.compress(json.dumps(response)), **_UNFINISHED, **webhook}
        values |= {":beganAt": item["beganAt"], ":summary": item["summary"]}
        values |= {":pages": pages} if pages is not None else {}
        ending = self._table.updating(
            request_key(processing.mga, processing.request_id),
            "SET #state = :state, #response = :response, beganAt = :beganAt, summary = :summary"
            + (", pages = :pages" if pages is not None else "")
            + (f", {DELIVERY_UPDATE}" if webhook else " REMOVE unfinished, deadline"),
            values | ({":since": overdue_since} if overdue_since else {}),
            _IS_UNFINISHED + (" AND deadline = :since" if overdue_since else ""),
            ended,
            ExpressionAttributeNames={"#state": "state", "#response": "response"},
        )
        return [ending, self._table.putting(entry_of(item))] if list_of(item) else [ending]

    def _fingerprint(self, processing: Processing, fingerprint: Fingerprint) -> Write:
        """Store a fingerprint as long as its request. A request that is delivered again may find its own."""
        owner = {"requestId": processing.request_id, "expiresAt": expiry(processing)}
        return self._table.putting(
            fingerprint_key(processing.mga, fingerprint.trait, fingerprint.digest) | owner,
            "attribute_not_exists(mga) OR expiresAt <= :now OR requestId = :request",
            {":now": seconds(now().timestamp()), ":request": processing.request_id},
            lambda found: DuplicateFound(Duplicate(fingerprint, found["requestId"] if found else "")),
        )
