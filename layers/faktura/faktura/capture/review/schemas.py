"""Bodies of the review of captures (docs/apis/capture.md, "Review")."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from faktura.capture.review.correction import (
    Amount,
    CurrencyCode,
    Day,
    DocumentNumber,
    LineText,
    Name,
    OptionalName,
)
from faktura.capture.schemas import ErrorResponse, InvoiceData
from faktura.core.exact_numbers import Whole
from faktura.core.model import NOT_NULL, ListLength, Model

ReviewState = Literal["pending", "approved", "rejected"]
MAX_LINES = 1_000
MAX_NOTE = 2_000


class CorrectedLine(Model):
    """One line of the invoice, as it should be."""

    model_config = ConfigDict(extra="forbid")

    line_item_id: Annotated[OptionalName, Field(description="The practice's id of the line.")] = ""
    description: Annotated[LineText, Field(description="What was charged.", examples=["Rabies vaccination"])]
    quantity: Annotated[Amount | None, Field(description="How many.", examples=[1])] = None
    unit_price: Annotated[Amount | None, Field(description="Price of one.", examples=[25.5])] = None
    total_price: Annotated[Amount, Field(description="Total of the line.", examples=[25.5])]
    category: Annotated[OptionalName, Field(description="The practice's category of the charge.")] = ""


class Corrections(Model):
    """The fields that are wrong, by their path in `data`, each with its right value; `null` clears a field."""

    model_config = ConfigDict(extra="forbid")

    invoice_number: Annotated[DocumentNumber | None, Field(description="Number of the invoice.")] = None
    invoice_date: Annotated[Day | None, Field(description="Date of the invoice.", examples=["2026-11-20"])] = None
    due_date: Annotated[Day | None, Field(description="Date by which it is to be paid.")] = None
    total_amount: Annotated[Amount | None, Field(description="Total of the invoice.", examples=[732.39])] = None
    currency: Annotated[CurrencyCode | None, Field(description="Currency, by its ISO 4217 code.")] = None
    balance_due: Annotated[Amount | None, Field(description="What is still to be paid.")] = None
    practice_name: Annotated[
        Name, NOT_NULL, Field(alias="practice.practiceName", description="The name of the practice.")
    ] = ""
    first_name: Annotated[
        Name | None, Field(alias="customer.firstName", description="First name of the pet owner.")
    ] = None
    last_name: Annotated[Name | None, Field(alias="customer.lastName", description="Last name of the pet owner.")] = (
        None
    )
    email: Annotated[Name | None, Field(alias="customer.email", description="Email address of the pet owner.")] = None
    phone: Annotated[Name | None, Field(alias="customer.phone", description="Phone number of the pet owner.")] = None
    line_items: Annotated[
        list[CorrectedLine], ListLength(MAX_LINES), Field(description="All lines of the invoice, as they should be.")
    ] = Field(default_factory=list)

    @property
    def given(self) -> dict[str, Any]:
        """The values that were sent, by path in `data`, as JSON has them."""
        return self.model_dump(by_alias=True, exclude_unset=True)


class ReviewRequest(Model):
    """What a reviewer decides."""

    decision: Annotated[
        Literal["approve", "reject"],
        Field(description="`approve` if the data, with the corrections, is right; `reject` if it is not to be used."),
    ]
    revision: Annotated[
        Whole,
        Field(
            ge=0,
            description="The revision of the review that you have seen: 0 before the first one. If there is a newer "
            "one, the request is refused.",
            examples=[0],
        ),
    ]
    corrections: Annotated[Corrections, Field(description="What is wrong in the data as it was shown to you.")] = (
        Corrections()
    )
    note: Annotated[
        LineText, Field(description="A note for whoever reads the review.", max_length=MAX_NOTE, examples=["Paid"])
    ] = ""


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


class RequestSummary(Model):
    """One request of a list. What it does not have, or what was not read, is left out."""

    request_id: Annotated[str, Field(description="The id of the request.")]
    customer_id: Annotated[str, Field(description="Your id of the customer.", examples=["C1"])]
    mode: Annotated[Literal["process", "lookup"], Field(description="What the sender asked for.")]
    status: Annotated[
        Literal["accepted", "processing", "completed", "failed"], Field(description="The state of the request.")
    ]
    began_at: Annotated[str, Field(description="When it began, in UTC.", examples=["2026-11-26T00:59:58.000Z"])]
    completed_at: Annotated[str | None, NOT_NULL, Field(description="When it ended, in UTC.")] = None
    source: Annotated[Literal["PIMS", "OCR"] | None, NOT_NULL, Field(description="Where its data comes from.")] = None
    read_from: Annotated[
        Literal["E_INVOICE", "OCR"] | None, NOT_NULL, Field(description="How its document was read.")
    ] = None
    invoice_number: Annotated[
        str | None, NOT_NULL, Field(description="Number of the invoice, corrected if it was reviewed.")
    ] = None
    invoice_date: Annotated[str | None, NOT_NULL, Field(description="Date of the invoice, likewise.")] = None
    total_amount: Annotated[Decimal | None, NOT_NULL, Field(description="Total of the invoice, likewise.")] = None
    currency: Annotated[str | None, NOT_NULL, Field(description="Its currency, likewise.")] = None
    practice_name: Annotated[str | None, NOT_NULL, Field(description="Name of the practice, likewise.")] = None
    passed: Annotated[bool | None, NOT_NULL, Field(description="True if no check failed.")] = None
    failed_checks: Annotated[list[str], Field(description="The fields whose check failed.", examples=[["totalAmount"]])]
    review: Annotated[
        ReviewState | None, NOT_NULL, Field(description="The state of its review; left out if there is no data.")
    ] = None
    pages: Annotated[
        int | None, NOT_NULL, Field(description="How many pages its document has, if that is known.", examples=[1])
    ] = None


class WordBox(Model):
    """A rectangle on a page, in fractions of its width and height, measured from its top left corner."""

    left: Annotated[Decimal, Field(description="Its left edge.", examples=[0.7421])]
    top: Annotated[Decimal, Field(description="Its top edge.", examples=[0.5125])]
    width: Annotated[Decimal, Field(description="Its width.", examples=[0.0873])]
    height: Annotated[Decimal, Field(description="Its height.", examples=[0.0138])]


class Word(Model):
    """One printed word."""

    text: Annotated[str, Field(description="The word as it was read.", examples=["$732.39"])]
    box: Annotated[WordBox, Field(description="Its place on the page.")]
    confidence: Annotated[int, Field(description="How sure the OCR is, from 0 to 100 percent.", examples=[97])]


class PageWordsBody(Model):
    """The words of one page, in the order in which they are read."""

    page: Annotated[int, Field(description="The page, counted from 1.", examples=[1])]
    words: Annotated[list[Word], Field(description="The words.")]


class AccuracyBand(Model):
    """How often the readings of one field with a confidence of this band were right."""

    from_: Annotated[int, Field(alias="from", description="Lowest confidence, in percent.", examples=[97])]
    to: Annotated[int, Field(description="Highest confidence, in percent.", examples=[99])]
    vouched_for: Annotated[bool, Field(description="Whether the documents vouched for these readings.")]
    documents: Annotated[int, Field(description="How many approved documents have such a reading.", examples=[10])]
    right: Annotated[int, Field(description="In how many of them the reviewer let it stand.", examples=[9])]


class Accuracy(Model):
    """How often each field was right, by what reviewers let stand in the documents that they approved."""

    documents: Annotated[int, Field(description="How many approved documents were read by OCR.", examples=[10])]
    fields: Annotated[
        dict[str, list[AccuracyBand]], Field(description="By field of `reading`, the lowest confidence first.")
    ]
