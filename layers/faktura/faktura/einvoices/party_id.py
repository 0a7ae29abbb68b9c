"""By what parties are known: a seller without a VAT identifier, a legal entity in its register, a buyer."""

from faktura.einvoices.codes import REGISTERS
from faktura.einvoices.invoice import ElectronicAddress, Invoice, Party

_LEGAL_REGISTERS = {"DK": "0184", "IS": "0196"}
"""The registers of legal entities that Peppol demands of sellers in a country (rules DK-R-014 and IS-R-002)."""


def seller_id(seller: Party) -> ElectronicAddress | None:
    """The seller identifier (BT-29), which BR-CO-26 demands of a seller that neither VAT nor a register identifies.

    It is what else identifies the seller: its tax number, or its electronic address.
    """
    if seller.vat_id or legal_id(seller):
        return None
    if seller.tax_number:
        return ElectronicAddress(id=seller.tax_number)
    address = seller.electronic_address
    if not address.id:
        return None
    return ElectronicAddress(scheme=address.scheme if address.scheme in REGISTERS else "", id=address.id)


def legal_id(party: Party) -> ElectronicAddress | None:
    """The legal registration identifier (BT-30, BT-47): the electronic address, if it is one of the register."""
    address = party.electronic_address
    is_register = address.id and address.scheme == _LEGAL_REGISTERS.get(party.address.country)
    return address if is_register else None


def buyer_vat_id(invoice: Invoice) -> str:
    """The buyer's VAT identifier (BT-48), which an invoice that is not subject to VAT must not have (BR-O-02)."""
    return "" if any(one.vat.category == "O" for one in invoice.vat) else invoice.buyer.vat_id
