"""The graphics state and the path of a content stream, and how bright its colours are."""

from dataclasses import dataclass, field
from typing import Any

from faktura.capture.files.drawn.page_font import Font
from faktura.capture.files.drawn.plane import IDENTITY, Area, Matrix


@dataclass(slots=True)
class State:
    """The graphics state. `clip` is the area that can be painted; a state that `is_odd` paints in unknown ways."""

    clip: Area
    matrix: Matrix = IDENTITY
    brightness: float | None = 0.0
    space: Any = "/DeviceGray"
    width: float = 1.0
    is_odd: bool = False
    font: "Font | None" = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass
class Path:
    """The path that is being drawn: the corners of each part, and whether all parts are rectangles."""

    parts: list[list[tuple[float, float]]] = field(default_factory=list)
    is_straight: bool = True

    @property
    def drawn(self) -> list[list[tuple[float, float]]]:
        """The parts that are more than a point."""
        return [part for part in self.parts if len(part) > 1]

    @property
    def is_rectangle(self) -> bool:
        """Whether it is a single upright rectangle."""
        parts = self.drawn
        if len(parts) != 1 or not self.is_straight:
            return False
        corners = [one for one, last in zip(parts[0], [None, *parts[0]], strict=False) if one != last]
        corners = corners[:-1] if corners[-1] == corners[0] else corners
        turns = zip(corners, [*corners[1:], corners[0]], strict=True)
        return len(corners) == 4 and all(x == to_x or y == to_y for (x, y), (to_x, to_y) in turns)


def matrix_of(numbers: Any) -> Matrix:
    """Six numbers as a transformation; `ValueError` for any others."""
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def components(space: Any) -> int | None:
    """How many levels a colour of the space has; `None` for a space whose brightness a profile or a rule decides."""
    return {"/DeviceGray": 1, "/G": 1, "/DeviceRGB": 3, "/RGB": 3, "/DeviceCMYK": 4, "/CMYK": 4}.get(str(space))


def brightness(levels: Any) -> float | None:
    """From 0 (black) to 1 (white)."""
    if len(levels) == 1:
        return float(levels[0])
    if len(levels) == 4:
        cyan, magenta, yellow, black = levels
        levels = [1 - min(1.0, ink + black) for ink in (cyan, magenta, yellow)]
    red, green, blue = levels
    return float(0.3 * red + 0.59 * green + 0.11 * blue)
