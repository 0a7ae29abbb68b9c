"""What Peppol BIS Billing 3 demands. Its rules are in no package, so each is tested by its text (May 2026)."""

from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from faktura.einvoices.form import written
from faktura.einvoices.identifier import is_of_scheme
from faktura.einvoices.invoice import AllowanceCharge, ElectronicAddress, Invoice, InvoiceReference, Party, VatRate
from faktura.einvoices.terms import missing
from tests.support.einvoices.invoices import BUYER, PAYMENT, SELLER, invoice, line, random_invoice

_NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_CVR = ElectronicAddress(scheme="0184", id="13585628")
_KENNITALA = ElectronicAddress(scheme="0196", id="5402697509")
_DUTCH = {"vat_id": "NL123456789B01"}
_TAX = AllowanceCharge(
    is_charge=True, amount=Decimal(1), reason="Tax", reason_code="ZZZ", vat=VatRate(category="S", rate=Decimal(19))
)
_STREETLESS = SELLER.model_copy(update={"address": SELLER.address.model_copy(update={"street": ""})})


def _in(country: str, party: Party = SELLER, **change: Any) -> Party:
    """A party in a country, whose VAT identifier begins with the country."""
    given = {"vat_id": f"{country}123456789" if party is SELLER else "", **change}
    return party.model_copy(update={**given, "address": party.address.model_copy(update={"country": country})})


def _from(country: str, **change: Any) -> Invoice:
    """An invoice from a country to France."""
    seller = _in(country, **change.pop("seller", {}))
    return invoice(**{"seller": seller, "buyer": _in("FR", BUYER), **change})


def _root(one: Invoice) -> Element:
    return fromstring(written(one, "peppol-bis"))  # noqa: S314  # our own


@pytest.mark.parametrize(
    ("rule", "term", "one"),
    [
        ("R003", "BT-10, the buyer's reference, or BT-13", _from("AT", buyer_reference="")),
        ("R010", "BT-49,", invoice(buyer=BUYER.model_copy(update={"electronic_address": ElectronicAddress()}))),
        ("R020", "BT-34,", invoice(seller=SELLER.model_copy(update={"electronic_address": ElectronicAddress()}))),
        ("CL008", "BT-34,", _from("AT", seller={"electronic_address": ElectronicAddress(scheme="EM", id="a@b.eu")})),
        ("R040", "BT-34,", _from("AT", seller={"electronic_address": ElectronicAddress(scheme="0088", id="123")})),
        ("NO-R-001", "BT-31,", _from("NO", seller={"vat_id": "NO123456789MVA"})),
        ("IT-R-001", "BT-32,", _from("IT", seller={"tax_number": "123"})),
        ("IT-R-002", "BT-35,", invoice(seller=_in("IT", _STREETLESS, vat_id="IT12345678901"))),
        ("GR-R-004-1", "BT-122,", _from("GR", seller={"vat_id": "EL123456789"})),
        ("DK-R-014", "BT-30,", _from("DK")),
        ("IS-R-002", "BT-30,", _from("IS")),
        ("SE-R-001", "BT-31,", _from("SE")),
        ("SE-R-006", "BT-119,", _from("SE", seller={"vat_id": "SE123456789001"})),
        (
            "DK-R-006",
            "BT-86,",
            _from("DK", buyer=_in("DK", BUYER), currency="DKK", payment=PAYMENT.model_copy(update={"bic": ""})),
        ),
        ("DK-R-004", "BT-105,", _from("DK", buyer=_in("DK", BUYER), of_invoice=[_TAX])),
        ("DK-R-016", "BT-115,", _from("DK", buyer=_in("DK", BUYER), type_code="381", payable=Decimal(-1))),
        ("COMMON-R056-2", "BT-31,", _from("NL")),
        ("COMMON-R056-2", "BT-48,", _from("AT", buyer=_in("NL", BUYER, vat_id="NL1"))),
        ("NL-R-001", "BT-25,", _from("NL", type_code="381")),
        ("NL-R-007", "BT-84,", _from("NL", payment=PAYMENT.model_copy(update={"iban": ""}))),
        ("DE-R-001", "BT-84,", invoice(payment=PAYMENT.model_copy(update={"iban": ""}))),
        ("DE-R-015", "BT-10, the buyer's reference (", invoice(buyer_reference="", purchase_order="PO")),
        ("R120", "BT-146,", _from("AT", lines=[line(net="10", quantity=Decimal(3), unit_price=Decimal("3.3"))])),
    ],
)
def test_a_term_that_a_rule_demands_is_named(rule: str, term: str, one: Invoice) -> None:
    assert any(name.startswith(term) for name in missing(one, "peppol-bis")), rule


@pytest.mark.parametrize(
    "one",
    [
        invoice(),
        _from("AT", buyer_reference="", purchase_order="PO 1"),
        _from("NO", seller={"vat_id": "NO974760673MVA"}),
        _from("IT", seller={"tax_number": "RSSMRA85T10A562S"}),
        _from("DK", seller={"electronic_address": _CVR}),
        _from("IS", seller={"electronic_address": _KENNITALA}, buyer=_in("IS", BUYER, electronic_address=_KENNITALA)),
        _from("NL", seller=_DUTCH, type_code="381", preceding=[InvoiceReference(number="RE-0")]),
        _from("NL", seller=_DUTCH, buyer=_in("NL", BUYER)),
        invoice([line(rate="25")], seller=_in("SE", vat_id="SE123456789001"), buyer=_in("SE", BUYER)),
    ],
    ids=lambda one: one.seller.address.country,
)
def test_an_invoice_that_keeps_the_rules_of_its_country_lacks_nothing(one: Invoice) -> None:
    assert missing(one, "peppol-bis") == []


@pytest.mark.parametrize("seed", range(20))
def test_every_file_keeps_the_rules_of_the_syntax(seed: int) -> None:
    """R001, R002, R004, R007, R008, R043, R051, R053, R054, R101 and F001."""
    root = _root(random_invoice(seed))
    currency = root.findtext("cbc:DocumentCurrencyCode", "", _NAMES)

    assert root.findtext("cbc:ProfileID", "", _NAMES) == "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
    assert root.findtext("cbc:CustomizationID", "", _NAMES).endswith("urn:fdc:peppol.eu:2017:poacc:billing:3.0")
    assert len(root.findall("cbc:Note", _NAMES)) <= 1
    assert [one.tag for one in root.iter() if not len(one) and not (one.text or "").strip()] == []
    assert {one.text for one in root.iter(f"{{{_NAMES['cbc']}}}ChargeIndicator")} <= {"true", "false"}
    assert {one.get("currencyID") for one in root.iter()} <= {None, currency}
    assert len(root.findall("cac:TaxTotal", _NAMES)) == 1
    assert all(len(one.text or "") == 10 for one in root.iter() if one.tag.endswith(("IssueDate", "DueDate")))


@pytest.mark.parametrize("vat_id", ["DK13585628", ""])
def test_a_danish_seller_is_named_by_its_register_alone(vat_id: str) -> None:
    root = _root(_from("DK", seller={"electronic_address": _CVR, "vat_id": vat_id}))

    [company] = root.findall("cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID", _NAMES)

    assert (company.text, company.get("schemeID")) == ("13585628", "0184")
    assert root.find("cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification", _NAMES) is None  # DK-R-013


@pytest.mark.parametrize(
    ("seller", "buyer", "currency", "code"),
    [("AT", "FR", "EUR", "58"), ("CH", "FR", "CHF", "30"), ("DK", "DK", "DKK", "31"), ("DK", "SE", "DKK", "30")],
)
def test_a_transfer_has_the_code_that_the_country_takes(seller: str, buyer: str, currency: str, code: str) -> None:
    root = _root(_from(seller, buyer=_in(buyer, BUYER), currency=currency))

    assert root.findtext("cac:PaymentMeans/cbc:PaymentMeansCode", "", _NAMES) == code


def test_a_sales_order_without_a_purchase_order_has_the_word_for_none() -> None:
    root = _root(invoice(sales_order="EON2076"))

    assert root.findtext("cac:OrderReference/cbc:ID", "", _NAMES) == "NA"
    assert root.findtext("cac:OrderReference/cbc:SalesOrderID", "", _NAMES) == "EON2076"


@pytest.mark.parametrize(
    ("scheme", "right", "wrong"),
    [
        ("0007", "2021005489", "2021005488"),
        ("0088", "7300010000001", "7300010000002"),
        ("0088", "7300010000001", "73000100000010"),
        ("0096", "1234567890", "123456789"),
        ("0106", "12345678", "1234567"),
        ("0151", "51824753556", "51824753557"),
        ("0184", "13585628", "SE13585628"),
        ("0184", "DK13585628", "1358562"),
        ("0190", "12345678901234567890", "1234567890123456789"),
        ("0192", "974760673", "974760674"),
        ("0192", "974760673", "000000000"),
        ("0198", "DK13585628", "13585628"),
        ("0201", "UFE0H1", "UFE0H"),
        ("0208", "0202239951", "0202239952"),
        ("0210", "RSSMRA85T10A562S", "RSSMRA85T10"),
        ("0211", "IT12345678901", "12345678901"),
        ("9944", "NL123456789B01", "NL123456789"),
        ("0208", "0202239951", "٠٢٠٢٢٣٩٩٥١"),
    ],
)
def test_an_identifier_is_written_as_its_scheme_says(scheme: str, right: str, wrong: str) -> None:
    assert is_of_scheme(right, scheme)
    assert not is_of_scheme(wrong, scheme)
