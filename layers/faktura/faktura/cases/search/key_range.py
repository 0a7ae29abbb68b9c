"""Stretches of an index: what a condition on an indexed field leaves to be read, as texts between which keys lie.

An index's sort key begins with the field's value and a NUL, which no value holds, so keys sort as values do. Values
longer than `CUT` are cut in keys: then a stretch may hold more than was asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faktura.cases.expression import (
    Condition,
    Every,
    Exists,
    Member,
    OneOf,
    Ordered,
    Some,
)
from faktura.cases.keys import CUT, END
from faktura.cases.schemas import LONGEST_TEXT

AFTER = "\1"
"""Behind a value it is greater than any key of the value."""

LOWEST, HIGHEST = END, "\U0010ffff" * 256
SPARSE = frozenset({"dueDate", "status"})
"""Indexed fields that an invoice may be without; it is not in their index then."""

UNCUT = frozenset({"externalId"})
"""Values lie whole in keys; a longer text than any of them would be too long for one."""


@dataclass(frozen=True, order=True)
class Span:
    """Keys from `low` to `high`, both included."""

    low: str = LOWEST
    high: str = HIGHEST

    @property
    def value(self) -> str | None:
        """The one value all its keys have, where that is how it was made."""
        value = self.low.removesuffix(END)
        return value if self.low.endswith(END) and self.high == value + AFTER else None

    @property
    def is_bounded(self) -> bool:
        """Whether it ends on both sides."""
        return self.low > LOWEST and self.high < HIGHEST


ALL = Span()


@dataclass(frozen=True)
class Stretches:
    """Disjoint spans in order; `exact` where the condition holds for all that lies in them and for nothing else."""

    spans: tuple[Span, ...]
    exact: bool = True


def stretches(field: str, condition: Condition) -> Stretches | None:
    """What a condition on an invoice leaves of `field`'s index; `None` where it does not limit it."""
    match condition:
        case Member(name, inner):
            return _of_value(field, inner) if name == field else None
        case Every(parts):
            return _intersection([stretches(field, part) for part in parts])
        case Some(parts):
            return _union([stretches(field, part) for part in parts])
    return None


def _of_value(field: str, condition: Condition) -> Stretches | None:
    match condition:
        case OneOf(operands=operands):
            return _of_values(field, operands)
        case Ordered(operator=operator, operand=operand):
            return _ordered(field, operator, operand) if isinstance(operand, str) else Stretches(())
        case Exists(wanted=wanted):
            return _existing(field, wanted)
        case Every(parts):
            return _intersection([_of_value(field, part) for part in parts])
    return None


def _of_values(field: str, operands: Sequence[Any]) -> Stretches | None:
    if None in operands and field in SPARSE:
        return None
    texts = sorted({operand for operand in operands if isinstance(operand, str)})
    each = [_point(field, text) for text in texts]
    return _union(each) if each else Stretches(())


def _existing(field: str, wanted: bool) -> Stretches | None:
    if field in SPARSE:
        return Stretches((ALL,)) if wanted else None
    return None if wanted else Stretches(())


def _point(field: str, text: str) -> Stretches:
    cut, exact = _cut(field, text)
    return Stretches((Span(cut + END, cut + AFTER),), exact)


def _ordered(field: str, operator: str, text: str) -> Stretches:
    cut, exact = _cut(field, text)
    if operator in ("$gt", "$gte"):
        return Stretches((Span(cut + (AFTER if operator == "$gt" and exact else END), HIGHEST),), exact)
    high = cut if operator == "$lt" and exact else cut + AFTER
    return Stretches((Span(LOWEST, high),), exact) if high else Stretches(())


def _cut(field: str, text: str) -> tuple[str, bool]:
    if field in UNCUT:
        return text[:LONGEST_TEXT], len(text) <= LONGEST_TEXT
    return text[:CUT], len(text) < CUT


def _intersection(parts: Sequence[Stretches | None]) -> Stretches | None:
    limiting = [part for part in parts if part is not None]
    if not limiting:
        return None
    spans: Sequence[Span] = [ALL]
    for part in limiting:
        both = (Span(max(one.low, other.low), min(one.high, other.high)) for one in spans for other in part.spans)
        spans = [span for span in both if span.low <= span.high]
    return Stretches(tuple(spans), len(limiting) == len(parts) and all(part.exact for part in limiting))


def _union(parts: Sequence[Stretches | None]) -> Stretches | None:
    if any(part is None for part in parts):
        return None
    joined: list[Span] = []
    for span in sorted(span for part in parts if part is not None for span in part.spans):
        if joined and span.low <= joined[-1].high:
            joined[-1] = Span(joined[-1].low, max(joined[-1].high, span.high))
        else:
            joined.append(span)
    return Stretches(tuple(joined), all(part.exact for part in parts if part is not None))
