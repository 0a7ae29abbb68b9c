"""The dialect of seed 001: `{"error": X}`, X a list of texts for broken rules, else a text, or an object where said."""

from typing import Any

from faktura.billing.errors import BillingRefusal, NotPrintable, NumberTaken
from faktura.core.endpoint import Api
from faktura.core.errors import Forbidden, InvalidRequest, Refusal, Unauthenticated
from faktura.core.request import Request


def _error_body(refusal: Refusal, status: int, request: Request) -> Any:
    if isinstance(refusal, InvalidRequest):
        return {"error": [f"{fault.target} {fault.message}".strip() for fault in refusal.faults]}
    if isinstance(refusal, NumberTaken):
        return {"error": {"message": refusal.message, "invoiceNumberDuplicate": True}}
    if isinstance(refusal, Unauthenticated):
        return {"error": Unauthenticated.message}
    if isinstance(refusal, Forbidden):
        return {"error": "You lack the permission for this"}
    return {"error": refusal.message}


api = Api("Client billing", _error_body, statuses={BillingRefusal: 400, NotPrintable: 422}, bound_to="office")
