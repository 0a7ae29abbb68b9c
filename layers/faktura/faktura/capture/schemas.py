"""What capture answers, as seed 002's tables print it. Absent fields are left out; `null` is a required one not read.

Amounts are plain decimals: a sum of numbers that DynamoDB holds may have more digits than it holds.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from faktura.capture.errors import CaptureRefusal, code_of
from faktura.capture.webhooks.delivery import Webhook
from faktura.core.clock import now, timestamp
from faktura.core.errors import Refusal
from faktura.core.model import NOT_NULL, Model

Source = Literal["PIMS", "OCR"]


class Check(Model):
    """One thing that was verified; `field` names the field of Invoice Data it is about."""

    field: str
    status: Literal["passed", "failed", "skipped"]
    message: str


class ValidationResults(Model):
    """All checks of one invoice."""

    passed: bool
    checks: list[Check]

    @classmethod
    def of(cls, checks: Sequence[Check]) -> "ValidationResults":
        """Passed is what has no failed check."""
        return cls(passed=all(check.status != "failed" for check in checks), checks=list(checks))


class Address(Model):
    """Where a practice is."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""


class Practice(Model):
    """Who wrote the invoice; paper carries no `practice_id`."""

    practice_id: str | None
    practice_name: str
    address: Address = Address()
    phone: str = ""
    email: str = ""


class CapturedCustomer(Model):
    """Whom the invoice is for: our customer, with the pet owner's details as the practice keeps them."""

    customer_id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""


class LineItem(Model):
    """One charge; `total_price` is the line's total."""

    line_item_id: str = ""
    description: str
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    total_price: Decimal
    category: str = ""


class Payment(Model):
    """What was paid already; the amount is positive, the date ISO 8601."""

    payment_id: str = ""
    payment_date: str
    amount: Decimal
    method: str = ""
    status: str = ""


class InvoiceData(Model):
    """The invoice itself; dates are ISO 8601."""

    invoice_id: str = ""
    invoice_number: str | None
    invoice_date: str | None
    due_date: str = ""
    total_amount: Decimal | None
    currency: str | None
    status: str = ""
    practice: Practice | None = None
    customer: CapturedCustomer
    line_items: list[LineItem]
    payments: list[Payment]
    balance_due: Decimal | None = None


class InvoiceResponse(Model):
    """A completed request. Without `data`, and so without `source`, a lookup found no such invoice of the customer."""

    request_id: str
    status: Literal["completed"]
    completed_at: str
    source: Source = "PIMS"
    validation_results: ValidationResults
    data: Annotated[InvoiceData | None, NOT_NULL] = None

    @classmethod
    def completed(
        cls, request_id: str, source: Source, data: InvoiceData, checks: Sequence[Check]
    ) -> "InvoiceResponse":
        """Completed now."""
        return cls.without_data(request_id, checks).model_copy(update={"source": source, "data": data})

    @classmethod
    def without_data(cls, request_id: str, checks: Sequence[Check]) -> "InvoiceResponse":
        """Completed now, with nothing found."""
        return cls(
            request_id=request_id,
            status="completed",
            completed_at=timestamp(now()),
            validation_results=ValidationResults.of(checks),
        )


class ErrorDetail(Model):
    """What went wrong, for a program and for a person."""

    code: str
    message: str

    @classmethod
    def of(cls, refusal: Refusal) -> "ErrorDetail":
        """What the refusal says."""
        return cls(code=code_of(refusal), message=refusal.message)


class ErrorResponse(Model):
    """A failed request."""

    request_id: str
    status: Literal["failed"]
    completed_at: str
    error: ErrorDetail

    @classmethod
    def to(cls, refusal: Refusal, request_id: str) -> "ErrorResponse":
        """Failed for the refusal's reason, at its moment."""
        at = refusal.at if isinstance(refusal, CaptureRefusal) else now()
        return cls.of(ErrorDetail.of(refusal), request_id, at)

    @classmethod
    def of(cls, error: ErrorDetail, request_id: str, at: datetime) -> "ErrorResponse":
        """Failed for this reason at this moment."""
        return cls(request_id=request_id, status="failed", completed_at=timestamp(at), error=error)


class AcceptedRequest(Model):
    """A request that is read behind; its `Location` says where to ask for its state."""

    request_id: str
    status: Literal["accepted"]

    @classmethod
    def of(cls, request_id: str) -> "AcceptedRequest":
        """The request of this id."""
        return cls(request_id=request_id, status="accepted")


class RequestState(Model):
    """What is known of a request: where it stands, and at its end the whole response."""

    request_id: str
    status: Literal["accepted", "processing", "completed", "failed"]
    completed_at: Annotated[str | None, NOT_NULL] = None
    source: Annotated[Source | None, NOT_NULL] = None
    validation_results: Annotated[ValidationResults | None, NOT_NULL] = None
    data: Annotated[InvoiceData | None, NOT_NULL] = None
    error: Annotated[ErrorDetail | None, NOT_NULL] = None
    webhook: Annotated[Webhook | None, NOT_NULL] = None


def given(**fields: Any) -> dict[str, Any]:
    """The fields that have a value: the others are left out of the answer."""
    return {name: value for name, value in fields.items() if value not in (None, "")}
