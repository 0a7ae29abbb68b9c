"""Ids. Invoices, payments and donations count from 1; ids of clients and services come from other systems."""

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import whole

MAX_ID = 999_999_999_999

_MAX_ID_DIGITS = 40
"""Digits of an id in a path, leading zeros included."""


def _id_in_path(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MAX_ID_DIGITS and 1 <= int(text) <= MAX_ID):
        raise PydanticCustomError("id", "must be a whole number from 1 to {maximum}", {"maximum": MAX_ID})
    return int(text)


Id = Annotated[int, Field(ge=1, le=MAX_ID), BeforeValidator(whole)]
PathId = Annotated[
    int, BeforeValidator(_id_in_path), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_ID})
]
