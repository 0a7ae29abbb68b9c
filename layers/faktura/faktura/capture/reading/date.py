"""Which day a printed date means: `05/06/2024` is either the fifth of June or the sixth of May."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from babel.core import Locale, UnknownLocaleError
from babel.numbers import get_territory_currencies

from faktura.capture.page import labels
from faktura.capture.page.label_text import fold
from faktura.capture.page.printed_amount import currency_of
from faktura.capture.page.printed_date import PrintedDate, dates_in
from faktura.capture.reading.origin.country import marked_countries
from faktura.core.countries import regions

_MIN_WORDS = 2
"""Different words of a language that a page prints before its dates are read in this language."""

_BOTH_ORDERS = {"CA"}
"""Countries whose main date begins with the year, and that write day and month in both orders."""


@dataclass(frozen=True)
class DateOrder:
    """What a document says about the order of day and month. `country` is that of the practice's address (ISO 3166).

    `proven` has what other dates of the document prove, by the mark between their numbers: whether the day is first.
    `is_day_first` is what its words say.
    """

    proven: Mapping[str, frozenset[bool]] = field(default_factory=dict)
    is_day_first: bool | None = None
    country: str | None = None
    is_marked_day_first: bool = False

    @staticmethod
    def of(texts: Sequence[str], country: str | None, address: Sequence[str] = ()) -> "DateOrder":
        """The order in a document with these lines; `address` are those of the practice's address."""
        folded_texts = [f" {fold(text)} " for text in texts]
        proven: dict[str, set[bool]] = {}
        for text in texts:
            for printed in dates_in(text):
                if (order := printed.is_day_first) is not None:
                    proven.setdefault(printed.mark, set()).add(order)
        return DateOrder(
            {mark: frozenset(orders) for mark, orders in proven.items()},
            _stated(folded_texts),
            country,
            _is_marked_day_first(texts, address),
        )

    def resolved(self, printed: PrintedDate, label: str = "") -> tuple[date, ...]:
        """The day meant; both if nothing tells day from month, or if the document writes both orders."""
        if len(printed.days) < 2:
            return printed.days
        orders = self._orders(printed, label)
        if len(orders) != 1:
            return printed.days
        return printed.days[:1] if True in orders else printed.days[1:]

    def is_by_country(self, printed: PrintedDate, label: str = "") -> bool:
        """Whether nothing but the country tells day from month."""
        alone = DateOrder(self.proven, self.is_day_first)
        return self.country is not None and len(alone.resolved(printed, label)) > 1

    def _orders(self, printed: PrintedDate, label: str) -> frozenset[bool]:
        """The orders by the best evidence there is: other dates, the form, the words, the country, the currency."""
        if printed.mark in self.proven:
            return self.proven[printed.mark]
        if printed.mark == "." or labels.DAY_FIRST_WORDS.search(f" {fold(label)} "):
            return frozenset({True})
        if self.is_day_first is not None:
            return frozenset({self.is_day_first})
        if self.country is not None:
            return _order_of(self.country)
        return frozenset({True}) if self.is_marked_day_first else frozenset()


def _stated(texts: Iterable[str]) -> bool | None:
    """The order that a page states, such as "(DD/MM/YYYY)", or that of its language."""
    words: set[str] = set()
    for text in texts:
        if labels.DAY_FIRST.search(text) or labels.MONTH_FIRST.search(text):
            return bool(labels.DAY_FIRST.search(text))
        words |= {found[0].strip() for found in labels.DAY_FIRST_WORDS.finditer(text)}
    return True if len(words) >= _MIN_WORDS else None


def _is_marked_day_first(texts: Sequence[str], address: Sequence[str]) -> bool:
    """Whether no country that the currency and the marks of a business allow writes the month first."""
    marks = marked_countries(["", *address], texts)
    if currency := currency_of(texts):
        marks.append(_countries_with(currency))
    possible = frozenset.intersection(*marks) if marks else frozenset()
    return {order for code in possible for order in _order_of(code)} == {True}


@cache
def _countries_with(currency: str) -> frozenset[str]:
    return frozenset(code for code in regions().values() if currency in get_territory_currencies(code))


@cache
def _order_of(country: str) -> frozenset[bool]:
    """Whether the day is first, by the short date of the country's main language in CLDR; empty if the year is."""
    if country in _BOTH_ORDERS:
        return frozenset({True, False})
    try:
        pattern = Locale.parse(f"und_{country}").date_formats["short"].pattern
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset() if pattern.startswith("y") else frozenset({pattern.startswith("d")})
