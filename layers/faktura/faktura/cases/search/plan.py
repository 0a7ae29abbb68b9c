"""Chooses the index that a search reads, and whether it must evaluate each invoice that it reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faktura.cases.keys import END, INDEXED
from faktura.cases.search.expression import Condition, Every
from faktura.cases.search.key_range import (
    AFTER,
    ALL,
    HIGHEST,
    KeyRange,
    KeyRanges,
    key_ranges,
)

_MAX_SURE_RANK = 2
_PAST_FIELDS = frozenset({"createdAt", "updatedAt"})
"""They are never later than now."""


@dataclass(frozen=True)
class Plan:
    """Read these ranges of `field`'s index; for `guid`, of the index of each of the cases `guids`.

    `is_exact`: all invoices there match, so they can be counted without evaluation. `is_ordered`: within each range the
    invoices are in the order of the response.
    """

    field: str
    ranges: tuple[KeyRange, ...]
    is_exact: bool
    is_ordered: bool
    guids: tuple[str, ...] = ()

    @property
    def is_index_only(self) -> bool:
        """Whether the index alone gives the newest matching invoices and their number."""
        return self.is_exact and self.is_ordered

    @property
    def is_everything(self) -> bool:
        """Whether it reads and finds all invoices."""
        return self.is_exact and self.field == "createdAt" and self.ranges == (ALL,)


def plans(filters: Every, recent: str = HIGHEST) -> list[Plan]:
    """The ways to read what the filters need, the likely cheapest first; only that one if it is certain.

    Filters for changes since an instant after `recent` likely match little. Regular callers send such filters.
    """
    parts = tuple(_conjuncts(filters))
    found = {field: one for field in INDEXED if (one := key_ranges(field, Every(parts))) is not None}
    if any(not one.ranges for one in found.values()):
        return [Plan("createdAt", (), is_exact=True, is_ordered=True)]
    usable = [field for field in found if field != "guid" or _values(found[field])]
    ranked = sorted(usable, key=lambda field: _rank(field, found, recent))
    ways = [_plan(field, found, parts) for field in ranked] or [Plan("createdAt", (ALL,), not parts, is_ordered=True)]
    best = next((way for way in ways if way.is_exact), ways[0])
    is_sure = best.is_exact or not usable or _rank(best.field, found, recent) <= _MAX_SURE_RANK
    return [best] if is_sure else ways


def _plan(field: str, found: Mapping[str, KeyRanges], parts: tuple[Condition, ...]) -> Plan:
    values, ranges, used = _values(found[field]), found[field].ranges, {field}
    guids: tuple[str, ...] = ()
    if field in ("guid", "status") and values:
        used.add("createdAt")
        ranges = found["createdAt"].ranges if "createdAt" in found else (ALL,)
        if field == "guid":
            guids = tuple(values)
        else:
            ranges = tuple(_within_value(value, one) for value in values for one in ranges)
    is_exact = all(any(_is_exact(name, part) for name in used) for part in parts)
    return Plan(field, ranges, is_exact, "createdAt" in used, guids)


def _within_value(value: str, created: KeyRange) -> KeyRange:
    """A range of creation times among the keys of one value, in which the time follows the value."""
    high = value + AFTER if created.high == HIGHEST else value + END + created.high
    return KeyRange(value + END + created.low if created.low > END else value + END, high)


def _conjuncts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, Every):
        for part in condition.parts:
            yield from _conjuncts(part)
    else:
        yield condition


def _is_exact(field: str, part: Condition) -> bool:
    one = key_ranges(field, part)
    return one is not None and one.is_exact


def _values(one: KeyRanges) -> list[str]:
    """The values that the ranges were made for, none if one of them covers more than one value."""
    values = [part.value for part in one.ranges]
    return [] if None in values else [value for value in values if value is not None]


def _rank(field: str, found: Mapping[str, KeyRanges], recent: str) -> int:
    by_value, is_bounded = bool(_values(found[field])), _is_bounded(field, found, recent)
    match field, by_value:
        case "externalId", True:
            return 0
        case "guid", True:
            return 1
        case "status", True:
            return 3 if "createdAt" in found and _is_bounded("createdAt", found, recent) else 5
        case _, True:
            return 2
        case "status", False:
            return 7
    return 4 if is_bounded else 6


def _is_bounded(field: str, found: Mapping[str, KeyRanges], recent: str) -> bool:
    return all(one.is_bounded or (field in _PAST_FIELDS and one.low > recent) for one in found[field].ranges)
