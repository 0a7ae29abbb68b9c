"""An invoice as a Cross Industry Invoice of UN/CEFACT (D22B). The order of the elements is the schema's."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from faktura.einvoices.element import Child, document, group, leaf, money, number, payment_terms
from faktura.einvoices.invoice import (
    Address,
    AllowanceCharge,
    Contact,
    Invoice,
    InvoiceReference,
    Line,
    Party,
    VatBreakdown,
    VatRate,
)
from faktura.einvoices.party_id import buyer_vat_id, legal_id, seller_id
from faktura.einvoices.payment_means import account_number, means_code
from faktura.einvoices.specification import Specification
from faktura.einvoices.vat_category import exemption_of

_NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}


def cii(invoice: Invoice, specification: Specification) -> bytes:
    """The XML of an invoice that lacks nothing (`terms.missing`)."""
    root = group(
        "rsm:CrossIndustryInvoice",
        group(
            "rsm:ExchangedDocumentContext",
            group(
                "ram:BusinessProcessSpecifiedDocumentContextParameter",
                leaf("ram:ID", specification.process),
            ),
            group("ram:GuidelineSpecifiedDocumentContextParameter", leaf("ram:ID", specification.id)),
        ),
        group(
            "rsm:ExchangedDocument",
            leaf("ram:ID", invoice.number),
            leaf("ram:TypeCode", invoice.type_code),
            group("ram:IssueDateTime", _day(invoice.issued)),
            (group("ram:IncludedNote", leaf("ram:Content", note)) for note in invoice.notes),
        ),
        group(
            "rsm:SupplyChainTradeTransaction",
            (_line(line) for line in invoice.lines),
            _agreement(invoice),
            _delivery(invoice),
            _settlement(invoice, specification),
        ),
    )
    return document(root, _NAMESPACES)


def _line(line: Line) -> Child:
    return group(
        "ram:IncludedSupplyChainTradeLineItem",
        group("ram:AssociatedDocumentLineDocument", leaf("ram:LineID", line.id)),
        group(
            "ram:SpecifiedTradeProduct",
            leaf("ram:SellerAssignedID", line.item_number),
            leaf("ram:Name", line.name),
            leaf("ram:Description", line.description),
        ),
        group(
            "ram:SpecifiedLineTradeAgreement",
            group(
                "ram:NetPriceProductTradePrice",
                leaf("ram:ChargeAmount", number(line.unit_price)),
                leaf("ram:BasisQuantity", number(line.base_quantity), unitCode=line.unit),
            ),
        ),
        group("ram:SpecifiedLineTradeDelivery", leaf("ram:BilledQuantity", number(line.quantity), unitCode=line.unit)),
        group(
            "ram:SpecifiedLineTradeSettlement",
            group("ram:ApplicableTradeTax", _rate(line.vat)),
            (_allowance_charge(one) for one in line.allowances_charges),
            group("ram:SpecifiedTradeSettlementLineMonetarySummation", leaf("ram:LineTotalAmount", money(line.net))),
        ),
    )


def _agreement(invoice: Invoice) -> Child:
    return group(
        "ram:ApplicableHeaderTradeAgreement",
        leaf("ram:BuyerReference", invoice.buyer_reference),
        _party("ram:SellerTradeParty", invoice.seller, invoice.seller.vat_id, is_seller=True),
        _party("ram:BuyerTradeParty", invoice.buyer, buyer_vat_id(invoice)),
        group("ram:SellerOrderReferencedDocument", leaf("ram:IssuerAssignedID", invoice.sales_order)),
        group("ram:BuyerOrderReferencedDocument", leaf("ram:IssuerAssignedID", invoice.purchase_order)),
    )


def _party(tag: str, party: Party, vat_id: str, *, is_seller: bool = False) -> Child:
    own, legal = (seller_id(party), legal_id(party)) if is_seller else (None, None)
    return group(
        tag,
        leaf("ram:ID", own.id) if own and not own.scheme else None,
        leaf("ram:GlobalID", own.id, schemeID=own.scheme) if own and own.scheme else None,
        leaf("ram:Name", party.name),
        group("ram:SpecifiedLegalOrganization", leaf("ram:ID", legal.id, schemeID=legal.scheme)) if legal else None,
        _contact(party.contact),
        _address(party.address),
        group(
            "ram:URIUniversalCommunication",
            leaf("ram:URIID", party.electronic_address.id, schemeID=party.electronic_address.scheme),
        ),
        group("ram:SpecifiedTaxRegistration", leaf("ram:ID", vat_id, schemeID="VA")),
        group("ram:SpecifiedTaxRegistration", leaf("ram:ID", party.tax_number if is_seller else "", schemeID="FC")),
    )


def _contact(contact: Contact) -> Child:
    return group(
        "ram:DefinedTradeContact",
        leaf("ram:PersonName", contact.name),
        group("ram:TelephoneUniversalCommunication", leaf("ram:CompleteNumber", contact.phone)),
        group("ram:EmailURIUniversalCommunication", leaf("ram:URIID", contact.email)),
    )


def _address(address: Address) -> Child:
    return group(
        "ram:PostalTradeAddress",
        leaf("ram:PostcodeCode", address.zip_code),
        leaf("ram:LineOne", address.street),
        leaf("ram:LineTwo", address.addition),
        leaf("ram:CityName", address.city),
        leaf("ram:CountryID", address.country),
        leaf("ram:CountrySubDivisionName", address.region),
    )


def _delivery(invoice: Invoice) -> Child:
    place = invoice.ship_to
    found = group(
        "ram:ApplicableHeaderTradeDelivery",
        group("ram:ShipToTradeParty", leaf("ram:Name", place.name), _address(place.address)) if place else None,
        group("ram:ActualDeliverySupplyChainEvent", group("ram:OccurrenceDateTime", _day(invoice.delivered))),
    )
    return found if found is not None else Element("ram:ApplicableHeaderTradeDelivery")


def _settlement(invoice: Invoice, specification: Specification) -> Child:
    return group(
        "ram:ApplicableHeaderTradeSettlement",
        leaf("ram:PaymentReference", invoice.payment.reference),
        leaf("ram:InvoiceCurrencyCode", invoice.currency),
        _payment(invoice, specification),
        (_tax(one) for one in invoice.vat),
        (_allowance_charge(one) for one in invoice.allowances_charges),
        group(
            "ram:SpecifiedTradePaymentTerms",
            payment_terms("ram:Description", invoice.payment.terms),
            group("ram:DueDateDateTime", _day(invoice.payment.due)),
        ),
        _sums(invoice),
        (_preceding(one) for one in invoice.preceding),
    )


def _payment(invoice: Invoice, specification: Specification) -> Child:
    payment = invoice.payment
    code = means_code(invoice, specification)
    if not code:
        return None
    account = [
        group(
            "ram:PayeePartyCreditorFinancialAccount",
            leaf("ram:IBANID", account_number(payment.iban)),
            leaf("ram:AccountName", payment.account_name),
        ),
        group("ram:PayeeSpecifiedCreditorFinancialInstitution", leaf("ram:BICID", account_number(payment.bic))),
    ]
    return group(
        "ram:SpecifiedTradeSettlementPaymentMeans",
        leaf("ram:TypeCode", code),
        account if payment.iban else None,
    )


def _tax(one: VatBreakdown) -> Child:
    reason, code = exemption_of(one)
    return group(
        "ram:ApplicableTradeTax",
        leaf("ram:CalculatedAmount", money(one.tax)),
        leaf("ram:TypeCode", "VAT"),
        leaf("ram:ExemptionReason", reason),
        leaf("ram:BasisAmount", money(one.base)),
        leaf("ram:CategoryCode", one.vat.category),
        leaf("ram:ExemptionReasonCode", code),
        leaf("ram:RateApplicablePercent", number(one.vat.rate) or "0"),
    )


def _allowance_charge(one: AllowanceCharge) -> Child:
    return group(
        "ram:SpecifiedTradeAllowanceCharge",
        group("ram:ChargeIndicator", leaf("udt:Indicator", "true" if one.is_charge else "false")),
        leaf("ram:ActualAmount", money(one.amount)),
        leaf("ram:ReasonCode", one.reason_code),
        leaf("ram:Reason", one.reason),
        group("ram:CategoryTradeTax", _rate(one.vat)) if one.vat else None,
    )


def _rate(vat: VatRate) -> Iterator[Child]:
    yield leaf("ram:TypeCode", "VAT")
    yield leaf("ram:CategoryCode", vat.category)
    yield leaf("ram:RateApplicablePercent", "" if vat.category == "O" else number(vat.rate))


def _sums(invoice: Invoice) -> Child:
    sums = invoice.totals
    return group(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        leaf("ram:LineTotalAmount", money(sums.lines)),
        leaf("ram:ChargeTotalAmount", money(sums.charges)),
        leaf("ram:AllowanceTotalAmount", money(sums.allowances)),
        leaf("ram:TaxBasisTotalAmount", money(sums.net)),
        leaf("ram:TaxTotalAmount", money(sums.tax), currencyID=invoice.currency),
        leaf("ram:RoundingAmount", money(sums.rounding or None)),
        leaf("ram:GrandTotalAmount", money(sums.gross)),
        leaf("ram:TotalPrepaidAmount", money(sums.prepaid or None)),
        leaf("ram:DuePayableAmount", money(sums.payable)),
    )


def _preceding(one: InvoiceReference) -> Child:
    return group(
        "ram:InvoiceReferencedDocument",
        leaf("ram:IssuerAssignedID", one.number),
        group(
            "ram:FormattedIssueDateTime",
            leaf("qdt:DateTimeString", f"{one.issued:%Y%m%d}" if one.issued else "", format="102"),
        ),
    )


def _day(day: date | None) -> Child:
    return leaf("udt:DateTimeString", f"{day:%Y%m%d}" if day else "", format="102")
