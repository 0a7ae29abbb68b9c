"""Which index a find reads, and what is left to test on each invoice read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faktura.cases.expression import Condition, Every
from faktura.cases.keys import END, INDEXED
from faktura.cases.span import (
    AFTER,
    ALL,
    HIGHEST,
    Span,
    Stretches,
    stretches,
)

_SURELY_FEW = 2
_PAST = frozenset({"createdAt", "updatedAt"})
"""Nothing has been created or updated after now."""


@dataclass(frozen=True)
class Plan:
    """Read `spans` of `field`'s index, or, for `guid`, of the index of each of the cases `guids`.

    `exact`: whatever lies there matches, so it need not be looked at to be counted. `ordered`: within each span the
    invoices lie in the order of the answer.
    """

    field: str
    spans: tuple[Span, ...]
    exact: bool
    ordered: bool
    guids: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the newest of what matches can be told by the index alone, and how much does."""
        return self.exact and self.ordered

    @property
    def is_everything(self) -> bool:
        """Whether it reads, and finds, all there is."""
        return self.exact and self.field == "createdAt" and self.spans == (ALL,)


def plans(filters: Every, recent: str = HIGHEST) -> list[Plan]:
    """The ways to read what the filters need, first the one that likely reads least; only that where it surely does.

    What is asked for since an instant after `recent` is likely little: so do those ask who come again and again.
    """
    parts = tuple(_conjuncts(filters))
    found = {field: one for field in INDEXED if (one := stretches(field, Every(parts))) is not None}
    if any(not one.spans for one in found.values()):
        return [Plan("createdAt", (), exact=True, ordered=True)]
    usable = [field for field in found if field != "guid" or _values(found[field])]
    ranked = sorted(usable, key=lambda field: _rank(field, found, recent))
    ways = [_plan(field, found, parts) for field in ranked] or [Plan("createdAt", (ALL,), not parts, ordered=True)]
    best = next((way for way in ways if way.exact), ways[0])
    is_sure = best.exact or not usable or _rank(best.field, found, recent) <= _SURELY_FEW
    return [best] if is_sure else ways


def _plan(field: str, found: Mapping[str, Stretches], parts: tuple[Condition, ...]) -> Plan:
    values, spans, used = _values(found[field]), found[field].spans, {field}
    guids: tuple[str, ...] = ()
    if field in ("guid", "status") and values:
        used.add("createdAt")
        spans = found["createdAt"].spans if "createdAt" in found else (ALL,)
        if field == "guid":
            guids = tuple(values)
        else:
            spans = tuple(_behind(value, span) for value in values for span in spans)
    exact = all(any(_is_exact(name, part) for name in used) for part in parts)
    return Plan(field, spans, exact, "createdAt" in used, guids)


def _behind(value: str, created: Span) -> Span:
    """A stretch of creation times among the keys of one value: these have the time behind the value."""
    high = value + AFTER if created.high == HIGHEST else value + END + created.high
    return Span(value + END + created.low if created.low > END else value + END, high)


def _conjuncts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, Every):
        for part in condition.parts:
            yield from _conjuncts(part)
    else:
        yield condition


def _is_exact(field: str, part: Condition) -> bool:
    one = stretches(field, part)
    return one is not None and one.exact


def _values(one: Stretches) -> list[str]:
    """The values it is made of, none where it is a range."""
    values = [span.value for span in one.spans]
    return [] if None in values else [value for value in values if value is not None]


def _rank(field: str, found: Mapping[str, Stretches], recent: str) -> int:
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


def _is_bounded(field: str, found: Mapping[str, Stretches], recent: str) -> bool:
    return all(span.is_bounded or (field in _PAST and span.low > recent) for span in found[field].spans)
