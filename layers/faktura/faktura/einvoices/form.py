"""The forms in which an e-invoice is written."""

from typing import Literal, get_args

from faktura.einvoices.cii import cii
from faktura.einvoices.invoice import Invoice
from faktura.einvoices.specification import EN_16931, PEPPOL_BIS, XRECHNUNG
from faktura.einvoices.ubl import ubl

Form = Literal["factur-x", "cii", "ubl", "xrechnung-cii", "xrechnung-ubl", "peppol-bis"]

FORMS: tuple[Form, ...] = get_args(Form)

MEDIA_TYPE = "application/xml"
"""Of every form but `factur-x`, whose XML is embedded in a PDF."""

EMBEDDED_NAME = "factur-x.xml"
"""The name of the XML in a PDF."""


def written(invoice: Invoice, form: Form) -> bytes:
    """The XML in UTF-8, the same bytes for the same invoice. `terms.missing` says whether it will be valid.

    Of `factur-x` it is the XML to embed in a PDF. A credit note is one by its type code; UBL has an element for it.
    """
    return _WRITERS[form](invoice)


_WRITERS = {
    "factur-x": lambda invoice: cii(invoice, EN_16931),
    "cii": lambda invoice: cii(invoice, EN_16931),
    "ubl": lambda invoice: ubl(invoice, EN_16931),
    "xrechnung-cii": lambda invoice: cii(invoice, XRECHNUNG),
    "xrechnung-ubl": lambda invoice: ubl(invoice, XRECHNUNG),
    "peppol-bis": lambda invoice: ubl(invoice, PEPPOL_BIS),
}
