"""Reviews: one transaction stores a decision with all that follows from it, then its webhook is started."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from faktura.capture.errors import NothingToReview, ReviewedMeanwhile
from faktura.capture.requests.end_service import EndService
from faktura.capture.requests.errors import WebhookNotStarted
from faktura.capture.requests.request import RequestKey
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.requests.shown import response_of, review_of
from faktura.capture.review.review import Review, Reviewer
from faktura.capture.review.review_store import ReviewStore
from faktura.capture.review.schemas.requests import ReviewRequest
from faktura.capture.review.schemas.reviews import ReviewBody
from faktura.capture.webhooks.delivery import Delivery, DeliveryReference
from faktura.core import json
from faktura.core.attributes import Item
from faktura.core.auth import Caller
from faktura.core.clock import now
from faktura.core.dynamo import Write, retry_on_conflict
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.observability import log, set_correlation_id
from faktura.core.response import bytes_in_event

ExtraWrites = Callable[[ReviewBody], Sequence[Write]]

MAX_REVIEW_BYTES = 30_000
"""Of a review, compressed. Its item, which holds 400 KB, also has the response and the attempts of the webhook."""

MAX_BYTES_IN_EVENT = 5_900_000
"""Of a response with its review. Lambda carries 6 MB, in which a `GET` also has the attempts of the webhook."""


@dataclass(frozen=True)
class ReviewService:
    """Reviews requests."""

    requests: RequestStore
    reviews: ReviewStore
    ends: EndService

    @classmethod
    def from_settings(cls) -> "ReviewService":
        """With the stores and the workflow that the template names."""
        return cls(RequestStore.from_settings(), ReviewStore.from_settings(), EndService.from_settings())

    def review(
        self, key: RequestKey, caller: Caller, wanted: ReviewRequest, by: Reviewer, extra_writes: ExtraWrites
    ) -> ReviewBody:
        """Store the decision in one transaction with `extra_writes`, and start the webhook that tells it, if any.

        `NoSuchRequest` if the caller may not see the request; `NothingToReview` if it has no data; `ReviewedMeanwhile`
        if the caller has not seen the newest review. A webhook that cannot be started is started by the sweep.
        """
        body, owed = retry_on_conflict(lambda: self._decided(key, caller, wanted, by, extra_writes))
        set_correlation_id(key.request_id)
        with suppress(WebhookNotStarted):
            self.ends.start(owed)
        log.info("request reviewed", mga=key.mga, state=body.state, revision=body.revision)
        return body

    def _decided(
        self, key: RequestKey, caller: Caller, wanted: ReviewRequest, by: Reviewer, extra_writes: ExtraWrites
    ) -> tuple[ReviewBody, DeliveryReference | None]:
        item = self.requests.visible_item(key, caller)
        response, before = response_of(item), review_of(item)
        if not (data := response.get("data")):
            raise NothingToReview
        if wanted.revision != before.revision:
            raise ReviewedMeanwhile(before.shown(data))
        review = before.decided(wanted.decision, wanted.corrections.given, wanted.note, by, now(), data)
        verify_size(review, response)
        body = ReviewBody.model_validate(review.shown(data), strict=False)
        delivery = Delivery.of(item).next() if "webhook" in item else None
        self.reviews.store(item, response, before, review, delivery, extra_writes(body))
        return body, _owed(item, delivery)


def verify_size(review: Review, response: Mapping[str, Any]) -> None:
    """`InvalidRequest` if a review is too large to be stored, or to be shown with the response of its request."""
    is_large = bytes_in_event({**response, "review": review.shown(response["data"])}) > MAX_BYTES_IN_EVENT
    if is_large or len(zlib.compress(json.dumps(review.stored))) > MAX_REVIEW_BYTES:
        raise InvalidRequest(Fault("corrections", "are too many to be kept with the earlier ones"))


def _owed(item: Item, delivery: Delivery | None) -> DeliveryReference | None:
    if delivery is None:
        return None
    return DeliveryReference(mga=item["mga"], request_id=item["requestId"], delivery=delivery.number)
