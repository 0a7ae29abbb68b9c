"""What an OCR response says of a detected text: its confidence, its page and its place. Odd values count as missing."""

from collections.abc import Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from faktura.capture.page.layout import Place

_MAX_PAGE = 1_000
_SIDES = ("Left", "Top", "Width", "Height")

Point = tuple[float, float]


def percent(detected: Mapping[str, Any]) -> float:
    """The confidence, 0 to 100; 0 if there is none."""
    return min(max(number(detected.get("Confidence")) or 0.0, 0.0), 100.0)


def page_number(given: Any, default: int) -> int:
    """A page's number, counted from 1."""
    return given if isinstance(given, int) and 1 <= given <= _MAX_PAGE else default


def box_of(detected: Mapping[str, Any]) -> Place | None:
    """The box on the page as it was sent; `None` if the response gives none that is on the page."""
    given = (detected.get("Geometry") or {}).get("BoundingBox") or {}
    sides = [side for name in _SIDES if (side := number(given.get(name))) is not None and 0 <= side <= 1]
    return Place(*sides) if len(sides) == len(_SIDES) else None


def corners_of(detected: Mapping[str, Any]) -> list[Point]:
    """The corners from the text's top left, clockwise; none if the response gives no place."""
    points = (detected.get("Geometry") or {}).get("Polygon") or []
    corners = [(number(point.get("X")), number(point.get("Y"))) for point in points]
    known = [(x, y) for x, y in corners if x is not None and y is not None]
    if len(corners) == len(known) == 4:
        return known
    if not (box := box_of(detected)):
        return []
    right, bottom = box.left + box.width, box.top + box.height
    return [(box.left, box.top), (right, box.top), (right, bottom), (box.left, bottom)]


def number(given: Any) -> float | None:
    """A finite number. Stored responses have decimals."""
    return float(given) if isinstance(given, int | float | Decimal) and isfinite(given) else None
