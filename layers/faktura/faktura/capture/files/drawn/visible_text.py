"""The text that a reader of a PDF's page sees, as far as that can be proven without drawing the page.

It is careful: text in unknown colours or fonts, on pictures, or below whatever is painted later is not seen. Where
anything may be text that is not seen, the page says that its text is not whole.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any

from pypdf import PageObject
from pypdf.generic import DictionaryObject, StreamObject
from pypdf.generic._font import Font

from faktura.capture.files.drawn.content_stream import Unprovable, operations
from faktura.capture.files.drawn.plane import IDENTITY, Area, Matrix, area_of, placed, product, rectangle
from faktura.capture.files.drawn.sheet import Paint, Sheet, Text, laid_out
from faktura.capture.files.pdf_stream import as_list, entry
from faktura.capture.reading.e_invoices.printed_page import PrintedPage

_MAX_DEPTH = 6
_MAX_TEXT = 200_000
"""Characters of one page."""
_ASCENT, _DESCENT = 0.72, -0.2
_SMALL_PICTURE = 100.0
"""Square points. A smaller picture holds no number that a person reads."""
_MANY_CURVES = 300
"""A page with more may draw its letters as lines."""
_THICK = 2.0
"""Points. A thinner line that is oblique hides nothing."""
_HIDDEN, _NO_VIEW = 2, 32
"""Flags of an annotation."""
_MIN_ADVANCE = 0.12
"""Of the font's size for each character on average. Less would print characters upon each other."""
_MARGIN = 1.0
"""Points of a text's area that no character reaches, so that they may be clipped away."""
_STANDARD_ENCODINGS = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding")
_OUTLINED = 2
_VISIBLE_MODES = (0, _OUTLINED)
"""Of text: filled, with or without an outline."""
_INVISIBLE_MODE = 3


def visible_text(page: PageObject, number: int) -> PrintedPage:
    """The visible text of the page with this number. A page that cannot be followed shows no text for certain."""
    try:
        sheet = _painted(page)
        text = laid_out(sheet.seen())
    except Unprovable:
        return PrintedPage(number, "", is_whole=False)
    except Exception:  # pypdf raises many kinds of errors for what is broken
        return PrintedPage(number, "", is_whole=False)
    return PrintedPage(number, text, sheet.is_whole)


def _painted(page: PageObject) -> Sheet:
    box, media = page.cropbox, page.mediabox
    visible = Area(*_ordered(box)).common(Area(*_ordered(media)))
    sheet = Sheet(visible)
    contents = page.get_contents()
    if contents is not None:
        painter = _Painter(sheet, entry(page, "/Resources") or DictionaryObject(), _State(clip=visible), 0)
        painter.paint(contents.get_data())
    for annotation in as_list(entry(page, "/Annots")):
        flags = int(entry(annotation, "/F") or 0)
        if entry(annotation, "/AP") is not None and not flags & (_HIDDEN | _NO_VIEW):
            sheet.is_whole = False
            area = Area.around(zip(*[iter(map(float, as_list(entry(annotation, "/Rect"))))] * 2, strict=True))
            sheet.paints.append(Paint(area, None, True, sheet.now))
    return sheet


def _ordered(box: Any) -> tuple[float, float, float, float]:
    left, right = sorted((float(box.left), float(box.right)))
    bottom, top = sorted((float(box.bottom), float(box.top)))
    return left, bottom, right, top


@dataclass(slots=True)
class _State:
    """The graphics state. `clip` is the area that can be painted; a state that `is_odd` paints in unknown ways."""

    clip: Area
    matrix: Matrix = IDENTITY
    brightness: float | None = 0.0
    stroke: float | None = 0.0
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
class _Path:
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


class _Painter:
    """Follows one content stream. Forms within it have painters of their own."""

    def __init__(self, sheet: Sheet, resources: DictionaryObject, state: _State, depth: int) -> None:
        self._sheet, self._resources, self._state, self._depth = sheet, resources, state, depth
        self._saved: list[_State] = []
        self._path, self._clips, self._curves = _Path(), False, 0
        self._text = self._line = IDENTITY
        self._layers: list[bool] = []
        self._fonts: dict[str, Font | None] = {}
        self._characters = 0

    def paint(self, contents: bytes) -> None:
        """Paint what the stream draws."""
        for operator, operands in operations(contents):
            if handler := _HANDLERS.get(operator):
                handler(self, *operands)
        self._sheet.is_whole = self._sheet.is_whole and self._curves <= _MANY_CURVES

    def _set(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self._state, name, value)

    def _save(self) -> None:
        self._saved.append(copy(self._state))

    def _restore(self) -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _transform(self, *matrix: float) -> None:
        self._set(matrix=product(_matrix(matrix), self._state.matrix))

    # how things are painted

    def _gray(self, level: float) -> None:
        self._set(space="/DeviceGray", brightness=_brightness([level]))

    def _rgb(self, *levels: float) -> None:
        self._set(space="/DeviceRGB", brightness=_brightness(levels))

    def _cmyk(self, *levels: float) -> None:
        self._set(space="/DeviceCMYK", brightness=_brightness(levels))

    def _colour_space(self, name: str) -> None:
        spaces = entry(self._resources, "/ColorSpace")
        found = entry(spaces, name) if isinstance(spaces, DictionaryObject) else None
        self._set(
            space=found if found is not None else name, brightness=None if _components(found or name) is None else 0.0
        )

    def _colour(self, *levels: Any) -> None:
        is_plain = _components(self._state.space) == len(levels) and all(isinstance(one, float) for one in levels)
        self._set(brightness=_brightness(levels) if is_plain else None)

    def _stroke_gray(self, level: float) -> None:
        self._set(stroke=_brightness([level]))

    def _extended_state(self, name: str) -> None:
        states = entry(self._resources, "/ExtGState")
        found = entry(states, name) if isinstance(states, DictionaryObject) else None
        if not isinstance(found, DictionaryObject):
            return
        alpha = (entry(found, "/ca"), entry(found, "/CA"))
        mode, mask = entry(found, "/BM"), entry(found, "/SMask")
        plain = all(one is None or float(one) == 1 for one in alpha)
        plain = plain and mode in (None, "/Normal", "/Compatible") and mask in (None, "/None")
        said = any(one is not None for one in (*alpha, mode, mask))
        if said:
            self._set(is_odd=not plain)
        if entry(found, "/Font") is not None:
            self._set(font=None)

    # paths

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
        self._path, self._clips = _Path(), False

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

    @property
    def _is_odd(self) -> bool:
        return self._state.is_odd or any(self._layers)

    # what others have drawn

    def _object(self, name: str) -> None:
        found = entry(entry(self._resources, "/XObject") or DictionaryObject(), name)
        if not isinstance(found, StreamObject):
            return
        is_optional = entry(found, "/OC") is not None
        if entry(found, "/Subtype") == "/Form":
            if self._depth == _MAX_DEPTH:
                raise Unprovable
            self._form(found, is_optional)
            return
        area = area_of(rectangle(0, 0, 1, 1), self._state.matrix)
        self._add(area, None, is_solid=not is_optional)
        if (area.right - area.left) * (area.top - area.bottom) > _SMALL_PICTURE:
            self._sheet.is_whole = False

    def _form(self, form: StreamObject, is_optional: bool) -> None:
        written = [float(one) for one in as_list(entry(form, "/Matrix"))] or list(IDENTITY)
        matrix = product(_matrix(written), self._state.matrix)
        left, bottom, right, top = (float(one) for one in as_list(entry(form, "/BBox")))
        clip = area_of(rectangle(left, bottom, right, top), matrix).common(self._state.clip)
        is_odd = self._is_odd or is_optional or bool(matrix[1] or matrix[2]) is bool(matrix[0])
        state = replace(self._state, matrix=matrix, clip=clip, is_odd=is_odd)
        painter = _Painter(self._sheet, entry(form, "/Resources") or self._resources, state, self._depth + 1)
        painter.paint(form.get_data())

    def _begin_layer(self, tag: str, *_properties: Any) -> None:
        self._layers.append(tag == "/OC")

    def _end_layer(self) -> None:
        if self._layers:
            self._layers.pop()

    # text

    def _begin_text(self) -> None:
        self._text = self._line = IDENTITY

    def _end_text(self) -> None:
        if self._state.mode > _INVISIBLE_MODE:
            self._set(is_odd=True)

    def _font(self, name: str, size: float) -> None:
        if name not in self._fonts:
            self._fonts[name] = self._loaded(name)
        self._set(font=self._fonts[name], size=size)

    def _loaded(self, name: str) -> Font | None:
        """The font; `None` if its characters are drawings, or cannot be told."""
        found = entry(entry(self._resources, "/Font") or DictionaryObject(), name)
        if not isinstance(found, DictionaryObject) or entry(found, "/Subtype") == "/Type3":
            return None
        with suppress(Exception):
            font: Font = Font.from_font_resource(found)
            is_told = not isinstance(font.encoding, str) or bool(font.character_map)
            return font if is_told and not _contradicts_itself(found, font) else None
        return None

    def _next(self, x: float, y: float) -> None:
        self._line = product((1.0, 0.0, 0.0, 1.0, x, y), self._line)
        self._text = self._line

    def _next_with_leading(self, x: float, y: float) -> None:
        self._set(leading=-y)
        self._next(x, y)

    def _next_line(self) -> None:
        self._next(0.0, -self._state.leading)

    def _place(self, *matrix: float) -> None:
        self._text = self._line = _matrix(matrix)

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
        glyphs = _decoded(state.font, piece)
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


def _contradicts_itself(written: DictionaryObject, font: Font) -> bool:
    """Whether a font of a standard encoding says that some of its figures or letters are others."""
    if entry(written, "/Encoding") not in _STANDARD_ENCODINGS:
        return False
    return any(font.character_map.get(one, one) != one for one in map(chr, range(128)) if one.isalnum())


def _decoded(font: Font, piece: bytes) -> list[tuple[str, float]]:
    """Each character, and its width in units of the font's size."""
    if isinstance(font.encoding, str):
        raw = codes = piece.decode(font.encoding, "replace")
    else:
        raw, codes = "".join(font.encoding.get(code, chr(code))[:1] for code in piece), piece.decode("latin-1")
    if len(raw) != len(codes):
        raise Unprovable
    return [
        (font.character_map.get(one, one), font.get_text_width(code) / 1000)
        for one, code in zip(raw, codes, strict=True)
    ]


def _matrix(numbers: Any) -> Matrix:
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def _components(space: Any) -> int | None:
    """How many levels a colour of the space has; `None` for a space whose brightness is not followed."""
    names = {"/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3, "/DeviceCMYK": 4}
    parts = as_list(space)
    if parts and parts[0] == "/ICCBased" and len(parts) > 1 and isinstance(parts[1], DictionaryObject):
        return int(entry(parts[1], "/N") or 0) or None
    return names.get(str(parts[0])) if parts else None


def _brightness(levels: Any) -> float | None:
    """From 0 (black) to 1 (white)."""
    if len(levels) == 1:
        return float(levels[0])
    if len(levels) == 4:
        cyan, magenta, yellow, black = levels
        levels = [1 - min(1.0, ink + black) for ink in (cyan, magenta, yellow)]
    red, green, blue = levels
    return float(0.3 * red + 0.59 * green + 0.11 * blue)


_HANDLERS: Mapping[bytes, Callable[..., None]] = {
    b"q": _Painter._save,
    b"Q": _Painter._restore,
    b"cm": _Painter._transform,
    b"w": lambda painter, width: painter._set(width=width),
    b"gs": _Painter._extended_state,
    b"g": _Painter._gray,
    b"rg": _Painter._rgb,
    b"k": _Painter._cmyk,
    b"cs": _Painter._colour_space,
    b"sc": _Painter._colour,
    b"scn": _Painter._colour,
    b"re": _Painter._rectangle,
    b"m": _Painter._move,
    b"l": _Painter._draw,
    b"c": _Painter._draw,
    b"v": _Painter._draw,
    b"y": _Painter._draw,
    b"n": _Painter._end_path,
    b"W": _Painter._clip,
    b"W*": _Painter._clip,
    **dict.fromkeys((b"S", b"s"), _Painter._stroke),
    **dict.fromkeys((b"f", b"F", b"f*"), _Painter._fill),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), _Painter._fill_and_stroke),
    b"sh": _Painter._shade,
    b"Do": _Painter._object,
    b"BDC": _Painter._begin_layer,
    b"BMC": _Painter._begin_layer,
    b"EMC": _Painter._end_layer,
    b"BT": _Painter._begin_text,
    b"ET": _Painter._end_text,
    b"Tf": _Painter._font,
    b"Tc": lambda painter, spacing: painter._set(spacing=spacing),
    b"Tw": lambda painter, spacing: painter._set(word_spacing=spacing),
    b"Tz": lambda painter, percent: painter._set(stretch=percent / 100),
    b"TL": lambda painter, leading: painter._set(leading=leading),
    b"Ts": lambda painter, rise: painter._set(rise=rise),
    b"Tr": lambda painter, mode: painter._set(mode=int(mode)),
    b"Td": _Painter._next,
    b"TD": _Painter._next_with_leading,
    b"Tm": _Painter._place,
    b"T*": _Painter._next_line,
    b"Tj": _Painter._show,
    b"TJ": _Painter._show,
    b"'": _Painter._show_on_next_line,
    b'"': _Painter._show_on_next_line,
}
"""What each operator does. The others change nothing that is seen of text."""
