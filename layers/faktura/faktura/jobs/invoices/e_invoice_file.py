"""The file of an e-invoice: its name, and its content from what is stored with the number."""

from faktura.core.response import Pdf, Xml
from faktura.einvoices.form import Form, written
from faktura.jobs.errors import NotAnEInvoice
from faktura.jobs.invoices.e_invoice import e_invoice_of, explanation
from faktura.jobs.invoices.invoice import Invoice
from faktura.jobs.invoices.invoice_pdf import pdf_of


def file_of(invoice: Invoice, form: Form) -> Pdf | Xml:
    """The document in this form, the same bytes each time; `NotAnEInvoice` if it lacks what the form requires."""
    if reason := explanation(invoice, form):
        raise NotAnEInvoice(f"The document is not an e-invoice ({form}). {reason}")
    if form == "factur-x":
        return Pdf(pdf_of(invoice), f"{invoice.number}.pdf")
    return Xml(written(e_invoice_of(invoice), form), f"{invoice.number}.xml", is_download=True)
