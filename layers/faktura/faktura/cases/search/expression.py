"""The meaning of filters: conditions on a JSON value, as frozen trees that evaluate themselves.

This is the reference. Whichever index is read, an invoice is found if and only if its filter holds. An array matches if
one of its elements does; an array within it is an element, and its own elements are not searched. Values of different
types are never equal or ordered. A missing value equals `null` only.

A condition spends values from the budget before it compares them. `path` is its place in the filters.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from operator import ge, gt, le, lt
from typing import Any, Protocol

from faktura.cases.search.budget import Budget

MISSING = object()
"""The value of a missing field."""

_ORDERS = {"$gt": gt, "$gte": ge, "$lt": lt, "$lte": le}
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_CONSTANTS = {True: b"true", False: b"false"}
_KINDS: Mapping[type, str] = {bool: "boolean", int: "number", Decimal: "number", str: "text"}
"""The types of values that have an order."""

_COMPOUND = frozenset({list, dict})
_CHEAP_LENGTH, _CHEAP_BITS = 1_000, 64
"""Characters and bits whose comparison costs as much as that of one value."""


class Condition(Protocol):
    """A condition that a JSON value, or `MISSING`, can meet."""

    def holds(self, value: Any, budget: Budget) -> bool:
        """Whether the value meets it; `SearchTooCostly` if the budget does not suffice."""


@dataclass(frozen=True)
class OneOf:
    """`$eq` (of one value), `$in`, and a plain value: the value equals an operand, or contains an element that does.

    `values` are the operands as `comparable` makes them, so that one look-up compares a value with all of them.
    `shapes` are the types and lengths of the arrays and objects among them; no other array or object can be equal.
    """

    path: str
    operands: tuple[Any, ...]
    values: frozenset[Hashable]
    shapes: frozenset[tuple[type, int]]

    @classmethod
    def of(cls, path: str, operands: Iterable[Any]) -> "OneOf":
        """The condition for these JSON values."""
        listed = tuple(operands)
        shapes = frozenset((type(one), len(one)) for one in listed if isinstance(one, list | dict))
        return cls(path, listed, frozenset(map(comparable, listed)), shapes)

    def holds(self, value: Any, budget: Budget) -> bool:
        """Whether the value, or one of its elements, equals an operand."""
        budget.spend_values(1, self.path)
        if self._has(value, budget):
            return True
        if not isinstance(value, list):
            return False
        budget.spend_values(len(value), self.path)
        return any(self._has(element, budget) for element in value)

    def _has(self, value: Any, budget: Budget) -> bool:
        kind = type(value)
        if kind in _COMPOUND and (kind, len(value)) not in self.shapes:
            return False
        return comparable(value, budget, self.path) in self.values


@dataclass(frozen=True)
class Ordered:
    """`$gt`, `$gte`, `$lt`, `$lte`: numbers, strings or booleans, each compared only with its own kind."""

    path: str
    operator: str
    operand: Any

    def holds(self, value: Any, budget: Budget) -> bool:
        """Whether the value, or one of its elements, is in that order."""
        kind = _KINDS.get(type(self.operand))
        elements = value if isinstance(value, list) else (value,)
        budget.spend_values(1 + len(elements), self.path)
        return any(kind and _KINDS.get(type(one)) == kind and self._is_in_order(one, budget) for one in elements)

    def _is_in_order(self, value: Any, budget: Budget) -> bool:
        if isinstance(value, str) and len(value) > _CHEAP_LENGTH:
            budget.spend_values(len(value) // _CHEAP_LENGTH, self.path)
        return bool(_ORDERS[self.operator](value, self.operand))


@dataclass(frozen=True)
class Exists:
    """`$exists`: whether the field is present. Within an object, a field that is `null` is present."""

    path: str
    is_wanted: bool

    def holds(self, value: Any, budget: Budget) -> bool:
        """Whether the value is present or missing, as the filter requires."""
        budget.spend_values(1, self.path)
        return (value is not MISSING) == self.is_wanted


@dataclass(frozen=True)
class Every:
    """All of the parts: `$and`, a filter's fields, a field's operators."""

    parts: tuple[Condition, ...]

    def holds(self, value: Any, budget: Budget) -> bool:
        """Whether every part holds; without parts, always."""
        return all(part.holds(value, budget) for part in self.parts)


@dataclass(frozen=True)
class Some:
    """`$or`: at least one of the parts."""

    parts: tuple[Condition, ...]

    def holds(self, value: Any, budget: Budget) -> bool:
        """Whether one of the parts holds."""
        return any(part.holds(value, budget) for part in self.parts)


@dataclass(frozen=True)
class Neither:
    """`$nor`; with one part also `$ne` and `$nin`, which therefore hold for a missing value."""

    parts: tuple[Condition, ...]

    def holds(self, value: Any, budget: Budget) -> bool:
        """Whether none of the parts holds."""
        return not any(part.holds(value, budget) for part in self.parts)


@dataclass(frozen=True)
class Member:
    """A field of an object, by name. A value that is not an object has no fields."""

    name: str
    condition: Condition

    def holds(self, value: Any, budget: Budget) -> bool:
        """Whether the field's value meets the condition."""
        field = value.get(self.name, MISSING) if isinstance(value, Mapping) else MISSING
        return self.condition.holds(field, budget)


@dataclass(frozen=True)
class Nested:
    """A nested object: all members hold for the object, or for one element of an array."""

    path: str
    members: tuple[Member, ...]

    def holds(self, value: Any, budget: Budget) -> bool:
        """Whether all members hold; without members, whether the value is an object."""
        elements = value if isinstance(value, list) else (value,)
        budget.spend_values(2 * len(elements), self.path)
        return any(self._holds(element, budget) for element in elements)

    def _holds(self, value: Any, budget: Budget) -> bool:
        if not self.members:
            return isinstance(value, Mapping)
        return all(member.holds(value, budget) for member in self.members)


def comparable(value: Any, budget: Budget | None = None, path: str = "") -> Hashable:
    """A form that is equal for two values if and only if they are the same JSON value.

    The order of an object's members does not count, 1 equals 1.0, and `true` does not equal 1. Every part is text or
    bytes, whose hashes are unpredictable. Hashes of numbers are predictable: a caller could send many numbers with the
    same hash, each of which would have to be compared.
    """
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]  # a string, as its type says
    if kind is int and (value % 10 or not value) and value.bit_length() < _CHEAP_BITS:
        return b"%d" % value
    if kind is int or kind is Decimal:
        if budget and kind is int:
            budget.spend_values(value.bit_length() // _CHEAP_BITS, path)
        return str(_EXACT.normalize(value) or 0).encode()
    if budget and kind in _COMPOUND:
        budget.spend_values(len(value), path)
    if kind is list:
        return tuple([comparable(element, budget, path) for element in value])
    if kind is dict:
        return frozenset([(name, comparable(member, budget, path)) for name, member in value.items()])
    return _CONSTANTS.get(value, b"null")
