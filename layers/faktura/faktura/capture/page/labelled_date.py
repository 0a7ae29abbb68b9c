"""The invoice's date and its due date."""

from collections.abc import Iterator

from faktura.capture.page import labels
from faktura.capture.page.finding import Field, Finding
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Row
from faktura.capture.page.printed_date import PrintedDate, dates_in

STRONG, PLAIN, WITH_TIME, BARE = 97.0, 90.0, 80.0, 70.0
COMPACT, FURTHER_DOWN = 25.0, 10.0
"""Reductions of confidence: for eight digits without separators, and at the bottom of the page."""


def invoice_dates_of(rows: list[Row]) -> list[Field]:
    """INVOICE_RECEIPT_DATE and DUE_DATE, each at most once, as printed."""
    found = list(_dated(rows))
    best = (
        max((field for field in found if field.kind == kind), key=lambda field: field.confidence, default=None)
        for kind in ("INVOICE_RECEIPT_DATE", "DUE_DATE")
    )
    return [field for field in best if field is not None]


def _dated(rows: list[Row]) -> Iterator[Field]:
    for index, row in enumerate(rows):
        for place, segment in enumerate(row):
            for date in dates_in(segment.text):
                yield from _dated_field(rows, index, place, date)


def _dated_field(rows: list[Row], index: int, place: int, date: PrintedDate) -> Iterator[Field]:
    segment = rows[index][place]
    value = Finding.of(segment.between(date.start, date.end), date.text)
    off = FURTHER_DOWN * index / len(rows) + (COMPACT if date.compact else 0.0)
    for label in _labels(rows, index, place, date.start):
        kind, sure = _meaning(f" {fold(label.text)} ")
        if kind == "OTHER":
            return
        if kind:
            yield Field(kind, value, sure - off, label)
            return
    timed = ":" in segment.text[date.end : date.end + 9] or any(":" in right.text for right in rows[index][place + 1 :])
    yield Field("INVOICE_RECEIPT_DATE", value, (WITH_TIME if timed else BARE) - off)


def _meaning(label: str) -> tuple[str | None, float]:
    if labels.DATE_DUE.search(label):
        return "DUE_DATE", STRONG
    if labels.DATE_STRONG.search(label):
        return "INVOICE_RECEIPT_DATE", STRONG
    if labels.DATE_OTHER.search(label):
        return "OTHER", 0.0
    if labels.DATE_PLAIN.search(label):
        return "INVOICE_RECEIPT_DATE", PLAIN
    return None, 0.0


def _labels(rows: list[Row], index: int, place: int, start: int) -> Iterator[Finding]:
    """The possible labels of a date, nearest first: the words before it, the segment to its left, the one above."""
    segment = rows[index][place]
    if start > 0:
        behind = max((date.end for date in dates_in(segment.text) if date.end <= start), default=0)
        yield Finding.of(segment.between(behind, start), segment.text[behind:start].strip())
    if place:
        left = rows[index][place - 1]
        if not dates_in(left.text):
            yield Finding.of(left)
    for above in rows[max(index - 2, 0) : index][::-1]:
        for label in above:
            near = segment.box.top - label.box.bottom < 2.5 * segment.box.height
            if near and label.box.overlap(segment.box) > 0.3 * min(label.box.width, segment.box.width):
                if not dates_in(label.text):
                    yield Finding.of(label)
                return
