"""Printed dates, and the days they can mean: `05/06/2024` is the fifth of June or the sixth of May."""

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
_EARLIEST, _LATEST = 1990, 2089


def days(text: str) -> tuple[date, ...]:
    """Every day a printed date can mean, the day-first reading before the month-first one; none where it is no date."""
    spelt = folded(text)
    if found := _YEAR_FIRST.search(spelt):
        return _possible((found[1], found[2], found[3]))
    if found := _YEAR_LAST.search(spelt):
        return _possible((found[3], found[2], found[1]), (found[3], found[1], found[2]))
    for form, (year, month, day) in ((_DAY_MONTH, (3, 2, 1)), (_MONTH_DAY, (3, 1, 2)), (_YEAR_MONTH_DAY, (1, 2, 3))):
        for found in form.finditer(spelt):
            if (number := _months().get(found[month])) and (meant := _possible((found[year], number, found[day]))):
                return meant
    if found := _COMPACT.search(spelt):
        first, second, third, fourth = found.groups()
        return _possible((first + second, third, fourth)) or _possible((third + fourth, second, first))
    return ()


def settled(meant: tuple[date, ...], country: str | None) -> tuple[date, ...]:
    """The one day meant, by the order of dates in the `country` (ISO 3166) printed; unknown, all remain."""
    if len(meant) < 2 or country is None:
        return meant
    return meant[:1] if writes_day_first(country) else meant[1:]


def _possible(*candidates: tuple[str, str, str]) -> tuple[date, ...]:
    found: list[date] = []
    for year, month, day in candidates:
        try:
            meant = date(_full(year), int(month), int(day))
        except ValueError:
            continue
        if _EARLIEST <= meant.year <= _LATEST and meant not in found:
            found.append(meant)
    return tuple(found)


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) >= 90 else 0)


@cache
def _months() -> dict[str, str]:
    """Folded month names, long and short and without their points, → number."""
    found: dict[str, str] = {"sept": "9"}
    for language in _LANGUAGES:
        names = Locale(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[form][width].items():
                    found.setdefault(folded(name).rstrip("."), str(number))
    return found
