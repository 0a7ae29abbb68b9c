"""The grammar of the filter language: turns a caller's filters, within limits, into an expression.

docs/apis/cases.md describes the language. An example:

{"status": "sent", "createdAt": {"$gt": "2019-01-01"}, "$or": [{"isPaid": false}, {"customData": {"test": true}}]}
"""

from collections.abc import Mapping
from decimal import MAX_EMAX, MIN_EMIN, ROUND_05UP, Context, Decimal
from typing import Any

from faktura.cases.date import instant
from faktura.cases.search.expression import (
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

MAX_TERMS = 20
MAX_LISTED_VALUES = 100
"""In all lists of the filters together."""

MAX_NESTED_VALUES = 200_000
"""In all arrays and objects to compare with, together. An invoice of 350 KB cannot have more."""

MAX_LOGIC_DEPTH = 3
MAX_NESTING_DEPTH = 10
"""Levels of nested objects below a field."""

_ROUNDED = Context(prec=60, rounding=ROUND_05UP, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""A stored number has at most 38 digits. An operand is rounded to 60, which keeps its order to every stored number. A
rounded one ends in neither 0 nor 5, so it still equals none of them."""

_LOGIC: Mapping[str, type[Every | Some | Neither]] = {"$and": Every, "$or": Some, "$nor": Neither}
_ORDERS = frozenset({"$gt", "$gte", "$lt", "$lte"})
_LISTS = frozenset({"$in", "$nin"})
_EQUALITIES = frozenset({"$eq", "$ne"})


def parse(filters: Any) -> Every:
    """The expression for `filters`; `InvalidRequest` if they break the language's rules or limits."""
    return _Parser().filter(filters, "filters", 0)


class _Parser:
    """One pass over the filters, which counts their terms and values."""

    def __init__(self) -> None:
        self._terms = self._listed_values = self._nested_values = 0

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
        if depth > MAX_LOGIC_DEPTH:
            raise _fault(path, f"must not be nested deeper than {MAX_LOGIC_DEPTH} levels")
        if not isinstance(value, list) or not 1 <= len(value) <= MAX_TERMS:
            raise _fault(path, f"must be an array of 1 to {MAX_TERMS} filters")
        parts = tuple(self.filter(one, f"{path}[{n}]", depth) for n, one in enumerate(value))
        return _LOGIC[name](parts)

    def _condition(self, field: str, value: Any, path: str, level: int) -> Condition:
        if not isinstance(value, Mapping):
            return self._equal(field, value, path)
        if any(name.startswith("$") for name in value):
            return Every(tuple(self._operator(field, name, one, f"{path}.{name}") for name, one in value.items()))
        if level >= MAX_NESTING_DEPTH:
            raise _fault(path, f"must not be nested deeper than {MAX_NESTING_DEPTH} levels")
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
        """A value to compare with. No name in it may begin as an operator does."""
        if isinstance(value, Mapping | list):
            self._nested_values += len(value)
            if self._nested_values > MAX_NESTED_VALUES:
                raise _fault(path, f"exceeds the limit of {MAX_NESTED_VALUES} values in arrays and objects")
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
        if self._terms > MAX_TERMS:
            raise _fault(path, f"exceeds the limit of {MAX_TERMS} terms")

    def _count_values(self, count: int, path: str) -> None:
        self._listed_values += count
        if self._listed_values > MAX_LISTED_VALUES:
            raise _fault(path, f"exceeds the limit of {MAX_LISTED_VALUES} listed values")


_NEVER = object()
"""An operand of another kind than the field's: it equals nothing and has no order."""


def _one_of(field: str, values: list[Any], path: str) -> OneOf:
    operands = [_operand(field, value, path) for value in values]
    return OneOf.of(path, (operand for operand in operands if operand is not _NEVER))


def _operand(field: str, value: Any, path: str) -> Any:
    """The value in the form that is stored: dates as instants, GUIDs in lower case, text without the end mark of keys.

    Numbers become decimals of few digits, because each is compared with many, and one with millions of digits is slow.
    """
    if field in TEXTS and isinstance(value, str) and "\0" in value:
        raise _fault(path, "must not contain the character U+0000")
    if field == "guid" and isinstance(value, str):
        return value.lower()
    if field in DATES and value is not None:
        found = instant(value) if isinstance(value, str) else None
        return _NEVER if found is None else found
    return _ROUNDED.plus(Decimal(value)) if type(value) in (int, Decimal) else value


def _fault(path: str, message: str) -> InvalidRequest:
    return InvalidRequest(Fault(path, message))
