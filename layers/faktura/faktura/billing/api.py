"""The dialect of client billing: `{"error": X}` (docs/apis/billing.md).

X is a list of sentences for broken rules, an object for a number that is taken, and one sentence for all else.
"""

from typing import Annotated, Literal

from pydantic import Field

from faktura.billing.errors import BillingRefusal, NotPrintable, NumberTaken
from faktura.core.endpoint import Api
from faktura.core.errors import Forbidden, InvalidRequest, Refusal, Unauthenticated
from faktura.core.model import Model
from faktura.core.request import Request


class BillingError(Model):
    """An error in one sentence."""

    error: str = Field(description="What was wrong.")


class BillingValidationError(Model):
    """The rules that a request breaks."""

    error: Annotated[list[str], Field(min_length=1)] = Field(
        description="One sentence for each broken rule. It begins with the name of the field."
    )


class NumberTakenDetail(Model):
    """The invoice number that another invoice has."""

    message: str = Field(description="What was wrong.")
    invoice_number_duplicate: Literal[True] = Field(description="Always true. It tells this error from others.")


class NumberTakenError(Model):
    """Another invoice of the office has the requested number."""

    error: NumberTakenDetail = Field(description="Which number is taken.")


def _error_body(refusal: Refusal, _status: int, _request: Request) -> Model:
    if isinstance(refusal, InvalidRequest):
        return BillingValidationError(error=[f"{fault.target} {fault.message}".strip() for fault in refusal.faults])
    if isinstance(refusal, NumberTaken):
        return NumberTakenError(error=NumberTakenDetail(message=refusal.message, invoice_number_duplicate=True))
    if isinstance(refusal, Unauthenticated):
        return BillingError(error=Unauthenticated.message)
    if isinstance(refusal, Forbidden):
        return BillingError(error="You do not have permission to do this")
    return BillingError(error=refusal.message)


api = Api(
    "Client billing",
    _error_body,
    statuses={BillingRefusal: 400, NotPrintable: 422},
    claims=("office", "user"),
    required_claim="office",
)
