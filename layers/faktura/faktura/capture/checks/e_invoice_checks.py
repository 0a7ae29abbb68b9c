"""The checks of an e-invoice: its sums, its profile, its currency, and whether its pages print what its data says."""

from collections.abc import Iterator, Sequence

from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.reading.e_invoices.comparison import CREDIT_NOTES
from faktura.capture.reading.e_invoices.e_invoice import is_currency
from faktura.capture.reading.reading import Reading
from faktura.capture.schemas import Check
from faktura.einvoices.invoice import Invoice
from faktura.einvoices.profile import profile

_FIELD = "eInvoice"

_MAX_NAMED = 20
"""Sums that do not agree. A hostile file has thousands."""

_INVOICES = frozenset(
    str(code)
    for code in (
        *(80, 82, 84, 130, 202, 203, 204, 211, 295, 325, 326, 380, 383, 384, 385, 386, 387, 388, 389, 390, 393, 394),
        *(395, 456, 457, 471, 472, 473, 500, 501, 527, 575, 623, 633, 751, 780, 817, 870, 875, 876, 877, 935),
    )
)
"""The types (BT-3) of UNTDID 1001 that EN 16931 and its national uses take for invoices."""


def of_file(file: InvoiceFile, reading: Reading) -> list[Check]:
    """What speaks against the data in the file, and the checks of the data if it was read."""
    doubts = [_failed(_FIELD, doubt) for doubt in file.doubts]
    if file.e_invoice is None:
        return doubts
    return [*doubts, *_of_invoice(file.e_invoice, reading.faults), *_of_pages(reading)]


def _of_invoice(invoice: Invoice, faults: Sequence[str]) -> Iterator[Check]:
    yield _profile(invoice)
    yield _type(invoice)
    yield _currency(invoice)
    for fault in faults[:_MAX_NAMED]:
        yield _failed(_FIELD, fault)
    if len(faults) > _MAX_NAMED:
        yield _failed(_FIELD, f"{len(faults) - _MAX_NAMED} more sums of the e-invoice do not agree")
    if not faults:
        message = "The sums of the e-invoice agree by EN 16931. That makes it consistent, which does not prove it true"
        yield _passed(_FIELD, message)


def _profile(invoice: Invoice) -> Check:
    known = profile(invoice.specification)
    if known is None:
        named = f"specification {invoice.specification}" if invoice.specification else "absence of a specification"
        return _failed(_FIELD, f"The e-invoice's {named} (BT-24) is not known")
    if not known.is_full:
        return _failed(
            _FIELD,
            f"The e-invoice says that it follows {known.name} (BT-24), which is no full invoice: it has no lines",
        )
    return _passed(_FIELD, f"The e-invoice says that it follows {known.name} (BT-24)")


def _type(invoice: Invoice) -> Check:
    code = invoice.type_code
    if code in CREDIT_NOTES:
        return _passed(_FIELD, f"The e-invoice is a credit note (type {code}): its total is owed to the buyer")
    if code in _INVOICES:
        return _passed(_FIELD, f"The e-invoice is an invoice (type {code})")
    return _failed(_FIELD, f"The type of the e-invoice (BT-3), {code or 'which is missing'}, is that of no invoice")


def _currency(invoice: Invoice) -> Check:
    if is_currency(invoice.currency):
        return _passed("currency", f"The currency {invoice.currency} of the e-invoice is one of ISO 4217")
    code = invoice.currency or "which is missing"
    return _failed("currency", f"The currency of the e-invoice (BT-5), {code}, is none of ISO 4217")


def _of_pages(reading: Reading) -> Iterator[Check]:
    comparison = reading.comparison
    if comparison is None:
        message = "An XML file has no page on which a person could see what its data says"
        yield Check(field=_FIELD, status="skipped", message=message)
        return
    total = None if reading.total is None else format(reading.total, "f")
    for field, name, value, page in (
        ("invoiceNumber", "number", reading.number, comparison.number),
        ("totalAmount", "total", total, comparison.total),
    ):
        if value is None:
            continue  # another check says that it could not be read
        if field == "totalAmount" and comparison.other_total:
            printed = comparison.other_total
            yield _failed(field, f"The pages print the total {printed}, and the e-invoice has the total {value}")
        elif comparison.fault:
            yield _failed(field, f"The {name} {value} of the e-invoice could not be compared: {comparison.fault}")
        elif page is None:
            yield _failed(field, f"The {name} {value} of the e-invoice is not printed on its pages")
        else:
            yield _passed(field, f"The {name} {value} of the e-invoice is printed on page {page}")


def _passed(field: str, message: str) -> Check:
    return Check(field=field, status="passed", message=message)


def _failed(field: str, message: str) -> Check:
    return Check(field=field, status="failed", message=message)
