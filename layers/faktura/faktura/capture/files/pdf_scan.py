"""Which pictures make up a PDF's page, and at how many dots per inch: a scan is little else than its picture."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import hypot, isfinite
from typing import Any

from pypdf import PageObject
from pypdf.generic import DictionaryObject, StreamObject

from faktura.capture.files.pdf_stream import entry, listed

_POINTS = 72
"""In an inch."""

_SCANNED = 0.5
"""Share of the page from which on its pictures are the page, not a logo on it."""

_STRIP = 0.05
"""Share of the page that a picture has when it counts: scanners cut pages into strips."""

_DEEPEST = 4
_STEP = re.compile(
    rb"\((?:\\.|[^\\()]++)*+\)"  # a text, which may spell anything; possessive, for it may be 49 MB long
    rb"|(?<![^\s\]>)])(?:(?P<save>q)|(?P<restore>Q)|(?P<matrix>(?:[-+]?[\d.]+\s+){6})cm|/(?P<name>[^\s/\[\]<>()]+)\s+Do)"
    rb"(?![^\s/\[<(])",
    re.DOTALL,
)

_BY_NAME = re.compile(rb"/(?P<name>[^\s/\[\]<>()]+)\s+(?P<how>Do|scn|SCN)\b")

Matrix = tuple[float, float, float, float]
"""Without its shift: a, b, c, d."""
_UNTURNED: Matrix = (1.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Drawn:
    """A picture or a form that the page draws: its square points, 0 for a form, and its dots per inch."""

    stream: StreamObject
    area: float = 0.0
    dpi: float = 0.0


def drawn(page: PageObject) -> list[Drawn]:
    """What the page's content draws by name, and what that draws."""
    contents = page.get_contents()
    if contents is None:
        return []
    return list(_drawn(contents.get_data(), entry(page, "/Resources") or DictionaryObject(), _UNTURNED, 0))


def drawings(page: PageObject) -> float:
    """How often the page draws something by name, what its forms and patterns draw included, however deep.

    A pattern counts as often as its tiles overlap. One that is drawn within itself is drawn no further.
    """
    contents = page.get_contents()
    resources = entry(page, "/Resources") or DictionaryObject()
    return _drawings(contents.get_data(), resources, {}) if contents is not None else 0


def _drawings(contents: bytes, resources: DictionaryObject, known: dict[tuple[int, int], float]) -> float:
    named = {b"Do": entry(resources, "/XObject"), b"cn": entry(resources, "/Pattern")}
    if not any(named.values()):
        return 0
    used = Counter((step["name"], step["how"][-2:].lower()) for step in _BY_NAME.finditer(contents))
    total = 0.0
    for (name, how), times in used.items():
        dictionary = named[b"Do" if how == b"do" else b"cn"]
        found = entry(dictionary, "/" + name.decode("latin-1")) if dictionary else None
        if isinstance(found, StreamObject) and entry(found, "/Subtype") != "/Image":
            inner = entry(found, "/Resources") or resources
            place = (id(found), id(inner))
            if place not in known:
                known[place] = 0
                known[place] = _overlaps(found) * (1 + _drawings(found.get_data(), inner, known))
            total += times * known[place]
    return total


def _overlaps(tile: StreamObject) -> float:
    left, bottom, right, top, *_ = (*map(_number, listed(entry(tile, "/BBox"))), 0.0, 0.0, 0.0, 0.0)
    step = abs(_number(entry(tile, "/XStep")) * _number(entry(tile, "/YStep")))
    return max(1.0, abs((right - left) * (top - bottom)) / step) if step else 1.0


def resolution(page: PageObject, found: Sequence[Drawn]) -> int | None:
    """The page's DPI, the least of its larger pictures'; `None` where what it draws is not half of it."""
    sheet = abs(float(page.mediabox.width) * float(page.mediabox.height))  # of any two opposite corners
    pictures = [one for one in found if one.area]
    if not sheet or sum(one.area for one in pictures) < _SCANNED * sheet:
        return None
    dpi = min(one.dpi for one in [one for one in pictures if one.area >= _STRIP * sheet] or pictures)
    return round(dpi) if isfinite(dpi) else None


def _drawn(contents: bytes, resources: DictionaryObject, matrix: Matrix, depth: int) -> Iterator[Drawn]:
    named = entry(resources, "/XObject")
    saved: list[Matrix] = []
    for step in _STEP.finditer(contents) if named and depth < _DEEPEST else ():
        if step["save"]:
            saved.append(matrix)
        elif step["restore"]:
            matrix = saved.pop() if saved else matrix
        elif step["matrix"]:
            matrix = _times(_matrix(step["matrix"].split()), matrix)
        elif step["name"]:
            yield from _object(entry(named, "/" + step["name"].decode("latin-1")), resources, matrix, depth)


def _object(found: Any, resources: DictionaryObject, matrix: Matrix, depth: int) -> Iterator[Drawn]:
    kind = entry(found, "/Subtype") if isinstance(found, StreamObject) else None
    if kind == "/Form":
        yield Drawn(found)
        inner = _times(_matrix(listed(entry(found, "/Matrix")) or (1, 0, 0, 1, 0, 0)), matrix)
        yield from _drawn(found.get_data(), entry(found, "/Resources") or resources, inner, depth + 1)
    elif kind == "/Image":
        width, height = hypot(*matrix[:2]), hypot(*matrix[2:])
        if width and height:
            dpi = min(_number(entry(found, "/Width")) / width, _number(entry(found, "/Height")) / height) * _POINTS
            yield Drawn(found, width * height, dpi)


def _matrix(numbers: Iterable[Any]) -> Matrix:
    a, b, c, d, *_ = (*map(_number, numbers), 0.0, 0.0, 0.0, 0.0)
    return a, b, c, d


def _number(written: Any) -> float:
    """A number, as viewers read one: what is none is 0."""
    with suppress(TypeError, ValueError, OverflowError):
        return float(written)
    return 0.0


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d = inner
    e, f, g, h = outer
    return a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h
