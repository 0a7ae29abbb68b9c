"""Reads the XML of an e-invoice, whatever its syntax. What it says is not yet consistent, and never proven."""

from faktura.einvoices import cii_reader, ubl_reader
from faktura.einvoices.invoice import Invoice
from faktura.einvoices.xml_document import parsed

_ROOTS = {**cii_reader.ROOTS, **ubl_reader.ROOTS}
_DROPPED = cii_reader.DROPPED | ubl_reader.DROPPED
_CII_NAMES = {name.rpartition(" ")[2] for name in cii_reader.ROOTS}


def read(content: bytes) -> Invoice:
    """The invoice; `NoInvoice` for any other content, `BrokenInvoice` for an invoice that cannot be read."""
    root = parsed(content, _ROOTS, _DROPPED)
    return cii_reader.read(root) if root.name in _CII_NAMES else ubl_reader.read(root)
