"""Which index a search reads for which filters, and whether it must evaluate what it reads."""

from typing import Any

import pytest

from faktura.cases.search.filter import parse
from faktura.cases.search.key_range import (
    ALL,
    HIGHEST,
    LOWEST,
    KeyRange,
)
from faktura.cases.search.plan import plans

GUID = "734b0739-7dfe-4f6e-a2a7-6a2871458309"
DAY, KEY = "2026-01-01", "2026-01-01T00:00:00.000Z"


@pytest.mark.parametrize(
    ("filters", "field", "ranges", "is_index_only"),
    [
        ({}, "createdAt", [ALL], True),
        ({"priceNet": 1}, "createdAt", [ALL], False),
        ({"externalId": "a"}, "externalId", [KeyRange("a\0", "a\1")], False),
        ({"guid": GUID.upper()}, "guid", [ALL], True),
        ({"guid": GUID, "createdAt": {"$gt": DAY}}, "guid", [KeyRange(KEY + "\1", HIGHEST)], True),
        ({"guid": GUID, "status": "a"}, "guid", [ALL], False),
        ({"guid": {"$gt": GUID}}, "createdAt", [ALL], False),
        ({"createdAt": {"$gte": DAY}}, "createdAt", [KeyRange(KEY + "\0", HIGHEST)], True),
        ({"createdAt": {"$lt": DAY}}, "createdAt", [KeyRange(LOWEST, KEY)], True),
        ({"createdAt": {"$lte": DAY}}, "createdAt", [KeyRange(LOWEST, KEY + "\1")], True),
        ({"createdAt": DAY, "isPaid": True}, "createdAt", [KeyRange(KEY + "\0", KEY + "\1")], False),
        ({"updatedAt": {"$gt": DAY}}, "updatedAt", [KeyRange(KEY + "\1", HIGHEST)], False),
        ({"status": "a"}, "status", [KeyRange("a\0", "a\1")], True),
        ({"status": {"$in": ["b", "a", 7]}}, "status", [KeyRange("a\0", "a\1"), KeyRange("b\0", "b\1")], True),
        ({"$or": [{"status": "b"}, {"status": "a"}]}, "status", [KeyRange("a\0", "a\1"), KeyRange("b\0", "b\1")], True),
        ({"$or": [{"status": "b"}, {"isPaid": True}]}, "createdAt", [ALL], False),
        ({"status": "a", "createdAt": {"$gte": DAY}}, "status", [KeyRange(f"a\0{KEY}\0", "a\1")], True),
        ({"status": {"$gt": "a"}}, "status", [KeyRange("a\1", HIGHEST)], False),
        ({"status": "s" * 250}, "status", [KeyRange("s" * 200 + "\0", "s" * 200 + "\1")], False),
        ({"status": {"$ne": "a"}}, "createdAt", [ALL], False),
        ({"status": None}, "createdAt", [ALL], False),
        ({"dueDate": {"$exists": True}}, "dueDate", [ALL], False),
        ({"dueDate": {"$exists": False}}, "createdAt", [ALL], False),
        ({"createdAt": {"$exists": True}}, "createdAt", [ALL], False),
        ({"createdAt": None}, "createdAt", [], True),
        ({"dueDate": "yesterday"}, "createdAt", [], True),
        ({"status": {"$lt": ""}}, "createdAt", [], True),
        ({"status": {"$gt": "b"}, "$and": [{"status": {"$lt": "a"}}]}, "createdAt", [], True),
        ({"$nor": [{"status": "a"}]}, "createdAt", [ALL], False),
    ],
    ids=str,
)
def test_filters_have_this_plan(filters: Any, field: str, ranges: list[KeyRange], is_index_only: bool) -> None:
    best = plans(parse(filters))[0]

    assert (best.field, list(best.ranges), best.is_index_only) == (field, ranges, is_index_only)
    assert best.guids == ((GUID,) if field == "guid" else ())


@pytest.mark.parametrize(
    ("filters", "fields"),
    [
        ({"externalId": "a", "status": "b"}, ["externalId"]),
        ({"guid": GUID, "dueDate": DAY}, ["guid"]),
        ({"dueDate": DAY, "status": "b"}, ["dueDate"]),
        ({"status": "b", "createdAt": {"$gt": DAY}}, ["status"]),
        ({"dueDate": {"$gt": DAY}, "status": "b"}, ["status", "dueDate"]),
        ({"dueDate": {"$gt": DAY, "$lt": "2027"}, "status": "b"}, ["createdAt"]),
        ({"dueDate": {"$gt": DAY, "$lt": "2027-01-01"}, "status": "b"}, ["dueDate", "status"]),
        ({"updatedAt": {"$gt": DAY}, "status": {"$gt": "b"}}, ["updatedAt", "status"]),
    ],
    ids=str,
)
def test_the_plans_for_filters_on_several_fields(filters: Any, fields: list[str]) -> None:
    assert [one.field for one in plans(parse(filters))] == fields


@pytest.mark.parametrize(("since", "first"), [("2026-01-02", "updatedAt"), ("2025-12-31", "status")])
def test_filters_for_recent_changes_rank_before_a_status(since: str, first: str) -> None:
    ways = plans(parse({"status": "sent", "updatedAt": {"$gt": since}}), recent=KEY)

    assert ways[0].field == first


@pytest.mark.parametrize("operator", ["$eq", "$gt", "$gte", "$lt", "$lte"])
@pytest.mark.parametrize("field", ["externalId", "status"])
def test_no_bound_is_longer_than_a_key_may_be(field: str, operator: str) -> None:
    [best, *_] = plans(parse({field: {operator: "\U0010fffe" * 1_100}}))

    assert best.field == field
    assert max(len(bound.encode()) for one in best.ranges for bound in (one.low, one.high)) <= 1_024
