"""What is missing for a form is named by its business term."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from faktura.einvoices.form import FORMS, Form, written
from faktura.einvoices.invoice import (
    AllowanceCharge,
    Contact,
    ElectronicAddress,
    Invoice,
    InvoiceReference,
    Party,
    Totals,
    VatBreakdown,
    VatRate,
)
from faktura.einvoices.terms import missing
from tests.support.einvoices.invoices import BUYER, PAYMENT, SELLER, invoice, line
from tests.support.einvoices.judges import faults

_STANDARD = VatRate(category="S", rate=Decimal(19))


def _seller(**change: Any) -> Party:
    return SELLER.model_copy(update=change)


def _buyer(**change: Any) -> Party:
    return BUYER.model_copy(update=change)


def _at(party: Party, **change: Any) -> Party:
    return party.model_copy(update={"address": party.address.model_copy(update=change)})


def _row(**change: Any) -> AllowanceCharge:
    return AllowanceCharge(**{"amount": Decimal(1), "reason": "Bonus", "vat": _STANDARD, **change})


def _with_totals(**change: Any) -> Invoice:
    one = invoice()
    return one.model_copy(update={"totals": one.totals.model_copy(update=change)})


def _abroad(category: str, **change: Any) -> Invoice:
    """An invoice without tax that lacks nothing: to Vienna, or to Berne for category G."""
    country, vat_id = ("CH", "") if category == "G" else ("AT", "ATU13585627")
    given: dict[str, Any] = {
        "buyer": _at(_buyer(vat_id=vat_id), country=country),
        "ship_to": _at(BUYER, country=country),
    }
    return invoice([line(rate="0", category=category)], **{**given, **change})


CASES = {
    "BT-1,": invoice(number=" \x00"),
    "BT-2,": invoice(issued=None),
    "BT-3,": invoice(type_code="384"),
    "BT-5,": invoice(currency="EURO"),
    "BT-25,": invoice(type_code="381", preceding=[InvoiceReference(issued=date(2026, 1, 1))]),
    "BT-27,": invoice(seller=_seller(name="")),
    "BT-31, the seller's VAT identifier, with": invoice(seller=_seller(vat_id="123456789")),
    "BT-31, the seller's VAT identifier": invoice(seller=_seller(vat_id="", tax_number="")),
    "BT-34,": invoice(seller=_seller(electronic_address=ElectronicAddress(id="1"))),
    "BT-40,": invoice(seller=_at(SELLER, country="Germany")),
    "BT-44,": invoice(buyer=_buyer(name="")),
    "BT-48, the buyer's VAT identifier, with": invoice(buyer=_buyer(vat_id="U13585627")),
    "BT-49,": invoice(buyer=_buyer(electronic_address=ElectronicAddress(scheme="0000", id="1"))),
    "BT-55,": invoice(buyer=_at(BUYER, country="EL")),
    "BT-80,": invoice(ship_to=_at(BUYER, country="")),
    "BG-25,": invoice().model_copy(update={"lines": []}),
    "BT-126,": invoice([line().model_copy(update={"id": ""})]),
    "BT-129,": invoice([line(quantity=None)]),
    "BT-130,": invoice([line(unit="piece")]),
    "BT-131, the net amount of line 1": invoice([line().model_copy(update={"net": None})]),
    "BT-146, the price": invoice([line(unit_price=None)]),
    "BT-146, a price that is not negative": invoice([line(net="-10.00")]),
    "BT-149,": invoice([line(base_quantity=Decimal(0))]),
    "BT-153,": invoice([line(name="")]),
    "BT-95,": invoice([line()], [_row(vat=None)]),
    "BT-97,": invoice([line()], [_row(reason="")]),
    "BT-98,": invoice([line()], [_row(reason_code="FC")]),
    "BT-104,": invoice([line()], [_row(is_charge=True, reason="")]),
    "BT-105,": invoice([line()], [_row(is_charge=True, reason_code="95")]),
    "BT-139,": invoice([line(net="9.00", unit_price=Decimal(10), allowances_charges=[_row(reason="", vat=None)])]),
    "BT-145,": invoice(
        [
            line(
                net="11.00",
                unit_price=Decimal(10),
                allowances_charges=[_row(is_charge=True, reason_code="?", vat=None)],
            )
        ]
    ),
    "BG-23,": invoice().model_copy(update={"vat": []}),
    "BT-151,": invoice([line(category="Q")]),
    "BT-152,": invoice([line(category="Z")]),
    "BT-131, the net amount of a line, with two decimals": invoice([line(net="10.001")]),
    "BT-106,": _with_totals(lines=Decimal("10.01")),
    "BT-109,": _with_totals(net=Decimal("10.01")),
    "BT-110,": _with_totals(tax=Decimal("1.91")),
    "BT-112,": _with_totals(gross=Decimal("11.91")),
    "BT-114,": _with_totals(payable=Decimal("11.91")),
    "BT-115,": _with_totals(payable=None),
    "BT-48, the buyer's VAT identifier": _abroad("K", buyer=_at(BUYER, country="AT")),
    "BT-72,": _abroad("K", delivered=None),
    "BT-118, one VAT category": invoice([line(rate="0", category="O"), line(2)]),
}
"""By the beginning of the name of the term that the invoice lacks."""


@pytest.mark.parametrize("term", CASES)
def test_a_term_that_en_16931_demands_is_named_for_every_form_and_the_judge_misses_it_too(term: str) -> None:
    one = CASES[term]

    assert [form for form in FORMS if not any(name.startswith(term) for name in missing(one, form))] == []
    assert bool(faults(written(one, "ubl"), "ubl")) != (term in _NOT_JUDGED)


_NOT_JUDGED = {
    "BT-3,": "UBL takes the corrected invoices that Faktura does not write",
    "BT-149,": "it is KoSIT's rule and Peppol's",
    "BT-131, the net amount of a line, with two decimals": "an amount is written with two decimals",
}
"""Terms that CEN's rules do not ask for, and why they are named."""


@pytest.mark.parametrize("category", ["K", "AE", "G", "E", "Z"])
def test_an_invoice_without_tax_that_lacks_nothing_has_no_term_missing(category: str) -> None:
    assert missing(_abroad(category), "cii") == []


@pytest.mark.parametrize(
    ("term", "change"),
    [
        ("BT-10,", {"buyer_reference": ""}),
        ("BT-20,", {"payment": PAYMENT.model_copy(update={"terms": "#SKONTO#TAGE=14#PROZENT=2#"})}),
        ("BT-34,", {"seller": _seller(electronic_address=ElectronicAddress())}),
        ("BT-37,", {"seller": _at(SELLER, city="")}),
        ("BT-38,", {"seller": _at(SELLER, zip_code="")}),
        ("BT-41,", {"seller": _seller(contact=SELLER.contact.model_copy(update={"name": ""}))}),
        ("BT-42,", {"seller": _seller(contact=SELLER.contact.model_copy(update={"phone": "on request"}))}),
        ("BT-43,", {"seller": _seller(contact=SELLER.contact.model_copy(update={"email": "a@b"}))}),
        ("BT-49,", {"buyer": _buyer(electronic_address=ElectronicAddress())}),
        ("BT-52,", {"buyer": _at(BUYER, city="")}),
        ("BT-53,", {"buyer": _at(BUYER, zip_code="")}),
        ("BT-77,", {"ship_to": _at(BUYER, city="")}),
        ("BT-78,", {"ship_to": _at(BUYER, zip_code="")}),
        ("BT-84,", {"payment": PAYMENT.model_copy(update={"iban": ""})}),
    ],
)
@pytest.mark.parametrize("form", ["xrechnung-cii", "xrechnung-ubl"])
def test_a_term_that_an_xrechnung_demands_is_named(form: Form, term: str, change: dict[str, Any]) -> None:
    one = invoice(**change)

    assert [name[: len(term)] for name in missing(one, form)] == [term]
    assert missing(one, "factur-x") == []


def test_a_cash_discount_in_the_form_of_xrechnung_is_valid() -> None:
    terms = "Within 30 days, or\n#SKONTO#TAGE=14#PROZENT=2.00#"
    one = invoice(payment=PAYMENT.model_copy(update={"terms": terms}))

    assert missing(one, "xrechnung-ubl") == []
    assert faults(written(one, "xrechnung-ubl"), "xrechnung-ubl") == []
    assert faults(written(one, "xrechnung-cii"), "xrechnung-cii") == []


def test_an_iban_with_wrong_check_digits_is_named() -> None:
    one = invoice(payment=PAYMENT.model_copy(update={"iban": "DE88370400440532013000"}))

    assert missing(one, "cii") == ["BT-84, the seller's IBAN, with right check digits"]


def test_a_term_that_many_lines_lack_is_named_once() -> None:
    one = invoice([line(number, unit="") for number in range(1, 21)])

    [name] = missing(one, "cii")

    assert name == "BT-130, the unit, by UN/ECE Recommendation 20, of lines 1, 2, 3, 4, 5 and 15 more"


def test_a_credit_note_needs_no_account_for_an_xrechnung() -> None:
    one = invoice(type_code="381", payment=PAYMENT.model_copy(update={"iban": "", "bic": ""}))

    assert missing(one, "xrechnung-ubl") == []
    assert faults(written(one, "xrechnung-ubl"), "xrechnung-ubl") == []


def test_an_invoice_in_yen_is_rounded_to_whole_yen() -> None:
    lines = [line(net="100", unit_price=Decimal("33.3"), quantity=Decimal(3))]
    vat = [VatBreakdown(vat=_STANDARD, base=Decimal(100), tax=Decimal(19))]
    sums = Totals(lines=Decimal(100), net=Decimal(100), tax=Decimal(19), gross=Decimal(119), payable=Decimal(119))
    one = invoice(lines, currency="JPY").model_copy(update={"vat": vat, "totals": sums})

    assert missing(one, "cii") == []
    assert missing(one, "peppol-bis") == [
        "BT-146, prices of which quantity times price is the net amount of each line to 0.02"
    ]


def test_amounts_with_three_decimals_cannot_be_written() -> None:
    one = invoice([line(net="1.125")], currency="KWD")

    assert "BT-131, the net amount of a line, with two decimals at most" in missing(one, "cii")


@pytest.mark.parametrize("huge", [Decimal("1E+125"), Decimal("-" + "9" * 38), Decimal("1E-130")])
def test_numbers_of_any_size_are_named_and_never_break_it(huge: Decimal) -> None:
    rate = VatRate(category="S", rate=huge)
    lines = [line(quantity=huge, unit_price=abs(huge)), line(2).model_copy(update={"net": huge, "vat": rate})]
    one = invoice().model_copy(update={"lines": lines, "totals": Totals(lines=huge, payable=huge)})

    assert missing(one, "peppol-bis") != []
    assert written(one, "peppol-bis")


def test_an_invoice_without_any_term_lacks_what_en_16931_demands() -> None:
    names = [name.partition(",")[0] for name in missing(Invoice(), "cii")]

    assert (
        " ".join(names) == "BT-1 BT-2 BT-5 BT-27 BT-44 BT-40 BT-55 BT-31 BG-25 BG-23 BT-106 BT-109 BT-110 BT-112 BT-115"
    )


def test_a_seller_without_a_vat_identifier_is_known_by_its_tax_number() -> None:
    one = invoice([line(rate="0", category="E")], seller=_seller(vat_id="", contact=Contact()))

    assert missing(one, "factur-x") == []
    assert faults(written(one, "factur-x"), "factur-x") == []
    assert faults(written(one, "ubl"), "ubl") == []
