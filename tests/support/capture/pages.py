"""Pages as an OCR engine sees them: LINE blocks in rows, without any typed field."""

from collections.abc import Sequence
from typing import Any

_HEIGHT = 0.012
"""Of a line, in heights of the page; a character is about half as wide as its line is high."""


def page(*rows: Sequence[str] | str) -> dict[str, Any]:
    """A response for one page. The texts of a row are columns: the first at the left edge, the last at the right."""
    lines = [
        line
        for number, row in enumerate(rows)
        for line in _lines((row,) if isinstance(row, str) else row, 0.05 + 0.02 * number)
    ]
    return {"ExpenseDocuments": [{"ExpenseIndex": 1, "SummaryFields": [], "LineItemGroups": [], "Blocks": lines}]}


def _lines(texts: Sequence[str], top: float) -> list[dict[str, Any]]:
    width = 0.85 / max(1, len(texts) - 1)
    return [_line(text, min(0.08 + place * width, 0.93 - _width(text)), top) for place, text in enumerate(texts)]


def _width(text: str) -> float:
    return 0.55 * _HEIGHT * len(text)


def _line(text: str, left: float, top: float) -> dict[str, Any]:
    box = {"Left": left, "Top": top, "Width": _width(text), "Height": _HEIGHT}
    return {
        "BlockType": "LINE",
        "Id": f"{left} {top}",
        "Text": text,
        "Confidence": 99.0,
        "Geometry": {"BoundingBox": box},
    }
