"""The dialect of the capture API: the status of each error, and its error body (docs/apis/capture.md).

Errors of the token and of permissions have the body `{"error": {...}}`; all others are a failed request.
"""

from faktura.capture.errors import (
    FileMissing,
    InvalidFile,
    NoSuchCustomer,
    NoSuchInvoice,
    NoSuchPage,
    NoSuchRequest,
    NothingToReview,
    NoWebhook,
    OcrFailed,
    PageNotDrawn,
    PimsLookupFailed,
    RequestNotCompleted,
    ReviewedMeanwhile,
)
from faktura.capture.schemas import AccessRefused, ErrorDetail, ErrorResponse
from faktura.capture.webhooks.errors import InvalidWebhookUrl
from faktura.core.endpoint import Api
from faktura.core.errors import Forbidden, Refusal, Unauthenticated, Unavailable
from faktura.core.request import Request


def _error_body(refusal: Refusal, _status: int, request: Request) -> AccessRefused | ErrorResponse:
    if isinstance(refusal, ReviewedMeanwhile):
        from faktura.capture.review.schemas.reviews import ReviewConflict  # one function needs it

        return ReviewConflict.model_validate(
            {**ErrorResponse.to(refusal, request.id).model_dump(by_alias=True), "review": refusal.review},
            strict=False,  # JSON has no decimals
        )
    if isinstance(refusal, Unauthenticated | Forbidden):
        return AccessRefused(error=ErrorDetail.of(refusal))
    return ErrorResponse.to(refusal, request.id)


api = Api(
    "Invoice capture",
    _error_body,
    statuses={
        InvalidFile: 400,
        InvalidWebhookUrl: 400,
        NoWebhook: 400,
        NoSuchCustomer: 404,
        NoSuchInvoice: 404,
        NoSuchRequest: 404,
        NoSuchPage: 404,
        NothingToReview: 409,
        ReviewedMeanwhile: 409,
        PageNotDrawn: 422,
        RequestNotCompleted: 409,
        FileMissing: 500,
        OcrFailed: 500,
        PimsLookupFailed: 500,
        Unavailable: 500,  # this API has no 503
    },
    claims=("mga_id", "practices", "user"),
    required_claim="mga_id",
)
