"""Pages that fill from the top, and what is drawn on them. Positions are in points from the upper left corner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor

from faktura.documents.content import Fonts, Style
from faktura.documents.lines import Line, line, lines

SIZES = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}
SIDE, TOP, BOTTOM = 54.0, 50.0, 64.0
"""The margins, in points."""

_MAX_AMOUNT_LENGTH = 100
_MIN_SIZE = 6.0
"""Points of a type size that is still legible."""

_BASELINE = 0.72
"""The baseline of a line, as a share of its leading."""


@dataclass(frozen=True)
class Text:
    """A line and its style."""

    line: Line
    style: Style


@dataclass(frozen=True)
class Cell:
    """Lines below each other in a column of the page; right-aligned if they are not left-aligned."""

    texts: Sequence[Text]
    left: float
    width: float
    is_left_aligned: bool = True


class Canvas:
    """Pages of one size; the current page is filled down to `y`."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.width, self.height = size
        self.fonts = Fonts()
        self.pages: list[list[str]] = []
        self.y = 0.0
        self.new_page()

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - 2 * SIDE

    @property
    def remaining_height(self) -> float:
        """The height that is left on the current page."""
        return self.height - BOTTOM - self.y

    @property
    def full_height(self) -> float:
        """The height of an empty page."""
        return self.height - BOTTOM - TOP

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on the current page yet."""
        return self.y == TOP

    def new_page(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.y = TOP

    def skip(self, height: float) -> None:
        """Leave a gap, except at the top of a page."""
        if not self.is_empty:
            self.y += height

    def write(self, text: Text, left: float, top: float, width: float, *, is_right_aligned: bool = False) -> None:
        """Write one line at the left or right edge of its room."""
        if not any(run.text for run in text.line.runs):
            return
        x = left + (width - text.line.width * text.style.size / 1000 if is_right_aligned else 0)
        y = self.height - top - text.style.leading * _BASELINE
        self.pages[-1].append(self.fonts.operators(text.line, text.style, x, y))

    def stack(self, texts: Sequence[Text], top: float, cell: Cell) -> None:
        """Write lines below each other in a cell, from `top` down."""
        for text in texts:
            self.write(text, cell.left, top, cell.width, is_right_aligned=not cell.is_left_aligned)
            top += text.style.leading

    def rule(self, top: float, colour: str, thickness: float, left: float = SIDE, width: float | None = None) -> None:
        """Draw a horizontal line."""
        right = left + (self.text_width if width is None else width)
        y = self.height - top
        self.pages[-1].append(f"{thickness:g} w {colour} RG {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")

    def fill(self, top: float, height: float, colour: str) -> None:
        """Draw a band of colour between the margins."""
        self.pages[-1].append(
            f"{colour} rg {SIDE:.2f} {self.height - top - height:.2f} {self.text_width:.2f} {height:.2f} re f"
        )


def texts(text: str, style: Style, width: float) -> list[Text]:
    """The text in lines no wider than `width` points."""
    return [Text(one, style) for one in lines(text, style.room(width), bold=style.bold)]


def fitted(text: str, style: Style, width: float) -> list[Text]:
    """The same for an amount, which should stay on one line: it is made smaller to fit, as long as it is legible."""
    found = texts(text, style, width)
    if len(found) > 1 and len(text) < _MAX_AMOUNT_LENGTH and "\n" not in text:
        size = width * 1000 / line(text, bold=style.bold).width
        if size > _MIN_SIZE:
            return texts(text, replace(style, size=floor(size * 10) / 10), width)
    return found


def height(below_each_other: Sequence[Text]) -> float:
    """The height of lines below each other."""
    return sum(text.style.leading for text in below_each_other)
