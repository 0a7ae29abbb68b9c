from faktura.capture.api import api
from faktura.capture.errors import NoSuchRequest, NothingToReview, ReviewedMeanwhile
from faktura.capture.requests.request import RequestKey
from faktura.capture.review.review_service import ReviewService
from faktura.capture.review.reviewer import CallingReviewer
from faktura.capture.review.schemas.requests import ReviewRequest
from faktura.capture.review.schemas.reviews import ReviewBody
from faktura.core.auth import Caller
from faktura.core.errors import InvalidRequest
from faktura.core.idempotency import Idempotency


@api.post(
    "/api/v1/requests/{requestId}/review",
    scope="invoice:review",
    raises=[InvalidRequest, NoSuchRequest, NothingToReview, ReviewedMeanwhile],
)
def handler(
    key: RequestKey,
    caller: Caller,
    reviewer: CallingReviewer,
    wanted: ReviewRequest,
    idempotency: Idempotency,
    reviews: ReviewService,
) -> ReviewBody:
    """Approve or reject what was captured, with corrections. The webhook of the request tells it, if there is one.

    The token must name the reviewer in the claim `user`. If someone else has reviewed the request since you read it,
    nothing is stored, and the response has the current review.
    """
    try:
        return reviews.review(key, caller, wanted, reviewer, idempotency.writes_recording)
    except ReviewedMeanwhile:
        idempotency.confirm_refusal()
        raise
