"""What is painted on a page, in its order; and which of the text a reader can see for certain.

Text counts as seen only if its colour stands out from whatever lies below it, and nothing is painted over it later.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from faktura.capture.files.drawn.content_stream import Unprovable
from faktura.capture.files.drawn.plane import Area

_WHITE = 1.0
_MIN_CONTRAST, _MAX_HIDDEN_CONTRAST = 0.4, 0.1
"""Between the brightness of text and of what is below it (0 to 1): at least for text that is certain to be seen, and
at most for text that is certain not to be seen.
"""

_MIN_SIZE, _MAX_HIDDEN_SIZE = 4.0, 2.0
"""Points, in the same way."""

_THIN = 2.0
_MAX_THIN = 6
"""Lines of less than two points that may cross a text, such as the borders of a table."""

_CELL = 24.0
"""Points. A page is divided into cells of this size to find what meets."""
_MAX_CELLS = 40_000
_MAX_COMPARED = 3_000_000
_SHARE = 0.5
"""Of a text that another may touch."""

_JOINED, _SPACED = 0.18, 1.0
"""Gaps between texts, in sizes of the font: up to the one they are one word, up to the other there is a space."""


@dataclass(frozen=True)
class Text:
    """A text that is drawn at once. `brightness` is `None` if it is not known; `is_level` if it runs left to right.

    Text that `is_outlined` may be seen by its outline alone.
    """

    text: str
    area: Area
    size: float
    baseline: float
    brightness: float | None
    is_level: bool
    at: int
    is_outlined: bool = False


@dataclass(frozen=True)
class Paint:
    """A surface that is painted. It `is_solid` if its whole area has its brightness, which may be unknown (`None`)."""

    area: Area
    brightness: float | None
    is_solid: bool
    at: int

    @property
    def is_thin(self) -> bool:
        """Whether it is a line that hides nothing."""
        return min(self.area.right - self.area.left, self.area.top - self.area.bottom) < _THIN


@dataclass
class Sheet:
    """A page that is being painted. It `is_whole` until something is drawn that may be text but cannot be read."""

    visible: Area
    texts: list[Text] = field(default_factory=list)
    paints: list[Paint] = field(default_factory=list)
    is_whole: bool = True

    @property
    def now(self) -> int:
        """The place of what is painted next in the order of painting."""
        return len(self.texts) + len(self.paints)

    def seen(self) -> list[Text]:
        """The texts that are certain to be seen. One that may be seen makes the sheet not whole."""
        cells = _Cells(self.paints)
        verdicts = [(text, self._is_seen(text, cells)) for text in self.texts if self._may_be_seen(text)]
        found = [text for text, is_seen in verdicts if is_seen]
        apart = _apart(found, self.texts)
        is_certain = all(is_seen is not None for _, is_seen in verdicts) and len(apart) == len(found)
        self.is_whole = self.is_whole and is_certain
        return apart

    def _may_be_seen(self, text: Text) -> bool:
        return self.visible.meets(text.area) and text.size >= _MAX_HIDDEN_SIZE

    def _is_seen(self, text: Text, cells: "_Cells") -> bool | None:
        """Whether a reader sees the text; `None` if that is not certain."""
        if text.brightness is None or text.size < _MIN_SIZE or not self.visible.holds(text.area):
            return None
        stands_out = _stands_out(text.area, text.brightness, text.at, cells)
        return None if text.is_outlined and stands_out is False else stands_out


class _Cells:
    """What is painted, by the cells of the page that it touches."""

    def __init__(self, paints: Sequence[Paint]) -> None:
        self._cells: dict[tuple[int, int], list[Paint]] = defaultdict(list)
        self._large: list[Paint] = []
        self._compared = 0
        for paint in paints:
            cells = _cells_of(paint.area)
            if cells is None:
                self._large.append(paint)
            else:
                for cell in cells:
                    self._cells[cell].append(paint)

    def meeting(self, area: Area) -> list[Paint]:
        """What meets the area, each once, in the order of painting."""
        cells = _cells_of(area)
        if cells is None:
            raise Unprovable
        near = {paint.at: paint for cell in cells for paint in self._cells.get(cell, ())}
        self._compared += len(near) + len(self._large)
        if self._compared > _MAX_COMPARED:
            raise Unprovable
        found = [paint for paint in (*near.values(), *self._large) if paint.area.meets(area)]
        return sorted(found, key=lambda paint: paint.at)


def _cells_of(area: Area) -> list[tuple[int, int]] | None:
    """The cells; `None` for more than a large surface needs."""
    try:
        left, bottom, right, top = (int(side // _CELL) for side in area)
    except (ValueError, OverflowError) as fault:  # not a number, or endless
        raise Unprovable from fault
    if (right - left + 1) * (top - bottom + 1) > 64:
        return None
    return [(x, y) for x in range(left, right + 1) for y in range(bottom, top + 1)]


def _stands_out(area: Area, brightness: float, at: int, cells: _Cells) -> bool | None:
    """Whether text of this brightness stands out from what is below it, and lies on top; `None` if not certain."""
    below: list[float | None] = [_WHITE]
    thin = 0
    for paint in cells.meeting(area):
        if paint.is_thin and thin < _MAX_THIN:
            thin += 1
            continue
        is_solid = paint.is_solid and paint.area.holds(area)
        if paint.at > at:
            return False if is_solid else None
        below = [paint.brightness] if is_solid else [*below, paint.brightness]
    if None in below:
        return None
    contrasts = [abs(brightness - one) for one in below if one is not None]
    if min(contrasts) >= _MIN_CONTRAST:
        return True
    return None if max(contrasts) > _MAX_HIDDEN_CONTRAST else False


def _apart(texts: Sequence[Text], drawn: Sequence[Text]) -> list[Text]:
    """The texts that no other text overlaps, unless it is the same (which makes it bold)."""
    cells: dict[tuple[int, int], list[Text]] = defaultdict(list)
    for other in drawn:
        for cell in _cells_of(other.area) or ():
            cells[cell].append(other)
    if sum(len(one) ** 2 for one in cells.values()) > _MAX_COMPARED:
        raise Unprovable
    return [text for text in texts if not any(_overlaps(text, other) for other in _near(text, cells))]


def _near(text: Text, cells: Mapping[tuple[int, int], Sequence[Text]]) -> Iterator[Text]:
    """Other texts in the cells of a text."""
    for cell in _cells_of(text.area) or ():
        yield from (other for other in cells.get(cell, ()) if other.at != text.at and other.text != text.text)


def _overlaps(text: Text, other: Text) -> bool:
    if not text.area.meets(other.area):
        return False
    common = text.area.common(other.area)
    width, height = common.right - common.left, common.top - common.bottom
    shorter = min(text.area.right - text.area.left, other.area.right - other.area.left)
    lower = min(text.area.top - text.area.bottom, other.area.top - other.area.bottom)
    return width > _SHARE * min(shorter, text.size) and height > _SHARE * lower


def laid_out(texts: Sequence[Text]) -> str:
    """The texts in lines from top to bottom. A tab parts what stands apart; what is not level is a line of its own."""
    lines = "\n".join(_line(line) for line in _lines([text for text in texts if text.is_level]))
    return "\n".join([lines, *(text.text for text in texts if not text.is_level)])


def _lines(texts: Sequence[Text]) -> Iterator[list[Text]]:
    line: list[Text] = []
    for text in sorted(texts, key=lambda one: -one.baseline):
        if line and line[0].baseline - text.baseline > 0.3 * min(line[0].size, text.size):
            yield line
            line = []
        line.append(text)
    if line:
        yield line


def _line(texts: Sequence[Text]) -> str:
    ordered = sorted(texts, key=lambda one: one.area.left)
    written, last = ordered[0].text, ordered[0]
    for text in ordered[1:]:
        gap = (text.area.left - last.area.right) / text.size
        if text.text == last.text and gap < -_JOINED:
            continue  # printed twice, to make it bold
        parted = "" if gap <= _JOINED else " " if gap <= _SPACED else "\t"
        written += parted + text.text
        last = text
    return written
