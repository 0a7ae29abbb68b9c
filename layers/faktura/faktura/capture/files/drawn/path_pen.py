"""Follows paths: areas that are filled, lines that are drawn, and what they clip."""

from math import hypot
from typing import Any

from faktura.capture.files.drawn.content_stream import Unprovable
from faktura.capture.files.drawn.graphics_state import Path
from faktura.capture.files.drawn.pen import Pen
from faktura.capture.files.drawn.plane import Area, placed, rectangle
from faktura.capture.files.drawn.sheet import Paint

_THICK = 2.0
"""Points. A thinner line that is oblique hides nothing."""


class PathPen(Pen):
    """Draws paths."""

    def __init__(self, *terms: Any) -> None:
        super().__init__(*terms)
        self._path, self._clips, self._curves = Path(), False, 0

    def _rectangle(self, x: float, y: float, width: float, height: float) -> None:
        corners = rectangle(x, y, x + width, y + height)
        self._path.parts.append([placed(corner, self._state.matrix) for corner in corners])

    def _move(self, x: float, y: float) -> None:
        self._path.parts.append([placed((x, y), self._state.matrix)])

    def _draw(self, *numbers: float) -> None:
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if not self._path.parts:
            raise Unprovable
        self._path.parts[-1] += [placed(point, self._state.matrix) for point in points]
        if len(points) > 1:
            self._path.is_straight = False
            self._curves += 1

    def _fill(self) -> None:
        for part in self._path.drawn:
            self._add(Area.around(part), self._state.brightness, is_solid=self._path.is_rectangle)
        self._end_path()

    def _stroke(self) -> None:
        self._add_strokes()
        self._end_path()

    def _fill_and_stroke(self) -> None:
        self._add_strokes()
        self._fill()

    def _add_strokes(self) -> None:
        width = self._state.width * hypot(*self._state.matrix[:2])
        for part in self._path.drawn:
            for start, end in zip(part, [*part[1:], part[0]], strict=True):
                if width >= _THICK or start[0] == end[0] or start[1] == end[1]:
                    self._add(Area.around([start, end]).grown(width / 2), None, is_solid=False)

    def _end_path(self) -> None:
        if self._clips:
            parts = [corner for part in self._path.drawn for corner in part]
            area = Area.around(parts) if parts else Area(0, 0, 0, 0)
            clip = self._state.clip.common(area)
            self._set(clip=clip, is_odd=self._state.is_odd or not (self._path.is_rectangle or not parts))
        self._path, self._clips = Path(), False

    def _clip(self) -> None:
        self._clips = True

    def _shade(self, _name: str) -> None:
        self._add(self._state.clip, None, is_solid=True)

    def _add(self, area: Area, brightness: float | None, *, is_solid: bool) -> None:
        """Paint an area. In an odd state neither its brightness nor its extent is known."""
        is_plain = not self._is_odd
        shown = area.common(self._state.clip)
        if shown.left <= shown.right and shown.bottom <= shown.top:
            paint = Paint(shown, brightness if is_plain else None, is_solid and is_plain, self._sheet.now)
            self._sheet.paints.append(paint)
