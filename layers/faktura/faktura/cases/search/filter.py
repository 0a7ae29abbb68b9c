"""The filter language's grammar: what a caller may write, within caps, as an expression (CONTRACT section 5).

{"status": "sent", "createdAt": {"$gt": "2019-01-01"}, "$or": [{"isPaid": false}, {"customData": {"test": true}}]}
"""

from collections.abc import Mapping
from decimal import MAX_EMAX, MIN_EMIN, ROUND_05UP, Context, Decimal
from typing import Any

from faktura.cases.date import instant
from faktura.cases.expression import (
    Condition,
    Every,
    Exists,
    Member,
    Neither,
    Nested,
    OneOf,
    Ordered,
    Some,
)
from faktura.core.errors import Fault, InvalidRequest

DATES = frozenset({"dueDate", "createdAt", "updatedAt"})
TEXTS = frozenset({"guid", "externalId", "type", "currency", "status"})
FIELDS = DATES | TEXTS | {"customData", "priceNet", "details", "isSent", "isPaid"}

MOST_TERMS = 20
MOST_VALUES = 100
"""Of all lists of a filter together."""

MAX_VALUES_WITHIN = 200_000
"""Of all arrays and objects to compare with together: more than an invoice can have, whose JSON is 350 KB at most."""

DEEPEST_LOGIC = 3
DEEPEST_NESTING = 10
"""Levels of nested objects below a field."""

_ROUNDED = Context(prec=60, rounding=ROUND_05UP, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""A number of an invoice has 38 digits. One that is rounded to a few more keeps its order to each of them, and rounded
so (its last digit is neither 0 nor 5 then) it equals none, as it did not before."""

_LOGIC: Mapping[str, type[Every | Some | Neither]] = {"$and": Every, "$or": Some, "$nor": Neither}
_ORDERS = frozenset({"$gt", "$gte", "$lt", "$lte"})
_LISTS = frozenset({"$in", "$nin"})
_EQUALITIES = frozenset({"$eq", "$ne"})


def parsed(filters: Any) -> Every:
    """The expression that `filters` says; an `InvalidRequest` for what is not of the language or over its caps."""
    return _Parser().filter(filters, "filters", 0)


class _Parser:
    """One pass over one filter, counting its terms and values."""

    def __init__(self) -> None:
        self._terms = self._values = self._within = 0

    def filter(self, filters: Any, path: str, depth: int) -> Every:
        if not isinstance(filters, Mapping):
            raise _fault(path, "must be an object")
        if depth and not filters:
            self._count_term(path)
        return Every(tuple(self._part(name, value, path, depth) for name, value in filters.items()))

    def _part(self, name: str, value: Any, path: str, depth: int) -> Condition:
        here = f"{path}.{name}"
        if name in _LOGIC:
            return self._logic(name, value, here, depth + 1)
        if name not in FIELDS:
            raise _fault(here, "is not allowed")
        return Member(name, self._condition(name, value, here, 0))

    def _logic(self, name: str, value: Any, path: str, depth: int) -> Condition:
        if depth > DEEPEST_LOGIC:
            raise _fault(path, f"must not be nested deeper than {DEEPEST_LOGIC} levels")
        if not isinstance(value, list) or not 1 <= len(value) <= MOST_TERMS:
            raise _fault(path, f"must be an array of 1 to {MOST_TERMS} filters")
        parts = tuple(self.filter(one, f"{path}[{n}]", depth) for n, one in enumerate(value))
        return _LOGIC[name](parts)

    def _condition(self, field: str, value: Any, path: str, level: int) -> Condition:
        if not isinstance(value, Mapping):
            return self._equal(field, value, path)
        if any(name.startswith("$") for name in value):
            return Every(tuple(self._operator(field, name, one, f"{path}.{name}") for name, one in value.items()))
        if level >= DEEPEST_NESTING:
            raise _fault(path, f"must not be nested deeper than {DEEPEST_NESTING} levels")
        if not value:
            self._count_term(path)
        members = value.items()
        return Nested(
            path, tuple(Member(name, self._condition("", one, f"{path}.{name}", level + 1)) for name, one in members)
        )

    def _operator(self, field: str, name: str, value: Any, path: str) -> Condition:
        if name in _ORDERS:
            self._count_term(path)
            operand = _operand(field, self._literal(value, path), path)
            return OneOf.of(path, ()) if operand is _NEVER else Ordered(path, name, operand)
        if name in _EQUALITIES:
            equal = self._equal(field, value, path)
            return equal if name == "$eq" else Neither((equal,))
        if name in _LISTS:
            one_of = self._one_of(field, value, path)
            return one_of if name == "$in" else Neither((one_of,))
        if name == "$exists":
            self._count_term(path)
            if not isinstance(value, bool):
                raise _fault(path, "must be a boolean")
            return Exists(path, value)
        raise _fault(path, "is not allowed")

    def _equal(self, field: str, value: Any, path: str) -> OneOf:
        self._count_term(path)
        self._count_values(len(value) if isinstance(value, list) else 0, path)
        return _one_of(field, [self._literal(value, path)], path)

    def _one_of(self, field: str, values: Any, path: str) -> OneOf:
        self._count_term(path)
        if not isinstance(values, list):
            raise _fault(path, "must be an array")
        self._count_values(len(values), path)
        return _one_of(field, [self._literal(value, path) for value in values], path)

    def _literal(self, value: Any, path: str) -> Any:
        """A value to compare with: nothing within it may pass for an operator."""
        if isinstance(value, Mapping | list):
            self._within += len(value)
            if self._within > MAX_VALUES_WITHIN:
                raise _fault(path, f"is over the {MAX_VALUES_WITHIN} values that arrays and objects may hold")
        if isinstance(value, Mapping):
            for name, member in value.items():
                if name.startswith("$"):
                    raise _fault(f"{path}.{name}", "is not allowed")
                self._literal(member, path)
        if isinstance(value, list):
            for member in value:
                self._literal(member, path)
        return value

    def _count_term(self, path: str) -> None:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise _fault(path, f"is over the {MOST_TERMS} terms that filters may have")

    def _count_values(self, count: int, path: str) -> None:
        self._values += count
        if self._values > MOST_VALUES:
            raise _fault(path, f"is over the {MOST_VALUES} values that filters may list")


_NEVER = object()
"""An operand of another kind than the field's: it equals nothing and stands in no order."""


def _one_of(field: str, values: list[Any], path: str) -> OneOf:
    operands = [_operand(field, value, path) for value in values]
    return OneOf.of(path, (operand for operand in operands if operand is not _NEVER))


def _operand(field: str, value: Any, path: str) -> Any:
    """As the field's values are stored: dates as instants, GUIDs in lower case, no text with what ends it in keys.

    Numbers are decimals of few digits, as each is compared with many: one of millions takes long, even if it is whole.
    """
    if field in TEXTS and isinstance(value, str) and "\0" in value:
        raise _fault(path, "must not hold the character U+0000")
    if field == "guid" and isinstance(value, str):
        return value.lower()
    if field in DATES and value is not None:
        found = instant(value) if isinstance(value, str) else None
        return _NEVER if found is None else found
    return _ROUNDED.plus(Decimal(value)) if type(value) in (int, Decimal) else value


def _fault(path: str, message: str) -> InvalidRequest:
    return InvalidRequest(Fault(path, message))
