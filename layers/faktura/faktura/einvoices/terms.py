"""Stub until the terms are merged."""

from faktura.einvoices.form import Form
from faktura.einvoices.invoice import Invoice


def missing(invoice: Invoice, form: Form) -> list[str]:
    """Stub."""
    found = [] if invoice.seller.vat_id else ["BT-31, the seller's VAT identifier"]
    if form.startswith("xrechnung") and not invoice.buyer_reference:
        found.append("BT-10, the buyer reference")
    return found
