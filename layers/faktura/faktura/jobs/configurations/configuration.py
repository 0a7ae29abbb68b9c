"""The configurations that jobs and credit notes read (docs/apis/jobs.md)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from faktura.core.model import ShortText, validated
from faktura.einvoices.form import Form
from faktura.exports.accounts import Accounts
from faktura.jobs.configurations.seller_field import (
    Bic,
    Country,
    Days,
    Email,
    FieldText,
    Iban,
    Scheme,
)
from faktura.jobs.configurations.setting_field import (
    Flag,
    Hours,
    Lines,
    Names,
    SettingModel,
)
from faktura.jobs.numbering import Numbering

INVOICE_SETTINGS = "invoiceSettings"
INVOICE_NUMBERING = "invoiceNumbering"
CREDIT_NOTE_NUMBERING = "creditNoteNumbering"
SELLER_ADDRESS = "sellerAddress"
E_INVOICE = "eInvoice"
DATEV = "datev"

MAX_CONFIGURATION_BYTES = 350 * 1024
"""Bytes of a configuration as JSON."""

_MAX_LINES = 12


class InvoiceSettings(SettingModel):
    """Which orders an AUTOMATIC job selects: by status and extended status, `threshold` hours after delivery."""

    threshold: Hours = Decimal(96)
    status: Names = ("CREATED",)
    extended_order_status: Names = ("70",)

    def delivered_by(self, moment: datetime) -> datetime:
        """The latest delivery time that is due at `moment`: `threshold` hours before it, inclusive."""
        return moment - timedelta(seconds=int(self.threshold * 3600))

    @property
    def statuses(self) -> list[tuple[str, str]]:
        """Every pair of status and extended status that is selected; an empty list means the default."""
        return [
            (status, extended)
            for status in self.status or ("CREATED",)
            for extended in self.extended_order_status or ("70",)
        ]


class SellerContact(SettingModel):
    """Whom buyers ask."""

    name: FieldText = ""
    phone: FieldText = ""
    email: Email = ""


class SellerElectronicAddress(SettingModel):
    """Where the seller receives electronic documents: an identifier, and its scheme by the list EAS."""

    scheme: Scheme = ""
    id: FieldText = ""


class PaymentTerms(SettingModel):
    """Until when to pay: days after the day of issue, and a text."""

    days: Days = None
    text: FieldText = ""


class Seller(SettingModel):
    """The seller. `address` is its lines as printed; without it they are made from street, zip code, city and country.

    An e-invoice needs those four by their own names.
    """

    name: ShortText = ""
    address: Annotated[tuple[ShortText, ...], Lines, Field(max_length=_MAX_LINES)] = ()
    vat_id: ShortText = ""
    street: FieldText = ""
    zip_code: FieldText = ""
    city: FieldText = ""
    country: Country = ""
    tax_number: FieldText = ""
    contact: SellerContact = SellerContact()
    iban: Iban = ""
    bic: Bic = ""
    payment_terms: PaymentTerms = PaymentTerms()
    electronic_address: SellerElectronicAddress = SellerElectronicAddress()


class EInvoiceSettings(SettingModel):
    """Which e-invoice is the tenant's own, and whether an order that cannot become one fails or has a plain PDF."""

    format: Form = "factur-x"
    required: Flag = False


_TYPES: Mapping[str, TypeAdapter[Any]] = {
    INVOICE_SETTINGS: TypeAdapter(InvoiceSettings),
    INVOICE_NUMBERING: TypeAdapter(Numbering),
    CREDIT_NOTE_NUMBERING: TypeAdapter(Numbering),
    SELLER_ADDRESS: TypeAdapter(Seller),
    E_INVOICE: TypeAdapter(EInvoiceSettings),
    DATEV: TypeAdapter(Accounts),
}


def parsed(key: str, value: Any) -> Any:
    """`value` as the model of its key, or an `InvalidRequest`; `None` if it is null.

    The value of any other key is returned as it is.
    """
    return validated(_TYPES[key], value) if key in _TYPES and value is not None else value
