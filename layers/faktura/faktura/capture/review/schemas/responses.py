"""Lists of requests, the words of a page, and how often readings were right."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from faktura.capture.review.schemas.reviews import ReviewState
from faktura.core.model import NOT_NULL, Model


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
