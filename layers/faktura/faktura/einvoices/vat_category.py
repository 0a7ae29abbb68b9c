"""The VAT category of a rate (UNTDID 5305), and why a category has no tax."""

from decimal import Decimal

from faktura.einvoices.codes import listed
from faktura.einvoices.invoice import Party, VatBreakdown

_UNION = listed("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI")
"""The member states; in goods, Northern Ireland (XI) counts as one."""

_PART_OF = {"EL": "GR", "MC": "FR"}
"""Greece's VAT identifiers begin with EL. Monaco is a part of France in VAT (Directive 2006/112/EC, Article 7)."""

_EXEMPTIONS = {
    "AE": ("Reverse charge", "VATEX-EU-AE"),
    "K": ("Intra-community supply", "VATEX-EU-IC"),
    "G": ("Export outside the EU", "VATEX-EU-G"),
    "O": ("Not subject to VAT", "VATEX-EU-O"),
    "E": ("Exempt from VAT", ""),
}
"""E has many reasons in law, and an order does not tell which, so it has no code."""


def vat_category(rate: Decimal, seller: Party, buyer: Party, ship_to: Party | None) -> str:
    """The category of goods that are taxed at `rate` percent, by Directive 2006/112/EC.

    S is a rate above zero. At zero: O of a seller without any tax identifier, E of one that has only a tax number (a
    small business, Article 284), G for goods that leave the EU (146), K for goods that a taxable person of another
    member state gets in another member state (138), AE for what a taxable person gets otherwise (194, 196), else Z.
    """
    if rate > 0:
        return "S"
    if not seller.vat_id:
        return "E" if seller.tax_number else "O"
    origin, place = _state(seller), _place(buyer, ship_to)
    if origin not in _UNION:
        return "G" if place and place != origin else "Z"
    if place and place not in _UNION:
        return "G"
    if _prefix(buyer) not in _UNION:
        return "Z"
    return "K" if place not in ("", origin) and _prefix(buyer) != origin else "AE"


def exemption(category: str) -> tuple[str, str]:
    """The reason why a category has no tax (BT-120) and its code (BT-121, VATEX); both are empty for S and Z."""
    return _EXEMPTIONS.get(category, ("", ""))


def exemption_of(one: VatBreakdown) -> tuple[str, str]:
    """The reason and the code of a part of the VAT: its own, else those of its category."""
    reason, code = exemption(one.vat.category)
    return one.exemption_reason or reason, one.exemption_code or code


def _place(buyer: Party, ship_to: Party | None) -> str:
    """Where the goods go. An address in Great Britain is in Northern Ireland where the buyer's VAT identifier is."""
    if ship_to is None or not ship_to.address.country:
        return _state(buyer)
    return _state(ship_to.model_copy(update={"vat_id": ship_to.vat_id or buyer.vat_id}))


def _state(party: Party) -> str:
    country, prefix = party.address.country.upper(), _prefix(party)
    if not country or (country == "GB" and prefix == "XI"):
        return prefix
    return _PART_OF.get(country, country)


def _prefix(party: Party) -> str:
    """The state of a VAT identifier, by its first two characters."""
    prefix = party.vat_id.strip()[:2].upper()
    return _PART_OF.get(prefix, prefix)
