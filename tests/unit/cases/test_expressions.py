"""What conditions mean for a JSON value (CONTRACT section 5, decision 28)."""

from decimal import Decimal
from typing import Any

import pytest

from faktura.cases.filters import parsed

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
    assert parsed(filters).holds(invoice) is holds
