"""Printed dates, and the days that they can mean: `05/06/2024` is either the fifth of June or the sixth of May."""

import re
from datetime import date
from functools import cache

from babel.core import Locale

from faktura.capture.reading.place import writes_day_first
from faktura.core.folding import folded

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})(\d{2})(?!\d)")
_WORD = r"([^\W\d_]{3,})\.?"
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s\-/,]*(?:(?:of|de)\s)?"
    rf"{_WORD}[\s\-/,']*(?:de\s)?(\d{{4}}|\d{{2}})(?!\d)"
)
_MONTH_DAY = re.compile(rf"{_WORD}[\s\-/]*(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/,']+(\d{{4}})(?!\d)")
_YEAR_MONTH_DAY = re.compile(rf"(?<!\d)(\d{{4}})[\s\-/]*{_WORD}[\s\-/]*(\d{{1,2}})(?!\d)")
_MIN_YEAR, _MAX_YEAR = 1990, 2089


def possible_dates(text: str) -> tuple[date, ...]:
    """All days that a printed date can mean, day first before month first; none if the text is not a date."""
    folded_text = folded(text)
    if found := _YEAR_FIRST.search(folded_text):
        return _possible((found[1], found[2], found[3]))
    if found := _YEAR_LAST.search(folded_text):
        return _possible((found[3], found[2], found[1]), (found[3], found[1], found[2]))
    for pattern, (year, month, day) in ((_DAY_MONTH, (3, 2, 1)), (_MONTH_DAY, (3, 1, 2)), (_YEAR_MONTH_DAY, (1, 2, 3))):
        for found in pattern.finditer(folded_text):
            if (number := _months().get(found[month])) and (dates := _possible((found[year], number, found[day]))):
                return dates
    if found := _COMPACT.search(folded_text):
        first, second, third, fourth = found.groups()
        return _possible((first + second, third, fourth)) or _possible((third + fourth, second, first))
    return ()


def resolved(dates: tuple[date, ...], country: str | None) -> tuple[date, ...]:
    """The date meant, by the order of day and month in the country (ISO 3166); all of them if there is no country."""
    if len(dates) < 2 or country is None:
        return dates
    return dates[:1] if writes_day_first(country) else dates[1:]


def _possible(*candidates: tuple[str, str, str]) -> tuple[date, ...]:
    found: list[date] = []
    for year, month, day in candidates:
        try:
            candidate = date(_full(year), int(month), int(day))
        except ValueError:
            continue
        if _MIN_YEAR <= candidate.year <= _MAX_YEAR and candidate not in found:
            found.append(candidate)
    return tuple(found)


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) >= 90 else 0)


@cache
def _months() -> dict[str, str]:
    """The number of each month by its long and short names, folded and without full stops."""
    found: dict[str, str] = {"sept": "9"}
    for language in _LANGUAGES:
        names = Locale(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[form][width].items():
                    found.setdefault(folded(name).rstrip("."), str(number))
    return found
