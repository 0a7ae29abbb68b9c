"""Stores reviews in the items of their requests, and what follows from them."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from faktura.capture.keys import request_key
from faktura.capture.requests.list_entry import entry_of, list_of
from faktura.capture.requests.shown import summary_of
from faktura.capture.review.accuracy import counts, difference
from faktura.capture.review.accuracy_store import adding
from faktura.capture.review.review import Review
from faktura.capture.webhooks.delivery import DELIVERY_UPDATE, Delivery
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.dynamo import Table, Write, WriteConflict, transact
from faktura.core.settings import setting


class ReviewStore:
    """Reviews, kept as long as their requests."""

    def __init__(self, table: Table) -> None:
        self._table = table
        client("dynamodb")

    @classmethod
    def from_settings(cls) -> "ReviewStore":
        """The store that the template names."""
        return cls(Table(setting("CAPTURE_TABLE")))

    def store(
        self,
        item: Item,
        response: Mapping[str, Any],
        before: Review,
        review: Review,
        delivery: Delivery | None,
        extra_writes: Sequence[Write],
    ) -> None:
        """Store a review in place of the one `before`, in one transaction with `extra_writes`.

        The transaction also moves the request to the list of its new state, counts what the review says about the
        reading, and stores the `delivery` that is to tell it. `WriteConflict` if the item has changed since.
        """
        summary = summary_of(response, review)
        reviewed = {**item, "summary": summary}
        writes = [self._reviewing(item, review, summary, delivery, now()), self._table.putting(entry_of(reviewed))]
        if list_of(item) and list_of(item) != list_of(reviewed):
            entry = entry_of(item)
            writes.append(self._table.deleting({"mga": entry["mga"], "record": entry["record"]}))
        changes = difference(counts(response, review), counts(response, before))
        writes += adding(self._table, item["mga"], review.counted_on, item["requestId"], changes)
        transact([*writes, *extra_writes])

    def _reviewing(
        self, item: Item, review: Review, summary: Mapping[str, Any], delivery: Delivery | None, at: datetime
    ) -> Write:
        values = {":review": zlib.compress(json.dumps(review.stored)), ":revision": review.revision}
        values |= {":summary": summary}
        condition = "attribute_exists(mga) AND attribute_not_exists(reviewRevision)"
        if review.revision > 1:
            condition, values[":seen"] = "reviewRevision = :seen", review.revision - 1
        update = "SET review = :review, reviewRevision = :revision, summary = :summary"
        if delivery:
            _, owed = delivery.update(at, item["expiresAt"])
            update += f", {DELIVERY_UPDATE}"
            condition += " AND webhook = :before AND webhookAttempts = :attemptsBefore"
            values |= owed | {":before": item["webhook"], ":attemptsBefore": item["webhookAttempts"]}
        key = request_key(item["mga"], item["requestId"])
        return self._table.updating(key, update, values, condition, lambda _: WriteConflict())
