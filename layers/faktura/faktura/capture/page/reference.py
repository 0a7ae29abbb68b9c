"""The invoice's number, and the number of its purchase order."""

import re
from collections.abc import Iterator

from faktura.capture.page import labels
from faktura.capture.page.finding import Field, Finding, beside
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Row
from faktura.capture.page.printed_amount import amounts_in
from faktura.capture.page.printed_date import dates_in

GRADES = ((labels.NUMBER_STRONG, 97.0), (labels.NUMBER_MEDIUM, 82.0), (labels.NUMBER_WEAK, 62.0))
FURTHER_DOWN = 15.0
"""Reduces confidence at the bottom of the page, where numbers often belong to the terminal or the bank."""
TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.\-]*")
LEAD = re.compile(r"^[\s:.#°ºN\-\u2013\u2014|]*?(?=[A-Za-z0-9])|^[\s:.#°º\-\u2013\u2014|]+")
JOINED_CAPITALS = re.compile(r"[A-Z]{2,}(?:[-_][A-Z]{2,})+")
"""`INV-KLM`: a number without a digit, accepted after a clear label."""
MEANT_OTHERWISE = re.compile(r"^\d{1,2}:\d{2}|^\+?\d{2,4}-\d{6,8}$|@|^www\.")


def references_of(rows: list[Row]) -> list[Field]:
    """INVOICE_RECEIPT_ID and PO_NUMBER, each at most once."""
    numbers = max(_numbers(rows), key=lambda field: field.confidence, default=None)
    orders = max(_labelled(rows, labels.ORDER, 95.0, "PO_NUMBER"), key=lambda field: field.confidence, default=None)
    return [field for field in (numbers, orders) if field is not None]


def _numbers(rows: list[Row]) -> Iterator[Field]:
    for pattern, grade in GRADES:
        yield from _labelled(rows, pattern, grade, "INVOICE_RECEIPT_ID")


def _labelled(rows: list[Row], pattern: re.Pattern[str], grade: float, kind: str) -> Iterator[Field]:
    for index, row in enumerate(rows):
        for place, segment in enumerate(row):
            text = fold(segment.text)
            padded = f" {text} "
            for found in pattern.finditer(padded):
                start, end = max(found.start() - 1, 0), min(max(found.end() - 1, 0), len(text))
                if kind == "INVOICE_RECEIPT_ID" and _belongs_elsewhere(padded, found):
                    continue
                value = _value(pattern, rows[: index + 1] if pattern is labels.NUMBER_WEAK else rows, index, place, end)
                if value:
                    lower = FURTHER_DOWN * index / len(rows) + (12.0 if len(value.text) < 3 else 0.0)
                    label = Finding.of(segment.between(start, end), segment.text[start:end].strip())
                    yield Field(kind, value, grade - lower, label)


def _belongs_elsewhere(text: str, found: re.Match[str]) -> bool:
    """Whether it is another number, such as "GST Reg No" or "Customer no", which a pattern for "no" also matches."""
    other = labels.NOT_NUMBER.search(text)
    overlaps = other is not None and other.start() < found.end() and other.end() > found.start()
    strong = labels.NUMBER_STRONG.search(text) is not None
    return overlaps and not strong


def _value(pattern: re.Pattern[str], rows: list[Row], row: int, place: int, after: int) -> Finding | None:
    for segment, start in beside(rows, row, place, after):
        behind = segment.text[start:]
        lead = LEAD.match(behind)
        begin = start + (lead.end() if lead else 0)
        token = TOKEN.match(segment.text, begin)
        if token is None and behind.strip(" :.#-"):
            return None
        if token is not None:
            text = token[0].rstrip(".-/")
            has_no_digit = pattern is labels.NUMBER_STRONG and JOINED_CAPITALS.fullmatch(text)
            if has_no_digit or _is_reference(text, segment.text, begin):
                return Finding.of(segment.between(begin, token.end()), text)
            if any(letter.isalpha() for letter in text) and segment is rows[row][place]:
                continue
    return None


def _is_reference(token: str, text: str, start: int) -> bool:
    """Whether it has a digit and is not a date, amount, time or telephone number."""
    dates = [date for date in dates_in(text) if date.start <= start < date.end and not date.compact]
    amounts = [amount for amount in amounts_in(text) if amount.start <= start < amount.end]
    digits = sum(letter.isdigit() for letter in token)
    return digits > 0 and 2 * digits + 6 >= len(token) and not (dates or amounts or MEANT_OTHERWISE.search(token))
