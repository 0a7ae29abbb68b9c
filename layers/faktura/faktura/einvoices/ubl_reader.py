"""Reads an invoice or a credit note in UBL 2.1: XRechnung, Peppol BIS Billing and every other use of EN 16931."""

from collections.abc import Iterator
from decimal import Decimal

from faktura.einvoices.invoice import (
    CREDIT_NOTE,
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

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_COMPONENTS = frozenset({f"{_UBL}:CommonAggregateComponents-2", f"{_UBL}:CommonBasicComponents-2"})

ROOTS = {f"{_UBL}:{kind}-2 {kind}": _COMPONENTS for kind in ("Invoice", "CreditNote")}
"""The roots, and the namespaces of their elements."""

DROPPED = frozenset({"EmbeddedDocumentBinaryObject"})

_VAT_SCHEMES = ("VAT", "")


def read(root: Element) -> Invoice:
    """The invoice below this root."""
    currency = single(root, "DocumentCurrencyCode")
    type_code = single(root, "InvoiceTypeCode", "CreditNoteTypeCode")
    delivery = root.first("Delivery")
    return Invoice(
        number=single(root, "ID"),
        issued=first_day(texts(root, "IssueDate")),
        type_code=type_code or (CREDIT_NOTE if root.name == "CreditNote" else ""),
        currency=currency,
        specification=text(root, "CustomizationID"),
        process=text(root, "ProfileID"),
        buyer_reference=text(root, "BuyerReference"),
        purchase_order=text(root, "OrderReference/ID"),
        sales_order=text(root, "OrderReference/SalesOrderID"),
        preceding=list(_preceding(root)),
        notes=list(texts(root, "Note")),
        seller=_party(root.first("AccountingSupplierParty/Party")),
        buyer=_party(root.first("AccountingCustomerParty/Party")),
        delivered=first_day(texts(delivery, "ActualDeliveryDate")),
        ship_to=_ship_to(delivery),
        payment=_payment(root),
        allowances_charges=list(_allowances_charges(root, currency, has_vat=True)),
        lines=list(_lines(root, currency)),
        vat=list(_breakdown(root, currency)),
        totals=_totals(root, currency),
    )


def _preceding(root: Element) -> Iterator[InvoiceReference]:
    for one in root.all("BillingReference/InvoiceDocumentReference"):
        yield InvoiceReference(number=text(one, "ID"), issued=first_day(texts(one, "IssueDate")))


def _party(party: Element | None) -> Party:
    endpoint = party.first("EndpointID") if party else None
    contact = party.first("Contact") if party else None
    registrations = {
        text(one, "TaxScheme/ID"): text(one, "CompanyID") for one in (party.all("PartyTaxScheme") if party else ())
    }
    name, trading_name = text(party, "PartyLegalEntity/RegistrationName"), text(party, "PartyName/Name")
    return Party(
        name=name or trading_name,
        trading_name=trading_name if name else "",
        address=_address(party.first("PostalAddress") if party else None),
        vat_id=registrations.get("VAT", ""),
        tax_number=next((id for scheme, id in registrations.items() if scheme != "VAT"), ""),
        electronic_address=ElectronicAddress(
            scheme=endpoint.attributes.get("schemeID", "") if endpoint else "", id=endpoint.text if endpoint else ""
        ),
        contact=Contact(
            name=text(contact, "Name"), phone=text(contact, "Telephone"), email=text(contact, "ElectronicMail")
        ),
    )


def _address(address: Element | None) -> Address:
    return Address(
        street=text(address, "StreetName"),
        addition=", ".join(filter(None, (text(address, "AdditionalStreetName"), text(address, "AddressLine/Line")))),
        zip_code=text(address, "PostalZone"),
        city=text(address, "CityName"),
        region=text(address, "CountrySubentity"),
        country=text(address, "Country/IdentificationCode"),
    )


def _ship_to(delivery: Element | None) -> Party | None:
    name = text(delivery, "DeliveryParty/PartyName/Name")
    address = delivery.first("DeliveryLocation/Address") if delivery else None
    return Party(name=name, address=_address(address)) if name or address else None


def _payment(root: Element) -> Payment:
    account = "PaymentMeans/PayeeFinancialAccount"
    return Payment(
        iban=text(root, f"{account}/ID"),
        bic=text(root, f"{account}/FinancialInstitutionBranch/ID"),
        account_name=text(root, f"{account}/Name"),
        reference=text(root, "PaymentMeans/PaymentID"),
        due=first_day(texts(root, "DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate")),
        terms=next(texts(root, "PaymentTerms/Note"), ""),
    )


def _vat(categories: Iterator[Element]) -> VatRate:
    """The category of VAT. A line or a charge may have categories of other taxes beside it."""
    found = next((one for one in categories if text(one, "TaxScheme/ID") in _VAT_SCHEMES), None)
    return VatRate(category=text(found, "ID"), rate=number(found, "Percent"))


def _allowances_charges(parent: Element, currency: str, *, has_vat: bool) -> Iterator[AllowanceCharge]:
    for one in parent.all("AllowanceCharge"):
        yield AllowanceCharge(
            is_charge=is_true(text(one, "ChargeIndicator")),
            amount=amount(one, currency, "Amount") or Decimal(0),
            reason=text(one, "AllowanceChargeReason"),
            reason_code=text(one, "AllowanceChargeReasonCode"),
            vat=_vat(one.all("TaxCategory")) if has_vat else None,
        )


def _lines(root: Element, currency: str) -> Iterator[Line]:
    for line in (*root.all("InvoiceLine"), *root.all("CreditNoteLine")):
        quantity = line.first("InvoicedQuantity", "CreditedQuantity")
        item, price = line.first("Item"), line.first("Price")
        yield Line(
            id=text(line, "ID"),
            name=text(item, "Name", "Description"),
            description=text(item, "Description"),
            item_number=text(item, "SellersItemIdentification/ID"),
            quantity=number(line, "InvoicedQuantity", "CreditedQuantity"),
            unit=quantity.attributes.get("unitCode", "") if quantity else "",
            unit_price=amount(price, currency, "PriceAmount"),
            base_quantity=number(price, "BaseQuantity"),
            allowances_charges=list(_allowances_charges(line, currency, has_vat=False)),
            net=amount(line, currency, "LineExtensionAmount"),
            vat=_vat(item.all("ClassifiedTaxCategory") if item else iter(())),
        )


def _breakdown(root: Element, currency: str) -> Iterator[VatBreakdown]:
    """The VAT by category and rate. A second total of tax, in the seller's own currency, has no breakdown."""
    for tax in root.all("TaxTotal/TaxSubtotal"):
        base = amount(tax, currency, "TaxableAmount")
        if base is None and tax.first("TaxableAmount"):
            continue
        category = tax.first("TaxCategory")
        yield VatBreakdown(
            vat=_vat(tax.all("TaxCategory")),
            base=base,
            tax=amount(tax, currency, "TaxAmount"),
            exemption_reason=text(category, "TaxExemptionReason"),
            exemption_code=text(category, "TaxExemptionReasonCode"),
        )


def _totals(root: Element, currency: str) -> Totals:
    sums = root.first("LegalMonetaryTotal")
    return Totals(
        lines=amount(sums, currency, "LineExtensionAmount"),
        allowances=amount(sums, currency, "AllowanceTotalAmount"),
        charges=amount(sums, currency, "ChargeTotalAmount"),
        net=amount(sums, currency, "TaxExclusiveAmount"),
        tax=amount(root, currency, "TaxTotal/TaxAmount"),
        gross=amount(sums, currency, "TaxInclusiveAmount"),
        prepaid=amount(sums, currency, "PrepaidAmount"),
        rounding=amount(sums, currency, "PayableRoundingAmount"),
        payable=amount(sums, currency, "PayableAmount"),
    )
