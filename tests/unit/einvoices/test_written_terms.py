"""Each business term is written where CII and UBL have it."""

from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, fromstring

import pytest

from faktura.einvoices.form import FORMS, Form, written
from faktura.einvoices.invoice import AllowanceCharge, Invoice, InvoiceReference, VatRate
from tests.support.einvoices.invoices import BUYER, PAYMENT, invoice, line, random_invoice
from tests.support.einvoices.judges import faults

_NAMES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_STANDARD = VatRate(category="S", rate=Decimal(19))


def _full(type_code: str = "380") -> Invoice:
    """An invoice with every term."""
    of_line = [
        AllowanceCharge(amount=Decimal("1.50"), reason="Bonus", reason_code="95"),
        AllowanceCharge(is_charge=True, amount=Decimal("0.50"), reason="Engraving", reason_code="ABL"),
    ]
    item = {"quantity": Decimal(200), "unit": "KGM", "unit_price": Decimal("5.505"), "base_quantity": Decimal(100)}
    rows = [
        AllowanceCharge(amount=Decimal(2), reason="Winter", vat=_STANDARD),
        AllowanceCharge(is_charge=True, amount=Decimal(3), reason="Shipping", reason_code="FC", vat=_STANDARD),
    ]
    lines = [line(net="10.01", allowances_charges=of_line, description="Fine", item_number="SKU", **item)]
    return invoice(
        lines,
        rows,
        type_code=type_code,
        payable=Decimal("13.11"),
        purchase_order="PO",
        sales_order="SO",
        notes=["One", "Two"],
        preceding=[InvoiceReference(number="RE-0", issued=date(2026, 10, 1))],
        buyer=BUYER.model_copy(update={"vat_id": "DE987654321"}),
        ship_to=BUYER.model_copy(update={"name": "Depot"}),
    )


CII = {
    "ExchangedDocument/ram:ID": "RE-1",
    "ExchangedDocument/ram:TypeCode": "380",
    "ExchangedDocument/ram:IssueDateTime/udt:DateTimeString": "20261124",
    "ExchangedDocument/ram:IncludedNote[2]/ram:Content": "Two",
    "Line/ram:AssociatedDocumentLineDocument/ram:LineID": "1",
    "Line/ram:SpecifiedTradeProduct/ram:SellerAssignedID": "SKU",
    "Line/ram:SpecifiedTradeProduct/ram:Name": "Item 1",
    "Line/ram:SpecifiedTradeProduct/ram:Description": "Fine",
    "Line/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount": "5.505",
    "Line/ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:BasisQuantity": "100",
    "Line/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity": "200",
    "LineSettlement/ram:SpecifiedTradeAllowanceCharge[1]/ram:ActualAmount": "1.50",
    "LineSettlement/ram:SpecifiedTradeAllowanceCharge[1]/ram:ReasonCode": "95",
    "LineSettlement/ram:SpecifiedTradeAllowanceCharge[2]/ram:Reason": "Engraving",
    "LineSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount": "10.01",
    "Agreement/ram:BuyerReference": "04011000-12345-03",
    "Agreement/ram:SellerOrderReferencedDocument/ram:IssuerAssignedID": "SO",
    "Agreement/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID": "PO",
    "Agreement/ram:BuyerTradeParty/ram:SpecifiedTaxRegistration/ram:ID": "DE987654321",
    "Agreement/ram:SellerTradeParty/ram:URIUniversalCommunication/ram:URIID": "DE123456789",
    "Delivery/ram:ShipToTradeParty/ram:Name": "Depot",
    "Delivery/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString": "20261120",
    "Settlement/ram:PaymentReference": "RE-1",
    "Settlement/ram:SpecifiedTradeSettlementPaymentMeans/ram:TypeCode": "58",
    "Settlement/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString": "20261224",
    "Settlement/ram:SpecifiedTradeAllowanceCharge[2]/ram:ChargeIndicator/udt:Indicator": "true",
    "Settlement/ram:SpecifiedTradeAllowanceCharge[2]/ram:CategoryTradeTax/ram:RateApplicablePercent": "19",
    "Settlement/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:RoundingAmount": "0.01",
    "Settlement/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount": "13.10",
    "Settlement/ram:InvoiceReferencedDocument/ram:IssuerAssignedID": "RE-0",
    "Settlement/ram:InvoiceReferencedDocument/ram:FormattedIssueDateTime/qdt:DateTimeString": "20261001",
}
_TRADE = "rsm:SupplyChainTradeTransaction"
_SHORT = {
    "ExchangedDocument": "rsm:ExchangedDocument",
    "Line": f"{_TRADE}/ram:IncludedSupplyChainTradeLineItem",
    "LineSettlement": f"{_TRADE}/ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedLineTradeSettlement",
    "Agreement": f"{_TRADE}/ram:ApplicableHeaderTradeAgreement",
    "Delivery": f"{_TRADE}/ram:ApplicableHeaderTradeDelivery",
    "Settlement": f"{_TRADE}/ram:ApplicableHeaderTradeSettlement",
}
UBL = {
    "cbc:ID": "RE-1",
    "cbc:IssueDate": "2026-11-24",
    "cbc:Note[2]": "Two",
    "cac:OrderReference/cbc:SalesOrderID": "SO",
    "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID": "RE-0",
    "cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme[2]/cbc:CompanyID": "22/333/44444",
    "cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID": "DE987654321",
    "cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name": "Depot",
    "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode": "DE",
    "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID": "DE89370400440532013000",
    "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID": "COBADEFFXXX",
    "cac:PaymentTerms/cbc:Note": "Payable within 30 days",
    "cac:AllowanceCharge[1]/cbc:AllowanceChargeReason": "Winter",
    "cac:AllowanceCharge[2]/cbc:AllowanceChargeReasonCode": "FC",
    "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount": "11.01",
    "cac:LegalMonetaryTotal/cbc:PayableRoundingAmount": "0.01",
    "cac:LegalMonetaryTotal/cbc:PayableAmount": "13.11",
    "Line/cbc:LineExtensionAmount": "10.01",
    "Line/cac:AllowanceCharge[1]/cbc:Amount": "1.50",
    "Line/cac:Item/cbc:Description": "Fine",
    "Line/cac:Item/cac:SellersItemIdentification/cbc:ID": "SKU",
    "Line/cac:Price/cbc:PriceAmount": "5.505",
    "Line/cac:Price/cbc:BaseQuantity": "100",
}


@pytest.mark.parametrize("path", CII)
def test_a_term_is_in_its_element_of_cii(path: str) -> None:
    place, _, rest = path.partition("/")

    assert _root(_full(), "cii").findtext(f"{_SHORT[place]}/{rest}", None, _NAMES) == CII[path]


@pytest.mark.parametrize("path", UBL)
@pytest.mark.parametrize(("type_code", "kind"), [("380", "Invoice"), ("381", "CreditNote")])
def test_a_term_is_in_its_element_of_ubl(type_code: str, kind: str, path: str) -> None:
    found = _root(_full(type_code), "ubl").findtext(path.replace("Line/", f"cac:{kind}Line/"), None, _NAMES)

    assert found == UBL[path]


def test_a_credit_note_of_ubl_is_a_document_of_its_own() -> None:
    root = _root(_full("381"), "ubl")

    assert root.tag == "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote"
    assert root.findtext("cbc:CreditNoteTypeCode", None, _NAMES) == "381"
    assert root.findtext("cac:CreditNoteLine/cbc:CreditedQuantity", None, _NAMES) == "200"
    assert root.findtext("cac:PaymentMeans/cbc:PaymentDueDate", None, _NAMES) == "2026-12-24"


@pytest.mark.parametrize("type_code", ["380", "381"])
@pytest.mark.parametrize("form", FORMS)
def test_an_invoice_with_every_term_is_valid_in_each_form(form: Form, type_code: str) -> None:
    assert faults(written(_full(type_code), form), form) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_same_invoice_gives_the_same_bytes(form: Form) -> None:
    assert written(random_invoice(1), form) == written(random_invoice(1), form)


@pytest.mark.parametrize(
    ("form", "specification"),
    [
        ("factur-x", b">urn:cen.eu:en16931:2017<"),
        ("ubl", b">urn:cen.eu:en16931:2017<"),
        ("xrechnung-cii", b">urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0<"),
        ("xrechnung-ubl", b">urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0<"),
        ("peppol-bis", b">urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0<"),
    ],
)
def test_a_file_says_which_rules_it_follows(form: Form, specification: bytes) -> None:
    assert specification in written(invoice(), form)


def test_no_means_of_payment_is_written_without_an_account() -> None:
    one = invoice(payment=PAYMENT.model_copy(update={"iban": ""}))

    assert b"PaymentMeans" not in written(one, "cii")
    assert b"PaymentMeans" not in written(one, "ubl")


def test_an_invoice_that_is_not_subject_to_vat_has_no_vat_identifier_of_the_buyer() -> None:
    seller = invoice().seller.model_copy(update={"vat_id": "", "tax_number": ""})
    one = invoice(
        [line(rate="0", category="O")], seller=seller, buyer=BUYER.model_copy(update={"vat_id": "DE987654321"})
    )

    assert b"DE987654321" not in written(one, "cii")
    assert faults(written(one, "cii"), "cii") == []


def _root(one: Invoice, form: Form) -> Element:
    return fromstring(written(one, form))  # noqa: S314  # our own
