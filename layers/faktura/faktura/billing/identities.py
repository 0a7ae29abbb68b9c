"""Ids: of invoices, payments and donations counted from 1, of clients and services whatever their system gave."""

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.money import whole

LARGEST = 999_999_999_999


def _of_path(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:20]) <= LARGEST):
        raise PydanticCustomError("id", "must be a whole number from 1 to {largest}", {"largest": LARGEST})
    return int(text)


Identity = Annotated[int, BeforeValidator(whole), Field(ge=1, le=LARGEST)]
IdInPath = Annotated[
    int, BeforeValidator(_of_path), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LARGEST})
]
