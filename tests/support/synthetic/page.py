"""Pages made from text, as rows: `Bill to | Ship to` has two cells at fixed columns; an empty line is a gap."""

from collections.abc import Sequence

from faktura.capture.page.layout import Box, Place, Row, Segment, Word
from faktura.capture.page.page import Page

_COLUMN, _LETTER, _HEIGHT, _PITCH = 300.0, 6.0, 10.0, 14.0
_WIDTH, _LENGTH = 600.0, 800.0


def page_of(*lines: str, number: int = 1, confidence: float = 99.0) -> Page:
    """A page of these lines from the top. A line that begins with `# ` is printed twice as large."""
    rows: list[Row] = []
    top = 20.0
    for line in lines:
        scale = 2.0 if line.startswith("# ") else 1.0
        cells = [cell.strip() for cell in line.removeprefix("# ").split(" | ")]
        if any(cells):
            rows.append(_row(cells, top, scale, confidence))
        top += _PITCH * scale
    return Page(number, 1, tuple(rows))


def _row(cells: Sequence[str], top: float, scale: float, confidence: float) -> Row:
    found = []
    for place, cell in enumerate(cells):
        if cell:
            found.append(Segment(tuple(_words(cell, 20 + place * _COLUMN, top, scale, confidence))))
    return tuple(found)


def _words(cell: str, left: float, top: float, scale: float, confidence: float) -> list[Word]:
    words = []
    for text in cell.split():
        box = Box(left, top, left + len(text) * _LETTER * scale, top + _HEIGHT * scale)
        place = Place(
            box.left / _WIDTH / 10, box.top / _LENGTH / 10, box.width / _WIDTH / 10, box.height / _LENGTH / 10
        )
        words.append(Word(text, box, confidence, place))
        left = box.right + 3 * scale
    return words
