"""The filter language's meaning: conditions on a JSON value, small frozen trees that say whether they hold.

This is the reference: through whichever index it is read, an invoice is found if and only if its filter holds.
An array matches if an element does. Values of different types never compare. What is missing equals `null` only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any, Protocol

MISSING = object()
"""The value of a field that is not there."""

_ORDERS = {"$gt": gt, "$gte": ge, "$lt": lt, "$lte": le}


class Condition(Protocol):
    """Something a JSON value (or `MISSING`) meets or does not."""

    def holds(self, value: Any) -> bool:
        """Whether the value meets it."""


@dataclass(frozen=True)
class OneOf:
    """`$eq` (of one value), `$in`, and a plain value: one of the values, or an array that holds one of them.

    `scalars` are pairs of kind and value, to be looked up; `others` are arrays and objects.
    """

    scalars: frozenset[tuple[str, Any]]
    others: tuple[Any, ...] = ()

    @classmethod
    def of(cls, operands: Iterable[Any]) -> "OneOf":
        """The condition for plain JSON values."""
        kinds = [(_kind(operand), operand) for operand in operands]
        scalars = frozenset(pair for pair in kinds if pair[0] != "compound")
        return cls(scalars, tuple(operand for kind, operand in kinds if kind == "compound"))

    def holds(self, value: Any) -> bool:
        """Whether it is one of them, or one of its elements is."""
        kind = _kind(value)
        if kind != "compound":
            return (kind, None if kind == "null" else value) in self.scalars
        if any(_same(value, other) for other in self.others):
            return True
        return isinstance(value, list) and any(map(self.holds, value))


@dataclass(frozen=True)
class Ordered:
    """`$gt`, `$gte`, `$lt`, `$lte`: numbers, texts or booleans, each among their own kind."""

    operator: str
    operand: Any

    def holds(self, value: Any) -> bool:
        """Whether it stands in that order, or one of its elements does."""
        if isinstance(value, list):
            return any(map(self.holds, value))
        kind = _kind(value)
        if kind in ("null", "compound") or kind != _kind(self.operand):
            return False
        return bool(_ORDERS[self.operator](value, self.operand))


@dataclass(frozen=True)
class Exists:
    """`$exists`: whether the field is there; within an object, `null` is."""

    wanted: bool

    def holds(self, value: Any) -> bool:
        """Whether it is there as wanted."""
        return (value is not MISSING) == self.wanted


@dataclass(frozen=True)
class Every:
    """All of the parts: `$and`, a filter's fields, a field's operators."""

    parts: tuple[Condition, ...]

    def holds(self, value: Any) -> bool:
        """Whether every part holds; with none, always."""
        return all(part.holds(value) for part in self.parts)


@dataclass(frozen=True)
class Some:
    """`$or`: at least one of the parts."""

    parts: tuple[Condition, ...]

    def holds(self, value: Any) -> bool:
        """Whether one of the parts holds."""
        return any(part.holds(value) for part in self.parts)


@dataclass(frozen=True)
class Neither:
    """`$nor`, and of one part `$ne` and `$nin`, which so include what is missing."""

    parts: tuple[Condition, ...]

    def holds(self, value: Any) -> bool:
        """Whether none of the parts holds."""
        return not any(part.holds(value) for part in self.parts)


@dataclass(frozen=True)
class Member:
    """A field of an object, by name; what is no object has no fields."""

    name: str
    condition: Condition

    def holds(self, value: Any) -> bool:
        """Whether the field's value meets the condition."""
        return self.condition.holds(value.get(self.name, MISSING) if isinstance(value, Mapping) else MISSING)


@dataclass(frozen=True)
class Nested:
    """A nested object: all its members hold for the object, or for one and the same element of an array."""

    members: tuple[Member, ...]

    def holds(self, value: Any) -> bool:
        """Whether they do; without members, whether it is an object at all."""
        if isinstance(value, list):
            return any(map(self.holds, value))
        return all(member.holds(value) for member in self.members) if self.members else isinstance(value, Mapping)


def _kind(value: Any) -> str:
    if value is None or value is MISSING:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | Decimal):
        return "number"
    return "text" if isinstance(value, str) else "compound"


def _same(value: Any, other: Any) -> bool:
    """The same JSON value; an object's members in any order, 1 is 1.0, and `true` is no 1."""
    if isinstance(value, Mapping):
        return (
            isinstance(other, Mapping)
            and value.keys() == other.keys()
            and all(_same(value[k], other[k]) for k in value)
        )
    if isinstance(value, list):
        return isinstance(other, list) and len(value) == len(other) and all(map(_same, value, other))
    return _kind(value) == _kind(other) and value == other
