"""A sheet to draw on, from top to bottom."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from fpdf import FPDF
from fpdf.fonts import TTFFont

Align = Literal["L", "R", "C"]

_FONTS = Path(__file__).parents[2] / "layers" / "documents" / "faktura_fonts"
_MM_PER_POINT = 25.4 / 72


class Sheet:
    """Text on pages of one size. `y` is the next baseline, and every measure is in millimetres, but `size` in points.

    Text that a core font cannot set, such as a euro sign, is set in the product's sans-serif font. `is_split` breaks
    words of the text layer as some programs do.
    """

    def __init__(self, paper: tuple[float, float], face: str, size: float, is_split: bool = False) -> None:
        self.width, self.height = paper
        self.size = size
        self.y = 0.0
        self._face, self._is_split = face, is_split
        self.pdf = FPDF(unit="mm", format=paper)
        self.pdf.set_creation_date(datetime(2024, 1, 1, tzinfo=UTC))
        self.pdf.set_auto_page_break(False)
        self.add_page()

    def add_page(self) -> None:
        """Continue at the top of a new page."""
        self.pdf.add_page()
        self.y = 18.0

    def step(self, size: float | None = None) -> float:
        """The height of a line."""
        return (size or self.size) * _MM_PER_POINT * 1.35

    def write(
        self, x: float, text: str, align: Align = "L", size: float | None = None, bold: bool = False, grey: int = 0
    ) -> None:
        """One line at `y`. It begins at `x`, ends there, or has its middle there."""
        size = size or self.size
        style = "B" if bold else ""
        self.pdf.set_font(self._face, style, size)
        if not _is_latin(text):
            self._use_sans(style, size * 0.95)
        self.pdf.set_text_color(grey)
        width = self.pdf.get_string_width(text)
        x -= {"L": 0.0, "R": width, "C": width / 2}[align]
        for piece, wide in self._pieces(text):
            self.pdf.text(x, self.y, piece)
            x += wide

    def _pieces(self, text: str) -> list[tuple[str, float]]:
        at = len(text) // 2
        if not (self._is_split and text[at - 1 : at + 1].isalpha()):
            return [(text, 0.0)]
        gap = self.size * _MM_PER_POINT * 0.12
        return [(text[:at], self.pdf.get_string_width(text[:at]) + gap), (text[at:], 0.0)]

    def rule(self, left: float, right: float, y: float | None = None) -> None:
        """A thin line at `y`."""
        self.pdf.set_draw_color(90)
        self.pdf.line(left, self.y if y is None else y, right, self.y if y is None else y)

    def box(self, left: float, top: float, width: float, height: float, shade: int | None = None) -> None:
        """A frame, or a filled area of a shade from black (0) to white (255)."""
        self.pdf.set_draw_color(90)
        if shade is not None:
            self.pdf.set_fill_color(shade)
        self.pdf.rect(left, top, width, height, "D" if shade is None else "F")

    def content(self) -> bytes:
        """The PDF. Nothing can be drawn afterwards."""
        content = bytes(self.pdf.output())
        for font in self.pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()
        return content

    def _use_sans(self, style: str, size: float) -> None:
        if f"sans{style}" not in self.pdf.fonts:
            self.pdf.add_font("sans", style, _FONTS / f"Sans-{'Bold' if style else 'Regular'}.ttf")
        self.pdf.set_font("sans", style, size)


def _is_latin(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True
