"""Invoices on paper: a practice's invoice drawn as a page, and the page as the files a pet owner sends."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pypdfium2
from fpdf import FPDF
from PIL import Image

DPI = 300


def page(invoice: Mapping[str, Any]) -> bytes:
    """The invoice as a one-page PDF with a text layer."""
    practice = invoice["vetPractice"]
    pdf = FPDF(format="letter")
    pdf.set_creation_date(datetime(2023, 9, 3, tzinfo=UTC))
    pdf.add_page()
    pdf.set_font("helvetica", "B", 20)
    pdf.cell(0, 10, practice["name"], new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("helvetica", "", 11)
    for line in (practice["address"], f"{practice['city']}, {practice['state']} {practice['zipCode']}"):
        pdf.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(6)
    owner = invoice["petOwner"]
    pdf.cell(0, 7, f"Invoice Number: {invoice['invoiceNumber']}", new_x="LMARGIN", new_y="NEXT")
    pdf.cell(0, 7, f"Invoice Date: {invoice['date'][:10]}", new_x="LMARGIN", new_y="NEXT")
    pdf.cell(0, 7, f"Bill To: {owner['firstName']} {owner['lastName']}", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(6)
    _table(pdf, invoice["invoiceItems"])
    pdf.set_font("helvetica", "B", 12)
    pdf.cell(150, 9, "Total", align="R")
    pdf.cell(40, 9, f"${invoice['total']:.2f}", align="R", new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def photograph(invoice: Mapping[str, Any], form: str = "JPEG", dpi: int = DPI) -> bytes:
    """The page rasterised, as `JPEG`, `PNG` or `TIFF`, or as a `PDF` that holds nothing but the picture."""
    picture = raster(invoice, dpi)
    file = BytesIO()
    if form == "PDF":
        picture.save(file, "PDF", resolution=dpi, quality=85)
    else:
        picture.save(file, form, dpi=(dpi, dpi), quality=85)
    return file.getvalue()


def raster(invoice: Mapping[str, Any], dpi: int = DPI) -> Image.Image:
    """The page as pixels."""
    return pypdfium2.PdfDocument(page(invoice))[0].render(scale=dpi / 72).to_pil().convert("RGB")


def _table(pdf: FPDF, lines: list[Mapping[str, Any]]) -> None:
    pdf.set_font("helvetica", "B", 11)
    for title, width in (("Description", 110), ("Qty", 20), ("Unit Price", 30), ("Amount", 30)):
        pdf.cell(width, 8, title, border="B", align="L" if width == 110 else "R")
    pdf.ln(8)
    pdf.set_font("helvetica", "", 11)
    for line in lines:
        pdf.cell(110, 8, line["description"])
        pdf.cell(20, 8, str(line["quantity"]), align="R")
        pdf.cell(30, 8, f"{line['amountCharged'] / line['quantity']:.2f}", align="R")
        pdf.cell(30, 8, f"{line['amountCharged']:.2f}", align="R", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)
