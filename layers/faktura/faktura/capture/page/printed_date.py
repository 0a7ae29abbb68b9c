"""Dates in a line of text, and the days they can mean: `05/06/2024` is the fifth of June or the sixth of May."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from babel.core import Locale

from faktura.capture.page.label_text import CACHED, fold

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
_OTHER_NAMES = {"sept": 9, "maerz": 3, "janner": 1, "feber": 2}
_NO_MONTHS = {"set"}
"""Abbreviations that are more often another word ("2 set 12")."""


@cache
def months() -> dict[str, int]:
    """The number of each month by its long and short names, in plain lower-case letters and without full stops."""
    found = dict(_OTHER_NAMES)
    for language in _LANGUAGES:
        names = Locale(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[form][width].items():
                    found.setdefault(fold(name).strip(), number)
    return {name: number for name, number in found.items() if name not in _NO_MONTHS}


def _year(colon: str) -> str:
    """A year of four or two digits, also with the time printed right behind it (`13/05/201814:22`)."""
    time = rf"\d{{1,2}}[{colon}h]\d\d"
    short = r"\d\d(?! ?\d|:\d)"
    return rf"(?P<year>(?:19|20)\d\d(?!\d|:\d\d(?!:))|(?:19|20)\d\d(?={time})|{short}|\d\d(?=(?: ?){time}))"


DAY = r"(?P<day>[0-3]?\d)"
_MARK = r"(?P<before>\s?)(?P<mark>[-/.])(?P=mark)?(?P<behind>\s?)"
_SAME = r"(?P=before)(?P=mark){1,2}(?P=behind)"
"""Between the numbers of a date. OCR doubles some marks."""
_MONTH = rf"(?P<name>{'|'.join(sorted(months(), key=len, reverse=True))})(?![a-z])"
_APART = r"(?<![|!])(?:(?<!\d )|(?=\d\d))(?:(?<![^\W_])|(?<=[Dd][Aa][Tt][Ee])|(?<=[Dd][Aa][Tt][Uu][Mm]))(?<!\d[.,])"
"""A date does not begin within a word, except right behind its label; nor right behind another part of its day."""
YEAR_FIRST = re.compile(
    rf"{_APART}(?P<year>(?:19|20)\d\d){_MARK}(?P<month>[01]?\d){_SAME}{DAY}(?:(?!\d)|(?=\d\d?:\d\d))"
)
YEAR_LAST = re.compile(rf"{_APART}{DAY}{_MARK}(?P<month>[0-3]?\d){_SAME}{_year(':')}")
COMPACT = (
    re.compile(r"(?<![\w.])(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>20[0-4]\d)(?!\w)"),
    re.compile(r"(?<![\w.])(?P<year>20[0-4]\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\w)"),
)
SPELT = (
    re.compile(
        rf"(?<!\d)(?:(?<!\d )|(?=\d\d)){DAY} {{0,2}}(?:st|nd|rd|th|er)? {{0,3}}(?:of |de )?{_MONTH} {{0,3}}"
        rf"(?:de |del )?{_year(' ')}"
    ),
    re.compile(rf"(?<![a-z]){_MONTH} {{0,2}}{DAY}(?:st|nd|rd|th)? {{1,3}}(?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<year>20\d\d) {_MONTH} {DAY}(?!\d)"),
)
MISREAD = re.compile(r"(?<=[\d/.-])[Oo](?=[\d/.-])|(?<=[/.-])[Oo](?=\d)")
MIN_YEAR, MAX_YEAR = 1990, 2089


@dataclass(frozen=True)
class PrintedDate:
    """A date in a text: its text without weekday and time, its position, and the days that it can mean.

    `days` has the day first before the month first. `mark` separates the numbers if the year is the last of three.
    """

    text: str
    start: int
    end: int
    days: tuple[date, ...]
    mark: str = ""
    is_compact: bool = False
    """Eight digits without separators, which may also be a number."""

    @property
    def is_day_first(self) -> bool | None:
        """The order of day and month that the date itself proves; `None` if both are possible."""
        if not self.mark or len(self.days) > 1 or self.days[0].day == self.days[0].month:
            return None
        return int(re.findall(r"\d+", self.text)[0]) == self.days[0].day


def dates_in(text: str) -> list[PrintedDate]:
    """The dates between 1990 and 2089, from left to right."""
    return list(_dates_in(text))


@lru_cache(CACHED)
def _dates_in(text: str) -> tuple[PrintedDate, ...]:
    text = MISREAD.sub("0", text)
    taken: list[PrintedDate] = []
    for found in _candidates(text):
        apart = all(found.end <= other.start or found.start >= other.end for other in taken)
        if apart:
            taken.append(found)
    return tuple(sorted(taken, key=lambda one: one.start))


def _candidates(text: str) -> Iterator[PrintedDate]:
    plain = fold(text)
    for pattern in (YEAR_FIRST, YEAR_LAST, *COMPACT, *SPELT):
        for found in pattern.finditer(plain if pattern in SPELT else text):
            written = text[found.start() : found.end()].strip()
            mark = found["mark"] if pattern is YEAR_LAST else ""
            if days := _days(found.groupdict(), is_swappable=bool(mark)):
                yield PrintedDate(written, found.start(), found.end(), days, mark, pattern in COMPACT)


def _days(parts: dict[str, str], is_swappable: bool) -> tuple[date, ...]:
    year, day = _full(parts["year"]), int(parts["day"])
    month = months()[parts["name"]] if "name" in parts else int(parts["month"])
    possible = [_day(year, month, day), _day(year, day, month) if is_swappable else None]
    return tuple(dict.fromkeys(one for one in possible if one))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if MIN_YEAR <= year <= MAX_YEAR else None
    except ValueError:
        return None


def _full(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) >= 90 else 0)
