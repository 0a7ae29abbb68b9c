"""What conditions mean for a JSON value (docs/apis/cases.md, docs/decisions/0028)."""

import sys
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from faktura.cases.search.budget import Budget
from faktura.cases.search.expression import comparable
from faktura.cases.search.filter import parse
from faktura.core import json

TAGS = {"customData": {"tags": ["a", "b", 5], "list": [], "n": None, "deep": [{"x": 1, "y": 2}, {"x": 3}]}}
LINES = {"details": [{"name": "bolt", "count": 1}, {"name": "nut", "count": 5}]}
PRICE = {"priceNet": Decimal("10.50"), "isPaid": True, "status": "sent", "dueDate": "2019-01-01T00:00:00.000Z"}


@pytest.mark.parametrize(
    ("invoice", "filters", "holds"),
    [
        (PRICE, {"priceNet": Decimal("10.5")}, True),
        (PRICE, {"priceNet": "10.5"}, False),
        (PRICE, {"priceNet": {"$gt": 10, "$lt": 11}}, True),
        (PRICE, {"priceNet": {"$gt": "1"}}, False),
        (PRICE, {"priceNet": {"$ne": "10.5"}}, True),
        (PRICE, {"isPaid": 1}, False),
        (PRICE, {"isPaid": {"$gte": True}}, True),
        (PRICE, {"isPaid": {"$in": [1, True]}}, True),
        (PRICE, {"status": {"$gt": "a"}}, True),
        (PRICE, {"status": {"$gt": 1}}, False),
        (PRICE, {"status": {"$lte": None}}, False),
        (PRICE, {"status": {"x": 1}}, False),
        (PRICE, {"dueDate": "2019-01-01T01:00:00+01:00"}, True),
        (PRICE, {"dueDate": {"$lt": "2019-01-01T00:00:00.001Z"}}, True),
        (PRICE, {"dueDate": {"$gt": "never"}}, False),
        (PRICE, {"dueDate": {"$ne": "never"}}, True),
        (PRICE, {"currency": None}, True),
        (PRICE, {"currency": {"$exists": False}}, True),
        (PRICE, {"currency": {"$ne": "SEK"}}, True),
        (PRICE, {"currency": {"$nin": ["SEK"]}}, True),
        (PRICE, {"currency": {"$nin": ["SEK", None]}}, False),
        (PRICE, {"currency": {"$lt": "SEK"}}, False),
        (PRICE, {"customData": {}}, False),
        (PRICE, {"customData": {"a": {"$ne": 1}}}, True),
        (PRICE, {"customData": {"a": {"$exists": False}}}, True),
        (TAGS, {"customData": {}}, True),
        (TAGS, {"customData": {"tags": "a"}}, True),
        (TAGS, {"customData": {"tags": ["a", "b", 5]}}, True),
        (TAGS, {"customData": {"tags": ["b", "a", 5]}}, False),
        (TAGS, {"customData": {"tags": {"$ne": "a"}}}, False),
        (TAGS, {"customData": {"tags": {"$nin": ["c", 6]}}}, True),
        (TAGS, {"customData": {"tags": {"$in": [6, 5]}}}, True),
        (TAGS, {"customData": {"tags": {"$gt": 4}}}, True),
        (TAGS, {"customData": {"tags": {"$gt": "a", "$lt": "b"}}}, True),
        (TAGS, {"customData": {"list": {"$exists": True}}}, True),
        (TAGS, {"customData": {"list": []}}, True),
        (TAGS, {"customData": {"n": {"$exists": True}}}, True),
        (TAGS, {"customData": {"n": None, "m": None}}, True),
        (TAGS, {"customData": {"deep": {"x": 1, "y": 2}}}, True),
        (TAGS, {"customData": {"deep": {"x": 3, "y": 2}}}, False),
        (TAGS, {"customData": {"deep": {"$eq": {"x": 3}}}}, True),
        (TAGS, {"customData": {"deep": {"$eq": {"y": 2}}}}, False),
        (LINES, {"details": {"name": "nut", "count": {"$gt": 2}}}, True),
        (LINES, {"details": {"name": "bolt", "count": {"$gt": 2}}}, False),
        (LINES, {"$and": [{"details": {"name": "bolt"}}, {"details": {"count": {"$gt": 2}}}]}, True),
        (LINES, {"$nor": [{"details": {"name": "bolt"}}]}, False),
        (LINES, {"$or": [{"status": "x"}, {"$and": [{"details": {"count": 5}}, {"status": None}]}]}, True),
        (LINES, {"details": {"count": {"$ne": 1}}}, True),
        (LINES, {"details": []}, False),
        (LINES, {"$or": [{}]}, True),
        (LINES, {"$nor": [{"type": "x"}, {}]}, False),
        ({"customData": {"a": "x\0y"}}, {"customData": {"a": "x\0y"}}, True),
    ],
    ids=str,
)
def test_a_filter_holds(invoice: dict[str, Any], filters: dict[str, Any], holds: bool) -> None:
    assert parse(filters).holds(invoice, Budget(0)) is holds


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"a": "A"}, False),
        ({"a": {"$in": ["A", "B"]}}, False),
        ({"a": {"$ne": "A"}}, True),
        ({"a": {"$nin": ["A", None]}}, True),
        ({"a": ["A", "B"]}, True),
        ({"a": {"$in": [["C"], ["A", "B"]]}}, True),
        ({"a": {"$ne": ["A", "B"]}}, False),
        ({"a": [["A", "B"], [1, None]]}, True),
        ({"a": ["B", "A"]}, False),
        ({"a": {"$gte": "A"}}, False),
        ({"a": {"$lt": 5}}, False),
        ({"a": None}, False),
        ({"a": [1, None]}, True),
        ({"o": {"x": 1}}, False),
        ({"o": {"x": {"$exists": True}}}, False),
        ({"o": {}}, False),
        ({"o": {"$eq": {"x": 1}}}, False),
        ({"o": {"$eq": [{"x": 1}]}}, True),
        ({"p": {"q": {"x": 1}}}, True),
        ({"p": {"q": {"x": 2}}}, False),
    ],
    ids=str,
)
def test_an_array_in_an_array_is_an_element_and_is_not_searched(filters: dict[str, Any], holds: bool) -> None:
    """It used to be searched to any depth, so {"a": "A"} found [["A", "B"]]. MongoDB searches one level."""
    nested = {"a": [["A", "B"], [1, None]], "o": [[{"x": 1}]], "p": [{"q": [{"x": 1}, [{"x": 2}]]}]}

    assert parse({"customData": filters}).holds({"customData": nested}, Budget(0)) is holds


SAME = [
    [0, Decimal("0.0"), Decimal("-0.0"), Decimal("0E+5")],
    [1, Decimal("1.0"), Decimal("1.00"), Decimal("1E0")],
    [100, Decimal("1E+2"), Decimal("100.0")],
    [10**125, Decimal("1E+125"), Decimal("10E+124")],
    [Decimal("0.1"), Decimal("0.10")],
    [Decimal("1." + "0" * 36 + "1"), Decimal("1." + "0" * 36 + "10")],
    [Decimal("1." + "0" * 36 + "2")],
    [2**61 - 1],
    [2 * (2**61 - 1)],
    [-1],
    [-2],
    [True],
    [False],
    [None],
    ["1", "1"],
    ["true"],
    ["null"],
    ["b'1'"],
    [""],
    ["\u00e9"],
    ["e\u0301"],
    [[]],
    [{}],
    [[[]]],
    [[{}]],
    [["1"]],
    [[1], [Decimal("1.0")]],
    [[True]],
    [[1, 2], [Decimal("1.0"), Decimal("2.0")]],
    [[2, 1]],
    [["a", 1]],
    [[["a", 1]]],
    [{"a": 1}, {"a": Decimal("1.0")}],
    [{"a": True}],
    [{"a": None}],
    [{"a": 1, "b": [1]}, {"b": [Decimal("1.0")], "a": 1}],
    [{"a": [1, {"b": {"c": [Decimal("2.50")]}}]}, {"a": [Decimal("1.0"), {"b": {"c": [Decimal("2.5")]}}]}],
]


def test_values_compare_equal_if_and_only_if_they_are_the_same_json_value() -> None:
    values = [(group, value) for group, same in enumerate(SAME) for value in same]

    for (group, value), (other, operand) in product(values, values):
        assert (comparable(value) == comparable(operand)) is (group == other), (value, operand)


def test_numbers_with_the_same_hash_in_python_get_different_hashes() -> None:
    collisions = [n * sys.hash_info.modulus for n in range(1, 101)]
    assert len(set(map(hash, collisions))) == 1

    assert len({hash(comparable(number)) for number in collisions}) == 100


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [
        ("0.1" + "0" * 99 + "1", "0.1", "0.10000000000000000000000000000000000001"),
        ("-0.1" + "0" * 99 + "1", "-0.10000000000000000000000000000000000001", "-0.1"),
        ("0." + "9" * 99, "0.99999999999999999999999999999999999999", "1"),
        ("1" + "0" * 99 + "1", "1E+100", "1.0000000000000000000000000000000000001E+100"),
        ("1E-900", "0", "1E-130"),
        ("1E+999999999999999999", "9E+125", ""),
        ("-1E+999999999999999999", "", "-9E+125"),
        ("9" * 3_000, "9E+125", ""),
    ],
    ids=lambda text: text[:20],
)
def test_a_number_longer_than_any_stored_one_is_ordered_between_its_neighbours(
    written: str, least: str, most: str
) -> None:
    """At full length, one of four million digits took 60 microseconds to compare with each element."""
    operand = json.loads(written.encode())

    for text, operator in [(least, "$lt"), (most, "$gt")]:
        if text:
            found = {
                name: parse({"priceNet": {name: operand}}).holds({"priceNet": Decimal(text)}, Budget(0))
                for name in ("$lt", "$lte", "$gt", "$gte", "$eq", "$ne")
            }
            assert found == {
                **dict.fromkeys(("$lt", "$lte"), operator == "$lt"),
                **dict.fromkeys(("$gt", "$gte"), operator == "$gt"),
                "$eq": False,
                "$ne": True,
            }


def spent(filters: dict[str, Any], value: Any) -> int:
    """How many values are spent by a filter that does not hold."""
    budget = Budget(0)
    before = budget.values_left
    assert not parse({"customData": {"a": filters}}).holds({"customData": {"a": value}}, budget)
    return before - budget.values_left


ROWS = [[0] * 30] * 500


class TestSpentValues:
    """Each element counts once for each operator, however many values are listed."""

    def test_a_list_of_a_hundred_arrays_costs_no_more_than_one_of_one(self) -> None:
        one, hundred = (spent({"$in": [[0] * 29 + [n + 1] for n in range(count)]}, ROWS) for count in (1, 100))

        assert one == hundred <= 500 * 31 + 10

    @pytest.mark.parametrize(
        "operator",
        [
            {"$in": ["a", 1, {}, []]},
            {"$gt": 0},
            {"$lte": "x"},
            {"$eq": [0] * 29},
            {"x": 1},
            {"x": {"$exists": True}},
        ],
        ids=str,
    )
    def test_arrays_of_another_length_are_not_compared(self, operator: dict[str, Any]) -> None:
        assert spent(operator, ROWS) <= 500 * 4

    @pytest.mark.parametrize(
        ("operator", "value", "minimum"),
        [
            ({"$gt": "x" * 400_000}, "x" * 300_000, 300),
            ({"$in": [10**120 + 1]}, [10**120 + 2] * 100, 600),
            ({"$in": [[[[1]]]]}, [[[[2]]]] * 100, 300),
            ({"$in": [{"b": {"c": 1}}]}, [{"b": {"c": 2}}] * 100, 300),
        ],
        ids=lambda one: str(one)[:30],
    )
    def test_a_value_that_takes_longer_to_compare_counts_for_more(
        self, operator: dict[str, Any], value: Any, minimum: int
    ) -> None:
        assert spent(operator, value) >= minimum
