"""A provider's invoice as seed 004 prints it. A field may be `null`, which is the same as left out."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

from faktura.cases.date import Date
from faktura.core.exact_numbers import Exact, Whole, exact
from faktura.core.model import ListLength, Model, WithMessage
from faktura.core.text import TextRule

LONGEST_TEXT = 255
_LONGEST_CURRENCY = 3
MOST_DETAILS = 3_000
"""More do not fit an invoice of 350 KB."""

DEEPEST_OBJECT = 100
"""Levels. What we answer holds it a few levels deeper, and must be readable again: JSON is read to 200 levels."""

GUID = TextRule("must be a valid GUID", "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_WITHOUT_NUL = TextRule("must not hold the character U+0000", r"[^\u0000]*")


def guid(value: Any) -> str:
    """A GUID in lower case."""
    if not isinstance(value, str):
        raise PydanticCustomError("string", "must be a string")
    if not GUID.allows(value):
        raise PydanticCustomError("guid", GUID.message)
    return value.lower()


def _named(value: Any) -> str:
    if value == "":
        raise PydanticCustomError("empty", "is not allowed to be empty")
    return _text(value)


def _text(value: Any, longest: int = LONGEST_TEXT) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("string", "must be a string")
    if len(value) > longest:
        message = "length must be less than or equal to {longest} characters long"
        raise PydanticCustomError("length", message, {"longest": longest})
    if not _WITHOUT_NUL.allows(value):
        raise PydanticCustomError("nul", _WITHOUT_NUL.message)
    return value


def _currency(value: Any) -> str:
    return _text(value, longest=_LONGEST_CURRENCY)


def _at_most(length: int, **terms: Any) -> WithJsonSchema:
    return WithJsonSchema({**_WITHOUT_NUL.schema, **terms, "maxLength": length})


def any_object(value: Any) -> Any:
    """Any JSON object of 100 levels at most, its numbers within DynamoDB's range: one could have a billion digits."""
    if not isinstance(value, dict):
        raise PydanticCustomError("object", "must be an object")
    return _with_exact_numbers(value, level=1)


def _with_exact_numbers(value: Any, level: int) -> Any:
    if level > DEEPEST_OBJECT and isinstance(value, Mapping | list):
        message = "must not be nested deeper than {deepest} levels"
        raise PydanticCustomError("depth", message, {"deepest": DEEPEST_OBJECT})
    if isinstance(value, Mapping):
        return {name: _with_exact_numbers(member, level + 1) for name, member in value.items()}
    if isinstance(value, list):
        return [_with_exact_numbers(member, level + 1) for member in value]
    return value if value is None or isinstance(value, str | bool) else exact(value)


def _link(value: Any) -> Any:
    return {"externalId": value} if isinstance(value, str) else value


GUID_SCHEMA = {**GUID.schema, "format": "uuid"}
Guid = Annotated[str, BeforeValidator(guid), WithJsonSchema(GUID_SCHEMA)]
Name = Annotated[str, BeforeValidator(_named), _at_most(LONGEST_TEXT, minLength=1)]
Text = Annotated[str, BeforeValidator(_text), _at_most(LONGEST_TEXT)]
Currency = Annotated[str, BeforeValidator(_currency), _at_most(_LONGEST_CURRENCY)]
Flag = Annotated[bool, WithMessage("must be a boolean")]
AnyObject = Annotated[dict[str, Any], BeforeValidator(any_object)]
Kind = Annotated[Literal["invoice", "credit note"], WithMessage("must be one of [invoice, credit note]")]


Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class InvoiceDetail(Model):
    """One line of an invoice."""

    model_config = ConfigDict(extra="forbid", validate_by_name=False)

    name: Name
    count: Whole
    article: Text | None = None
    vat_rate: Exact
    vat_amount: Exact
    price_excl_vat: Exact
    price_incl_vat: Exact
    total_amount_excl_vat: Exact
    total_amount_incl_vat: Exact


class LinkedInvoice(Model):
    """The invoice that a credit note is about; whatever else is told of it is ignored."""

    external_id: Name


class Invoice(Model):
    """One invoice of a provider, by its `external_id`. What is ours to say (id, times, case) is ignored when sent."""

    model_config = ConfigDict(extra="forbid", validate_by_name=False)

    id: Any = None
    guid: Guid
    external_id: Name
    type: Kind | None = None
    custom_data: AnyObject | None = None
    price_net: Exact | None = None
    currency: Currency | None = None
    is_active: Flag | None = None
    due_date: Date | None = None
    is_sent: Flag | None = None
    is_paid: Flag | None = None
    status: Text | None = None
    details: Annotated[list[InvoiceDetail], ListLength(MOST_DETAILS)] | None = None
    created_at: Any = None
    updated_at: Any = None
    case: Any = None
    linked_invoice: Annotated[LinkedInvoice, BeforeValidator(_link)] | None = None

    @property
    def link(self) -> str | None:
        """The external id of the invoice it is linked to."""
        return self.linked_invoice.external_id if self.linked_invoice else None

    def content(self) -> dict[str, Any]:
        """The invoice as it is answered, but for what is ours to say, with its defaults (CONTRACT section 5)."""
        written = self.model_dump(by_alias=True, exclude_unset=True, include={"details"})
        return {
            "guid": self.guid,
            "externalId": self.external_id,
            "type": self.type or "invoice",
            "customData": self.custom_data,
            "priceNet": self.price_net,
            "currency": self.currency,
            "isActive": self.is_active,
            "dueDate": self.due_date,
            "isSent": bool(self.is_sent),
            "isPaid": bool(self.is_paid),
            "status": self.status,
            "details": written.get("details"),
            "linkedInvoice": {"externalId": self.link} if self.link else None,
        }


class CaseAnswer(Model):
    """A case as it is answered: what was stored of it, whatever that was, and its GUID."""

    model_config = ConfigDict(extra="allow")

    guid: Guid
    partner_id: Name


class LinkAnswer(Model):
    """The invoice that a credit note is about; no `id` where it is not stored any more."""

    id: int | None
    external_id: Name


class InvoiceAnswer(Model):
    """An invoice as it is answered, with all that is ours to say."""

    id: int
    guid: Guid
    external_id: Name
    type: Kind
    custom_data: dict[str, Any] | None
    price_net: Exact | None
    currency: Currency | None
    is_active: bool | None
    due_date: Moment | None
    is_sent: bool
    is_paid: bool
    status: Text | None
    details: list[InvoiceDetail] | None
    created_at: Moment
    updated_at: Moment
    case: CaseAnswer
    linked_invoice: LinkAnswer | None
