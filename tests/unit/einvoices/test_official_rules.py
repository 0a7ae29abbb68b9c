"""The official judges find no fault in what is written, and each kind of fault if one is planted."""

from decimal import Decimal

import pytest

from faktura.einvoices.form import FORMS, Form, written
from faktura.einvoices.invoice import AllowanceCharge, Invoice, VatRate
from faktura.einvoices.terms import missing
from faktura.einvoices.units import UNITS
from tests.support.einvoices.invoices import invoice, line, random_invoice
from tests.support.einvoices.judges import JUDGES, faults, findings

SEEDS = 100

CII_FAULTS = {
    "a wrong sum of lines": (b"<ram:LineTotalAmount>20.00", b"<ram:LineTotalAmount>20.01", "BR-CO-10"),
    "a wrong base": (b"<ram:BasisAmount>17.00", b"<ram:BasisAmount>17.01", "BR-S-08"),
    "a wrong tax of a rate": (b"<ram:CalculatedAmount>3.23", b"<ram:CalculatedAmount>5.23", "BR-CO-17"),
    "a wrong total without VAT": (b"<ram:TaxBasisTotalAmount>17.00", b"<ram:TaxBasisTotalAmount>17.01", "BR-CO-13"),
    "a wrong total with VAT": (b"<ram:GrandTotalAmount>20.23", b"<ram:GrandTotalAmount>20.24", "BR-CO-15"),
    "a wrong amount due": (b"<ram:DuePayableAmount>20.25", b"<ram:DuePayableAmount>20.26", "BR-CO-16"),
    "a rounding amount under UBL's name": (b"ram:RoundingAmount>", b"ram:PayableRoundingAmount>", "XSD"),
    "no VAT identifier": (b'schemeID="VA"', b'schemeID="XX"', "BR-CO-26"),
    "no country in the VAT identifier": (b">DE123456789</ram:ID>", b">123456789</ram:ID>", "BR-CO-09"),
    "a wrong category": (b"<ram:CategoryCode>S<", b"<ram:CategoryCode>Z<", "BR-Z-05"),
    "an unknown category": (b"<ram:CategoryCode>S<", b"<ram:CategoryCode>Q<", "BR-CL-18"),
    "an unknown unit": (b'unitCode="H87"', b'unitCode="PCS"', "BR-CL-23"),
    "an unknown country": (b"<ram:CountryID>DE", b"<ram:CountryID>D", "BR-CL-14"),
    "an unknown currency": (b"InvoiceCurrencyCode>EUR", b"InvoiceCurrencyCode>EURO", "BR-CL-04"),
    "three decimals": (b"<ram:ActualAmount>5.00", b"<ram:ActualAmount>5.001", "BR-DEC-01"),
    "a negative price": (b"<ram:ChargeAmount>10<", b"<ram:ChargeAmount>-10<", "BR-27"),
    "no reason for a charge": (b"<ram:Reason>Packing</ram:Reason>", b"", "BR-33"),
    "an unknown reason code": (b"<ram:ReasonCode>95<", b"<ram:ReasonCode>9999<", "BR-CL-19"),
    "no number": (b"<ram:ID>RE-1</ram:ID>", b"", "BR-02"),
    "elements out of order": (
        b"<ram:ID>RE-1</ram:ID><ram:TypeCode>380</ram:TypeCode>",
        b"<ram:TypeCode>380</ram:TypeCode><ram:ID>RE-1</ram:ID>",
        "XSD",
    ),
}
UBL_FAULTS = {
    "a wrong sum of lines": (
        b'LineExtensionAmount currencyID="EUR">20.00',
        b'LineExtensionAmount currencyID="EUR">20.01',
        "BR-CO-10",
    ),
    "a wrong base": (b'TaxableAmount currencyID="EUR">17.00', b'TaxableAmount currencyID="EUR">19.00', "BR-S-08"),
    "a wrong tax": (b'TaxAmount currencyID="EUR">3.23', b'TaxAmount currencyID="EUR">5.23', "BR-CO-17"),
    "a wrong amount due": (
        b'PayableAmount currencyID="EUR">20.25',
        b'PayableAmount currencyID="EUR">20.26',
        "BR-CO-16",
    ),
    "a wrong rounding": (
        b'PayableRoundingAmount currencyID="EUR">0.02',
        b'PayableRoundingAmount currencyID="EUR">0.03',
        "BR-CO-16",
    ),
    "an unknown unit": (b'unitCode="H87"', b'unitCode="PCS"', "BR-CL-23"),
    "an unknown scheme of addresses": (b'schemeID="9930"', b'schemeID="0000"', "BR-CL-25"),
    "three decimals": (b'Amount currencyID="EUR">5.00', b'Amount currencyID="EUR">5.001', "BR-DEC-01"),
    "no buyer reference": (b"<cbc:BuyerReference>04011000-12345-03</cbc:BuyerReference>", b"", "BR-DE-15"),
    "an empty element": (b"<cbc:StreetName>Am Markt 2<", b"<cbc:StreetName><", "PEPPOL-EN16931-R008"),
    "no account": (b"<cbc:ID>DE89370400440532013000</cbc:ID>", b"", "BR-50"),
    "a wrong specification": (b"xrechnung_3.0", b"xrechnung_9.9", "BR-DE-21"),
    "elements out of order": (
        b"<cbc:ID>RE-1</cbc:ID><cbc:IssueDate>2026-11-24</cbc:IssueDate>",
        b"<cbc:IssueDate>2026-11-24</cbc:IssueDate><cbc:ID>RE-1</cbc:ID>",
        "XSD",
    ),
}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_judges_find_a_fault_just_where_a_term_is_missing(seed: int) -> None:
    one = random_invoice(seed)

    for form in FORMS:
        terms, found = missing(one, form), faults(written(one, form), form)

        assert terms or not found, (form, found[:3])
        assert found or not terms or form == "peppol-bis", (form, terms)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_of_each_form_has_no_fault_and_no_warning(form: Form) -> None:
    xml = written(_rich(), form)

    assert missing(_rich(), form) == []
    assert faults(xml, form) == []
    assert [finding for rules in JUDGES[form] for finding in findings(xml, rules)] == []


@pytest.mark.parametrize("fault", CII_FAULTS)
def test_the_judges_refuse_a_cii_file_with(fault: str) -> None:
    right, wrong, rule = CII_FAULTS[fault]
    xml = written(_rich(), "factur-x")
    assert right in xml

    found = {finding.id for finding in faults(xml.replace(right, wrong), "factur-x")}

    assert rule in found


@pytest.mark.parametrize("fault", UBL_FAULTS)
def test_the_judges_refuse_a_ubl_file_with(fault: str) -> None:
    right, wrong, rule = UBL_FAULTS[fault]
    xml = written(_rich(), "xrechnung-ubl")
    assert right in xml

    changed = xml.replace(right, wrong)
    found = {one.id for one in [*faults(changed, "xrechnung-ubl"), *findings(changed, "kosit-ubl")]}

    assert rule in found


def test_the_judges_know_every_unit() -> None:
    every = invoice([line(number, unit=unit) for number, unit in enumerate(sorted(UNITS), 1)])

    assert faults(written(every, "ubl"), "ubl") == []


@pytest.mark.parametrize("seed", range(0, SEEDS, 4))
def test_a_peppol_file_keeps_those_of_its_rules_that_kosit_has_too(seed: int) -> None:
    one = random_invoice(seed)
    terms = missing(one, "peppol-bis")

    found = [rule.id for rule in findings(written(one, "peppol-bis"), "kosit-ubl") if rule.id.startswith("PEPPOL")]

    assert terms or found == []


def _rich() -> Invoice:
    """An invoice of two lines with an allowance, a charge and a rounding amount."""
    standard = VatRate(category="S", rate=Decimal(19))
    rows = [
        AllowanceCharge(amount=Decimal(5), reason="Packing", vat=standard, reason_code=""),
        AllowanceCharge(amount=Decimal(1), reason="Bonus", reason_code="95", vat=standard),
        AllowanceCharge(is_charge=True, amount=Decimal(3), reason="Shipping", reason_code="FC", vat=standard),
    ]
    return invoice([line(1), line(2)], rows, payable=Decimal("20.25"))
