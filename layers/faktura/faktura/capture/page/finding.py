"""Texts that were read from the page, with their place and their confidence."""

from collections.abc import Iterator
from dataclasses import dataclass

from faktura.capture.page.layout import Box, Row, Segment


@dataclass(frozen=True)
class Finding:
    """A value or a label. `confidence` (0 to 100) is about the letters, not the meaning."""

    text: str
    box: Box
    confidence: float

    @staticmethod
    def of(segment: Segment, text: str | None = None) -> "Finding":
        """A finding at the segment's place, with its whole text or the given part."""
        return Finding(segment.text if text is None else text, segment.box, segment.confidence)


@dataclass(frozen=True)
class Field:
    """A field of the summary or of a line item. `kind` is Textract's type; `confidence` is about the meaning."""

    kind: str
    value: Finding
    confidence: float
    label: Finding | None = None
    currency: str | None = None
    group: str | None = None


def beside(rows: list[Row], row: int, segment: int, after: int) -> Iterator[tuple[Segment, int]]:
    """The possible places of a label's value, nearest first, as (segment, first character).

    The label ends at character `after`. The value is after it, to its right, or directly below.
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
