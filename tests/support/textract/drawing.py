"""Draws invoices for the tests, as a PDF with text, an image, or a PDF with an image."""

from dataclasses import dataclass, field
from io import BytesIO

import pypdfium2
from fpdf import FPDF
from PIL import Image

A4 = (210.0, 297.0)


@dataclass
class Drawing:
    """Text on a sheet, in millimetres from its top left. `right` lines end and `column` lines begin at `x`."""

    size: tuple[float, float] = A4
    font_size: float = 10
    _pdf: FPDF = field(init=False)

    def __post_init__(self) -> None:
        self._pdf = FPDF(unit="mm", format=self.size)
        self._pdf.set_auto_page_break(False)
        self._pdf.add_page()

    def put(self, x: float, y: float, *lines: str, size: float | None = None, bold: bool = False) -> "Drawing":
        """Lines below each other that begin at `x`."""
        points = size or self.font_size
        self._pdf.set_font("Helvetica", "B" if bold else "", points)
        for number, line in enumerate(lines):
            self._pdf.text(x, y + number * points * 0.5, line)
        return self

    def hidden(self, x: float, y: float, text: str, colour: tuple[int, int, int]) -> "Drawing":
        """A line in a colour that nobody sees on white."""
        self._pdf.set_text_color(*colour)
        self.put(x, y, text)
        self._pdf.set_text_color(0)
        return self

    def right(self, x: float, y: float, text: str) -> "Drawing":
        """One line that ends at `x`."""
        self._pdf.set_font("Helvetica", "", self.font_size)
        return self.put(x - self._pdf.get_string_width(text), y, text)

    def row(self, y: float, cells: dict[float, str]) -> "Drawing":
        """A table's row: cells by their place, negative for the right edge of a right-aligned one."""
        for x, text in cells.items():
            if x < 0:
                self.right(-x, y, text)
            else:
                self.put(x, y, text)
        return self

    def rule(self, y: float, left: float = 15, right: float = 195) -> "Drawing":
        self._pdf.line(left, y, right, y)
        return self

    def pdf(self) -> bytes:
        return bytes(self._pdf.output())

    def picture(self, dpi: int = 130) -> Image.Image:
        page = pypdfium2.PdfDocument(self.pdf())[0]
        drawn: Image.Image = page.render(scale=dpi / 72).to_pil().convert("RGB")
        return drawn


def encoded(picture: Image.Image, kind: str) -> bytes:
    """The image as a JPEG, PNG, TIFF, or a PDF with only this image."""
    written = BytesIO()
    picture.save(written, kind)
    return written.getvalue()
