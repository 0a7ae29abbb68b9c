"""Pages that fill from the top, and what is drawn on them. Points, from the upper left corner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor

from faktura.documents.ink import Fonts, Style
from faktura.documents.lines import Line, line, lines

SIZES = {"A4": (595.28, 841.89), "Letter": (612.0, 792.0)}
SIDE, TOP, BOTTOM = 54.0, 50.0, 64.0
"""Margins."""

_LONGEST_AMOUNT = 100
_LEGIBLE = 6.0
"""Points."""

_BASELINE = 0.72
"""Of the leading: where letters stand in their line."""


@dataclass(frozen=True)
class Text:
    """A line and its look."""

    line: Line
    style: Style


@dataclass(frozen=True)
class Cell:
    """Lines below each other in a column of the page."""

    texts: Sequence[Text]
    left: float
    width: float
    rightwards: bool = True
    """Whether lines begin at the left edge; else they end at the right one."""


class Paper:
    """Sheets of one size. `y` is how far down the present page is filled."""

    def __init__(self, size: tuple[float, float]) -> None:
        self.width, self.height = size
        self.fonts = Fonts()
        self.pages: list[list[str]] = []
        self.y = 0.0
        self.turn()

    @property
    def measure(self) -> float:
        """The width between the margins."""
        return self.width - 2 * SIDE

    @property
    def left_over(self) -> float:
        """The height that is left on this page."""
        return self.height - BOTTOM - self.y

    @property
    def whole(self) -> float:
        """The height of an empty page."""
        return self.height - BOTTOM - TOP

    @property
    def untouched(self) -> bool:
        """Whether nothing stands on this page yet."""
        return self.y == TOP

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append([])
        self.y = TOP

    def skip(self, height: float) -> None:
        """Leave a gap, but not on top of a page."""
        if not self.untouched:
            self.y += height

    def write(self, text: Text, left: float, top: float, width: float, *, ends: bool = False) -> None:
        """One line at the left edge of its room, or with `ends` at the right one."""
        if not any(piece.text for piece in text.line.pieces):
            return
        x = left + (width - text.line.width * text.style.size / 1000 if ends else 0)
        y = self.height - top - text.style.leading * _BASELINE
        self.pages[-1].append(self.fonts.drawn(text.line, text.style, x, y))

    def stack(self, texts: Sequence[Text], top: float, cell: Cell) -> None:
        """Lines below each other in a cell, from `top` down."""
        for text in texts:
            self.write(text, cell.left, top, cell.width, ends=not cell.rightwards)
            top += text.style.leading

    def rule(self, top: float, colour: str, thickness: float, left: float = SIDE, width: float | None = None) -> None:
        """A horizontal line."""
        right = left + (self.measure if width is None else width)
        y = self.height - top
        self.pages[-1].append(f"{thickness:g} w {colour} RG {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")

    def fill(self, top: float, height: float, colour: str) -> None:
        """A band of colour between the margins."""
        self.pages[-1].append(
            f"{colour} rg {SIDE:.2f} {self.height - top - height:.2f} {self.measure:.2f} {height:.2f} re f"
        )


def texts(text: str, style: Style, width: float) -> list[Text]:
    """A text in lines no wider than `width` points."""
    return [Text(one, style) for one in lines(text, style.room(width), bold=style.bold)]


def unbroken(text: str, style: Style, width: float) -> list[Text]:
    """The same for what should not be torn: where a line does not hold it, it is set smaller if it stays legible."""
    found = texts(text, style, width)
    if len(found) > 1 and len(text) < _LONGEST_AMOUNT and "\n" not in text:
        size = width * 1000 / line(text, bold=style.bold).width
        if size > _LEGIBLE:
            return texts(text, replace(style, size=floor(size * 10) / 10), width)
    return found


def height(below_each_other: Sequence[Text]) -> float:
    """Of lines below each other."""
    return sum(text.style.leading for text in below_each_other)
