"""The sums of EN 16931: each broken rule is named with its terms and figures, and no other."""

from decimal import Decimal
from typing import Any

import pytest

from faktura.einvoices.consistency import faults
from faktura.einvoices.invoice import AllowanceCharge, Invoice, Line, Totals, VatBreakdown, VatRate
from faktura.einvoices.profile import profile
from faktura.einvoices.reader import read
from tests.support.capture.e_invoices import EN_16931, cii, sample

HIGH, LOW = VatRate(category="S", rate=Decimal(19)), VatRate(category="S", rate=Decimal("7.00"))


def line(net: str, vat: VatRate = HIGH) -> Line:
    return Line(net=Decimal(net), vat=vat)


INVOICE = Invoice(
    specification=EN_16931,
    lines=[line("60.00"), line("40.00"), line("10.00", LOW)],
    allowances_charges=[
        AllowanceCharge(amount=Decimal("5.00"), vat=HIGH),
        AllowanceCharge(is_charge=True, amount=Decimal("3.00"), vat=LOW),
    ],
    vat=[
        VatBreakdown(vat=VatRate(category="S", rate=Decimal(7)), base=Decimal("13.00"), tax=Decimal("0.91")),
        VatBreakdown(vat=HIGH, base=Decimal("95.00"), tax=Decimal("18.05")),
    ],
    totals=Totals(
        lines=Decimal("110.00"),
        allowances=Decimal("5.00"),
        charges=Decimal("3.00"),
        net=Decimal("108.00"),
        tax=Decimal("18.96"),
        gross=Decimal("126.96"),
        prepaid=Decimal("26.96"),
        rounding=Decimal("0.04"),
        payable=Decimal("100.04"),
    ),
)


def with_totals(**totals: str | None) -> Invoice:
    changed = {name: None if value is None else Decimal(value) for name, value in totals.items()}
    return INVOICE.model_copy(update={"totals": INVOICE.totals.model_copy(update=changed)})


def rules(invoice: Invoice) -> set[str]:
    return {fault.partition(":")[0] for fault in faults(invoice)}


def test_sums_that_agree_have_no_fault() -> None:
    assert faults(INVOICE) == []


@pytest.mark.parametrize(
    ("totals", "broken"),
    [
        ({"lines": "110.01"}, {"BR-CO-10", "BR-CO-13"}),
        ({"allowances": "4.99"}, {"BR-CO-11", "BR-CO-13"}),
        ({"charges": "3.01"}, {"BR-CO-12", "BR-CO-13"}),
        ({"net": "108.01"}, {"BR-CO-13", "BR-CO-15"}),
        ({"tax": "18.97"}, {"BR-CO-14", "BR-CO-15"}),
        ({"gross": "126.95"}, {"BR-CO-15", "BR-CO-16"}),
        ({"prepaid": None}, {"BR-CO-16"}),
        ({"rounding": "0.05"}, {"BR-CO-16"}),
        ({"payable": "100.00"}, {"BR-CO-16"}),
        ({"lines": None}, {"BR-12"}),
        ({"net": None}, {"BR-13"}),
        ({"gross": None}, {"BR-14"}),
        ({"payable": None}, {"BR-15"}),
    ],
)
def test_a_total_that_differs_by_a_cent_breaks_its_rules(totals: dict[str, Any], broken: set[str]) -> None:
    assert rules(with_totals(**totals)) == broken


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"tax": Decimal("18.00")}, {"BR-CO-14", "BR-CO-17"}),
        ({"base": Decimal("96.00")}, {"BR-CO-17", "BR-S-08"}),
        ({"vat": VatRate(category="S", rate=Decimal(20))}, {"BR-CO-17", "BR-S-08"}),
        ({"vat": VatRate(category="Z", rate=Decimal(19))}, {"BR-Z-08", "BR-S-08"}),
        ({"vat": VatRate(category="S")}, {"BR-48", "BR-S-08"}),
    ],
)
def test_a_rate_that_does_not_agree_breaks_its_rules(change: dict[str, Any], broken: set[str]) -> None:
    vat = [INVOICE.vat[0], INVOICE.vat[1].model_copy(update=change)]

    assert rules(INVOICE.model_copy(update={"vat": vat})) == broken


def test_a_fault_names_the_terms_and_the_figures() -> None:
    assert faults(with_totals(gross="126.95", payable="100.03")) == [
        "BR-CO-15: net (BT-109) plus VAT (BT-110) make 126.96, but the e-invoice says 126.95 (BT-112)"
    ]


def test_each_row_may_have_been_rounded_by_half_a_cent() -> None:
    rounded = INVOICE.vat[1].model_copy(update={"tax": Decimal("18.06")})
    invoice = with_totals(tax="18.97", gross="126.97", payable="100.05")

    assert faults(invoice.model_copy(update={"vat": [INVOICE.vat[0], rounded]})) == []


def test_the_profile_extended_lets_each_row_be_off_by_a_cent() -> None:
    extended = "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended"
    changed = {"specification": extended}

    assert rules(with_totals(lines="110.05").model_copy(update=changed)) == set()
    assert rules(with_totals(lines="110.06").model_copy(update=changed)) == {"BR-CO-10", "BR-CO-13"}


def test_the_extension_of_xrechnung_collects_for_others() -> None:
    extension = f"{EN_16931}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0"

    assert rules(with_totals(payable="150.04").model_copy(update={"specification": extension})) == set()


def test_an_invoice_without_lines_is_no_full_invoice() -> None:
    assert "BR-16: the e-invoice has no lines (BG-25)" in faults(INVOICE.model_copy(update={"lines": ()}))
    assert faults(read(sample("zugferd_basic_wl.xml"))) == []


def test_a_sum_of_amounts_is_exact() -> None:
    lines = [line("0.10")] * 3

    invoice = Invoice(specification=EN_16931, lines=lines, totals=Totals(lines=Decimal("0.30")))

    assert "BR-CO-10" not in rules(invoice)


def test_every_rule_holds_for_the_invoices_of_these_tests() -> None:
    assert faults(read(cii())) == []


@pytest.mark.parametrize(
    ("specification", "name", "is_full"),
    [
        ("urn:factur-x.eu:1p0:minimum", "Factur-X MINIMUM", False),
        ("urn:zugferd.de:2p0:basicwl", "Factur-X BASIC WL", False),
        ("urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic", "Factur-X BASIC", True),
        ("urn:cen.eu:en16931:2017:compliant:factur-x.eu:1p0:basic", "Factur-X BASIC", True),
        ("urn:cen.eu:en16931:2017", "EN 16931", True),
        ("urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended", "Factur-X EXTENDED", True),
        ("urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_2.3", "XRechnung", True),
        ("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", "XRechnung", True),
        ("urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", "Peppol BIS Billing", True),
        ("urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0", "a national use of EN 16931", True),
        ("urn:ferd:CrossIndustryDocument:invoice:1p0:comfort", "ZUGFeRD 1", True),
    ],
)
def test_a_profile_is_known_by_its_identifier(specification: str, name: str, is_full: bool) -> None:
    known = profile(specification)

    assert known
    assert (known.name, known.is_full) == (name, is_full)


@pytest.mark.parametrize("specification", ["", "1.0", "urn:example:invoice", "x urn:cen.eu:en16931:2017"])
def test_another_identifier_is_not_known(specification: str) -> None:
    assert profile(specification) is None
