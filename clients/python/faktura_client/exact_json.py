"""JSON whose numbers keep their digits: they are read to `int` or `Decimal`, and written as they are."""

from decimal import Decimal
from typing import Any

import simplejson
from pydantic import BaseModel
from pydantic_core import to_jsonable_python


def loads(text: str | bytes) -> Any:
    """Read a JSON document. Numbers with a fraction or an exponent become `Decimal`; `ValueError` if it is not JSON."""
    return simplejson.loads(text, use_decimal=True, parse_constant=_refuse_constant)


def dumps(document: Any) -> bytes:
    """Write a document in JSON: a `Decimal` with all its digits, a model by the API's names, without unset fields.

    `TypeError` for a `float`.
    """
    plain = document.model_dump(by_alias=True, exclude_unset=True) if isinstance(document, BaseModel) else document
    text = simplejson.dumps(refuse_floats(plain), use_decimal=True, default=_plain, separators=(",", ":"))
    return str(text).encode()


def refuse_floats(value: Any) -> Any:
    """The value itself; `TypeError` if it is or holds a `float`, whose digits are rounded already."""
    if isinstance(value, float):
        raise TypeError("a float is not exact: use a Decimal, such as Decimal('19.90')")
    if isinstance(value, dict):
        for member in value.values():
            refuse_floats(member)
    elif isinstance(value, list | tuple):
        for member in value:
            refuse_floats(member)
    return value


def _plain(value: Any) -> Any:
    """Dates, moments and UUIDs as text; a model as its fields."""
    if isinstance(value, BaseModel):
        return value.model_dump(by_alias=True, exclude_unset=True)
    return to_jsonable_python(value)


def _refuse_constant(name: str) -> Decimal:
    raise ValueError(f"{name} is not JSON")
