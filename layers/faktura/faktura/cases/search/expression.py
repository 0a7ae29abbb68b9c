"""The filter language's meaning: conditions on a JSON value, small frozen trees that say whether they hold.

This is the reference: through whichever index it is read, an invoice is found if and only if its filter holds.
An array matches if an element does; an array within it is an element, and is not searched. Values of different types
never compare. What is missing equals `null` only.

What a condition looks at is counted before it does, at `path`: where in the filters it stands.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from operator import ge, gt, le, lt
from typing import Any, Protocol

from faktura.cases.allowance import Allowance

MISSING = object()
"""The value of a field that is not there."""

_ORDERS = {"$gt": gt, "$gte": ge, "$lt": lt, "$lte": le}
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_CONSTANTS = {True: b"true", False: b"false"}
_KINDS: Mapping[type, str] = {bool: "boolean", int: "number", Decimal: "number", str: "text"}
"""Of values that have an order."""

_COMPOUND = frozenset({list, dict})
_QUICK_LENGTH, _QUICK_BITS = 1_000, 64
"""Characters and bits that are compared as quickly as one value is looked at."""


class Condition(Protocol):
    """Something a JSON value (or `MISSING`) meets or does not."""

    def holds(self, value: Any, allowance: Allowance) -> bool:
        """Whether the value meets it; `TooMuchToRead` where it takes too much to tell."""


@dataclass(frozen=True)
class OneOf:
    """`$eq` (of one value), `$in`, and a plain value: one of the values, or an array that holds one of them.

    `values` are the operands as `comparable` has them: however many there are, a value is looked up once. `shapes` are
    the types and lengths of the arrays and objects among them: no other array or object need be looked into.
    """

    path: str
    operands: tuple[Any, ...]
    values: frozenset[Hashable]
    shapes: frozenset[tuple[type, int]]

    @classmethod
    def of(cls, path: str, operands: Iterable[Any]) -> "OneOf":
        """The condition for plain JSON values."""
        listed = tuple(operands)
        shapes = frozenset((type(one), len(one)) for one in listed if isinstance(one, list | dict))
        return cls(path, listed, frozenset(map(comparable, listed)), shapes)

    def holds(self, value: Any, allowance: Allowance) -> bool:
        """Whether it is one of them, or one of its elements is."""
        allowance.look_at(1, self.path)
        if self._has(value, allowance):
            return True
        if not isinstance(value, list):
            return False
        allowance.look_at(len(value), self.path)
        return any(self._has(element, allowance) for element in value)

    def _has(self, value: Any, allowance: Allowance) -> bool:
        kind = type(value)
        if kind in _COMPOUND and (kind, len(value)) not in self.shapes:
            return False
        return comparable(value, allowance, self.path) in self.values


@dataclass(frozen=True)
class Ordered:
    """`$gt`, `$gte`, `$lt`, `$lte`: numbers, texts or booleans, each among their own kind."""

    path: str
    operator: str
    operand: Any

    def holds(self, value: Any, allowance: Allowance) -> bool:
        """Whether it stands in that order, or one of its elements does."""
        kind = _KINDS.get(type(self.operand))
        elements = value if isinstance(value, list) else (value,)
        allowance.look_at(1 + len(elements), self.path)
        return any(kind and _KINDS.get(type(one)) == kind and self._stands(one, allowance) for one in elements)

    def _stands(self, value: Any, allowance: Allowance) -> bool:
        if isinstance(value, str) and len(value) > _QUICK_LENGTH:
            allowance.look_at(len(value) // _QUICK_LENGTH, self.path)
        return bool(_ORDERS[self.operator](value, self.operand))


@dataclass(frozen=True)
class Exists:
    """`$exists`: whether the field is there; within an object, `null` is."""

    path: str
    wanted: bool

    def holds(self, value: Any, allowance: Allowance) -> bool:
        """Whether it is there as wanted."""
        allowance.look_at(1, self.path)
        return (value is not MISSING) == self.wanted


@dataclass(frozen=True)
class Every:
    """All of the parts: `$and`, a filter's fields, a field's operators."""

    parts: tuple[Condition, ...]

    def holds(self, value: Any, allowance: Allowance) -> bool:
        """Whether every part holds; with none, always."""
        return all(part.holds(value, allowance) for part in self.parts)


@dataclass(frozen=True)
class Some:
    """`$or`: at least one of the parts."""

    parts: tuple[Condition, ...]

    def holds(self, value: Any, allowance: Allowance) -> bool:
        """Whether one of the parts holds."""
        return any(part.holds(value, allowance) for part in self.parts)


@dataclass(frozen=True)
class Neither:
    """`$nor`, and of one part `$ne` and `$nin`, which so include what is missing."""

    parts: tuple[Condition, ...]

    def holds(self, value: Any, allowance: Allowance) -> bool:
        """Whether none of the parts holds."""
        return not any(part.holds(value, allowance) for part in self.parts)


@dataclass(frozen=True)
class Member:
    """A field of an object, by name; what is no object has no fields."""

    name: str
    condition: Condition

    def holds(self, value: Any, allowance: Allowance) -> bool:
        """Whether the field's value meets the condition."""
        field = value.get(self.name, MISSING) if isinstance(value, Mapping) else MISSING
        return self.condition.holds(field, allowance)


@dataclass(frozen=True)
class Nested:
    """A nested object: all its members hold for the object, or for one and the same element of an array."""

    path: str
    members: tuple[Member, ...]

    def holds(self, value: Any, allowance: Allowance) -> bool:
        """Whether they do; without members, whether it is an object at all."""
        elements = value if isinstance(value, list) else (value,)
        allowance.look_at(2 * len(elements), self.path)
        return any(self._holds(element, allowance) for element in elements)

    def _holds(self, value: Any, allowance: Allowance) -> bool:
        if not self.members:
            return isinstance(value, Mapping)
        return all(member.holds(value, allowance) for member in self.members)


def comparable(value: Any, allowance: Allowance | None = None, path: str = "") -> Hashable:
    """What equals another's if and only if they are the same JSON value; an object's members in any order.

    1 is 1.0, and `true` is no 1. Every part is text or bytes, whose hashes nobody can foresee: those of numbers anybody
    can, and find many numbers of one hash, each of which would have to be compared.
    """
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]  # a text, as its type says
    if kind is int and (value % 10 or not value) and value.bit_length() < _QUICK_BITS:
        return b"%d" % value
    if kind is int or kind is Decimal:
        if allowance and kind is int:
            allowance.look_at(value.bit_length() // _QUICK_BITS, path)
        return str(_EXACT.normalize(value) or 0).encode()
    if allowance and kind in _COMPOUND:
        allowance.look_at(len(value), path)
    if kind is list:
        return tuple([comparable(element, allowance, path) for element in value])
    if kind is dict:
        return frozenset([(name, comparable(member, allowance, path)) for name, member in value.items()])
    return _CONSTANTS.get(value, b"null")
