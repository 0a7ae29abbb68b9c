"""Reads an invoice in UN/CEFACT's Cross Industry Invoice: Factur-X, ZUGFeRD 1 and 2 in all profiles, XRechnung.

ZUGFeRD 1 has other names for the same groups. Paths name both.
"""

from collections.abc import Iterator
from decimal import Decimal

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
    Totals,
    VatBreakdown,
    VatRate,
)
from faktura.einvoices.xml_document import Element
from faktura.einvoices.xml_value import amount, first_day, is_true, number, single, text, texts

_UN = "urn:un:unece:uncefact:data:standard"
_CII = f"{_UN}:CrossIndustryInvoice:100"
_ZUGFERD_1 = "urn:ferd:CrossIndustryDocument:invoice:1p0"

ROOTS = {
    f"{_CII} CrossIndustryInvoice": frozenset(
        {
            _CII,
            f"{_UN}:ReusableAggregateBusinessInformationEntity:100",
            f"{_UN}:UnqualifiedDataType:100",
            f"{_UN}:QualifiedDataType:100",
        }
    ),
    f"{_ZUGFERD_1} CrossIndustryDocument": frozenset(
        {
            _ZUGFERD_1,
            f"{_UN}:ReusableAggregateBusinessInformationEntity:12",
            f"{_UN}:UnqualifiedDataType:15",
            f"{_UN}:QualifiedDataType:12",
        }
    ),
}
"""The roots, and the namespaces of their elements."""

DROPPED = frozenset({"AttachmentBinaryObject"})

_RATE = ("RateApplicablePercent", "ApplicablePercent")
_ASSIGNED = ("IssuerAssignedID", "ID")
_CHARGE = "SpecifiedTradeAllowanceCharge"
_UNPRICED_LINES = {"GROUP", "INFORMATION"}
"""Lines of the profile EXTENDED that repeat what others charge, or charge nothing."""


def read(root: Element) -> Invoice:
    """The invoice below this root."""
    document = root.first("ExchangedDocument", "HeaderExchangedDocument")
    context = root.first("ExchangedDocumentContext", "SpecifiedExchangedDocumentContext")
    trade = root.first("SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction") or root
    agreement = trade.first("ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    delivery = trade.first("ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery")
    settlement = trade.first("ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    currency = single(settlement, "InvoiceCurrencyCode")
    ship_to = delivery.first("ShipToTradeParty") if delivery else None
    return Invoice(
        number=single(document, "ID"),
        issued=first_day(_dates(document, "IssueDateTime")),
        type_code=single(document, "TypeCode"),
        currency=currency,
        specification=text(context, "GuidelineSpecifiedDocumentContextParameter/ID"),
        process=text(context, "BusinessProcessSpecifiedDocumentContextParameter/ID"),
        buyer_reference=text(agreement, "BuyerReference"),
        purchase_order=text(agreement, *(f"BuyerOrderReferencedDocument/{name}" for name in _ASSIGNED)),
        sales_order=text(agreement, *(f"SellerOrderReferencedDocument/{name}" for name in _ASSIGNED)),
        preceding=list(_preceding(settlement)),
        notes=list(texts(document, "IncludedNote/Content")),
        seller=_party(agreement, "SellerTradeParty"),
        buyer=_party(agreement, "BuyerTradeParty"),
        delivered=first_day(_dates(delivery, "ActualDeliverySupplyChainEvent/OccurrenceDateTime")),
        ship_to=_party(delivery, "ShipToTradeParty") if ship_to else None,
        payment=_payment(settlement),
        allowances_charges=list(_of_invoice(settlement, currency)),
        lines=list(_lines(trade, currency)),
        vat=list(_breakdown(settlement, currency)),
        totals=_totals(settlement, currency),
    )


def _dates(element: Element | None, path: str) -> Iterator[str]:
    return texts(element, f"{path}/DateTimeString", f"{path}/DateTime", f"{path}/DateString", path)


def _party(parent: Element | None, role: str) -> Party:
    party = parent.first(role) if parent else None
    contact = party.first("DefinedTradeContact") if party else None
    registrations = {
        one.attributes.get("schemeID", ""): one.text
        for one in (party.all("SpecifiedTaxRegistration/ID") if party else ())
    }
    return Party(
        name=text(party, "Name"),
        trading_name=text(party, "SpecifiedLegalOrganization/TradingBusinessName"),
        address=_address(party),
        vat_id=registrations.get("VA", ""),
        tax_number=registrations.get("FC", ""),
        electronic_address=_electronic_address(party),
        contact=Contact(
            name=text(contact, "PersonName", "DepartmentName"),
            phone=text(contact, "TelephoneUniversalCommunication/CompleteNumber"),
            email=text(contact, "EmailURIUniversalCommunication/URIID"),
        ),
    )


def _address(party: Element | None) -> Address:
    address = party.first("PostalTradeAddress") if party else None
    return Address(
        street=text(address, "LineOne"),
        addition=", ".join(filter(None, (text(address, "LineTwo"), text(address, "LineThree")))),
        zip_code=text(address, "PostcodeCode"),
        city=text(address, "CityName"),
        region=text(address, "CountrySubDivisionName"),
        country=text(address, "CountryID"),
    )


def _electronic_address(party: Element | None) -> ElectronicAddress:
    found = party.first("URIUniversalCommunication/URIID") if party else None
    return (
        ElectronicAddress(scheme=found.attributes.get("schemeID", ""), id=found.text) if found else ElectronicAddress()
    )


def _preceding(settlement: Element | None) -> Iterator[InvoiceReference]:
    for one in settlement.all("InvoiceReferencedDocument") if settlement else ():
        issued = first_day(_dates(one, "FormattedIssueDateTime"))
        yield InvoiceReference(number=text(one, *_ASSIGNED), issued=issued)


def _payment(settlement: Element | None) -> Payment:
    means = "SpecifiedTradeSettlementPaymentMeans"
    terms = "SpecifiedTradePaymentTerms"
    return Payment(
        iban=text(settlement, f"{means}/PayeePartyCreditorFinancialAccount/IBANID"),
        bic=text(settlement, f"{means}/PayeeSpecifiedCreditorFinancialInstitution/BICID"),
        account_name=text(settlement, f"{means}/PayeePartyCreditorFinancialAccount/AccountName"),
        reference=text(settlement, "PaymentReference"),
        due=first_day(_dates(settlement, f"{terms}/DueDateDateTime")),
        terms=next(texts(settlement, f"{terms}/Description"), ""),
    )


def _vat(tax: Element | None) -> VatRate:
    return VatRate(category=text(tax, "CategoryCode"), rate=number(tax, *_RATE))


def _of_invoice(settlement: Element | None, currency: str) -> Iterator[AllowanceCharge]:
    if settlement is None:
        return
    for one in settlement.all(_CHARGE):
        yield _allowance_charge(one, currency, _vat(one.first("CategoryTradeTax")))
    for one in settlement.all("SpecifiedLogisticsServiceCharge"):
        applied = amount(one, currency, "AppliedAmount") or Decimal(0)
        vat = _vat(one.first("AppliedTradeTax"))
        yield AllowanceCharge(is_charge=True, amount=applied, reason=text(one, "Description"), vat=vat)


def _allowance_charge(one: Element, currency: str, vat: VatRate | None) -> AllowanceCharge:
    return AllowanceCharge(
        is_charge=is_true(text(one, "ChargeIndicator/Indicator", "ChargeIndicator")),
        amount=amount(one, currency, "ActualAmount") or Decimal(0),
        reason=text(one, "Reason"),
        reason_code=text(one, "ReasonCode"),
        vat=vat,
    )


def _lines(trade: Element, currency: str) -> Iterator[Line]:
    for line in trade.all("IncludedSupplyChainTradeLineItem"):
        document, product = line.first("AssociatedDocumentLineDocument"), line.first("SpecifiedTradeProduct")
        agreement = line.first("SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
        delivery = line.first("SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery")
        settlement = line.first("SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")
        if text(document, "LineStatusReasonCode") in _UNPRICED_LINES:
            continue
        billed = delivery.first("BilledQuantity") if delivery else None
        price = agreement.first("NetPriceProductTradePrice", "GrossPriceProductTradePrice") if agreement else None
        yield Line(
            id=text(document, "LineID"),
            name=text(product, "Name") or text(document, "IncludedNote/Content"),
            description=text(product, "Description"),
            item_number=text(product, "SellerAssignedID"),
            quantity=number(delivery, "BilledQuantity"),
            unit=billed.attributes.get("unitCode", "") if billed else "",
            unit_price=amount(price, currency, "ChargeAmount"),
            base_quantity=number(price, "BasisQuantity"),
            allowances_charges=[
                _allowance_charge(one, currency, None) for one in (settlement.all(_CHARGE) if settlement else ())
            ],
            net=_line_net(settlement, currency),
            vat=_vat(settlement.first("ApplicableTradeTax") if settlement else None),
        )


def _line_net(settlement: Element | None, currency: str) -> Decimal | None:
    return amount(
        settlement,
        currency,
        "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
        "SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
    )


def _breakdown(settlement: Element | None, currency: str) -> Iterator[VatBreakdown]:
    for tax in settlement.all("ApplicableTradeTax") if settlement else ():
        yield VatBreakdown(
            vat=_vat(tax),
            base=amount(tax, currency, "BasisAmount"),
            tax=amount(tax, currency, "CalculatedAmount"),
            exemption_reason=text(tax, "ExemptionReason"),
            exemption_code=text(tax, "ExemptionReasonCode"),
        )


def _totals(settlement: Element | None, currency: str) -> Totals:
    names = ("SpecifiedTradeSettlementHeaderMonetarySummation", "SpecifiedTradeSettlementMonetarySummation")
    sums = settlement.first(*names) if settlement else None
    return Totals(
        lines=amount(sums, currency, "LineTotalAmount"),
        allowances=amount(sums, currency, "AllowanceTotalAmount"),
        charges=amount(sums, currency, "ChargeTotalAmount"),
        net=amount(sums, currency, "TaxBasisTotalAmount"),
        tax=amount(sums, currency, "TaxTotalAmount"),
        gross=amount(sums, currency, "GrandTotalAmount"),
        prepaid=amount(sums, currency, "TotalPrepaidAmount"),
        rounding=amount(sums, currency, "RoundingAmount"),
        payable=amount(sums, currency, "DuePayableAmount"),
    )
