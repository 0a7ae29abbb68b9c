"""How an invoice is paid, as a code (UNTDID 4461), and the form of an account number."""

from faktura.einvoices.invoice import Invoice
from faktura.einvoices.specification import EN_16931, PEPPOL_BIS, Specification

SEPA_TRANSFER, TRANSFER, FOREIGN_TRANSFER, NOT_DEFINED = "58", "30", "31", "1"


def means_code(invoice: Invoice, specification: Specification) -> str:
    """The means of payment (BT-81); empty if the invoice has none.

    With an IBAN it is a transfer, in euros one of SEPA. Between Danes Peppol refuses 30, and takes 31 (rule DK-R-005).
    A credit note without an account says that no means is defined, where the rules demand one (BR-DE-1, DE-R-001).
    """
    if not invoice.payment.iban:
        return NOT_DEFINED if invoice.is_credit_note and demands_payment(invoice, specification) else ""
    if invoice.currency == "EUR":
        return SEPA_TRANSFER
    return FOREIGN_TRANSFER if countries(invoice) == ("DK", "DK") and specification is PEPPOL_BIS else TRANSFER


def demands_payment(invoice: Invoice, specification: Specification) -> bool:
    """Whether the rules demand payment instructions (BG-16): XRechnung, and Peppol between Germans."""
    if specification is PEPPOL_BIS:
        return countries(invoice) == ("DE", "DE")
    return specification is not EN_16931


def countries(invoice: Invoice) -> tuple[str, str]:
    """The countries of the seller's and the buyer's address."""
    return invoice.seller.address.country, invoice.buyer.address.country


def account_number(text: str) -> str:
    """An IBAN or BIC as machines write it: no spaces, capital letters."""
    return "".join(text.split()).upper()


def is_iban(text: str) -> bool:
    """Whether a text is an IBAN (ISO 13616): the country, check digits by modulo 97, and up to 30 characters."""
    iban = account_number(text)
    if not (iban.isascii() and iban.isalnum() and iban[:2].isalpha() and iban[2:4].isdigit() and 5 <= len(iban) <= 34):
        return False
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1
