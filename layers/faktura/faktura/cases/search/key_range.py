"""Ranges of an index's sort keys: those that a condition on the indexed field allows.

A sort key begins with the field's value and a NUL, which no value contains, so keys sort as values do. A value of
`MAX_KEY_VALUE_LENGTH` or more is truncated in keys, so its range may hold more than the condition allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faktura.cases.field import MAX_TEXT_LENGTH
from faktura.cases.keys import END, MAX_KEY_VALUE_LENGTH
from faktura.cases.search.expression import (
    Condition,
    Every,
    Exists,
    Member,
    OneOf,
    Ordered,
    Some,
)

AFTER = "\1"
"""A value followed by it is greater than any key of the value."""

LOWEST, HIGHEST = END, "\U0010ffff" * 256
OPTIONAL_FIELDS = frozenset({"dueDate", "status"})
"""Indexed fields that an invoice may lack; it is not in their index then."""

UNTRUNCATED_FIELDS = frozenset({"externalId"})
"""Fields whose values are whole in keys. An operand longer than any value is truncated, as keys have a limit."""


@dataclass(frozen=True, order=True)
class KeyRange:
    """Keys from `low` to `high`, both included."""

    low: str = LOWEST
    high: str = HIGHEST

    @property
    def value(self) -> str | None:
        """The one value that all its keys have, if the range was made for one value."""
        value = self.low.removesuffix(END)
        return value if self.low.endswith(END) and self.high == value + AFTER else None

    @property
    def is_bounded(self) -> bool:
        """Whether it ends on both sides."""
        return self.low > LOWEST and self.high < HIGHEST


ALL = KeyRange()


@dataclass(frozen=True)
class KeyRanges:
    """Disjoint ranges in order; `is_exact` if the condition holds for all invoices in them and for no others."""

    ranges: tuple[KeyRange, ...]
    is_exact: bool = True


def key_ranges(field: str, condition: Condition) -> KeyRanges | None:
    """The ranges of `field`'s index that a condition on an invoice allows; `None` if it does not limit them."""
    match condition:
        case Member(name, inner):
            return _of_value(field, inner) if name == field else None
        case Every(parts):
            return _intersection([key_ranges(field, part) for part in parts])
        case Some(parts):
            return _union([key_ranges(field, part) for part in parts])
    return None


def _of_value(field: str, condition: Condition) -> KeyRanges | None:
    match condition:
        case OneOf(operands=operands):
            return _of_values(field, operands)
        case Ordered(operator=operator, operand=operand):
            return _ordered(field, operator, operand) if isinstance(operand, str) else KeyRanges(())
        case Exists(is_wanted=is_wanted):
            return _existing(field, is_wanted)
        case Every(parts):
            return _intersection([_of_value(field, part) for part in parts])
    return None


def _of_values(field: str, operands: Sequence[Any]) -> KeyRanges | None:
    if None in operands and field in OPTIONAL_FIELDS:
        return None
    texts = sorted({operand for operand in operands if isinstance(operand, str)})
    points = [_point(field, text) for text in texts]
    return _union(points) if points else KeyRanges(())


def _existing(field: str, is_wanted: bool) -> KeyRanges | None:
    if field in OPTIONAL_FIELDS:
        return KeyRanges((ALL,)) if is_wanted else None
    return None if is_wanted else KeyRanges(())


def _point(field: str, text: str) -> KeyRanges:
    value, is_exact = _truncated(field, text)
    return KeyRanges((KeyRange(value + END, value + AFTER),), is_exact)


def _ordered(field: str, operator: str, text: str) -> KeyRanges:
    value, is_exact = _truncated(field, text)
    if operator in ("$gt", "$gte"):
        return KeyRanges((KeyRange(value + (AFTER if operator == "$gt" and is_exact else END), HIGHEST),), is_exact)
    high = value if operator == "$lt" and is_exact else value + AFTER
    return KeyRanges((KeyRange(LOWEST, high),), is_exact) if high else KeyRanges(())


def _truncated(field: str, text: str) -> tuple[str, bool]:
    if field in UNTRUNCATED_FIELDS:
        return text[:MAX_TEXT_LENGTH], len(text) <= MAX_TEXT_LENGTH
    return text[:MAX_KEY_VALUE_LENGTH], len(text) < MAX_KEY_VALUE_LENGTH


def _intersection(parts: Sequence[KeyRanges | None]) -> KeyRanges | None:
    limiting = [part for part in parts if part is not None]
    if not limiting:
        return None
    ranges: Sequence[KeyRange] = [ALL]
    for part in limiting:
        both = (KeyRange(max(one.low, other.low), min(one.high, other.high)) for one in ranges for other in part.ranges)
        ranges = [one for one in both if one.low <= one.high]
    return KeyRanges(tuple(ranges), len(limiting) == len(parts) and all(part.is_exact for part in limiting))


def _union(parts: Sequence[KeyRanges | None]) -> KeyRanges | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    joined: list[KeyRange] = []
    for one in sorted(one for part in known for one in part.ranges):
        if joined and one.low <= joined[-1].high:
            joined[-1] = KeyRange(joined[-1].low, max(joined[-1].high, one.high))
        else:
            joined.append(one)
    return KeyRanges(tuple(joined), all(part.is_exact for part in known))
