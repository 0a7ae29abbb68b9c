"""What EN 16931 demands of VAT: each category has its rate, its identifiers and its reason."""

from collections.abc import Iterator

from faktura.einvoices.codes import EXEMPTIONS
from faktura.einvoices.element import plain
from faktura.einvoices.invoice import Invoice, VatBreakdown, VatRate
from faktura.einvoices.sum_terms import MAX_RATE

_CATEGORIES = ("S", "Z", "E", "AE", "K", "G", "O", "L", "M")
_TAXED = ("S", "L", "M")
"""L and M are taxes of the Canary Islands, Ceuta and Melilla, which also may be zero."""


def tax_terms(invoice: Invoice) -> Iterator[str]:
    """The terms that a tax lacks (BR-45 to BR-48, BR-CL-17/18/22, BR-AE, BR-E, BR-G, BR-IC, BR-O, BR-S, BR-Z)."""
    if not invoice.vat:
        yield "BG-23, the VAT of a rate"
    for line in invoice.lines:
        yield from _rate_terms(line.vat, "BT-151", "BT-152", "a line")
    for one in invoice.allowances_charges:
        category, rate = ("BT-102", "BT-103") if one.is_charge else ("BT-95", "BT-96")
        yield from _rate_terms(one.vat or VatRate(), category, rate, "a charge" if one.is_charge else "an allowance")
    for each in invoice.vat:
        yield from _breakdown_terms(each)
    yield from _identifier_terms(invoice, {each.vat.category for each in invoice.vat})


def _rate_terms(vat: VatRate, category: str, rate: str, of: str) -> Iterator[str]:
    if vat.category not in _CATEGORIES:
        yield f"{category}, the VAT category of {of}"
    elif vat.category != "O" and not _fits(vat):
        yield f"{rate}, the VAT rate of {of} in category {vat.category}"


def _fits(vat: VatRate) -> bool:
    """Whether a category may have the rate: S has one above zero, L and M any, the others have zero."""
    if vat.rate is None or not 0 <= vat.rate < MAX_RATE:
        return False
    return vat.category in ("L", "M") or (vat.rate > 0) == (vat.category == "S")


def _breakdown_terms(one: VatBreakdown) -> Iterator[str]:
    yield from _rate_terms(one.vat, "BT-118", "BT-119", "a part of the VAT")
    if one.base is None:
        yield "BT-116, the base of a VAT rate"
    if one.tax is None:
        yield "BT-117, the tax of a VAT rate"
    if one.exemption_code and one.exemption_code not in EXEMPTIONS:
        yield "BT-121, the code of the exemption from VAT, by the list VATEX"
    if one.vat.category in (*_TAXED, "Z") and (one.exemption_reason or one.exemption_code):
        yield f"BT-120, no reason for an exemption from VAT in category {one.vat.category}"


def _identifier_terms(invoice: Invoice, categories: set[str]) -> Iterator[str]:
    seller, buyer = invoice.seller, invoice.buyer
    if categories & {"K", "G"} and not plain(seller.vat_id):
        yield "BT-31, the seller's VAT identifier"
    if categories - {"O"} and not (plain(seller.vat_id) or plain(seller.tax_number)):
        yield "BT-31, the seller's VAT identifier"
    if categories & {"K", "AE"} and not plain(buyer.vat_id):
        yield "BT-48, the buyer's VAT identifier"
    if "K" in categories and invoice.delivered is None:
        yield "BT-72, the date of delivery"
    if "K" in categories and not (invoice.ship_to and invoice.ship_to.address.country):
        yield "BT-80, the country of delivery, by ISO 3166-1"
    if "O" in categories and len(categories) > 1:
        yield "BT-118, one VAT category: O (not subject to VAT) stands alone"
    if "O" in categories and plain(seller.vat_id):
        yield "BT-118, another VAT category than O (not subject to VAT) for a seller with a VAT identifier"
