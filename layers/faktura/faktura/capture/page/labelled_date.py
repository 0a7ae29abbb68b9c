"""The dates on a page, each with its label and what the label says it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise

from faktura.capture.page import labels
from faktura.capture.page.field import Field, Finding
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Box, Row, Segment, Word, row_text
from faktura.capture.page.printed_date import PrintedDate, dates_in

_TIME = re.compile(r"\d\d?[:h]\d\d")
_RANGE = re.compile(r"\s*(?:-|\u2013|\u2014|to|bis|au|until|till|al|tot)\s*", re.IGNORECASE)
_ADDRESS_OF_FILE = re.compile(r"\b(?:https?|file)\s?:\s?/|\.(?:pdf|html?|aspx?|php|docx?|xlsx?)\b", re.IGNORECASE)
_PAGE_OF_PAGES = re.compile(r"(?:^|\s)\d{1,3}\s?/\s?\d{1,3}$")
_MARGIN = 2
"""The rows at an edge of the page that a viewer prints."""
_HEADING_ROWS = 3
_NEAR, _WRAPPED = 2.5, 0.9
"""In heights of a line: how far a heading is above its value, and its rows from each other."""


class DateMeaning(IntEnum):
    """What a date is, by its label. Of the dates that can be the invoice's, a higher one is better evidence."""

    OTHER = 0
    """A date of another kind, such as a delivery."""
    DUE = 1
    BARE = 2
    """It has no label."""
    TIMED = 3
    """It has no label, but stands beside a time, as the moment of a purchase does."""
    PLAIN = 4
    """A label that says no more than "date"."""
    INVOICE = 5


@dataclass(frozen=True)
class LabelledDate:
    """A date, its words on the page, what it is, and the label that says so."""

    date: PrintedDate
    value: Segment
    meaning: DateMeaning
    label: Finding | None = None


def meaning_of(label: str) -> DateMeaning | None:
    """What a label says about its date; `None` if nothing. Of several words, those nearest to the date count."""
    text = f" {fold(label)} "
    if labels.DATE_OF_ANOTHER.search(text):
        return DateMeaning.OTHER
    told = (
        (DateMeaning.OTHER, labels.DATE_REMINDER),
        (DateMeaning.DUE, labels.DATE_DUE),
        (DateMeaning.INVOICE, labels.DATE_STRONG),
        (DateMeaning.OTHER, labels.DATE_OTHER),
        (DateMeaning.PLAIN, labels.DATE_PLAIN),
    )
    ends = [(_last_end(pattern, text), -place, meaning) for place, (meaning, pattern) in enumerate(told)]
    end, _, meaning = max(ends)
    if meaning is DateMeaning.PLAIN and labels.DATE_OF_SOMETHING.search(text):
        return None
    if end >= 0:
        return meaning
    return DateMeaning.PLAIN if labels.DATE_OF_PLACE.search(text) else None


def labelled_dates(rows: Sequence[Row]) -> list[LabelledDate]:
    """All dates on the page from top to bottom, without those of a viewer that printed it."""
    found = list(_dates(rows))
    is_credit_note = any(labels.CREDIT_NOTE.search(f" {fold(segment.text)} ") for row in rows for segment in row)
    has_own = any(one.meaning >= DateMeaning.PLAIN and not _names_an_invoice(one) for one in found)
    if not (is_credit_note and has_own):
        return found
    return [replace(one, meaning=DateMeaning.OTHER) if _names_an_invoice(one) else one for one in found]


def _dates(rows: Sequence[Row]) -> Iterator[LabelledDate]:
    for index, row in enumerate(rows):
        for place, segment in enumerate(row):
            in_range = _in_ranges(segment.text)
            for date in dates_in(segment.text):
                found = _labelled(rows, index, place, date)
                if date in in_range:
                    found = LabelledDate(date, found.value, DateMeaning.OTHER)
                is_number = date.is_compact and found.meaning is DateMeaning.BARE
                if not is_number and not (found.label is None and _is_of_viewer(rows, index)):
                    yield found


def _names_an_invoice(found: LabelledDate) -> bool:
    """Whether a label names an invoice: on a credit note with a date of its own, the one that it corrects."""
    text = f" {fold(found.label.text)} " if found.label else ""
    return bool(labels.INVOICE_WORD.search(text) and not labels.CREDIT_NOTE.search(text))


def date_fields(rows: Sequence[Row]) -> list[Field]:
    """INVOICE_RECEIPT_DATE for each date with the clearest label there is, and DUE_DATE for each with such a label."""
    found = labelled_dates(rows)
    clearest = max((one.meaning for one in found if one.meaning >= DateMeaning.BARE), default=None)
    return [
        Field(kind, Finding.of(one.value, one.date.text), one.value.confidence, one.label)
        for kind, meaning in (("INVOICE_RECEIPT_DATE", clearest), ("DUE_DATE", DateMeaning.DUE))
        for one in found
        if one.meaning is meaning
    ]


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((len(found[0].rstrip()) + found.start() for found in pattern.finditer(text)), default=-1)


def _labelled(rows: Sequence[Row], index: int, place: int, date: PrintedDate) -> LabelledDate:
    value = rows[index][place].between(date.start, date.end)
    for label in _labels(rows, index, place, date):
        if (meaning := meaning_of(label.text)) is not None:
            return LabelledDate(date, value, meaning, label)
    is_timed = bool(_TIME.search(row_text(rows[index])))
    return LabelledDate(date, value, DateMeaning.TIMED if is_timed else DateMeaning.BARE)


def _labels(rows: Sequence[Row], index: int, place: int, date: PrintedDate) -> Iterator[Finding]:
    """The possible labels of a date, nearest first: the words before it, the segment to its left, the ones above."""
    segment = rows[index][place]
    behind = max((other.end for other in dates_in(segment.text) if other.end <= date.start), default=0)
    if segment.text[behind : date.start].strip():
        yield Finding.of(segment.between(behind, date.start), segment.text[behind : date.start].strip())
    lefts = [left for left in rows[index][:place] if any(letter.isalnum() for letter in left.text)]
    if lefts and not behind and not dates_in(lefts[-1].text):
        yield Finding.of(lefts[-1])
    yield from _headings(rows, index, segment, date)


def _headings(rows: Sequence[Row], index: int, segment: Segment, date: PrintedDate) -> Iterator[Finding]:
    """The headings above a date: with the rows that they are wrapped over, then the lowest row alone."""
    value = segment.between(date.start, date.end)
    others = [*(other.box for other in rows[index] if other is not segment), *_neighbours(segment, value)]
    heading: list[Word] = []
    below, limit = value.box, _NEAR
    for above in rows[max(index - _HEADING_ROWS, 0) : index][::-1]:
        words = [word for cell in above for word in _over(cell, value.box, others)]
        if not words:
            continue
        cell = Segment(tuple(words))
        if below.top - cell.box.bottom > limit * value.box.height or dates_in(cell.text):
            break
        if labels.TABLE_HEADING.search(f" {fold(row_text(above))} "):
            return
        if heading and (cell.text.endswith(":") or any(letter.isdigit() for letter in row_text(above))):
            break
        heading = words + heading
        below, limit = cell.box, _WRAPPED
    if heading:
        yield Finding.of(Segment(tuple(heading)))


def _neighbours(segment: Segment, value: Segment) -> list[Box]:
    """The boxes of the other values in a date's segment. Its time is none."""
    own = {id(word) for word in value.words}
    others = [word for word in segment.words if id(word) not in own and any(map(str.isdigit, word.text))]
    return [word.box for word in others if not _TIME.match(word.text)]


def _over(cell: Segment, value: Box, others: Sequence[Box]) -> tuple[Word, ...]:
    """The words of a cell above a value that are its heading, not that of another value in its row."""
    if cell.box.overlap(value) <= 0.3 * min(cell.box.width, value.width):
        return ()
    if not any(cell.box.overlap(other) > 0 for other in others):
        return cell.words
    return tuple(word for word in cell.words if all(_gap(word, value) <= _gap(word, other) for other in others))


def _gap(word: Word, value: Box) -> tuple[float, float]:
    """How far a word is from being over a value: the gap between the two, then that of their middles."""
    middles = abs(word.box.left + word.box.right - value.left - value.right)
    return max(-word.box.overlap(value), 0.0), middles


def _in_ranges(text: str) -> list[PrintedDate]:
    """The dates that begin or end a period ("01/03/2021 - 31/03/2021")."""
    dates = dates_in(text)
    return [date for pair in pairwise(dates) if _RANGE.fullmatch(text[pair[0].end : pair[1].start]) for date in pair]


def _is_of_viewer(rows: Sequence[Row], index: int) -> bool:
    """Whether a browser or viewer printed the row into the page's margin: there are a file's address or a page number.

    A browser may print the date at the top and the address at the bottom.
    """
    if _MARGIN <= index < len(rows) - _MARGIN:
        return False
    text = row_text(rows[index])
    is_paged = bool(labels.VIEWER.search(f" {fold(text)} ") or _PAGE_OF_PAGES.search(text))
    edges = [*rows[:_MARGIN], *rows[-_MARGIN:]]
    return is_paged or any(_ADDRESS_OF_FILE.search(row_text(row)) for row in edges)
