"""What Peppol BIS Billing 3 (May 2026) demands beyond EN 16931, in general and by country."""

import re
from collections.abc import Iterator
from decimal import Decimal

from faktura.einvoices.codes import PEPPOL_ADDRESS_SCHEMES
from faktura.einvoices.document_terms import absent
from faktura.einvoices.element import plain
from faktura.einvoices.identifier import is_norwegian, is_of_scheme
from faktura.einvoices.invoice import ElectronicAddress, Invoice, Line
from faktura.einvoices.line_terms import computed
from faktura.einvoices.party_id import legal_id
from faktura.einvoices.payment_means import countries

_SLACK = Decimal("0.02")
_SWEDISH_RATES = (Decimal(25), Decimal(12), Decimal(6))


def peppol_terms(invoice: Invoice) -> Iterator[str]:
    """The terms that Peppol refuses an invoice without."""
    if not plain(invoice.buyer_reference) and not plain(invoice.purchase_order):
        yield "BT-10, the buyer's reference, or BT-13, the purchase order"  # R003
    if any(not _is_near(line) for line in invoice.lines):
        yield "BT-146, prices of which quantity times price is the net amount of each line to 0.02"
    yield from _address_terms(invoice.seller.electronic_address, "BT-34, the seller's electronic address")
    yield from _address_terms(invoice.buyer.electronic_address, "BT-49, the buyer's electronic address")
    yield from _dutch_vat_terms(invoice)
    vat_country = _vat_country(invoice)
    if vat_country == "NO":
        yield from _of_norway(invoice)
    if vat_country == "IT":
        yield from _of_italy(invoice)
    if vat_country in ("GR", "EL"):
        yield "BT-122, the MARK of the Greek tax office"  # GR-R-004-1
    if rules := _BY_COUNTRY.get(invoice.seller.address.country):
        yield from rules(invoice)


def _address_terms(address: ElectronicAddress, name: str) -> Iterator[str]:
    """Rules R010, R020, CL008 and COMMON-R040 to R057."""
    if not plain(address.id):
        yield name
    elif address.scheme not in PEPPOL_ADDRESS_SCHEMES:
        yield f"{name}, in a scheme that Peppol routes"
    elif not is_of_scheme(plain(address.id), address.scheme):
        yield f"{name}, as its scheme {address.scheme} writes it"


def _is_near(line: Line) -> bool:
    """Rule R120, which matters in currencies without a minor unit."""
    expected = computed(line)
    return line.net is None or expected is None or abs(line.net - expected) <= _SLACK


def _dutch_vat_terms(invoice: Invoice) -> Iterator[str]:
    """Rule COMMON-R056-2, a warning that becomes fatal in November 2026."""
    named = ((invoice.seller.vat_id, "BT-31, the seller's"), (invoice.buyer.vat_id, "BT-48, the buyer's"))
    for vat_id, name in named:
        if plain(vat_id).startswith("NL") and not is_of_scheme(plain(vat_id), "9944"):
            yield f"{name} VAT identifier, as NL, nine digits, B and two digits"


def _vat_country(invoice: Invoice) -> str:
    """The seller's country as most national rules see it: by the VAT identifier, else by the address."""
    return plain(invoice.seller.vat_id)[:2].upper() or invoice.seller.address.country


def _of_norway(invoice: Invoice) -> Iterator[str]:
    """Rule NO-R-001."""
    vat_id = plain(invoice.seller.vat_id)
    if vat_id and not (re.fullmatch("NO[0-9]{9}MVA", vat_id) and is_norwegian(vat_id[2:11])):
        yield "BT-31, the seller's VAT identifier, as NO, nine digits and MVA"


def _of_italy(invoice: Invoice) -> Iterator[str]:
    """Rules IT-R-001 to IT-R-004."""
    if invoice.seller.tax_number and not re.fullmatch("[A-Z0-9]{11,16}", plain(invoice.seller.tax_number)):
        yield "BT-32, the seller's tax number, of 11 to 16 characters"
    yield from _seller_address(invoice)


def _seller_address(invoice: Invoice) -> Iterator[str]:
    address = invoice.seller.address
    yield from absent(
        (address.street, "BT-35, the street of the seller"),
        (address.city, "BT-37, the city of the seller"),
        (address.zip_code, "BT-38, the post code of the seller"),
    )


def _of_the_netherlands(invoice: Invoice) -> Iterator[str]:
    """Rules NL-R-001, 002, 004 and 007."""
    if invoice.is_credit_note and not invoice.preceding:
        yield "BT-25, the number of the credited invoice"
    yield from _seller_address(invoice)
    if countries(invoice) == ("NL", "NL"):
        address = invoice.buyer.address
        yield from absent(
            (address.street, "BT-50, the street of the buyer"),
            (address.city, "BT-52, the city of the buyer"),
            (address.zip_code, "BT-53, the post code of the buyer"),
        )
    if not invoice.is_credit_note and (invoice.totals.payable or 0) > 0:
        yield from absent((invoice.payment.iban, "BT-84, the seller's IBAN"))


def _of_denmark(invoice: Invoice) -> Iterator[str]:
    """Rules DK-R-002, 004, 006, 014 and 016."""
    if legal_id(invoice.seller) is None:
        yield "BT-30, the seller's CVR number (an electronic address of the scheme 0184)"
    if countries(invoice) != ("DK", "DK"):
        return
    if not invoice.is_credit_note and invoice.payment.iban and invoice.currency != "EUR":
        yield from absent((invoice.payment.bic, "BT-86, the BIC of the seller's bank"))
    if invoice.is_credit_note and (invoice.totals.payable or 0) < 0:
        yield "BT-115, an amount due of a credit note that is not negative"
    of_lines = (one for line in invoice.lines for one in line.allowances_charges)
    if any(one.reason_code == "ZZZ" for one in (*invoice.allowances_charges, *of_lines)):
        yield "BT-105, the code of the reason for a charge, other than ZZZ, which means a Danish tax"


def _of_iceland(invoice: Invoice) -> Iterator[str]:
    """Rules IS-R-002 to IS-R-005."""
    if legal_id(invoice.seller) is None:
        yield "BT-30, the seller's kennitala (an electronic address of the scheme 0196)"
    address, buyer = invoice.seller.address, invoice.buyer
    yield from absent(
        (address.street, "BT-35, the street of the seller"), (address.zip_code, "BT-38, the post code of the seller")
    )
    if buyer.address.country != "IS":
        return
    if legal_id(buyer) is None:
        yield "BT-47, the buyer's kennitala (an electronic address of the scheme 0196)"
    yield from absent(
        (buyer.address.street, "BT-50, the street of the buyer"),
        (buyer.address.zip_code, "BT-53, the post code of the buyer"),
    )


def _of_sweden(invoice: Invoice) -> Iterator[str]:
    """Rules SE-R-001, 002 and 006."""
    vat_id = plain(invoice.seller.vat_id)
    if not vat_id.startswith("SE"):
        return
    if not re.fullmatch("SE[0-9]{12}", vat_id):
        yield "BT-31, the seller's VAT identifier, as SE and twelve digits"
    if any(one.vat.category == "S" and one.vat.rate not in _SWEDISH_RATES for one in invoice.vat):
        yield "BT-119, a Swedish VAT rate: 25, 12 or 6"


_BY_COUNTRY = {"NL": _of_the_netherlands, "DK": _of_denmark, "IS": _of_iceland, "SE": _of_sweden}
