"""Printed amounts: `3 038,14`, `3.038,14`, `3'038.14` and `3,038.14` are the same number."""

import re
from decimal import Decimal

from faktura.capture.page.currency_sign import MARKS

_MAX_DIGITS = 14
"""No invoice is over 999,999,999,999.99. Longer numbers are codes."""

_GROUPED = r"\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+(?!\d)(?:[.,]\d+)?"
_NUMBER = re.compile(rf"{_GROUPED}|\d+(?:[.,]\d+)*|[.,]\d+")
_CURRENCY = rf"(?<![A-Za-z])(?:{MARKS})(?![A-Za-z])"
_TIMES = re.compile(r"^\s*\d{1,4}(?:[.,]\d{1,3})?\s?[xX\u00d7*@]\s?(?=\D{0,4}\d)")
"""A quantity that is printed with its price (`3x10.49`, `4@2.50`)."""
_DASH = r"[-\u2010\u2011\u2212\u2013\u2014\ufe63\uff0d]"
_NOT_A_WORD = rf"(?!\s*(?!{_CURRENCY})[^\W\d_])"
"""No other word follows, as in `CR CARD`; a currency may."""

_OPENED = re.compile(rf"[(<]\s*(?:{_CURRENCY})?\s*$")
_CLOSED = re.compile(rf"\s*(?:{_CURRENCY})?\s*(?:[)>]|$)")
_MINUS_BEFORE = re.compile(
    rf"(?:^|[:(<]|{_CURRENCY})\s*{_DASH}\s*(?:{_CURRENCY})?\s*$"  # `- 85.00`, `EUR -85.00`, but not `Discount - 85.00`
    rf"|(?<![\w.,/#]){_DASH}(?:{_CURRENCY}\s*)?$"  # `Discount -85.00`, but not `10-85.00`
)
_MINUS_AFTER = re.compile(rf"\s*(?:{_CURRENCY})?\s*{_DASH}(?!{_DASH}|\s*(?:{_CURRENCY}\s*)?[(\d]){_NOT_A_WORD}")
_CREDIT_AFTER = re.compile(rf"\s*(?:{_CURRENCY})?\s*\(?(?:cr|credit)(?![^\W_]){_NOT_A_WORD}", re.IGNORECASE)


def amount(text: str) -> Decimal | None:
    """The first number in a printed amount, negative if it is printed as a credit; `None` if there is none.

    A credit is in brackets, has a minus before or after it, or is followed by `CR`. `DR` does not make it one. A
    hyphen between two words or numbers is not a minus. A `CR` before an amount belongs to a label (`CR CARD 85.00`). A
    quantity in front of a price (`3x10.49`) is no part of it.
    """
    text = _TIMES.sub("", text)
    if not (found := _first_number(text)):
        return None
    number = Decimal(_with_point(found[0]))
    return -number if _is_credit(text[: found.start()], text[found.end() :]) else number


def quantity(text: str) -> Decimal | None:
    """A printed quantity. `1.000` means one, not a thousand, and only a minus before the number makes it negative."""
    if not (found := _first_number(text)):
        return None
    number = re.sub(r"[^\d.,]", "", found[0])
    has_one_separator = len(re.findall("[.,]", number)) == 1
    count = Decimal(number.replace(",", ".") if has_one_separator else _with_point(number))
    return -count if _MINUS_BEFORE.search(text[: found.start()]) else count


def _is_credit(before: str, after: str) -> bool:
    return bool(
        (_OPENED.search(before) and _CLOSED.match(after))
        or _MINUS_BEFORE.search(before)
        or _MINUS_AFTER.match(after)
        or _CREDIT_AFTER.match(after)
    )


def _first_number(text: str) -> re.Match[str] | None:
    found = _NUMBER.search(text)
    return found if found and len(re.sub(r"\D", "", found[0])) <= _MAX_DIGITS else None


def _with_point(number: str) -> str:
    """The number with a point before its decimals and without thousands separators."""
    number = re.sub(r"[^\d.,]", "", number)
    separators = re.findall("[.,]", number)
    if not separators or (len(set(separators)) == 1 and _separates_thousands(number, len(separators))):
        return re.sub("[.,]", "", number)
    integer, _, decimals = number.rpartition(separators[-1])
    return re.sub("[.,]", "", integer) + "." + decimals


def _separates_thousands(number: str, count: int) -> bool:
    """Whether the separators mark thousands: in `1,000` and `1.000.000`, but not in `0,125` or `1.00`."""
    if count > 1:
        return True
    return re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number) is not None
