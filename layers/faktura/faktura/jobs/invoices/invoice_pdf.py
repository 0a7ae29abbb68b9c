"""The PDF of an issued invoice: a Factur-X if the invoice has all that this form requires, else a plain PDF."""

from faktura.einvoices.form import written
from faktura.jobs.invoices.e_invoice import e_invoice_of, obstacles
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_page import draw


def pdf_of(invoice: Invoice) -> bytes:
    """The PDF, made from what is stored with the number: the same invoice gives the same bytes."""
    if obstacles(invoice, "factur-x"):
        return draw(invoice)
    return draw(invoice, written(e_invoice_of(invoice), "factur-x"))
