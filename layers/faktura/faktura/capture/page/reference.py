"""The numbers on a page, each with its label and what the label says it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from faktura.capture.page import labels
from faktura.capture.page.field import Field, Finding
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Row, Segment, row_text
from faktura.capture.page.printed_amount import amounts_in
from faktura.capture.page.printed_date import dates_in

_TOKEN = re.compile(
    r"(?:[A-Z]{1,4}\.? (?=\d))?[A-Za-z0-9][A-Za-z0-9/_.\-]*"
    r"(?:(?: [/-] ?|(?<=[/-]) )\d[A-Za-z0-9]*)*(?:(?<=\d)(?: \d{2,6})+$)?"
)
"""A number, also if it is set in several words (`INV 2021 / 0042`)."""
_LISTED = re.compile(r"[A-Za-z]{0,4}[-/]?\d[\w/-]*")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d\b")
_FIGURES = re.compile(r"[-/ ]*\d[\d/ .-]*[A-Za-z]?")
_LEAD = re.compile(r"^[\s:.#°ºN\-\u2013\u2014|]*?(?=[A-Za-z0-9])|^[\s:.#°º\-\u2013\u2014|]+")
_JOINED_CAPITALS = re.compile(r"[A-Z]{2,}(?:[-_][A-Z]{2,})+")
"""`INV-KLM`: a number without a digit, accepted after a clear label."""
_MEANT_OTHERWISE = re.compile(r"^\d{1,2}:\d{2}|@|^www\.|\d{3,}\.\d{1,2}\.(?:19|20)\d\d")
"""Times, addresses, and a number that OCR has joined with the date behind it."""
_TELEPHONE = re.compile(r"^\+?\d{2,4}-\d{6,8}$")
"""No number of an invoice, unless its label says so."""
_PUNCTUATION = " :.,#-\u2013\u00b0\u00ba/&()"
_MIN_TITLE_DIGITS = 3
"""Digits of a number right behind the document's name ("Invoice 1234")."""


class NumberMeaning(IntEnum):
    """What a number is, by its label. Of those that can be the invoice's, a higher one is better evidence."""

    OTHER = 0
    """A number of another kind, such as the customer's."""
    UNLABELLED = 1
    BARE = 2
    """A label that says no more than "number" or "reference"."""
    TILL = 3
    """A transaction of the till."""
    TITLE = 4
    """The document's name, such as "Invoice", right before it."""
    RECEIPT = 5
    INVOICE = 6


@dataclass(frozen=True)
class LabelledNumber:
    """A number, its words on the page, what it is, and the label that says so."""

    text: str
    value: Segment
    meaning: NumberMeaning
    label: Finding
    is_cut: bool = False
    """Whether more figures follow, which may be its own."""


_LABELS = (
    (labels.NUMBER_OF_ANOTHER, NumberMeaning.OTHER),
    (labels.NUMBER_STRONG, NumberMeaning.INVOICE),
    (labels.NOT_NUMBER, NumberMeaning.OTHER),
    (labels.NUMBER_MEDIUM, NumberMeaning.RECEIPT),
    (labels.NUMBER_TITLE, NumberMeaning.TITLE),
    (labels.NUMBER_BARE, NumberMeaning.BARE),
)

_CONFIDENCE = {
    NumberMeaning.BARE: 62.0,
    NumberMeaning.TILL: 75.0,
    NumberMeaning.TITLE: 82.0,
    NumberMeaning.RECEIPT: 82.0,
    NumberMeaning.INVOICE: 97.0,
}
"""Percent, of a field's type. An OCR engine's answer says how sure it is of the meaning."""
_NAMES = (NumberMeaning.RECEIPT, NumberMeaning.TITLE)


def number_meaning_of(label: str) -> NumberMeaning:
    """What a label says about its number."""
    return next((meaning for _, _, meaning in _labels_in(label)), NumberMeaning.UNLABELLED)


def labelled_numbers(rows: Sequence[Row]) -> Iterator[LabelledNumber]:
    """All labelled numbers on the page, from top to bottom."""
    for index, row in enumerate(rows):
        for place, segment in enumerate(row):
            for start, end, told in _labels_in(segment.text):
                label = Finding.of(segment.between(start, end), segment.text[start:end].strip())
                meaning = told
                if told is NumberMeaning.BARE and (upper := _wrapped_from(rows, index, segment)):
                    label = Finding(f"{upper} {label.text}", label.box, label.confidence)
                    meaning = number_meaning_of(label.text)
                if value := _value(rows, index, place, end, meaning):
                    yield LabelledNumber(
                        *value, meaning, label, _is_cut(row, *value[::-1]) or _is_listed(rows, index, value[1])
                    )


def number_fields(rows: Sequence[Row]) -> list[Field]:
    """INVOICE_RECEIPT_ID, the first number with the clearest label there is, and PO_NUMBER."""
    numbers = [one for one in labelled_numbers(rows) if one.meaning > NumberMeaning.UNLABELLED]
    best = max(numbers, key=lambda one: one.meaning, default=None)
    number = (
        [_field("INVOICE_RECEIPT_ID", best.text, best.value, best.label, _CONFIDENCE[best.meaning])] if best else []
    )
    for index, row in enumerate(rows):
        for place, segment in enumerate(row):
            for found in labels.ORDER.finditer(f" {fold(segment.text)} "):
                start, end = _inner(found, segment.text)
                if value := _value(rows, index, place, end, NumberMeaning.OTHER):
                    label = Finding.of(segment.between(start, end), segment.text[start:end].strip())
                    return [*number, _field("PO_NUMBER", *value, label, _CONFIDENCE[NumberMeaning.INVOICE])]
    return number


def _field(kind: str, text: str, value: Segment, label: Finding, confidence: float) -> Field:
    return Field(kind, Finding.of(value, text), confidence, label)


def _labels_in(text: str) -> Iterator[tuple[int, int, NumberMeaning]]:
    """The labels in a text with the characters they cover. Of two that overlap, the clearer one counts."""
    padded = f" {fold(text)} "
    taken: list[tuple[int, int]] = []
    for pattern, meaning in _LABELS:
        for found in pattern.finditer(padded):
            start, end = _inner(found, text)
            if all(end <= other_start or start >= other_end for other_start, other_end in taken):
                taken.append((start, end))
                is_till = meaning in _NAMES and labels.NUMBER_TILL.search(found[0])
                yield start, end, NumberMeaning.TILL if is_till else meaning


def _is_cut(row: Row, value: Segment, text: str) -> bool:
    """Whether more of a number may follow it in its label's row: figures that are neither a date nor an amount."""
    last = value.words[-1]
    rest = last.text.rpartition(text.split()[-1])[2]
    if any(letter.isdigit() for letter in rest) or rest[:1] in ("-", "/"):
        return True
    for place, segment in enumerate(row):
        at = next((at for at, word in enumerate(segment.words) if word is last), None)
        if at is None:
            continue
        behind = segment.words[at + 1 : at + 3]
        beside = row[place + 1].text if not behind and place + 1 < len(row) else ""
        return _has_figures(" ".join(word.text for word in behind)) or bool(
            _FIGURES.fullmatch(beside) and _has_figures(beside)
        )
    return False


def _is_listed(rows: Sequence[Row], index: int, value: Segment) -> bool:
    """Whether a number below its heading is the first of several: the row below it has another in its column."""
    places = (
        at
        for at in range(index + 1, min(index + 4, len(rows) - 1))
        for cell in rows[at]
        if value.words[-1] in cell.words
    )
    below = rows[at + 1] if (at := next(places, None)) is not None else ()
    return any(cell.box.overlap(value.box) > 0 and _LISTED.fullmatch(cell.words[0].text) for cell in below)


def _has_figures(text: str) -> bool:
    has_digit = any(letter.isdigit() for letter in text)
    return has_digit and not (dates_in(text) or amounts_in(text) or _TIME.search(text) or next(_labels_in(text), None))


def _inner(found: re.Match[str], text: str) -> tuple[int, int]:
    """The characters of the text that a match in the padded text covers."""
    return max(found.start() - 1, 0), min(max(found.end() - 1, 0), len(text))


def _wrapped_from(rows: Sequence[Row], index: int, segment: Segment) -> str:
    """The text right above the end of a label ("Invoice" over "number"); empty if there is none."""
    for above in rows[index - 1] if index else ():
        is_near = segment.box.top - above.box.bottom < 0.9 * segment.box.height
        is_over = above.box.overlap(segment.box) > 0.3 * min(above.box.width, segment.box.width)
        is_label = above.text.endswith(":") or any(letter.isdigit() for letter in above.text)
        if is_near and is_over and not is_label:
            return above.text
    return ""


def _value(
    rows: Sequence[Row], index: int, place: int, after: int, meaning: NumberMeaning
) -> tuple[str, Segment] | None:
    """The number of a label and its words: behind the label, else to its right, else below it."""
    row, here = rows[index], rows[index][place]
    is_clear = meaning >= NumberMeaning.RECEIPT or meaning is NumberMeaning.OTHER
    behind = here.text[after:].strip(_PUNCTUATION)
    if found := _read(here, after, meaning):
        is_long = sum(letter.isdigit() for letter in found[0]) >= _MIN_TITLE_DIGITS
        is_named = meaning in (NumberMeaning.TITLE, NumberMeaning.TILL)
        return found if is_clear or (is_named and is_long) or _is_whole(found, behind) else None
    if behind and not (is_clear and behind[0].isalpha()):
        return None
    right = next((one for one in row[place + 1 :] if any(letter.isalnum() for letter in one.text)), None)
    if right and (found := _read(right, 0, meaning)):
        return found if is_clear or _is_whole(found, right.text) else None
    is_heading = not behind and meaning in (NumberMeaning.TITLE, NumberMeaning.BARE) and _heads_a_date(row)
    return _below(rows, index, here, meaning) if is_clear or is_heading else None


def _heads_a_date(row: Row) -> bool:
    """Whether a row has headings, one of them for a date, and none of a table."""
    text = f" {fold(row_text(row))} "
    is_dated = any(pattern.search(text) for pattern in (labels.DATE_STRONG, labels.DATE_PLAIN, labels.DATE_DUE))
    return len(row) > 1 and is_dated and not labels.TABLE_HEADING.search(text)


def _below(rows: Sequence[Row], index: int, label: Segment, meaning: NumberMeaning) -> tuple[str, Segment] | None:
    """The number in the nearest cell below a label, which may hold the values of several labels."""
    others = [other for other in rows[index] if other is not label]
    for row in rows[index + 1 : index + 3]:
        for cell in row:
            is_near = cell.box.top - label.box.bottom < 2.5 * label.box.height
            if not is_near or cell.box.overlap(label.box) <= 0.2 * min(cell.box.width, label.box.width):
                continue
            is_shared = any(cell.box.overlap(other.box) > 0 for other in others)
            start = _start_under(cell, label) if is_shared else 0
            found = _read(cell, start, meaning)
            if found or any(letter.isalpha() for letter in cell.text):
                is_lone = meaning not in (NumberMeaning.TITLE, NumberMeaning.BARE) or (
                    found and _is_whole(found, cell.text)
                )
                return found if is_lone else None
    return None


def _start_under(cell: Segment, label: Segment) -> int:
    """The first character of the word that is most under a label."""
    nearest = max(range(len(cell.words)), key=lambda at: cell.words[at].box.overlap(label.box))
    return sum(len(word.text) + 1 for word in cell.words[:nearest])


def _is_whole(found: tuple[str, Segment], text: str) -> bool:
    """Whether nothing else stands with a number."""
    return len(found[0]) >= len(text.strip(" :.,#-/"))


def _read(segment: Segment, start: int, meaning: NumberMeaning) -> tuple[str, Segment] | None:
    """The number that begins at a character of a segment."""
    lead = _LEAD.match(segment.text[start:])
    begin = start + (lead.end() if lead else 0)
    token = _token(segment.text, begin)
    text = token.rstrip(".-/")
    has_no_digit = meaning is NumberMeaning.INVOICE and _JOINED_CAPITALS.fullmatch(text)
    is_telephone = meaning < NumberMeaning.TITLE and _TELEPHONE.search(text)
    if has_no_digit or (_is_reference(text, segment.text, begin) and not is_telephone):
        return text, segment.between(begin, begin + len(token))
    return None


def _token(text: str, begin: int) -> str:
    """The number that begins at a character, up to a date; empty if none does."""
    end = next((date.start for date in dates_in(text) if date.start > begin and not date.is_compact), len(text))
    found = _TOKEN.match(text[:end].rstrip(), begin)
    return found[0] if found else ""


def _is_reference(token: str, text: str, start: int) -> bool:
    """Whether it has a digit and is not a date, amount or time."""
    dates = [date for date in dates_in(text) if date.start <= start < date.end and not date.is_compact]
    amounts = [amount for amount in amounts_in(text) if amount.start <= start < amount.end]
    digits = sum(letter.isdigit() for letter in token)
    return digits > 0 and 2 * digits + 6 >= len(token) and not (dates or amounts or _MEANT_OTHERWISE.search(token))
