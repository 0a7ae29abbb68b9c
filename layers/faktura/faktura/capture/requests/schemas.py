"""The state of a request (docs/apis/capture.md)."""

from typing import Annotated, Literal

from pydantic import Field

from faktura.capture.review.schemas.reviews import ReviewBody
from faktura.capture.schemas import (
    ErrorDetail,
    InvoiceData,
    ReadFromField,
    ReadingField,
    RequestId,
    Source,
    ValidationResults,
)
from faktura.capture.webhooks.schemas import Webhook
from faktura.core.model import NOT_NULL, Model


class RequestState(Model):
    """The state of a request. Once it has ended, its whole response is included."""

    request_id: RequestId
    status: Annotated[
        Literal["accepted", "processing", "completed", "failed"],
        Field(description="`completed` and `failed` are final. A failed request has an `error`."),
    ]
    began_at: Annotated[str, Field(description="When the request began, UTC.", examples=["2026-11-26T00:59:58.000Z"])]
    pages: Annotated[
        int | None, NOT_NULL, Field(description="How many pages the document has, if that is known.", examples=[1])
    ] = None
    completed_at: Annotated[
        str | None,
        NOT_NULL,
        Field(description="When the request ended, UTC.", examples=["2026-11-26T01:00:00.000Z"]),
    ] = None
    source: Annotated[
        Source | None,
        NOT_NULL,
        Field(description="`PIMS` if the data is the practice's own record of the invoice, `OCR` if it was read."),
    ] = None
    read_from: ReadFromField = None
    validation_results: Annotated[
        ValidationResults | None, NOT_NULL, Field(description="All checks of the invoice.")
    ] = None
    data: Annotated[InvoiceData | None, NOT_NULL, Field(description="The invoice.")] = None
    reading: ReadingField = None
    review: Annotated[
        ReviewBody | None,
        NOT_NULL,
        Field(description="What a person has decided and corrected; left out if there is no `data`."),
    ] = None
    error: Annotated[ErrorDetail | None, NOT_NULL, Field(description="Why the request failed.")] = None
    webhook: Annotated[
        Webhook | None, NOT_NULL, Field(description="The webhook of the request, if it was made with a `webhookUrl`.")
    ] = None
