"""What was read off the page: a text, where it stands, and how surely its letters were read."""

from collections.abc import Iterator
from dataclasses import dataclass

from local.textract.layout import Box, Row, Segment


@dataclass(frozen=True)
class Finding:
    """A value or a label; `confidence` (0 to 100) speaks of the letters, not of the meaning."""

    text: str
    box: Box
    confidence: float

    @staticmethod
    def of(segment: Segment, text: str | None = None) -> "Finding":
        """The segment's place, with its own text or the part of it that is meant."""
        return Finding(segment.text if text is None else text, segment.box, segment.confidence)


@dataclass(frozen=True)
class Field:
    """A field of the summary or of a line item: Textract's type, its value and label, and how sure the meaning is."""

    kind: str
    value: Finding
    confidence: float
    label: Finding | None = None
    currency: str | None = None
    group: str | None = None


def beside(rows: list[Row], row: int, segment: int, after: int) -> Iterator[tuple[Segment, int]]:
    """Where the value of a label that ends at character `after` may stand, nearest first: (segment, from character).

    Behind it, then to its right, then right beneath it.
    """
    here = rows[row][segment]
    if after < len(here.text):
        yield here, after
    for right in rows[row][segment + 1 : segment + 3]:
        yield right, 0
    for beneath in rows[row + 1 : row + 3]:
        for candidate in beneath:
            near = candidate.box.top - here.box.bottom < 2.5 * here.box.height
            if near and candidate.box.overlap(here.box) > 0.2 * min(candidate.box.width, here.box.width):
                yield candidate, 0
