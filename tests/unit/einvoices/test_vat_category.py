"""The VAT category follows from rate, countries and VAT identifiers (Directive 2006/112/EC)."""

from decimal import Decimal

import pytest

from faktura.einvoices.invoice import Address, Party
from faktura.einvoices.vat_category import exemption, vat_category


def _party(country: str, vat_id: str = "", tax_number: str = "") -> Party:
    return Party(name="x", address=Address(country=country), vat_id=vat_id, tax_number=tax_number)


GERMAN, SWISS = _party("DE", "DE123456789"), _party("CH", "CHE123456788MWST")

ZERO_RATES = [
    ("Z", GERMAN, _party("DE"), None),
    ("Z", GERMAN, _party("FR"), None),
    ("AE", GERMAN, _party("DE", "DE987654321"), None),
    ("K", GERMAN, _party("FR", "FR83404833048"), None),
    ("K", GERMAN, _party("FR", "FR83404833048"), _party("AT")),
    ("AE", GERMAN, _party("FR", "FR83404833048"), _party("DE")),
    ("AE", GERMAN, _party("DE", "DE987654321"), _party("AT")),
    ("G", GERMAN, _party("FR", "FR83404833048"), _party("CH")),
    ("G", GERMAN, _party("US"), None),
    ("G", GERMAN, _party("GB", "GB123456789"), None),
    ("G", GERMAN, _party("MQ"), None),
    ("K", GERMAN, _party("GB", "XI123456789"), None),
    ("K", GERMAN, _party("FR", "FR83404833048"), Party()),
    ("K", GERMAN, _party("GR", "EL123456789"), None),
    ("K", GERMAN, _party("EL", "EL123456789"), None),
    ("K", GERMAN, _party("MC", "FR83404833048"), None),
    ("AE", _party("GR", "EL123456789"), _party("GR", "EL987654321"), None),
    ("AE", _party("FR", "FR83404833048"), _party("MC", "FR12345678901"), None),
    ("G", SWISS, _party("DE", "DE123456789"), None),
    ("Z", SWISS, _party("CH"), None),
    ("Z", SWISS, _party("DE"), _party("CH")),
    ("O", _party("DE"), _party("FR", "FR83404833048"), None),
    ("E", _party("DE", tax_number="22/333"), _party("DE"), None),
    ("E", _party("DE", tax_number="22/333"), _party("US"), None),
]


@pytest.mark.parametrize(("category", "seller", "buyer", "ship_to"), ZERO_RATES)
def test_a_rate_of_zero_has_the_category(category: str, seller: Party, buyer: Party, ship_to: Party | None) -> None:
    assert vat_category(Decimal(0), seller, buyer, ship_to) == category


@pytest.mark.parametrize(("_", "seller", "buyer", "ship_to"), ZERO_RATES)
def test_a_rate_above_zero_is_standard_for_everyone(_: str, seller: Party, buyer: Party, ship_to: Party | None) -> None:
    assert vat_category(Decimal("5.5"), seller, buyer, ship_to) == "S"


@pytest.mark.parametrize(
    ("category", "reason", "code"),
    [
        ("AE", "Reverse charge", "VATEX-EU-AE"),
        ("K", "Intra-community supply", "VATEX-EU-IC"),
        ("G", "Export outside the EU", "VATEX-EU-G"),
        ("O", "Not subject to VAT", "VATEX-EU-O"),
        ("E", "Exempt from VAT", ""),
        ("S", "", ""),
        ("Z", "", ""),
    ],
)
def test_a_category_without_tax_says_why(category: str, reason: str, code: str) -> None:
    assert exemption(category) == (reason, code)
