"""Follows text: where each string stands, in which font, and how large."""

from math import hypot
from typing import Any

from faktura.capture.files.drawn.content_stream import Unprovable
from faktura.capture.files.drawn.graphics_state import matrix_of
from faktura.capture.files.drawn.page_font import Font, decoded, loaded
from faktura.capture.files.drawn.pen import Pen
from faktura.capture.files.drawn.plane import IDENTITY, area_of, placed, product, rectangle
from faktura.capture.files.drawn.sheet import Text

_MAX_TEXT = 200_000
"""Characters of one content stream."""
_ASCENT, _DESCENT = 0.72, -0.2
_MIN_ADVANCE = 0.12
"""Of the font's size for each character on average. Less would print characters upon each other."""
_MARGIN = 1.0
"""Points of a text's area that no character reaches, so that they may be clipped away."""
_OUTLINED = 2
_VISIBLE_MODES = (0, _OUTLINED)
"""Of text: filled, with or without an outline."""
_INVISIBLE_MODE = 3


class TextPen(Pen):
    """Shows text."""

    def __init__(self, *terms: Any) -> None:
        super().__init__(*terms)
        self._text = self._line = IDENTITY
        self._fonts: dict[str, Font | None] = {}
        self._characters = 0

    def _begin_text(self) -> None:
        self._text = self._line = IDENTITY

    def _end_text(self) -> None:
        if self._state.mode > _INVISIBLE_MODE:
            self._set(is_odd=True)

    def _font(self, name: str, size: float) -> None:
        if name not in self._fonts:
            self._fonts[name] = loaded(self._resources, name)
        self._set(font=self._fonts[name], size=size)

    def _next(self, x: float, y: float) -> None:
        self._line = product((1.0, 0.0, 0.0, 1.0, x, y), self._line)
        self._text = self._line

    def _next_with_leading(self, x: float, y: float) -> None:
        self._set(leading=-y)
        self._next(x, y)

    def _next_line(self) -> None:
        self._next(0.0, -self._state.leading)

    def _place(self, *matrix: float) -> None:
        self._text = self._line = matrix_of(matrix)

    def _show(self, written: Any) -> None:
        for piece in written if isinstance(written, list) else [written]:
            if isinstance(piece, float):
                self._advance(-piece / 1000 * self._state.size * self._state.stretch)
            elif isinstance(piece, bytes):
                self._show_piece(piece)

    def _show_on_next_line(self, *operands: Any) -> None:
        if len(operands) == 3:
            self._set(word_spacing=operands[0], spacing=operands[1])
        self._next_line()
        self._show(operands[-1])

    def _show_piece(self, piece: bytes) -> None:
        state = self._state
        if state.font is None:
            raise Unprovable  # where the text ends, and so where the next begins, is not known
        glyphs = decoded(state.font, piece)
        self._characters += len(glyphs)
        if self._characters > _MAX_TEXT:
            raise Unprovable
        is_simple = not isinstance(state.font.encoding, str)
        ends, at = list[float](), 0.0
        for text, width in glyphs:
            spacing = state.spacing + (state.word_spacing if is_simple and text == " " else 0.0)
            at += (width * state.size + spacing) * state.stretch
            ends.append(at)
        printed = [place for place, (text, _) in enumerate(glyphs) if text.strip()]
        if printed:
            first, last = printed[0], printed[-1]
            text = "".join(text for text, _ in glyphs[first : last + 1])
            start, end = ends[first - 1] if first else 0.0, ends[last]
            is_legible = end - start >= _MIN_ADVANCE * len(text) * abs(state.size * state.stretch)
            self._add_text(text, start, end - state.spacing * state.stretch, is_legible=is_legible)
        self._advance(at)

    def _add_text(self, text: str, start: float, end: float, *, is_legible: bool) -> None:
        state, matrix = self._state, product(self._text, self._state.matrix)
        a, b, c, d, *_ = matrix
        corners = rectangle(start, state.rise + _DESCENT * state.size, end, state.rise + _ASCENT * state.size)
        area = area_of(corners, matrix)
        if state.mode == _INVISIBLE_MODE or not state.clip.meets(area):
            return
        is_plain = not self._is_odd and state.mode in _VISIBLE_MODES and a * d - b * c > 0 and end > start
        is_plain = is_plain and state.clip.grown(_MARGIN).holds(area)
        size = min(abs(state.size) * hypot(c, d), abs(state.size * state.stretch) * hypot(a, b) * 2)
        baseline = placed((0, state.rise), matrix)[1]
        brightness = state.brightness if is_plain and is_legible else None
        is_level = abs(b) < 0.01 * abs(a) and a > 0
        is_outlined = state.mode == _OUTLINED
        self._sheet.texts.append(Text(text, area, size, baseline, brightness, is_level, self._sheet.now, is_outlined))

    def _advance(self, by: float) -> None:
        self._text = product((1.0, 0.0, 0.0, 1.0, by, 0.0), self._text)
