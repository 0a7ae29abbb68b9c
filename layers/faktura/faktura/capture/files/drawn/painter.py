"""Follows a content stream with the forms that it draws. The sheet keeps what is painted."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from pypdf.generic import DictionaryObject, StreamObject

from faktura.capture.files.drawn.content_stream import Unprovable, operations
from faktura.capture.files.drawn.graphics_state import State, matrix_of
from faktura.capture.files.drawn.path_pen import PathPen
from faktura.capture.files.drawn.plane import IDENTITY, area_of, product, rectangle
from faktura.capture.files.drawn.sheet import Sheet
from faktura.capture.files.drawn.text_pen import TextPen
from faktura.capture.files.pdf_stream import as_list, entry

_MAX_DEPTH = 6
_SMALL_PICTURE = 100.0
"""Square points. A smaller picture holds no number that a person reads."""
_MANY_CURVES = 300
"""A page with more may draw its letters as lines."""


class Painter(PathPen, TextPen):
    """Follows one content stream. Forms within it have painters of their own."""

    def __init__(self, sheet: Sheet, resources: DictionaryObject, state: State, depth: int = 0) -> None:
        super().__init__(sheet, resources, state)
        self._depth = depth

    def paint(self, contents: bytes) -> None:
        """Paint what the stream draws."""
        for operator, operands in operations(contents):
            if handler := _HANDLERS.get(operator):
                handler(self, *operands)
        self._sheet.is_whole = self._sheet.is_whole and self._curves <= _MANY_CURVES

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
        matrix = product(matrix_of(written), self._state.matrix)
        left, bottom, right, top = (float(one) for one in as_list(entry(form, "/BBox")))
        clip = area_of(rectangle(left, bottom, right, top), matrix).common(self._state.clip)
        is_odd = self._is_odd or is_optional or bool(matrix[1] or matrix[2]) is bool(matrix[0])
        state = replace(self._state, matrix=matrix, clip=clip, is_odd=is_odd)
        painter = Painter(self._sheet, entry(form, "/Resources") or self._resources, state, self._depth + 1)
        painter.paint(form.get_data())


_HANDLERS: Mapping[bytes, Callable[..., None]] = {
    b"q": Painter._save,
    b"Q": Painter._restore,
    b"cm": Painter._transform,
    b"w": lambda painter, width: painter._set(width=width),
    b"gs": Painter._extended_state,
    b"g": Painter._gray,
    b"rg": Painter._rgb,
    b"k": Painter._cmyk,
    b"cs": Painter._colour_space,
    b"sc": Painter._colour,
    b"scn": Painter._colour,
    b"re": Painter._rectangle,
    b"m": Painter._move,
    b"l": Painter._draw,
    b"c": Painter._draw,
    b"v": Painter._draw,
    b"y": Painter._draw,
    b"n": Painter._end_path,
    b"W": Painter._clip,
    b"W*": Painter._clip,
    **dict.fromkeys((b"S", b"s"), Painter._stroke),
    **dict.fromkeys((b"f", b"F", b"f*"), Painter._fill),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), Painter._fill_and_stroke),
    b"sh": Painter._shade,
    b"Do": Painter._object,
    b"BDC": Painter._begin_layer,
    b"BMC": Painter._begin_layer,
    b"EMC": Painter._end_layer,
    b"BT": Painter._begin_text,
    b"ET": Painter._end_text,
    b"Tf": Painter._font,
    b"Tc": lambda painter, spacing: painter._set(spacing=spacing),
    b"Tw": lambda painter, spacing: painter._set(word_spacing=spacing),
    b"Tz": lambda painter, percent: painter._set(stretch=percent / 100),
    b"TL": lambda painter, leading: painter._set(leading=leading),
    b"Ts": lambda painter, rise: painter._set(rise=rise),
    b"Tr": lambda painter, mode: painter._set(mode=int(mode)),
    b"Td": Painter._next,
    b"TD": Painter._next_with_leading,
    b"Tm": Painter._place,
    b"T*": Painter._next_line,
    b"Tj": Painter._show,
    b"TJ": Painter._show,
    b"'": Painter._show_on_next_line,
    b'"': Painter._show_on_next_line,
}
"""What each operator does. The others change nothing that is seen of text."""
