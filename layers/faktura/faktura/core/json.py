"""JSON without binary floats: numbers are read to `int` or `Decimal` and written back with the same value."""

from decimal import Decimal
from re import search
from typing import Any

import jiter
import orjson
from pydantic import BaseModel

from faktura.core.errors import MalformedBody

_INTEGER_BOUND = 2**63


def loads(raw: bytes) -> Any:
    """Read one JSON document; duplicate keys, NaN, lone surrogates and nesting over 200 levels are `MalformedBody`."""
    try:
        return jiter.from_json(raw, float_mode="decimal", catch_duplicate_keys=True, allow_inf_nan=False)
    except ValueError as fault:
        place = search(r" at line \d+ column \d+$", str(fault))
        raise MalformedBody(f"The body is not valid JSON{place[0] if place else ''}.") from fault


def dumps(document: Any) -> bytes:
    """Write `document` as UTF-8 JSON. Decimals become numbers without an exponent; models use their aliases."""
    try:
        return orjson.dumps(document, default=_encodable)
    except TypeError:
        return orjson.dumps(_with_wide_integers_as_decimals(document), default=_encodable)


def _encodable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f").encode())
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True, exclude_unset=True)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _with_wide_integers_as_decimals(value: Any) -> Any:
    """orjson writes only integers of 64 bits; JSON numbers may be larger."""
    if isinstance(value, BaseModel):
        return _with_wide_integers_as_decimals(value.model_dump(by_alias=True, exclude_unset=True))
    if isinstance(value, dict):
        return {key: _with_wide_integers_as_decimals(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_with_wide_integers_as_decimals(member) for member in value]
    if isinstance(value, int) and not -_INTEGER_BOUND <= value < _INTEGER_BOUND:
        return Decimal(value)
    return value
