"""The images that a PDF's page draws, and their resolution. A scanned page is little more than its image."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import hypot, isfinite
from typing import Any

from pypdf import PageObject
from pypdf.generic import DictionaryObject, StreamObject

from faktura.capture.files.pdf_stream import as_list, entry

_POINTS_PER_INCH = 72

_MIN_SCAN_SHARE = 0.5
"""A page is a scan if its images cover at least this share of it. With less they are a logo, for example."""

_MIN_IMAGE_SHARE = 0.05
"""Images that cover less of the page do not decide on its resolution. Scanners cut pages into strips."""

_MAX_DEPTH = 4
_OPERATOR = re.compile(
    rb"\((?:\\.|[^\\()]++)*+\)"  # a string, which may contain anything; possessive, as it may be 49 MB long
    rb"|(?<![^\s\]>)])(?:(?P<save>q)|(?P<restore>Q)|(?P<matrix>(?:[-+]?[\d.]+\s+){6})cm|/(?P<name>[^\s/\[\]<>()]+)\s+Do)"
    rb"(?![^\s/\[<(])",
    re.DOTALL,
)

_DRAWING_BY_NAME = re.compile(rb"/(?P<name>[^\s/\[\]<>()]+)\s+(?P<how>Do|scn|SCN)\b")

Matrix = tuple[float, float, float, float]
"""A transformation without its translation: a, b, c, d."""
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class DrawnObject:
    """An image or a form that the page draws: its area in square points (0 for a form), and its dots per inch."""

    stream: StreamObject
    area: float = 0.0
    dpi: float = 0.0


def drawn_objects(page: PageObject) -> list[DrawnObject]:
    """The objects that the page's content draws by name, and those that they draw."""
    contents = page.get_contents()
    if contents is None:
        return []
    return list(_drawn(contents.get_data(), entry(page, "/Resources") or DictionaryObject(), _IDENTITY, 0))


def drawing_count(page: PageObject) -> float:
    """How often the page draws a form or pattern, including those drawn within others, at any depth.

    A pattern counts as often as its tiles overlap. One that is drawn within itself is followed once.
    """
    contents = page.get_contents()
    resources = entry(page, "/Resources") or DictionaryObject()
    return _drawing_count(contents.get_data(), resources, {}) if contents is not None else 0


def resolution(page: PageObject, objects: Sequence[DrawnObject]) -> int | None:
    """The page's dots per inch: the lowest of its larger images. `None` if images cover less than half of it."""
    page_area = abs(float(page.mediabox.width) * float(page.mediabox.height))  # of any two opposite corners
    images = [one for one in objects if one.area]
    if not page_area or sum(one.area for one in images) < _MIN_SCAN_SHARE * page_area:
        return None
    dpi = min(one.dpi for one in [one for one in images if one.area >= _MIN_IMAGE_SHARE * page_area] or images)
    return round(dpi) if isfinite(dpi) else None


def _drawing_count(contents: bytes, resources: DictionaryObject, known: dict[tuple[int, int], float]) -> float:
    named = {b"Do": entry(resources, "/XObject"), b"cn": entry(resources, "/Pattern")}
    if not any(named.values()):
        return 0
    used = Counter((found["name"], found["how"][-2:].lower()) for found in _DRAWING_BY_NAME.finditer(contents))
    total = 0.0
    for (name, how), times in used.items():
        dictionary = named[b"Do" if how == b"do" else b"cn"]
        found = entry(dictionary, "/" + name.decode("latin-1")) if dictionary else None
        if isinstance(found, StreamObject) and entry(found, "/Subtype") != "/Image":
            inner = entry(found, "/Resources") or resources
            place = (id(found), id(inner))
            if place not in known:
                known[place] = 0
                known[place] = _overlap(found) * (1 + _drawing_count(found.get_data(), inner, known))
            total += times * known[place]
    return total


def _overlap(tile: StreamObject) -> float:
    left, bottom, right, top, *_ = (*map(_number, as_list(entry(tile, "/BBox"))), 0.0, 0.0, 0.0, 0.0)
    step = abs(_number(entry(tile, "/XStep")) * _number(entry(tile, "/YStep")))
    return max(1.0, abs((right - left) * (top - bottom)) / step) if step else 1.0


def _drawn(contents: bytes, resources: DictionaryObject, matrix: Matrix, depth: int) -> Iterator[DrawnObject]:
    named = entry(resources, "/XObject")
    saved: list[Matrix] = []
    for operator in _OPERATOR.finditer(contents) if named and depth < _MAX_DEPTH else ():
        if operator["save"]:
            saved.append(matrix)
        elif operator["restore"]:
            matrix = saved.pop() if saved else matrix
        elif operator["matrix"]:
            matrix = _product(_matrix(operator["matrix"].split()), matrix)
        elif operator["name"]:
            yield from _object(entry(named, "/" + operator["name"].decode("latin-1")), resources, matrix, depth)


def _object(found: Any, resources: DictionaryObject, matrix: Matrix, depth: int) -> Iterator[DrawnObject]:
    kind = entry(found, "/Subtype") if isinstance(found, StreamObject) else None
    if kind == "/Form":
        yield DrawnObject(found)
        inner = _product(_matrix(as_list(entry(found, "/Matrix")) or (1, 0, 0, 1, 0, 0)), matrix)
        yield from _drawn(found.get_data(), entry(found, "/Resources") or resources, inner, depth + 1)
    elif kind == "/Image":
        width, height = hypot(*matrix[:2]), hypot(*matrix[2:])
        if width and height:
            per_point = min(_number(entry(found, "/Width")) / width, _number(entry(found, "/Height")) / height)
            yield DrawnObject(found, width * height, per_point * _POINTS_PER_INCH)


def _matrix(numbers: Iterable[Any]) -> Matrix:
    a, b, c, d, *_ = (*map(_number, numbers), 0.0, 0.0, 0.0, 0.0)
    return a, b, c, d


def _number(written: Any) -> float:
    """A number as viewers read it: what cannot be read is 0."""
    with suppress(TypeError, ValueError, OverflowError):
        return float(written)
    return 0.0


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d = inner
    e, f, g, h = outer
    return a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h
