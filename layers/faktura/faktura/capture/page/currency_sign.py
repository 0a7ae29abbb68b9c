"""The signs and codes of currencies in printed text: ISO 4217 has the codes, CLDR the signs and who shares them."""

import re
from collections.abc import Iterator, Mapping

SIGNS: Mapping[str, str] = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "S$": "SGD", "HK$": "HKD",
    "R$": "BRL", "€": "EUR", "£": "GBP", "₹": "INR", "₱": "PHP", "₩": "KRW", "₪": "ILS", "₫": "VND", "฿": "THB",
    "₺": "TRY", "RM": "MYR", "zł": "PLN", "Kč": "CZK", "Fr.": "CHF", "SFr.": "CHF",
}  # fmt: skip
"""Signs of one currency."""
SHARED_SIGNS: Mapping[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP", "UYU", "JMD", "TTD", "BBD",
          "BSD", "BZD", "FJD", "BMD", "KYD", "XCD", "NAD", "LRD", "GYD", "SRD"),
    "¥": ("JPY", "CNY"),
    "Rs.": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "Rs": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "kr.": ("SEK", "NOK", "DKK", "ISK"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
}  # fmt: skip
"""Signs of several currencies, the most frequent first."""
CODES = (
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "MYR", "SGD", "INR", "JPY", "CNY", "HKD", "THB", "PHP", "SEK",
    "NOK", "DKK", "PLN", "CZK", "HUF", "BRL", "MXN", "ZAR", "IDR", "AED", "ILS", "TRY",
)  # fmt: skip
MARKS = "|".join(re.escape(mark) for mark in sorted((*SIGNS, *SHARED_SIGNS, *CODES), key=len, reverse=True))
"""A pattern of every sign and code, the longest first. Letters must not stand beside it."""
_MENTION = re.compile(rf"(?<![A-Za-z])(?:{MARKS})(?![A-Za-z])")
_BESIDE_A_NUMBER = re.compile(r"[\s(:]*[-(]?\s*[\d.,]")
_NAMED = re.compile(r"(?:\bin|\bcurrency|\bdevise|\bwährung|\bmoneda|\bvaluta|[(\[/])[\s:]*$", re.IGNORECASE)


def currency_of_mark(mark: str) -> str | None:
    """The ISO 4217 code of a sign or a code; `None` if the sign stands for several."""
    return SIGNS.get(mark) or (mark if mark in CODES else None)


def marks_in(text: str) -> Iterator[str]:
    """The signs and codes in a line. One in letters counts beside a number, at an end, in brackets or after "in"."""
    for found in _MENTION.finditer(text):
        before, behind = text[: found.start()], text[found.end() :]
        is_sign = not any(letter.isalpha() for letter in found[0])
        is_at_an_end = not behind.strip(" ).:") or not before.strip()
        is_beside = bool(_BESIDE_A_NUMBER.match(behind)) or before.rstrip(" )-")[-1:].isdigit()
        if is_sign or is_beside or is_at_an_end or _NAMED.search(before):
            yield found[0]
