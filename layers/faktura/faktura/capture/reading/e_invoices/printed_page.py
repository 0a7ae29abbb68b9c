"""What a page shows to a reader, as text; and whether a number or an amount stands in it, as a whole."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from unicodedata import normalize

from faktura.capture.page.currency_sign import MARKS
from faktura.capture.page.label_text import fold
from faktura.capture.page.money_labels import DUE, NOT_TOTAL, SUBTOTAL, TAX, TOTAL_PLAIN, TOTAL_STRONG
from faktura.capture.page.printed_date import dates_in

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"))
_BEFORE = r"(?<![^\W_])(?<![^\W_][-/_\\])(?<!\d[.,])"
_AFTER = r"(?![^\W_]|[-/_\\][^\W_]|[.,]\d)"
"""No letter or figure continues the number, directly or behind a mark that joins (`1234-5`, `RE/1234`)."""

_GROUP = r"[.,' \u00a0\u2009\u202f\u2019]?"
_NO_FIGURE_BEFORE = r"(?<!\d)(?<!\d[.,'\u2019])"
_NO_THOUSANDS_BEFORE = r"(?<!\d[ \u00a0\u2009\u202f])"
_NO_MINUS_BEFORE = r"(?<![-(])(?<!-[ \u00a0])"
_MARK_BEFORE, _MARK_BEHIND = re.compile(rf"(?:{MARKS})\s?$"), re.compile(rf"\s?(?:{MARKS})(?![A-Za-z])")
_NO_FIGURE_AFTER = r"(?!\d|[.,'\u2019]\d|[ \u00a0\u2009\u202f]\d{3}(?!\d)|\s?%)"


@dataclass(frozen=True)
class PrintedPage:
    """A page, counted from 1, and its visible text. A tab or a new line parts what does not stand side by side.

    The text `is_whole` unless the page shows anything else that may be text, such as a picture.
    """

    page: int
    text: str
    is_whole: bool = True


def shows_number(text: str, number: str) -> bool:
    """Whether an invoice number is printed: all of it, and not as a part of another one."""
    words = _plain(number).split()
    if not words:
        return False
    pattern = _BEFORE + r"\s+".join(map(re.escape, words)) + _AFTER + r"(?!\s?%)"
    return re.search(pattern, _plain(text)) is not None


def shows_amount(text: str, amount: Decimal, *, is_credit: bool = False) -> bool:
    """Whether an amount is printed, in any form: `1.234,56`, `1,234.56`, `1 234.56`, `1'234.56` and `1234.56`.

    A larger figure does not print it, nor does one with a minus, unless it `is_credit` or negative itself.
    """
    whole, _, decimals = format(abs(amount), "f").partition(".")
    decimals = decimals.rstrip("0")
    head = len(whole) % 3 or 3
    groups = [whole[:head], *(whole[at : at + 3] for at in range(head, len(whole), 3))]
    sign = "" if is_credit or amount < 0 else _NO_MINUS_BEFORE
    thousands = _NO_THOUSANDS_BEFORE if head == 3 else ""
    fraction = rf"[.,]{decimals}0*" if decimals else r"(?:[.,]0{1,4}|[.,]-{1,2})"
    figures = _NO_FIGURE_BEFORE + thousands + sign + _GROUP.join(groups)
    text = text.translate(_DASHES)
    if re.search(figures + fraction + _NO_FIGURE_AFTER, text):
        return True
    whole_ones = [] if decimals else re.finditer(figures + _NO_FIGURE_AFTER, text)
    return any(_is_money(text, found) for found in whole_ones)


def is_total(label: str) -> bool:
    """Whether a text before an amount calls it the total."""
    folded = f" {fold(label)} "
    if NOT_TOTAL.search(folded) or SUBTOTAL.search(folded):
        return False
    if TOTAL_STRONG.search(folded):
        return True
    return bool(TOTAL_PLAIN.search(folded) or DUE.search(folded)) and not TAX.search(folded)


def shows_day(text: str, day: date) -> bool:
    """Whether a day is printed, in any form that can mean it."""
    return any(day in found.days for line in text.split("\n") for found in dates_in(line))


def _is_money(text: str, found: re.Match[str]) -> bool:
    """Whether a whole figure has a currency beside it or a total's label before it, as no year or page number has."""
    start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
    before, behind = text[start : found.start()], text[found.end() : end if end >= 0 else None]
    return is_total(before) or bool(_MARK_BEFORE.search(before) or _MARK_BEHIND.match(behind))


def _plain(text: str) -> str:
    return normalize("NFKC", text).translate(_DASHES).casefold()
