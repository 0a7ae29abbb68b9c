"""What a reviewer sends."""

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
from faktura.core.exact_numbers import Whole
from faktura.core.model import NOT_NULL, ListLength, Model

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
