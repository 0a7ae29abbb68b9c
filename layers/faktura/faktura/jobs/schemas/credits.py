"""The body of a request to credit an invoice."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.core.exact_numbers import Exact
from faktura.core.model import NOT_NULL, ListLength, Model, ShortText, validated
from faktura.core.request import Request
from faktura.jobs.credit_notes.credit import Part

MAX_PARTS = 10_000
"""An invoice has up to 2,000 lines and as many of each kind of rows."""

Positive = Annotated[Exact, Field(gt=0), WithJsonSchema({"type": "number", "format": "decimal", "exclusiveMinimum": 0})]


class PartBody(Model):
    """A line to credit; without a quantity and an amount, all that is left of it."""

    model_config = ConfigDict(extra="forbid")

    line_id: ShortText = Field(description="The `lineId` of the invoice's line.", examples=["1"])
    quantity: Annotated[Exact | None, NOT_NULL] = Field(
        None, description="How much of a line with a quantity: more than 0, up to what is left.", examples=[2]
    )
    amount: Annotated[Positive | None, NOT_NULL] = Field(
        None, description="How much of a fee, the shipping or a discount: more than 0, up to what is left."
    )


def _distinct(parts: list[PartBody]) -> list[PartBody]:
    if len({part.line_id for part in parts}) < len(parts):
        raise PydanticCustomError("duplicate", "must not contain the same lineId twice")
    return parts


class CreditRequest(Model):
    """What to credit: some lines, or without `lines` all that is left of the invoice."""

    model_config = ConfigDict(extra="forbid")

    CONTENT: ClassVar[Mapping[str, Any]] = {
        "application/json": {"schema": {"$ref": "#/components/schemas/CreditRequest"}}
    }
    """The body in the OpenAPI description."""

    lines: Annotated[list[PartBody] | None, NOT_NULL, ListLength(MAX_PARTS, minimum=1), AfterValidator(_distinct)] = (
        Field(None, description="The lines to credit, none of them twice.")
    )
    reason: ShortText = Field("", description="Why; the credit note shows it.", examples=["Returned"])

    @classmethod
    def from_request(cls, request: Request) -> "CreditRequest":
        """From the JSON body; an empty body is `{}`."""
        return validated(TypeAdapter(cls), request.json() if request.body else {})

    @property
    def parts(self) -> list[Part] | None:
        """The lines, or `None` for all that is left."""
        if self.lines is None:
            return None
        return [Part(line_id=one.line_id, quantity=one.quantity, amount=one.amount) for one in self.lines]
