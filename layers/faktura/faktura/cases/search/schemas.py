"""What a find asks for: filters and a page (seed 004, `POST /api/v2/invoices/find`)."""

from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from faktura.cases.schemas import InvoiceAnswer
from faktura.core.exact_numbers import whole
from faktura.core.model import Model

MOST_FOUND = 100
FURTHEST = 2**53


def _between(least: int, most: int) -> BeforeValidator:
    def check(value: Any) -> int:
        number = whole(value)
        if number < least:
            raise PydanticCustomError("least", "must be larger than or equal to {least}", {"least": least})
        if number > most:
            raise PydanticCustomError("most", "must be less than or equal to {most}", {"most": most})
        return number

    return BeforeValidator(check)


def _object(value: Any) -> Any:
    if not isinstance(value, dict):
        raise PydanticCustomError("object", "must be an object")
    return value


Offset = Annotated[int, _between(0, FURTHEST), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": FURTHEST})]
Limit = Annotated[
    int, _between(1, MOST_FOUND), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_FOUND})
]


class Pagination(Model):
    """Which of the invoices found are wanted."""

    model_config = ConfigDict(extra="forbid")

    offset: Offset = 0
    limit: Limit = 10


class FoundPage(Model):
    """Where the page begins, and how many invoices the filters match in all."""

    count: int
    offset: int


class FoundInvoices(Model):
    """The answer to a search."""

    data: list[InvoiceAnswer]
    pagination: FoundPage


class _DescribedAsFilters:
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        from faktura.cases.filter_schema import Filters

        return handler(TypeAdapter(Filters).core_schema)


class Search(Model):
    """Filters in the filter language, and a page."""

    model_config = ConfigDict(extra="forbid")

    filters: Annotated[dict[str, Any], BeforeValidator(_object), _DescribedAsFilters()] = Field(default_factory=dict)
    pagination: Pagination = Field(default_factory=Pagination)
