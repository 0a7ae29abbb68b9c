"""The API's dialect: `{"error": {"message"}, "details": {path: fault}}`, with messages in the form of Joi's.

docs/apis/cases.md describes it.
"""

import re
from collections.abc import Sequence

from pydantic import Field

from faktura.core.endpoint import Api
from faktura.core.errors import Fault, InvalidRequest, Refusal
from faktura.core.model import Model
from faktura.core.request import Request

_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[]+|\[)")
_MAX_STEP_LENGTH, _MAX_STEPS = 100, 24
"""A path may contain the name of a field that the caller made up, of any length."""


def message_of(fault: Fault) -> str:
    """Nested like Joi's: `"value" at position 0 fails because [child "guid" fails because ["guid" is required]]`."""
    steps = [int(position) if position else name for position, name in _STEP.findall(fault.target)]
    return _nested("value", steps[:_MAX_STEPS], fault.message)


def _nested(label: str, steps: Sequence[int | str], message: str) -> str:
    if not steps:
        return f'"{label}" {message}'
    step, *rest = steps
    inner = _nested(str(step)[:_MAX_STEP_LENGTH], rest, message)
    if isinstance(step, int):
        return f'"{label}" at position {step} fails because [{inner}]'
    return f'child "{step[:_MAX_STEP_LENGTH]}" fails because [{inner}]'


class ErrorMessage(Model):
    """What is wrong, in words."""

    message: str = Field(
        description="What is wrong and where, in one sentence.",
        examples=['"value" at position 0 fails because [child "guid" fails because ["guid" is required]]'],
    )


class ErrorBody(Model):
    """An error."""

    error: ErrorMessage = Field(description="The first thing that is wrong.")
    details: dict[str, str] = Field(
        description="Every broken rule by its path in the request; empty if the request's content is not the reason.",
        examples=[{"[0].guid": "is required"}],
    )


def _error_body(refusal: Refusal, _status: int, _request: Request) -> ErrorBody:
    if not isinstance(refusal, InvalidRequest):
        return ErrorBody(error=ErrorMessage(message=refusal.message), details={})
    details = {fault.target[:_MAX_STEP_LENGTH] or "value": fault.message for fault in refusal.faults}
    return ErrorBody(error=ErrorMessage(message=message_of(refusal.faults[0])), details=details)


api = Api("Provider invoices", _error_body, claims=("provider_id", "partner_id"))
