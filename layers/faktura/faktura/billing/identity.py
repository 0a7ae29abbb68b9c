"""Ids: of invoices, payments and donations counted from 1, of clients and services whatever their system gave."""

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import whole

LARGEST = 999_999_999_999

_LONGEST = 40
"""Digits, leading zeros among them."""


def _of_path(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST and 1 <= int(text) <= LARGEST):
        raise PydanticCustomError("id", "must be a whole number from 1 to {largest}", {"largest": LARGEST})
    return int(text)


Identity = Annotated[int, Field(ge=1, le=LARGEST), BeforeValidator(whole)]
IdInPath = Annotated[
    int, BeforeValidator(_of_path), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LARGEST})
]
