"""Response bodies of the capture API (docs/apis/capture.md). Absent fields are left out.

A required field is `null` if it could not be read. Amounts are plain decimals: a sum of numbers that DynamoDB holds may
have more digits than it holds.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from faktura.capture.errors import CaptureRefusal, code_of
from faktura.capture.reading.schemas import ReadingBody
from faktura.capture.webhooks.schemas import Webhook
from faktura.core.clock import now, timestamp
from faktura.core.errors import Refusal
from faktura.core.model import NOT_NULL, Model
from faktura.core.text import seen

Source = Literal["PIMS", "OCR"]
ReadFrom = Literal["E_INVOICE", "OCR"]

RequestId = Annotated[
    str, Field(description="The id of the request.", examples=["5d0f3a52-6a1b-4c8e-9f7d-2b3c4d5e6f01"])
]
CompletedAt = Annotated[str, Field(description="When the request ended, UTC.", examples=["2026-11-26T01:00:00.000Z"])]
SourceField = Annotated[
    Source,
    Field(description="`PIMS` if the data is the practice's own record of the invoice, `OCR` if it was read."),
]

ReadFromField = Annotated[
    ReadFrom | None,
    NOT_NULL,
    Field(
        description="`E_INVOICE` if the document was read from its data, `OCR` if from its pages; left out if there is "
        "no document."
    ),
]

ReadingField = Annotated[
    ReadingBody | None,
    NOT_NULL,
    Field(description="What was read from the document, and where; left out if there is no document."),
]


class Check(Model):
    """One check of the invoice."""

    field: Annotated[
        str, Field(description="The field of the invoice data that was checked.", examples=["totalAmount"])
    ]
    status: Annotated[
        Literal["passed", "failed", "skipped"],
        Field(description="The result; `skipped` if there was not enough data to check."),
    ]
    message: Annotated[str, AfterValidator(seen), Field(description="The result in words.")]
    """Without marks that nobody sees: one in a document's text would turn the direction of the sentence."""


class ValidationResults(Model):
    """All checks of one invoice."""

    passed: Annotated[bool, Field(description="True if no check failed.")]
    checks: Annotated[list[Check], Field(description="Every check.")]

    @classmethod
    def of(cls, checks: Sequence[Check]) -> "ValidationResults":
        """Passed if no check failed."""
        return cls(passed=all(check.status != "failed" for check in checks), checks=list(checks))


class Address(Model):
    """The address of a practice."""

    street: Annotated[str, Field(description="Street and number.")] = ""
    city: Annotated[str, Field(description="City.")] = ""
    state: Annotated[str, Field(description="State.", examples=["FL"])] = ""
    zip_code: Annotated[str, Field(description="ZIP code.", examples=["33101"])] = ""


class Practice(Model):
    """The practice that wrote the invoice."""

    practice_id: Annotated[
        str | None, Field(description="The id of the practice; null if the data was read from the document.")
    ]
    practice_name: Annotated[str, Field(description="The name of the practice.")]
    address: Annotated[Address, Field(description="Its address.")] = Address()
    phone: Annotated[str, Field(description="Its phone number.")] = ""
    email: Annotated[str, Field(description="Its email address.")] = ""


class CapturedCustomer(Model):
    """The customer of the invoice, with the pet owner's details as the practice has them."""

    customer_id: Annotated[str, Field(description="Your id of the customer.", examples=["C1"])]
    first_name: Annotated[str, Field(description="First name of the pet owner.")] = ""
    last_name: Annotated[str, Field(description="Last name of the pet owner.")] = ""
    email: Annotated[str, Field(description="Email address of the pet owner.")] = ""
    phone: Annotated[str, Field(description="Phone number of the pet owner.")] = ""


class LineItem(Model):
    """One line of the invoice."""

    line_item_id: Annotated[str, Field(description="The practice's id of the line.")] = ""
    description: Annotated[str, Field(description="What was charged.", examples=["Rabies vaccination"])]
    quantity: Annotated[Decimal | None, Field(description="How many.", examples=[1])] = None
    unit_price: Annotated[Decimal | None, Field(description="Price of one.", examples=[25.5])] = None
    total_price: Annotated[Decimal, Field(description="Total of the line.", examples=[25.5])]
    category: Annotated[str, Field(description="The practice's category of the charge.")] = ""


class Payment(Model):
    """One payment of the invoice."""

    payment_id: Annotated[str, Field(description="The practice's id of the payment.")] = ""
    payment_date: Annotated[str, Field(description="Date of the payment.", examples=["2026-11-20"])]
    amount: Annotated[Decimal, Field(description="The amount paid, as a positive number.", examples=[100])]
    method: Annotated[str, Field(description="How it was paid.", examples=["Visa"])] = ""
    status: Annotated[str, Field(description="The practice's status of the payment.")] = ""


class InvoiceData(Model):
    """The invoice. A required field is null if it could not be read."""

    invoice_id: Annotated[str, Field(description="The practice's id of the invoice.")] = ""
    invoice_number: Annotated[str | None, Field(description="Number of the invoice.", examples=["1234567"])]
    invoice_date: Annotated[str | None, Field(description="Date of the invoice.", examples=["2026-11-20"])]
    due_date: Annotated[str, Field(description="Date by which it is to be paid.", examples=["2026-12-20"])] = ""
    total_amount: Annotated[Decimal | None, Field(description="Total of the invoice.", examples=[732.39])]
    currency: Annotated[str | None, Field(description="Currency, by its ISO 4217 code.", examples=["USD"])]
    status: Annotated[str, Field(description="The practice's status of the invoice.")] = ""
    practice: Annotated[Practice | None, Field(description="The practice that wrote the invoice.")] = None
    customer: Annotated[CapturedCustomer, Field(description="The customer of the invoice.")]
    line_items: Annotated[list[LineItem], Field(description="The lines of the invoice.")]
    payments: Annotated[list[Payment], Field(description="The payments made so far.")]
    balance_due: Annotated[
        Decimal | None, Field(description="Total less payments: what is still to be paid.", examples=[632.39])
    ] = None


class InvoiceResponse(Model):
    """A completed request. `data` and `source` are missing if a lookup found no such invoice of the customer."""

    request_id: RequestId
    status: Annotated[Literal["completed"], Field(description="The request has completed.")]
    completed_at: CompletedAt
    source: SourceField = "PIMS"
    read_from: ReadFromField = None
    validation_results: Annotated[ValidationResults, Field(description="All checks of the invoice.")]
    data: Annotated[InvoiceData | None, NOT_NULL, Field(description="The invoice.")] = None
    reading: ReadingField = None

    @classmethod
    def completed(
        cls, request_id: str, source: Source, data: InvoiceData, checks: Sequence[Check]
    ) -> "InvoiceResponse":
        """Completed now, with an invoice."""
        return cls.without_data(request_id, checks).model_copy(update={"source": source, "data": data})

    @classmethod
    def without_data(cls, request_id: str, checks: Sequence[Check]) -> "InvoiceResponse":
        """Completed now, without an invoice."""
        return cls(
            request_id=request_id,
            status="completed",
            completed_at=timestamp(now()),
            validation_results=ValidationResults.of(checks),
        )


class ErrorDetail(Model):
    """What went wrong."""

    code: Annotated[str, Field(description="What went wrong, for a program.", examples=["INVALID_FILE"])]
    message: Annotated[str, Field(description="What went wrong, for a person.")]

    @classmethod
    def of(cls, refusal: Refusal) -> "ErrorDetail":
        """The code and the message of an error."""
        return cls(code=code_of(refusal), message=refusal.message)


class AccessRefused(Model):
    """The token is missing, is not accepted, or does not permit the request."""

    error: Annotated[ErrorDetail, Field(description="What is wrong with the token.")]


class ErrorResponse(Model):
    """A failed request."""

    request_id: RequestId
    status: Annotated[Literal["failed"], Field(description="The request has failed.")]
    completed_at: CompletedAt
    error: Annotated[ErrorDetail, Field(description="Why the request failed.")]

    @classmethod
    def to(cls, refusal: Refusal, request_id: str) -> "ErrorResponse":
        """Failed by this error, when it happened."""
        at = refusal.at if isinstance(refusal, CaptureRefusal) else now()
        return cls.of(ErrorDetail.of(refusal), request_id, at)

    @classmethod
    def of(cls, error: ErrorDetail, request_id: str, at: datetime) -> "ErrorResponse":
        """Failed for this reason at this moment."""
        return cls(request_id=request_id, status="failed", completed_at=timestamp(at), error=error)


class AcceptedRequest(Model):
    """A request that is processed in the background. The `Location` header says where to ask for its state."""

    request_id: RequestId
    status: Annotated[Literal["accepted"], Field(description="The request is processed in the background.")]

    @classmethod
    def of(cls, request_id: str) -> "AcceptedRequest":
        """The request with this id."""
        return cls(request_id=request_id, status="accepted")


class WebhookResent(Model):
    """A webhook that is being sent again."""

    request_id: RequestId
    status: Annotated[
        Literal["completed", "failed"], Field(description="How the request ended.", examples=["completed"])
    ]
    webhook: Annotated[Webhook, Field(description="The webhook, with all attempts so far.")]


def given(**fields: Any) -> dict[str, Any]:
    """The fields that have a value. The others are left out of the response."""
    return {name: value for name, value in fields.items() if value not in (None, "")}
