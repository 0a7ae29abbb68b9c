"""The e-invoice in a file: the XML itself, or the best that a PDF carries."""

from collections.abc import Sequence
from dataclasses import dataclass

from faktura.capture.errors import InvalidFile, UnsupportedFormat
from faktura.capture.files.examination import Examination
from faktura.einvoices.invoice import Invoice
from faktura.einvoices.reader import read
from faktura.einvoices.xml_document import BrokenInvoice, NoInvoice

_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")
"""What the standards call the file in a PDF, in lower case."""


@dataclass(frozen=True)
class Attachment:
    """A file in a PDF that is XML by its name or type. `content` is `None` if it cannot be unpacked."""

    name: str
    content: bytes | None


@dataclass(frozen=True)
class Found:
    """The e-invoice that can be trusted, if any. `doubts` say what speaks against it, or why there is none."""

    invoice: Invoice | None = None
    doubts: tuple[str, ...] = ()


def examined(content: bytes) -> Examination:
    """Read an XML file; `UnsupportedFormat` if it is no invoice, `InvalidFile` if it is one that cannot be read."""
    try:
        return Examination((), e_invoice=read(content))
    except NoInvoice as other:
        raise UnsupportedFormat("The XML file is not an invoice in CII, UBL or ZUGFeRD.") from other
    except BrokenInvoice as fault:
        raise InvalidFile(f"The e-invoice cannot be read, because {fault}.") from fault


def best(attachments: Sequence[Attachment]) -> Found:
    """The invoice among the attachments; none if two of them differ.

    One with a name of the standards comes first. Attachments that are no invoices do not matter; one that is broken is
    a doubt.
    """
    invoices, doubts = list[Invoice](), list[str]()
    for one in sorted(attachments, key=lambda one: _rank(one.name)):
        try:
            if (invoice := _read(one)) not in invoices:
                invoices.append(invoice)
        except NoInvoice:
            if _rank(one.name) < len(_NAMES):
                doubts.append(f"The attached {one.name} is not an invoice")
        except BrokenInvoice as fault:
            doubts.append(f"The attached e-invoice {one.name} cannot be read, because {fault}")
    if len({_essence(invoice) for invoice in invoices}) > 1:
        described = " and ".join(f"{one.number or 'without number'} over {one.totals.gross}" for one in invoices)
        return Found(None, (*doubts, f"The PDF holds e-invoices that differ: {described}"))
    return Found(next(iter(invoices), None), tuple(doubts))


def _read(attachment: Attachment) -> Invoice:
    if attachment.content is None:
        raise BrokenInvoice("it cannot be unpacked")
    invoice = read(attachment.content)
    if not invoice.number and invoice.totals.gross is None and invoice.totals.payable is None:
        raise BrokenInvoice("it has neither a number nor a total")
    return invoice


def _rank(name: str) -> int:
    folded = name.lower()
    return _NAMES.index(folded) if folded in _NAMES else len(_NAMES)


def _essence(invoice: Invoice) -> tuple[object, ...]:
    """What two forms of one invoice have in common."""
    return invoice.number, invoice.issued, invoice.currency, invoice.totals.gross, invoice.totals.payable
