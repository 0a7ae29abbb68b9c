"""Amounts of money in a line of text, in every notation: 3 038,14 = 3.038,14 = 3'038.14 = 3,038.14."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from faktura.capture.page.currency_sign import MARKS, currency_of_mark, marks_in
from faktura.capture.page.label_text import CACHED

_CENTS = r" ?[.,] ?\d{2}"
_GROUPED = (
    rf"\d{{1,3}}(?:[,'\u2019]\d{{2,3}})+{_CENTS}|\d{{1,3}}(?:\.\d{{3}})+ ?, ?\d{{2}}"
    rf"|\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+[.,]\d{{2}}|\d+{_CENTS}|(?<!\w)[.,]\d{{2}}"
)
_WHOLE = r"(?:\d{1,3}(?:[,'\u2019.]\d{3})+|\d+)(?:[.,]\d(?!\d))?"
_DASH = r"[-\u2010\u2011\u2212\u2013\u2014]"
_NO_WORD = rf"(?!\s?(?!(?:{MARKS})(?![A-Za-z]))[^\W\d_])"
_MINUS = rf"(?<![\w.,/#]){_DASH}(?=\S)|(?:^|(?<=[:(<\t])|(?<=[:(<]\s)){_DASH}\s?"
_BEGIN = (
    rf"(?P<minus>{_MINUS}|(?<!\w)[(<]\s?)?"
    rf"(?:(?<![A-Za-z])(?P<before>{MARKS})\s?(?P<minus2>(?:{_DASH}|[(<])\s?)?)"
)
_END = (
    rf"(?P<credit>\s?{_DASH}(?!{_DASH}|\s?(?:(?:{MARKS})\s?)?[(\d]){_NO_WORD}"
    rf"|\s?\(?(?:[Cc][Rr]|CREDIT|[Cc]redit)\b\.?\)?{_NO_WORD})?(?P<close>\s?[)>])?"
)
"""Signs of a credit: brackets, a minus on either side, CR after it. A hyphen between two things is not a minus. A CR
before an amount, or of a card, is not a credit. A tab is the gap between two columns.
"""

EXACT = re.compile(
    rf"{_BEGIN}?(?<![\d.,/#])(?<!\d:)(?<!\d-)"
    rf"(?P<number>{_GROUPED})(?![\d%:]|/\d|\s?%|[.,]\d|-\d)(?P<after>\s?(?:{MARKS})(?![A-Za-z]))?{_END}"
)
ROUND = re.compile(
    rf"{_BEGIN}(?P<number>{_WHOLE})(?![\d%:]|/\d|[.,]\d|-\d)(?P<after>){_END}"
    rf"|(?<![\w.,/#:-])(?P<number2>{_WHOLE})\s?(?P<after2>€|(?:EUR|CHF)(?![A-Za-z]))"
)
"""An amount without two decimals needs its currency: before it, or behind it as in German and French."""
BARE = re.compile(
    rf"(?P<minus>{_DASH}|[(<])?\s?(?P<number>\d{{1,6}}(?:[.,]\d{{1,4}})?)(?P<after>)(?P<before>)(?P<minus2>){_END}"
)
_CUT = re.compile(r"(?:\d['`\u00b4\u00b7;_]|\d, |(?<![^\W\d_])[lIiOoZzBSgq|!])$")
"""What ends right before an amount and may be its first figures: `1\u00b4234.50`, `l20.00`."""
MISREAD = re.compile(r"(?<=\d[.,])(?:[Oo]\d|\d[Oo]|[Oo]{2})(?!\w)")


@dataclass(frozen=True)
class Amount:
    """A printed amount and its position in the text. `currency` is the ISO code of the currency printed with it."""

    value: Decimal
    text: str
    start: int
    end: int
    currency: str | None


def amounts_in(text: str) -> list[Amount]:
    """The amounts with cents, and the whole ones with a currency, from left to right."""
    return list(_amounts_in(text))


@lru_cache(CACHED)
def _amounts_in(text: str) -> tuple[Amount, ...]:
    text = MISREAD.sub(lambda cents: re.sub("[Oo]", "0", cents[0]), text)
    exact = [_amount(found) for found in EXACT.finditer(text) if not _is_cut(text, found)]
    round_ones = (_amount(found) for found in ROUND.finditer(text))
    apart = [one for one in round_ones if all(one.end <= other.start or one.start >= other.end for other in exact)]
    return tuple(sorted(exact + apart, key=lambda amount: amount.start))


def _is_cut(text: str, found: re.Match[str]) -> bool:
    """Whether a letter or more figures stand right before the amount, so that its first figure may be missing."""
    return not found["before"] and bool(_CUT.search(text[: found.start()]))


def bare_number(text: str) -> Decimal | None:
    """The text as a number, if it is nothing else: a quantity, or a price in a column of prices."""
    if not (found := BARE.fullmatch(text.strip())):
        return None
    number = Decimal(found["number"].replace(",", "."))
    return -number if _is_credit(found.groupdict("")) else number


def is_amount(text: str) -> bool:
    """Whether the text is one amount with its currency and its sign, and nothing else."""
    return [(0, len(text))] == [(amount.start, amount.end) for amount in amounts_in(text)]


def currency_of(texts: Iterable[str]) -> str | None:
    """The currency of a page by its signs and codes. None if there is none, or two are equally frequent."""
    counts = Counter(code for text in texts for mark in marks_in(text) if (code := currency_of_mark(mark)))
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _amount(found: re.Match[str]) -> Amount:
    parts: dict[str, str] = found.groupdict("")
    digits = re.sub(r"[^\d.,]", "", parts["number"] or parts.get("number2", ""))
    cents = re.search(r"[.,](\d{1,2})$", digits)
    whole = re.sub(r"\D", "", digits[: cents.start()] if cents else digits)
    value = Decimal(f"{whole or 0}.{cents[1] if cents else '0':0<2}")
    negative = _is_credit(parts)
    mark = (parts["before"] or parts["after"] or parts.get("after2", "")).strip()
    currency = currency_of_mark(mark)
    text = found[0].strip() if negative else found[0].strip(" ()")
    return Amount(-value if negative else value, text, found.start(), found.end(), currency)


def _is_credit(parts: Mapping[str, str]) -> bool:
    """Whether it has brackets, a minus or CR."""
    before = f"{parts['minus']}{parts['minus2']}".strip()
    return bool(parts["credit"] or (before and (before not in "(<" or parts["close"])))
