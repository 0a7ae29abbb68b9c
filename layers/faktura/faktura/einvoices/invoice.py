"""The invoice of EN 16931. Comments name its business terms (BT) and groups of terms (BG); docs/glossary.md has more.

A term that is absent is empty or `None`: what was read may lack anything, and `terms.py` names what a form requires.
Amounts are in the invoice's currency and already rounded; rates are in percent.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from faktura.core.exact_numbers import Exact
from faktura.core.model import Model

INVOICE, CREDIT_NOTE = "380", "381"
"""The types of documents that Faktura writes (UNTDID 1001). Others can be read."""

Day = Annotated[date, Field(strict=False)]
"""A text in JSON."""


class ElectronicAddress(Model):
    """Where a party receives e-invoices: an identifier, and its scheme by the list EAS."""

    scheme: str = ""
    id: str = ""


class Contact(Model):
    """Whom to ask at the seller (BG-6)."""

    name: str = ""  # BT-41
    phone: str = ""  # BT-42
    email: str = ""  # BT-43


class Address(Model):
    """A postal address (BG-5, BG-8, BG-15); `country` by ISO 3166-1."""

    street: str = ""  # BT-35, BT-50, BT-75
    addition: str = ""  # BT-36, BT-51, BT-76
    zip_code: str = ""  # BT-38, BT-53, BT-78
    city: str = ""  # BT-37, BT-52, BT-77
    region: str = ""  # BT-39, BT-54, BT-79
    country: str = ""  # BT-40, BT-55, BT-80


class Party(Model):
    """The seller (BG-4), the buyer (BG-7), or the place of delivery (BG-13)."""

    name: str = ""  # BT-27, BT-44, BT-70
    trading_name: str = ""  # BT-28, BT-45
    address: Address = Address()
    vat_id: str = ""  # BT-31, BT-48
    tax_number: str = ""  # BT-32
    electronic_address: ElectronicAddress = ElectronicAddress()  # BT-34, BT-49
    contact: Contact = Contact()


class VatRate(Model):
    """How a line is taxed: the category (S, Z, E, AE, K, G, O, ...) and the rate in percent; category O has none."""

    category: str = ""
    rate: Exact | None = None


class AllowanceCharge(Model):
    """An allowance or a charge, of a line (BG-27, BG-28) or of the whole invoice (BG-20, BG-21; only these have `vat`).

    The amount has the sign of its kind: an allowance of 5.00 lowers the invoice by 5.00.
    """

    is_charge: bool = False
    amount: Exact
    reason: str = ""
    reason_code: str = ""
    vat: VatRate | None = None

    @property
    def signed(self) -> Decimal:
        """What it adds to the sum of the lines; an allowance adds less than nothing."""
        return self.amount if self.is_charge else -self.amount


class Line(Model):
    """One line (BG-25). `net` is quantity times `unit_price` by `base_quantity`, less allowances, plus charges."""

    id: str = ""  # BT-126
    name: str = ""  # BT-153
    description: str = ""  # BT-154
    item_number: str = ""  # BT-155
    quantity: Exact | None = None  # BT-129
    unit: str = ""  # BT-130
    unit_price: Exact | None = None  # BT-146
    base_quantity: Exact | None = None  # BT-149
    allowances_charges: Sequence[AllowanceCharge] = Field(())
    net: Exact | None = None  # BT-131
    vat: VatRate = VatRate()  # BT-151, BT-152


class VatBreakdown(Model):
    """What is taxed alike (BG-23)."""

    vat: VatRate = VatRate()  # BT-118, BT-119
    base: Exact | None = None  # BT-116
    tax: Exact | None = None  # BT-117
    exemption_reason: str = ""  # BT-120
    exemption_code: str = ""  # BT-121


class Totals(Model):
    """The sums of an invoice (BG-22)."""

    lines: Exact | None = None  # BT-106
    allowances: Exact | None = None  # BT-107
    charges: Exact | None = None  # BT-108
    net: Exact | None = None  # BT-109
    tax: Exact | None = None  # BT-110
    gross: Exact | None = None  # BT-112
    prepaid: Exact | None = None  # BT-113
    rounding: Exact | None = None  # BT-114
    payable: Exact | None = None  # BT-115


class Payment(Model):
    """How and until when to pay (BG-16, BT-9, BT-20). With an IBAN, the means is a transfer."""

    iban: str = ""  # BT-84
    bic: str = ""  # BT-86
    account_name: str = ""  # BT-85
    reference: str = ""  # BT-83
    due: Day | None = None  # BT-9
    terms: str = ""  # BT-20


class InvoiceReference(Model):
    """An earlier invoice, for example the one that is credited (BG-3)."""

    number: str = ""  # BT-25
    issued: Day | None = None  # BT-26


class Invoice(Model):
    """An invoice or a credit note; the amounts of a credit note are positive, too.

    `specification` (BT-24) and `process` (BT-23) are those of a file that was read; a writer puts in those of its form.
    """

    number: str = ""  # BT-1
    issued: Day | None = None  # BT-2
    type_code: str = INVOICE  # BT-3
    currency: str = ""  # BT-5
    specification: str = ""
    process: str = ""
    buyer_reference: str = ""  # BT-10
    purchase_order: str = ""  # BT-13
    sales_order: str = ""  # BT-14
    preceding: Sequence[InvoiceReference] = Field(())
    notes: Sequence[str] = Field(())  # BT-22
    seller: Party = Party()
    buyer: Party = Party()
    delivered: Day | None = None  # BT-72
    ship_to: Party | None = None
    payment: Payment = Payment()
    allowances_charges: Sequence[AllowanceCharge] = Field(())
    lines: Sequence[Line] = Field(())
    vat: Sequence[VatBreakdown] = Field(())
    totals: Totals = Totals()

    @property
    def is_credit_note(self) -> bool:
        """Whether it is a credit note of the type that Faktura writes."""
        return self.type_code == CREDIT_NOTE
