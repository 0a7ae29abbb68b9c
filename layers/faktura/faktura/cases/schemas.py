"""Request and response bodies (docs/apis/cases.md). In a request, null is the same as a missing field."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, model_validator

from faktura.cases.date import Date
from faktura.cases.field import AnyObject, Currency, Flag, Guid, Kind, Moment, Name, Text, any_object
from faktura.core import json
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.exact_numbers import Exact, Whole
from faktura.core.model import ListLength, Model, validated

MAX_DETAILS = 3_000
"""An invoice holds at most 350 KB of JSON, which is less than 3,000 lines."""

MAX_CASE_BYTES = 100 * 1024
"""Of JSON: every invoice in a response contains its case."""

_GUID_EXAMPLE = "734b0739-7dfe-4f6e-a2a7-6a2871458309"
_SET_BY_US = "Set by us; ignored when sent."


class CaseRequest(Model):
    """A case: the partner who may see its invoices, and any other fields you choose."""

    model_config = ConfigDict(extra="allow", validate_by_name=False)

    partner_id: Name = Field(
        description="The partner who may see the case's invoices from now on.", examples=["insurer-one"]
    )

    _any_object = model_validator(mode="before")(any_object)

    @classmethod
    def from_json(cls, document: Any, _size: int = 0) -> "CaseRequest":
        """The case in `document`, or an `InvalidRequest`."""
        case = validated(_CASE, document)
        if len(json.dumps(case)) > MAX_CASE_BYTES:
            raise InvalidRequest(Fault("", "must not be larger than 100 KB"))
        return case

    def body(self, guid: str) -> dict[str, Any]:
        """The case as it is returned, and stored."""
        return {**self.model_dump(by_alias=True, exclude_unset=True), "guid": guid}


_CASE = TypeAdapter(CaseRequest)


class InvoiceDetail(Model):
    """One line of an invoice."""

    model_config = ConfigDict(extra="forbid", validate_by_name=False)

    name: Name = Field(description="What is invoiced.", examples=["Paint, front door"])
    count: Whole = Field(description="How many units, a whole number.", examples=[1])
    article: Text | None = Field(None, description="Your article number.")
    vat_rate: Exact = Field(description="VAT rate as a fraction.", examples=[0.2])
    vat_amount: Exact = Field(description="VAT of the line.", examples=[200])
    price_excl_vat: Exact = Field(description="Price without VAT.", examples=[1000])
    price_incl_vat: Exact = Field(description="Price with VAT.", examples=[1200])
    total_amount_excl_vat: Exact = Field(description="Total of the line without VAT.", examples=[1000])
    total_amount_incl_vat: Exact = Field(description="Total of the line with VAT.", examples=[1200])


class LinkedInvoice(Model):
    """The invoice that a credit note credits. Other fields are ignored."""

    external_id: Name = Field(description="The external id of one of your invoices.", examples=["100001"])


def _link(value: Any) -> Any:
    return {"externalId": value} if isinstance(value, str) else value


class ReportedInvoice(Model):
    """One of your invoices, identified by its external id. A report replaces what was stored of it."""

    model_config = ConfigDict(extra="forbid", validate_by_name=False)

    id: Any = Field(None, description=_SET_BY_US)
    guid: Guid = Field(description="The GUID of one of your cases.", examples=[_GUID_EXAMPLE])
    external_id: Name = Field(description="Your id of the invoice.", examples=["100001"])
    type: Kind | None = Field(None, description="What it is; an invoice by default.")
    custom_data: AnyObject | None = Field(
        None, description="Any JSON object of yours, nested at most 100 levels.", examples=[{"test": True}]
    )
    price_net: Exact | None = Field(None, description="Net total. It is not compared with the lines.", examples=[10000])
    currency: Currency | None = Field(None, description="Currency code.", examples=["SEK"])
    is_active: Flag | None = Field(None, description="Whether the invoice is active; null by default.")
    due_date: Date | None = Field(
        None,
        description="When payment is due: a date, or a date with a time. Without a time zone it is UTC.",
        examples=["2019-01-01"],
    )
    is_sent: Flag | None = Field(None, description="Whether the invoice was sent; false by default.")
    is_paid: Flag | None = Field(None, description="Whether the invoice was paid; false by default.")
    status: Text | None = Field(None, description="A status of your choice.", examples=["sent"])
    details: Annotated[list[InvoiceDetail], ListLength(MAX_DETAILS)] | None = Field(
        None, description="The invoice's lines."
    )
    created_at: Any = Field(None, description=_SET_BY_US)
    updated_at: Any = Field(None, description=_SET_BY_US)
    case: Any = Field(None, description=_SET_BY_US)
    linked_invoice: Annotated[LinkedInvoice, BeforeValidator(_link)] | None = Field(
        None,
        description="For credit notes only: the invoice credited, by its external id alone or as an object. It must be "
        "stored or in the same request.",
    )

    @property
    def link(self) -> str | None:
        """The external id of the linked invoice."""
        return self.linked_invoice.external_id if self.linked_invoice else None

    def content(self) -> dict[str, Any]:
        """The invoice as it is stored, with its defaults and without the fields that we set."""
        lines = self.model_dump(by_alias=True, exclude_unset=True, include={"details"})
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
            "details": lines.get("details"),
            "linkedInvoice": {"externalId": self.link} if self.link else None,
        }


class CaseBody(Model):
    """A case as its provider stored it, with its GUID."""

    model_config = ConfigDict(extra="allow")

    guid: Guid = Field(description="The case's GUID.", examples=[_GUID_EXAMPLE])
    partner_id: Name = Field(description="The partner who may see the case's invoices.", examples=["insurer-one"])


class LinkBody(Model):
    """The invoice that a credit note credits."""

    id: int | None = Field(description="Our id of the invoice; null while the invoice is not stored.", examples=[60])
    external_id: Name = Field(description="The provider's id of the invoice.", examples=["100001"])


class InvoiceBody(Model):
    """A stored invoice with its case."""

    id: int = Field(description="Our id of the invoice.", examples=[60])
    guid: Guid = Field(description="The GUID of the invoice's case.", examples=[_GUID_EXAMPLE])
    external_id: Name = Field(description="The provider's id of the invoice.", examples=["100001"])
    type: Kind = Field(description="What it is.")
    custom_data: dict[str, Any] | None = Field(description="Any JSON object of the provider.")
    price_net: Exact | None = Field(description="Net total.", examples=[10000])
    currency: Currency | None = Field(description="Currency code.", examples=["SEK"])
    is_active: bool | None = Field(description="Whether the invoice is active; null if the provider did not say.")
    due_date: Moment | None = Field(description="When payment is due, in UTC.", examples=["2019-01-01T00:00:00.000Z"])
    is_sent: bool = Field(description="Whether the invoice was sent.")
    is_paid: bool = Field(description="Whether the invoice was paid.")
    status: Text | None = Field(description="The provider's status of the invoice.", examples=["sent"])
    details: list[InvoiceDetail] | None = Field(description="The invoice's lines.")
    created_at: Moment = Field(description="When the invoice was first reported, in UTC.")
    updated_at: Moment = Field(description="When the invoice was last reported, in UTC.")
    case: CaseBody = Field(description="The invoice's case.")
    linked_invoice: LinkBody | None = Field(description="For credit notes: the invoice credited.")
