"""A review, and the refusal that shows the one in between."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from faktura.capture.schemas import ErrorResponse, InvoiceData
from faktura.core.model import NOT_NULL, Model

ReviewState = Literal["pending", "approved", "rejected"]


class ReviewerBody(Model):
    """Who reviewed the request."""

    user_id: Annotated[int | str, Field(description="The id of the person, from the access token.", examples=[7])]
    name: Annotated[str, Field(description="First and last name.", examples=["Ana Ortiz"])]


class ChangeBody(Model):
    """One change: of a field of `data`, or of the review's own `state` or `note`."""

    at: Annotated[str, Field(description="When, in UTC.", examples=["2026-11-26T01:00:00.000Z"])]
    by: Annotated[ReviewerBody, Field(description="Who changed it.")]
    field: Annotated[
        str,
        Field(
            description="The field, by its path in `data`; or `state` or `note`, which are those of the review.",
            examples=["totalAmount"],
        ),
    ]
    from_: Annotated[Any, Field(alias="from", description="Its value before; null if it had none.", examples=[732.99])]
    to: Annotated[Any, Field(description="Its value since then; null if it has none.", examples=[732.39])]


class ReviewBody(Model):
    """The review of a request. The `data` and `validationResults` of the request stay as they were."""

    state: Annotated[
        ReviewState, Field(description="`pending` until a person has decided; `approved` or `rejected` since then.")
    ]
    revision: Annotated[int, Field(description="How often the request was reviewed.", examples=[1])]
    reviewed_at: Annotated[
        str | None, NOT_NULL, Field(description="When it was last reviewed.", examples=["2026-11-26T01:00:00.000Z"])
    ] = None
    reviewer: Annotated[ReviewerBody | None, NOT_NULL, Field(description="Who reviewed it last.")] = None
    note: Annotated[str | None, NOT_NULL, Field(description="The note of the last reviewer.")] = None
    data: Annotated[
        InvoiceData | None, NOT_NULL, Field(description="The invoice with all corrections; left out before a review.")
    ] = None
    changes: Annotated[Sequence[ChangeBody], Field(description="All changes, the oldest first.")]


class ReviewConflict(ErrorResponse):
    """The request was reviewed since you read it. Nothing was stored."""

    review: Annotated[ReviewBody, Field(description="The current review.")]
