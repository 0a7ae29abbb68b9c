"""Compares an e-invoice with the pages that it comes with: what a reader sees and what a machine reads must agree."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from faktura.capture.page.currency_sign import currency_of_mark, marks_in
from faktura.capture.reading.e_invoices.printed_page import PrintedPage, shows_amount, shows_day, shows_number
from faktura.capture.reading.e_invoices.printed_total import is_known, other_total
from faktura.capture.reading.geometry import PageWords
from faktura.capture.reading.reading import Comparison
from faktura.einvoices.invoice import Invoice

CREDIT_NOTES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"})
"""The types (BT-3) of UNTDID 1001 whose amounts are owed to the buyer."""


def compared(invoice: Invoice, pages: Sequence[PrintedPage]) -> Comparison:
    """Look for number, total and date. What is printed settles the matter; what is not may be in a picture."""
    found = replace(_printed(invoice, pages), other_total=other_total((page.text for page in pages), invoice))
    is_whole = all(page.is_whole for page in pages) and any(page.text.strip() for page in pages)
    is_found = found.agrees and found.date is not None
    return replace(found, is_final=is_found or is_whole or bool(found.other_total))


def compared_by_ocr(invoice: Invoice, pages: Iterable[PageWords], total: Decimal | None) -> Comparison:
    """The same with the words that OCR has seen, and the total that it is sure to have read."""
    seen = [PrintedPage(page.page, " ".join(word.text for word in page.words)) for page in pages]
    other = "" if total is None or is_known(total, invoice) else format(total, "f")
    return replace(_printed(invoice, seen), other_total=other)


def total_of(invoice: Invoice) -> Decimal | None:
    """The total with VAT (BT-112); of old files that have none, what is due and what is paid."""
    totals = invoice.totals
    if totals.gross is not None or totals.payable is None:
        return totals.gross
    return totals.payable + (totals.prepaid or Decimal(0)) - (totals.rounding or Decimal(0))


def _printed(invoice: Invoice, pages: Sequence[PrintedPage]) -> Comparison:
    totals, is_credit = _totals(invoice), invoice.type_code in CREDIT_NOTES
    with_number = (page for page in pages if shows_number(page.text, invoice.number))
    with_total = (page for page in pages if any(shows_amount(page.text, one, is_credit=is_credit) for one in totals))
    with_date = (page for page in pages if invoice.issued and shows_day(page.text, invoice.issued))
    lines = (line for page in pages for line in page.text.split("\n"))
    named = {currency_of_mark(mark) for line in lines for mark in marks_in(line)}
    currencies = frozenset(code for code in named if code)
    return Comparison(_first(with_number), _first(with_total), _first(with_date), currencies=currencies)


def _totals(invoice: Invoice) -> Sequence[Decimal]:
    """The total as a page may print it: before or after it is rounded (BT-114)."""
    total = total_of(invoice)
    return [] if total is None else list(dict.fromkeys([total, total + (invoice.totals.rounding or Decimal(0))]))


def _first(pages: Iterable[PrintedPage]) -> int | None:
    return next((page.page for page in pages), None)
