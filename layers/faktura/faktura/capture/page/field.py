"""Texts that were read from the page, with their place and their confidence."""

from dataclasses import dataclass

from faktura.capture.page.layout import Box, Segment


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
