"""Printed amounts: `3 038,14`, `3.038,14`, `3'038.14` and `3,038.14` are one number. And sums that lose no digit."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

_UNROUNDED = Context(prec=300)
"""Digits that any sum of amounts fits into: each has a magnitude of 1E-130 to 1E+126."""

_MOST_DIGITS = 14
"""No invoice is over 999,999,999,999.99: longer numbers are codes."""

_GROUPED = r"\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+(?!\d)(?:[.,]\d+)?"
_NUMBER = re.compile(rf"{_GROUPED}|\d+(?:[.,]\d+)*|[.,]\d+")
_SIGNS = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "A$": "AUD", "NZ$": "NZD", "S$": "SGD", "HK$": "HKD", "R$": "BRL",
    "€": "EUR", "£": "GBP", "₹": "INR", "₱": "PHP", "₩": "KRW", "₪": "ILS", "₫": "VND", "฿": "THB", "₺": "TRY",
    "RM": "MYR", "zł": "PLN", "Kč": "CZK", "Fr.": "CHF", "SFr.": "CHF",
}  # fmt: skip
_CODES = (
    "USD|EUR|GBP|CHF|CAD|AUD|NZD|MYR|SGD|INR|JPY|CNY|HKD|THB|PHP|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|IDR|AED|ILS|TRY"
)
_SIGN = re.compile("|".join(rf"(?<!\w){re.escape(sign)}" for sign in sorted(_SIGNS, key=len, reverse=True)))
_CODE = re.compile(rf"(?<![A-Za-z])({_CODES})(?![A-Za-z])")

_MARK = rf"(?:{_SIGN.pattern}|(?<![A-Za-z])(?:{_CODES}|Rs\.?|kr\.?|[$¥])(?![A-Za-z]))"
_DASH = r"[-\u2010\u2011\u2212\u2013\u2014\ufe63\uff0d]"
_NO_WORD = rf"(?!\s*(?!{_MARK})[^\W\d_])"
"""What follows is not `CARD`, nor anything else that the sign would only be a part of; a currency may follow."""

_OPENED = re.compile(rf"[(<]\s*(?:{_MARK})?\s*$")
_CLOSED = re.compile(rf"\s*(?:{_MARK})?\s*(?:[)>]|$)")
_MINUS_BEFORE = re.compile(
    rf"(?:^|[:(<]|{_MARK})\s*{_DASH}\s*(?:{_MARK})?\s*$"  # `- 85.00`, `EUR -85.00`, but not `Discount - 85.00`
    rf"|(?<![\w.,/#]){_DASH}(?:{_MARK}\s*)?$"  # `Discount -85.00`, but not `10-85.00`
)
_MINUS_AFTER = re.compile(rf"\s*(?:{_MARK})?\s*{_DASH}(?!{_DASH}|\s*(?:{_MARK}\s*)?[(\d]){_NO_WORD}")
_CREDIT_AFTER = re.compile(rf"\s*(?:{_MARK})?\s*\(?(?:cr|credit)(?![^\W_]){_NO_WORD}", re.IGNORECASE)


def amount(text: str) -> Decimal | None:
    """The first number in a printed amount, negative where it is printed as a credit; `None` without a number.

    A credit is in brackets, has a minus on either side, or `CR` behind it; `DR` is the opposite. A hyphen between two
    things is no minus, and a `CR` that is not behind an amount is a label's (`CR CARD 85.00`).
    """
    if not (found := _first_number(text)):
        return None
    number = Decimal(_with_point(found[0]))
    return -number if _is_credit(text[: found.start()], text[found.end() :]) else number


def quantity(text: str) -> Decimal | None:
    """A printed quantity: like an amount, but `1.000` is one, not a thousand; negative with a minus before it only."""
    if not (found := _first_number(text)):
        return None
    number = re.sub(r"[^\d.,]", "", found[0])
    is_one_mark = len(re.findall("[.,]", number)) == 1
    count = Decimal(number.replace(",", ".") if is_one_mark else _with_point(number))
    return -count if _MINUS_BEFORE.search(text[: found.start()]) else count


def currency(text: str) -> str | None:
    """The ISO 4217 code printed with an amount, or that its sign stands for; a bare `$` or `¥` belongs to many."""
    if code := _CODE.search(text):
        return code[1]
    sign = _SIGN.search(text)
    return _SIGNS[sign[0]] if sign else None


def added(amounts: Iterable[Decimal]) -> Decimal:
    """Their exact sum."""
    with localcontext(_UNROUNDED):
        return sum(amounts, Decimal(0))


def divided(total: Decimal, by: Decimal) -> Decimal:
    """A quotient rounded half up to 4 decimals, without the zeros it does not need."""
    with localcontext(_UNROUNDED):
        quotient = (total / by).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        return quotient.normalize()


def _is_credit(before: str, after: str) -> bool:
    return bool(
        (_OPENED.search(before) and _CLOSED.match(after))
        or _MINUS_BEFORE.search(before)
        or _MINUS_AFTER.match(after)
        or _CREDIT_AFTER.match(after)
    )


def _first_number(text: str) -> re.Match[str] | None:
    found = _NUMBER.search(text)
    return found if found and len(re.sub(r"\D", "", found[0])) <= _MOST_DIGITS else None


def _with_point(number: str) -> str:
    """The number with a point before its decimals and nothing between its thousands."""
    number = re.sub(r"[^\d.,]", "", number)
    marks = re.findall("[.,]", number)
    if not marks or (len(set(marks)) == 1 and _marks_thousands(number, len(marks))):
        return re.sub("[.,]", "", number)
    whole, _, decimals = number.rpartition(marks[-1])
    return re.sub("[.,]", "", whole) + "." + decimals


def _marks_thousands(number: str, marks: int) -> bool:
    """`1,000` and `1.000.000`, but not `0,125` or `1.00`."""
    if marks > 1:
        return True
    return re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number) is not None
