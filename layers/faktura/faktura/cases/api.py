"""The dialect of seed 004: `{"error": {"message"}, "details": {path: fault}}`, the message as its validator says it."""

import re
from collections.abc import Sequence

from faktura.core.endpoint import Api
from faktura.core.errors import Fault, InvalidRequest, Refusal
from faktura.core.model import Model
from faktura.core.request import Request

_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[]+|\[)")
_LONGEST_STEP, _MOST_STEPS = 100, 24
"""A path may hold what a caller named a field."""


def said(fault: Fault) -> str:
    """`"value" at position 0 fails because [child "guid" fails because ["guid" is required]]`: as Joi nests it."""
    steps = [int(position) if position else name for position, name in _STEP.findall(fault.target)]
    return _said("value", steps[:_MOST_STEPS], fault.message)


def _said(label: str, steps: Sequence[int | str], message: str) -> str:
    if not steps:
        return f'"{label}" {message}'
    step, *rest = steps
    inner = _said(str(step)[:_LONGEST_STEP], rest, message)
    if isinstance(step, int):
        return f'"{label}" at position {step} fails because [{inner}]'
    return f'child "{step[:_LONGEST_STEP]}" fails because [{inner}]'


class ErrorMessage(Model):
    """What is wrong, in one sentence."""

    message: str


class ErrorBody(Model):
    """An error; `details` has each broken rule by its path in the request."""

    error: ErrorMessage
    details: dict[str, str]


def _error_body(refusal: Refusal, _status: int, _request: Request) -> ErrorBody:
    if not isinstance(refusal, InvalidRequest):
        return ErrorBody(error=ErrorMessage(message=refusal.message), details={})
    details = {fault.target[:_LONGEST_STEP] or "value": fault.message for fault in refusal.faults}
    return ErrorBody(error=ErrorMessage(message=said(refusal.faults[0])), details=details)


api = Api("Provider invoices", _error_body, claims=("provider_id", "partner_id"))
