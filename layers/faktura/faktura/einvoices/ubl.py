"""An invoice as UBL 2.1, an Invoice or a CreditNote. The order of the elements is the schema's."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

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

_SCHEMA = "urn:oasis:names:specification:ubl:schema:xsd:"
_NAMESPACES = {"cac": f"{_SCHEMA}CommonAggregateComponents-2", "cbc": f"{_SCHEMA}CommonBasicComponents-2"}

_NO_PURCHASE_ORDER = "NA"
"""Peppol's word where a sales order (BT-14) has no purchase order beside it, which the schema demands."""


def ubl(invoice: Invoice, specification: Specification) -> bytes:
    """The XML of an invoice that lacks nothing (`terms.missing`)."""
    kind = "CreditNote" if invoice.is_credit_note else "Invoice"
    notes = ["\n".join(invoice.notes)] if specification.takes_one_note else invoice.notes
    root = group(
        kind,
        leaf("cbc:CustomizationID", specification.id),
        leaf("cbc:ProfileID", specification.process),
        leaf("cbc:ID", invoice.number),
        leaf("cbc:IssueDate", _day(invoice.issued)),
        None if invoice.is_credit_note else leaf("cbc:DueDate", _day(invoice.payment.due)),
        leaf(f"cbc:{kind}TypeCode", invoice.type_code),
        (leaf("cbc:Note", note) for note in notes),
        leaf("cbc:DocumentCurrencyCode", invoice.currency),
        leaf("cbc:BuyerReference", invoice.buyer_reference),
        _orders(invoice),
        (_preceding(one) for one in invoice.preceding),
        group("cac:AccountingSupplierParty", _party(invoice.seller, invoice.seller.vat_id, is_seller=True)),
        group("cac:AccountingCustomerParty", _party(invoice.buyer, buyer_vat_id(invoice))),
        _delivery(invoice),
        _payment(invoice, specification),
        group("cac:PaymentTerms", payment_terms("cbc:Note", invoice.payment.terms)),
        _sums_and_lines(invoice, kind),
    )
    return document(root, {"": f"{_SCHEMA}{kind}-2", **_NAMESPACES})


def _sums_and_lines(invoice: Invoice, kind: str) -> Iterator[Child]:
    currency = invoice.currency
    for one in invoice.allowances_charges:
        yield _allowance_charge(one, currency)
    yield group(
        "cac:TaxTotal",
        _amount("cbc:TaxAmount", invoice.totals.tax, currency),
        (_subtotal(one, currency) for one in invoice.vat),
    )
    yield _totals(invoice)
    for line in invoice.lines:
        yield _line(line, kind, currency)


def _orders(invoice: Invoice) -> Child:
    purchase_order = invoice.purchase_order or (_NO_PURCHASE_ORDER if invoice.sales_order else "")
    return group("cac:OrderReference", leaf("cbc:ID", purchase_order), leaf("cbc:SalesOrderID", invoice.sales_order))


def _preceding(one: InvoiceReference) -> Child:
    return group(
        "cac:BillingReference",
        group("cac:InvoiceDocumentReference", leaf("cbc:ID", one.number), leaf("cbc:IssueDate", _day(one.issued))),
    )


def _party(party: Party, vat_id: str, *, is_seller: bool = False) -> Child:
    own = seller_id(party) if is_seller else None
    legal = legal_id(party)
    address = party.electronic_address
    return group(
        "cac:Party",
        leaf("cbc:EndpointID", address.id, schemeID=address.scheme),
        group("cac:PartyIdentification", leaf("cbc:ID", own.id, schemeID=own.scheme)) if own else None,
        _address("cac:PostalAddress", party.address),
        _tax_scheme(vat_id, "VAT"),
        _tax_scheme(party.tax_number if is_seller else "", "TAX"),
        group(
            "cac:PartyLegalEntity",
            leaf("cbc:RegistrationName", party.name),
            leaf("cbc:CompanyID", legal.id, schemeID=legal.scheme) if legal else None,
        ),
        _contact(party.contact),
    )


def _tax_scheme(number_of_party: str, scheme: str) -> Child:
    company = leaf("cbc:CompanyID", number_of_party)
    return None if company is None else group("cac:PartyTaxScheme", company, _scheme(scheme))


def _scheme(name: str) -> Child:
    return group("cac:TaxScheme", leaf("cbc:ID", name))


def _contact(contact: Contact) -> Child:
    return group(
        "cac:Contact",
        leaf("cbc:Name", contact.name),
        leaf("cbc:Telephone", contact.phone),
        leaf("cbc:ElectronicMail", contact.email),
    )


def _address(tag: str, address: Address) -> Child:
    return group(
        tag,
        leaf("cbc:StreetName", address.street),
        leaf("cbc:AdditionalStreetName", address.addition),
        leaf("cbc:CityName", address.city),
        leaf("cbc:PostalZone", address.zip_code),
        leaf("cbc:CountrySubentity", address.region),
        group("cac:Country", leaf("cbc:IdentificationCode", address.country)),
    )


def _delivery(invoice: Invoice) -> Child:
    place = invoice.ship_to
    return group(
        "cac:Delivery",
        leaf("cbc:ActualDeliveryDate", _day(invoice.delivered)),
        group("cac:DeliveryLocation", _address("cac:Address", place.address)) if place else None,
        group("cac:DeliveryParty", group("cac:PartyName", leaf("cbc:Name", place.name))) if place else None,
    )


def _payment(invoice: Invoice, specification: Specification) -> Child:
    payment = invoice.payment
    code = means_code(invoice, specification)
    if not code:
        return None
    account = group(
        "cac:PayeeFinancialAccount",
        leaf("cbc:ID", account_number(payment.iban)),
        leaf("cbc:Name", payment.account_name),
        group("cac:FinancialInstitutionBranch", leaf("cbc:ID", account_number(payment.bic))),
    )
    return group(
        "cac:PaymentMeans",
        leaf("cbc:PaymentMeansCode", code),
        leaf("cbc:PaymentDueDate", _day(payment.due)) if invoice.is_credit_note else None,
        leaf("cbc:PaymentID", payment.reference),
        account if payment.iban else None,
    )


def _allowance_charge(one: AllowanceCharge, currency: str) -> Child:
    return group(
        "cac:AllowanceCharge",
        leaf("cbc:ChargeIndicator", "true" if one.is_charge else "false"),
        leaf("cbc:AllowanceChargeReasonCode", one.reason_code),
        leaf("cbc:AllowanceChargeReason", one.reason),
        _amount("cbc:Amount", one.amount, currency),
        _category("cac:TaxCategory", one.vat) if one.vat else None,
    )


def _subtotal(one: VatBreakdown, currency: str) -> Child:
    reason, code = exemption_of(one)
    return group(
        "cac:TaxSubtotal",
        _amount("cbc:TaxableAmount", one.base, currency),
        _amount("cbc:TaxAmount", one.tax, currency),
        group(
            "cac:TaxCategory",
            leaf("cbc:ID", one.vat.category),
            leaf("cbc:Percent", number(one.vat.rate) or "0"),
            leaf("cbc:TaxExemptionReasonCode", code),
            leaf("cbc:TaxExemptionReason", reason),
            _scheme("VAT"),
        ),
    )


def _category(tag: str, vat: VatRate) -> Child:
    return group(
        tag,
        leaf("cbc:ID", vat.category),
        leaf("cbc:Percent", "" if vat.category == "O" else number(vat.rate)),
        _scheme("VAT"),
    )


def _totals(invoice: Invoice) -> Child:
    sums, currency = invoice.totals, invoice.currency
    return group(
        "cac:LegalMonetaryTotal",
        _amount("cbc:LineExtensionAmount", sums.lines, currency),
        _amount("cbc:TaxExclusiveAmount", sums.net, currency),
        _amount("cbc:TaxInclusiveAmount", sums.gross, currency),
        _amount("cbc:AllowanceTotalAmount", sums.allowances, currency),
        _amount("cbc:ChargeTotalAmount", sums.charges, currency),
        _amount("cbc:PrepaidAmount", sums.prepaid or None, currency),
        _amount("cbc:PayableRoundingAmount", sums.rounding or None, currency),
        _amount("cbc:PayableAmount", sums.payable, currency),
    )


def _line(line: Line, kind: str, currency: str) -> Child:
    quantity = "cbc:CreditedQuantity" if kind == "CreditNote" else "cbc:InvoicedQuantity"
    return group(
        f"cac:{kind}Line",
        leaf("cbc:ID", line.id),
        leaf(quantity, number(line.quantity), unitCode=line.unit),
        _amount("cbc:LineExtensionAmount", line.net, currency),
        (_allowance_charge(one, currency) for one in line.allowances_charges),
        group(
            "cac:Item",
            leaf("cbc:Description", line.description),
            leaf("cbc:Name", line.name),
            group("cac:SellersItemIdentification", leaf("cbc:ID", line.item_number)),
            _category("cac:ClassifiedTaxCategory", line.vat),
        ),
        group(
            "cac:Price",
            leaf("cbc:PriceAmount", number(line.unit_price), currencyID=currency),
            leaf("cbc:BaseQuantity", number(line.base_quantity), unitCode=line.unit),
        ),
    )


def _amount(tag: str, amount: Decimal | None, currency: str) -> Child:
    return leaf(tag, money(amount), currencyID=currency)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
