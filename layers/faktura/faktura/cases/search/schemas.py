"""Request and response bodies of a search (docs/apis/cases.md)."""

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

from faktura.cases.schemas import InvoiceBody
from faktura.core.exact_numbers import whole
from faktura.core.model import Model

MAX_LIMIT = 100
MAX_OFFSET = 2**53


def _between(minimum: int, maximum: int) -> BeforeValidator:
    def check(value: Any) -> int:
        number = whole(value)
        if number < minimum:
            raise PydanticCustomError("minimum", "must be larger than or equal to {minimum}", {"minimum": minimum})
        if number > maximum:
            raise PydanticCustomError("maximum", "must be less than or equal to {maximum}", {"maximum": maximum})
        return number

    return BeforeValidator(check)


def _object(value: Any) -> Any:
    if not isinstance(value, dict):
        raise PydanticCustomError("object", "must be an object")
    return value


Offset = Annotated[
    int, _between(0, MAX_OFFSET), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": MAX_OFFSET})
]
Limit = Annotated[int, _between(1, MAX_LIMIT), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MAX_LIMIT})]


class Pagination(Model):
    """A page of the matching invoices."""

    model_config = ConfigDict(extra="forbid")

    offset: Offset = Field(0, description="How many of the newest matching invoices to skip; 0 by default.")
    limit: Limit = Field(10, description="How many invoices to return at most; 10 by default.")


class FoundPage(Model):
    """Where the page begins, and how many invoices match."""

    count: int = Field(description="How many invoices match in all.", examples=[42])
    offset: int = Field(description="How many matching invoices were skipped.", examples=[0])


class FoundInvoices(Model):
    """The result of a search."""

    data: list[InvoiceBody] = Field(description="The matching invoices, newest first.")
    pagination: FoundPage = Field(description="The page and the total.")


class _DescribedAsFilters:
    """Annotation: in the OpenAPI description, the value is a `Filters`, which only the build imports."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        from faktura.cases.search.filter_schema import Filters

        return handler(TypeAdapter(Filters).core_schema)


class Search(Model):
    """What to search for."""

    model_config = ConfigDict(extra="forbid")

    filters: Annotated[dict[str, Any], BeforeValidator(_object), _DescribedAsFilters()] = Field(
        default_factory=dict, description="What the invoices must match; without filters, all match."
    )
    pagination: Pagination = Field(default_factory=Pagination, description="Which of the matching invoices to return.")
