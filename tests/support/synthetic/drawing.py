"""A made-up invoice on a page, in one of several layouts; long ones fill further pages and carry their sums."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import accumulate
from typing import Literal

from fpdf import FPDF
from PIL import Image

from tests.support.synthetic.invoices import Charge, SyntheticInvoice

Layout = Literal["classic", "ruled", "compact"]
LAYOUTS: tuple[Layout, ...] = ("classic", "ruled", "compact")

_WORDS = {
    "en": ("INVOICE", "Invoice No", "Invoice Date", "Bill To", "Description", "Qty", "Unit Price", "Amount",
           "Subtotal", "Tax", "Total", "Carried forward", "Brought forward", "%m/%d/%Y"),
    "de": ("RECHNUNG", "Rechnungsnummer", "Rechnungsdatum", "Rechnung an", "Beschreibung", "Menge", "Einzelpreis",
           "Betrag", "Zwischensumme", "MwSt", "Gesamtbetrag", "Übertrag", "Übertrag", "%d.%m.%Y"),
    "fr": ("FACTURE", "Facture N°", "Date de facture", "Facturé à", "Désignation", "Quantité", "Prix unitaire",
           "Montant", "Sous-total", "TVA", "Total TTC", "À reporter", "Report", "%d/%m/%Y"),
}  # fmt: skip
_FACE = {"classic": "helvetica", "ruled": "times", "compact": "helvetica"}
_WIDTHS = (90, 20, 35, 35)
_LINES_A_PAGE = 20


def drawn(invoice: SyntheticInvoice, layout: Layout = "classic", lines_a_page: int = _LINES_A_PAGE) -> bytes:
    """The invoice as a PDF with a text layer; a photograph of the practice's dog brings it over 50 KB."""
    pdf = FPDF(format="letter" if invoice.language == "en" else "A4")
    pdf.set_creation_date(datetime(2024, 1, 1, tzinfo=UTC))
    pages = [invoice.charges[at : at + lines_a_page] for at in range(0, len(invoice.charges), lines_a_page)]
    carried = [Decimal(0), *accumulate(sum((c.price for c in page), Decimal(0)) for page in pages)]
    for number, charges in enumerate(pages):
        pdf.add_page()
        _head(pdf, invoice, layout, is_first=number == 0)
        is_last = number == len(pages) - 1
        _table(pdf, invoice, layout, charges, carried[number], None if is_last else carried[number + 1])
    _sums(pdf, invoice, layout)
    return bytes(pdf.output())


def money(amount: Decimal, invoice: SyntheticInvoice) -> str:
    """The amount as the invoice's language writes it."""
    written = f"{amount:,.2f}"
    if invoice.language == "de":
        return written.translate(str.maketrans(",.", ".,"))
    return written.replace(",", " ").replace(".", ",") if invoice.language == "fr" else written


def _head(pdf: FPDF, invoice: SyntheticInvoice, layout: Layout, is_first: bool) -> None:
    words, face = _WORDS[invoice.language], _FACE[layout]
    pdf.set_font(face, "B", 18)
    pdf.cell(0, 9, invoice.practice[0], new_x="LMARGIN", new_y="NEXT", align="C" if layout == "ruled" else "L")
    pdf.set_font(face, "", 11)
    if not is_first:
        return pdf.ln(8)
    pdf.image(_dog(invoice.seed), x=165, y=8, w=30)
    for line in invoice.practice[1:]:
        pdf.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT", align="C" if layout == "ruled" else "L")
    pdf.ln(6)
    pdf.set_font(face, "B", 14)
    pdf.cell(0, 9, words[0], new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(face, "", 11)
    facts = ((words[1], invoice.number), (words[2], invoice.day.strftime(words[13])), (words[3], invoice.owner))
    for label, value in facts:
        if layout == "compact":
            pdf.cell(0, 6, f"{label}: {value}", new_x="LMARGIN", new_y="NEXT")
        else:
            pdf.cell(45, 7, f"{label}:")
            pdf.cell(0, 7, value, new_x="LMARGIN", new_y="NEXT")
    return pdf.ln(6)


def _table(
    pdf: FPDF,
    invoice: SyntheticInvoice,
    layout: Layout,
    charges: Sequence[Charge],
    before: Decimal,
    after: Decimal | None,
) -> None:
    words = _WORDS[invoice.language]
    border = "1" if layout == "ruled" else "0"
    pdf.set_font(_FACE[layout], "B", 11)
    _row(pdf, words[4:8], "1" if layout == "ruled" else "B")
    pdf.set_font(_FACE[layout], "", 11)
    if before:
        _row(pdf, (words[12], "", "", money(before, invoice)), border)
    for charge in charges:
        amounts = money(charge.unit_price, invoice), money(charge.price, invoice)
        _row(pdf, (charge.description, str(charge.quantity), *amounts), border)
    if after is not None:
        _row(pdf, (words[11], "", "", money(after, invoice)), border)


def _row(pdf: FPDF, cells: Sequence[str], border: str) -> None:
    edges: str | int = int(border) if border.isdigit() else border
    for cell, width, align in zip(cells, _WIDTHS, "LRRR", strict=True):
        pdf.cell(width, 8, cell, border=edges, align=align)
    pdf.ln(8)


def _sums(pdf: FPDF, invoice: SyntheticInvoice, layout: Layout) -> None:
    words = _WORDS[invoice.language]
    sign = "$" if invoice.language == "en" else ""
    behind = "" if invoice.language == "en" else " EUR"
    rows = [(words[10], invoice.total)]
    if invoice.tax_rate:
        rows = [(words[8], invoice.subtotal), (f"{words[9]} {invoice.tax_rate}%", invoice.tax), *rows]
    pdf.ln(3)
    for label, amount in rows:
        pdf.set_font(_FACE[layout], "B" if amount == invoice.total else "", 12)
        pdf.cell(sum(_WIDTHS[:3]), 8, label, align="R")
        pdf.cell(_WIDTHS[3], 8, f"{sign}{money(amount, invoice)}{behind}", align="R", new_x="LMARGIN", new_y="NEXT")


def _dog(seed: int) -> BytesIO:
    """A picture that no format compresses much, because files must have at least 50 KB."""
    written = BytesIO()
    Image.effect_noise((260, 260), 40 + seed % 10).save(written, "PNG")
    written.seek(0)
    return written
