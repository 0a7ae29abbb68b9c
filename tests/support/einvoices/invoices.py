"""Invoices for the judges: one that every form can be written of, and random ones of every kind."""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from faktura.einvoices.invoice import (
    Address,
    AllowanceCharge,
    Contact,
    ElectronicAddress,
    Invoice,
    InvoiceReference,
    Line,
    Party,
    Payment,
    VatRate,
)
from faktura.einvoices.sums import breakdown, rounded, totals
from faktura.einvoices.vat_category import vat_category

CENT = Decimal("0.01")

SELLER = Party(
    name="Muster & Söhne GmbH",
    address=Address(street="Hafenstraße 1", zip_code="20457", city="Hamburg", country="DE"),
    vat_id="DE123456789",
    tax_number="22/333/44444",
    electronic_address=ElectronicAddress(scheme="9930", id="DE123456789"),
    contact=Contact(name="Erika Muster", phone="+49 40 1234567", email="rechnung@muster.example"),
)
BUYER = Party(
    name="Käufer AG",
    address=Address(street="Am Markt 2", addition="Hof 3", zip_code="80331", city="München", country="DE"),
    electronic_address=ElectronicAddress(scheme="0204", id="04011000-12345-03"),
)
PAYMENT = Payment(
    iban="DE89 3704 0044 0532 0130 00",
    bic="COBADEFFXXX",
    account_name="Muster & Söhne GmbH",
    reference="RE-1",
    due=date(2026, 12, 24),
    terms="Payable within 30 days",
)


_MAILBOX = ElectronicAddress(scheme="EM", id="rechnung@muster.example")
_BUYERS = (
    ("DE", ""),
    ("DE", "DE987654321"),
    ("FR", "FR83404833048"),
    ("AT", "ATU13585627"),
    ("CH", ""),
    ("US", ""),
    ("GB", "XI123456789"),
)
"""Countries, and VAT identifiers."""


def line(number: int = 1, net: str = "10.00", rate: str = "19", category: str = "S", **more: Any) -> Line:
    """A line of one piece at `net`."""
    vat = VatRate(category=category, rate=None if category == "O" else Decimal(rate))
    given = {"quantity": Decimal(1), "unit": "H87", "unit_price": Decimal(net), "name": f"Item {number}", **more}
    return Line(id=str(number), net=Decimal(net), vat=vat, **given)


def invoice(lines: list[Line] | None = None, of_invoice: list[AllowanceCharge] | None = None, **more: Any) -> Invoice:
    """An invoice that lacks nothing in any form, with other terms for `more`; its sums are those of its rows."""
    rows, others = lines or [line()], of_invoice or []
    vat = breakdown(rows, others, CENT)
    net = totals(rows, others, vat, Decimal(0))
    given: dict[str, Any] = {
        "number": "RE-1",
        "issued": date(2026, 11, 24),
        "currency": "EUR",
        "buyer_reference": "04011000-12345-03",
        "seller": SELLER,
        "buyer": BUYER,
        "delivered": date(2026, 11, 20),
        "payment": PAYMENT,
        "totals": totals(rows, others, vat, more.pop("payable", net.gross)),
        **more,
    }
    return Invoice(lines=rows, allowances_charges=others, vat=vat, **given)


def random_invoice(seed: int) -> Invoice:
    """A valid invoice: its kind, parties, rates, rows and optional terms are drawn with the seed."""
    return _Draw(random.Random(seed)).invoice()


class _Draw:
    """Draws the parts of an invoice."""

    def __init__(self, source: random.Random) -> None:
        self._random = source
        self.seller, self.buyer, self.ship_to = self._parties()
        self._rates = self._drawn_rates()

    def invoice(self) -> Invoice:
        """An invoice or credit note, with a rounding amount now and then."""
        draw = self._random
        lines = [self._line(number) for number in range(1, draw.choice((1, 2, 3, 5, 8, 20, 200)) + 1)]
        others = [self._row(draw.random() < 0.5, self._rate(), Decimal(50)) for _ in range(draw.choice((0, 0, 1, 3)))]
        vat = breakdown(lines, others, CENT)
        gross = totals(lines, others, vat, Decimal(0)).gross or Decimal(0)
        is_credit = draw.random() < 0.25
        return Invoice(
            number=f"{'GS' if is_credit else 'RE'}/{draw.randrange(10**6)}",
            issued=date(2026, 1, 1) + timedelta(days=draw.randrange(360)),
            type_code="381" if is_credit else "380",
            currency=draw.choice(("EUR", "EUR", "EUR", "CHF", "USD", "JPY", "DKK")),
            buyer_reference=self._maybe("04011000-12345-03"),
            purchase_order=self._maybe('PO <1> & "2"'),
            sales_order=self._maybe("EON2076"),
            preceding=[InvoiceReference(number="RE/1", issued=date(2025, 12, 31))] if is_credit else [],
            notes=[self._text() for _ in range(draw.choice((0, 1, 2)))],
            seller=self.seller,
            buyer=self.buyer,
            delivered=date(2026, 11, 20) if draw.random() < 0.9 else None,
            ship_to=self.ship_to,
            payment=self._payment(),
            lines=lines,
            allowances_charges=others,
            vat=vat,
            totals=totals(lines, others, vat, gross + draw.choice((0, 0, 1, -2)) * CENT),
        )

    def _parties(self) -> tuple[Party, Party, Party | None]:
        draw = self._random
        seller = SELLER.model_copy(
            update={
                "vat_id": "" if draw.random() < 0.2 else SELLER.vat_id,
                "tax_number": self._maybe(SELLER.tax_number),
                "electronic_address": draw.choice((_MAILBOX, *[SELLER.electronic_address] * 3)),
                "contact": SELLER.contact if draw.random() < 0.8 else Contact(name="Only a name"),
            }
        )
        country, vat_id = draw.choice(_BUYERS)
        buyer = BUYER.model_copy(
            update={
                "name": self._text(),
                "address": BUYER.address.model_copy(update={"country": country, "addition": self._maybe("2nd floor")}),
                "vat_id": vat_id,
                "electronic_address": BUYER.electronic_address if draw.random() < 0.9 else ElectronicAddress(),
            }
        )
        elsewhere = Address(street="Kai 7", zip_code="1010", city="Wien", country=draw.choice(("AT", "DE", "CH")))
        ship_to = draw.choice(
            (None, Party(name=self._text(), address=elsewhere), Party(name="x", address=buyer.address))
        )
        return seller, buyer, ship_to

    def _drawn_rates(self) -> list[VatRate]:
        some = self._random.choice((["19"], ["7", "19"], ["19", "0"], ["0"], ["0"], ["5.5", "20", "10"]))
        found = [(rate, vat_category(Decimal(rate), self.seller, self.buyer, self.ship_to)) for rate in some]
        return [VatRate(category=code, rate=None if code == "O" else Decimal(rate)) for rate, code in found]

    def _rate(self) -> VatRate:
        return self._random.choice(self._rates)

    def _line(self, number: int) -> Line:
        draw = self._random
        quantity = draw.choice((Decimal(draw.randrange(1, 40)), Decimal(draw.randrange(1, 9999)) / 1000))
        price = Decimal(draw.randrange(0, 10**6)) / draw.choice((100, 1000, 10000))
        base = draw.choice((None, None, Decimal(1), Decimal(100)))
        amount = rounded(quantity * price / (base or 1), CENT)
        rows = [self._row(draw.random() < 0.3, None, amount) for _ in range(draw.choice((0, 0, 1, 2)))]
        return Line(
            id=str(number),
            name=self._text(),
            description=self._maybe(self._text()),
            item_number=self._maybe(f"SKU-{number}"),
            quantity=quantity,
            unit=draw.choice(("H87", "C62", "KGM", "LTR", "HUR", "XPK")),
            unit_price=price,
            base_quantity=base,
            allowances_charges=rows,
            net=amount + sum((row.signed for row in rows), Decimal(0)),
            vat=self._rate(),
        )

    def _row(self, is_charge: bool, vat: VatRate | None, most: Decimal) -> AllowanceCharge:
        draw = self._random
        amount = (most * Decimal(draw.randrange(0, 50)) / 100).quantize(CENT, ROUND_HALF_UP)
        return AllowanceCharge(
            is_charge=is_charge,
            amount=amount,
            reason=draw.choice(("Packing", "Shipping", "Three for two")) if is_charge else self._text(),
            reason_code=draw.choice(("", "FC", "ABL")) if is_charge else draw.choice(("", "95", "100")),
            vat=vat,
        )

    def _payment(self) -> Payment:
        draw = self._random
        return Payment(**{name: value for name, value in PAYMENT if draw.random() < 0.8})

    def _maybe(self, text: str) -> str:
        return text if self._random.random() < 0.7 else ""

    def _text(self) -> str:
        return self._random.choice(
            (
                "Desk lamp, oak",
                "Łódź 山田太郎 <&> \"'",
                "a\x0bb\x00c",
                "two\nlines\tand a tab",
                "emoji 😀 ]]>",
                "x" * 300,
            )
        )
