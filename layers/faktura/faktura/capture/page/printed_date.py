"""Dates in a line of text, as printed. The caller decides the meaning of an ambiguous one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faktura.capture.page.label_text import fold

MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|"
    "januar|februar|maerz|marz|april|mai|juni|juli|august|september|oktober|okt|november|dezember|dez|"
    "janv|janvier|fevr|fevrier|mars|avr|avril|juin|juil|juillet|aout|sept|septembre|octobre|novembre|decembre|"
    "january|february|march|june|july|october|december|janner|feber"
)
_DAY, _YEAR = r"(?P<day>[0-3]?\d)", r"(?P<year>(?:19|20)\d\d|\d\d(?!\d))"
_MONTH = rf"(?P<name>{'|'.join(sorted(MONTHS.split('|'), key=len, reverse=True))})(?![a-z])"
_NEXT = r"(?=\D|\d\d:|$)"
NUMERIC = (
    re.compile(rf"(?<!\d)(?<!\d[.,])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>[01]?\d)(?P=mark){_DAY}(?!\d)"),
    re.compile(rf"(?<!\d)(?<!\d[.,]){_DAY}(?P<mark>\s?[-/.]\s?)(?P<month>[0-3]?\d)(?P=mark){_YEAR}{_NEXT}"),
    re.compile(r"(?<![\w.])(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>20[0-4]\d)(?!\w)"),
    re.compile(r"(?<![\w.])(?P<year>20[0-4]\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\w)"),
)
SPELT = (
    re.compile(rf"(?<!\d){_DAY} {{0,2}}(?:st|nd|rd|th|er)? {{0,3}}(?:of )?{_MONTH} {{0,3}}{_YEAR}"),
    re.compile(rf"(?<![a-z]){_MONTH} {{0,2}}{_DAY}(?:st|nd|rd|th)? {{1,3}}(?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<year>20\d\d) {_MONTH} {_DAY}(?!\d)"),
)
MISREAD = re.compile(r"(?<=[\d/.-])[Oo](?=[\d/.-])|(?<=[/.-])[Oo](?=\d)")


@dataclass(frozen=True)
class PrintedDate:
    """The text of the date, without weekday and time, and its position."""

    text: str
    start: int
    end: int
    compact: bool = False
    """Eight digits without separators, which may also be a number."""


def dates_in(text: str) -> list[PrintedDate]:
    """The dates between 1990 and 2059, from left to right."""
    text = MISREAD.sub("0", text)
    taken: list[PrintedDate] = []
    for found in _candidates(text):
        apart = all(found.end <= other.start or found.start >= other.end for other in taken)
        if apart:
            taken.append(found)
    return sorted(taken, key=lambda date: date.start)


def _candidates(text: str) -> Iterator[PrintedDate]:
    for pattern in NUMERIC:
        for found in pattern.finditer(text):
            if _is_numeric_day(found.groupdict()):
                compact = "mark" not in found.groupdict()
                yield PrintedDate(found[0].strip(), found.start(), found.end(), compact)
    for pattern in SPELT:
        for found in pattern.finditer(fold(text)):
            if 1 <= int(found["day"]) <= 31 and _is_year(found["year"]):
                yield PrintedDate(text[found.start() : found.end()].strip(), found.start(), found.end())


def _is_numeric_day(parts: dict[str, str]) -> bool:
    smaller, larger = sorted((int(parts["day"]), int(parts["month"])))
    return smaller >= 1 and smaller <= 12 and larger <= 31 and _is_year(parts["year"])


def _is_year(written: str) -> bool:
    year = int(written)
    return 1990 <= (year if len(written) == 4 else year + (1900 if year >= 90 else 2000)) < 2060
