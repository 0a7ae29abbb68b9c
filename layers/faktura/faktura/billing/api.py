"""The dialect of seed 001: `{"error": X}`, X a list of texts for broken rules, else a text, or an object where said."""

from typing import Annotated, Literal

from pydantic import Field

from faktura.billing.errors import BillingRefusal, NotPrintable, NumberTaken
from faktura.core.endpoint import Api
from faktura.core.errors import Forbidden, InvalidRequest, Refusal, Unauthenticated
from faktura.core.model import Model
from faktura.core.request import Request


class ErrorMessage(Model):
    """An error in one sentence."""

    error: str


class BrokenRules(Model):
    """The rules that a request breaks, each in a sentence."""

    error: Annotated[list[str], Field(min_length=1)]


class DuplicateNumber(Model):
    """The invoice number that a request asks for is taken."""

    message: str
    invoice_number_duplicate: Literal[True]


class NumberRefused(Model):
    """An invoice number that is another invoice's."""

    error: DuplicateNumber


def _error_body(refusal: Refusal, _status: int, _request: Request) -> Model:
    if isinstance(refusal, InvalidRequest):
        return BrokenRules(error=[f"{fault.target} {fault.message}".strip() for fault in refusal.faults])
    if isinstance(refusal, NumberTaken):
        return NumberRefused(error=DuplicateNumber(message=refusal.message, invoice_number_duplicate=True))
    if isinstance(refusal, Unauthenticated):
        return ErrorMessage(error=Unauthenticated.message)
    if isinstance(refusal, Forbidden):
        return ErrorMessage(error="You lack the permission for this")
    return ErrorMessage(error=refusal.message)


api = Api(
    "Client billing",
    _error_body,
    statuses={BillingRefusal: 400, NotPrintable: 422},
    claims=("office", "user"),
    required_claim="office",
)
