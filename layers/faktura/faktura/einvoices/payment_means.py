"""How an invoice is paid, as a code (UNTDID 4461), and the form of an account number."""

from faktura.einvoices.invoice import Invoice
from faktura.einvoices.specification import EN_16931, Specification

SEPA_TRANSFER, TRANSFER, FOREIGN_TRANSFER, NOT_DEFINED = "58", "30", "31", "1"


def means_code(invoice: Invoice, specification: Specification) -> str:
    """The means of payment (BT-81); empty if the invoice has none.

    With an IBAN it is a transfer, in euros one of SEPA. Between Danes Peppol refuses 30, and takes 31 (rule DK-R-005).
    A credit note without an account says that no means is defined, where the rules demand one (BR-DE-1, DE-R-001).
    """
    if not invoice.payment.iban:
        return NOT_DEFINED if invoice.type_code == "381" and demands_payment(invoice, specification) else ""
    if invoice.currency == "EUR":
        return SEPA_TRANSFER
    return FOREIGN_TRANSFER if countries(invoice) == ("DK", "DK") and _is_peppol(specification) else TRANSFER


def demands_payment(invoice: Invoice, specification: Specification) -> bool:
    """Whether the rules demand payment instructions (BG-16): XRechnung, and Peppol between Germans."""
    if _is_peppol(specification):
        return countries(invoice) == ("DE", "DE")
    return specification is not EN_16931


def countries(invoice: Invoice) -> tuple[str, str]:
    """The countries of the seller's and the buyer's address."""
    return invoice.seller.address.country, invoice.buyer.address.country


def account_number(text: str) -> str:
    """An IBAN or BIC as machines write it: no spaces, capital letters."""
    return "".join(text.split()).upper()


def _is_peppol(specification: Specification) -> bool:
    return "peppol" in specification.id
