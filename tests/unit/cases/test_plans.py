"""Which index a find reads for which filters, and whether it need look at what it reads."""

from typing import Any

import pytest

from faktura.cases.filter import parsed
from faktura.cases.plan import plans
from faktura.cases.span import (
    ALL,
    HIGHEST,
    LOWEST,
    Span,
)

GUID = "734b0739-7dfe-4f6e-a2a7-6a2871458309"
DAY, KEY = "2026-01-01", "2026-01-01T00:00:00.000Z"


@pytest.mark.parametrize(
    ("filters", "field", "spans", "is_settled"),
    [
        ({}, "createdAt", [ALL], True),
        ({"priceNet": 1}, "createdAt", [ALL], False),
        ({"externalId": "a"}, "externalId", [Span("a\0", "a\1")], False),
        ({"guid": GUID.upper()}, "guid", [ALL], True),
        ({"guid": GUID, "createdAt": {"$gt": DAY}}, "guid", [Span(KEY + "\1", HIGHEST)], True),
        ({"guid": GUID, "status": "a"}, "guid", [ALL], False),
        ({"guid": {"$gt": GUID}}, "createdAt", [ALL], False),
        ({"createdAt": {"$gte": DAY}}, "createdAt", [Span(KEY + "\0", HIGHEST)], True),
        ({"createdAt": {"$lt": DAY}}, "createdAt", [Span(LOWEST, KEY)], True),
        ({"createdAt": {"$lte": DAY}}, "createdAt", [Span(LOWEST, KEY + "\1")], True),
        ({"createdAt": DAY, "isPaid": True}, "createdAt", [Span(KEY + "\0", KEY + "\1")], False),
        ({"updatedAt": {"$gt": DAY}}, "updatedAt", [Span(KEY + "\1", HIGHEST)], False),
        ({"status": "a"}, "status", [Span("a\0", "a\1")], True),
        ({"status": {"$in": ["b", "a", 7]}}, "status", [Span("a\0", "a\1"), Span("b\0", "b\1")], True),
        ({"$or": [{"status": "b"}, {"status": "a"}]}, "status", [Span("a\0", "a\1"), Span("b\0", "b\1")], True),
        ({"$or": [{"status": "b"}, {"isPaid": True}]}, "createdAt", [ALL], False),
        ({"status": "a", "createdAt": {"$gte": DAY}}, "status", [Span(f"a\0{KEY}\0", "a\1")], True),
        ({"status": {"$gt": "a"}}, "status", [Span("a\1", HIGHEST)], False),
        ({"status": "s" * 250}, "status", [Span("s" * 200 + "\0", "s" * 200 + "\1")], False),
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
def test_the_plan_for(filters: Any, field: str, spans: list[Span], is_settled: bool) -> None:
    best = plans(parsed(filters))[0]

    assert (best.field, list(best.spans), best.is_settled) == (field, spans, is_settled)
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
def test_the_ways_worth_trying(filters: Any, fields: list[str]) -> None:
    assert [one.field for one in plans(parsed(filters))] == fields


@pytest.mark.parametrize(("since", "first"), [("2026-01-02", "updatedAt"), ("2025-12-31", "status")])
def test_what_is_asked_for_since_lately_is_likely_little(since: str, first: str) -> None:
    ways = plans(parsed({"status": "sent", "updatedAt": {"$gt": since}}), recent=KEY)

    assert ways[0].field == first


@pytest.mark.parametrize("operator", ["$eq", "$gt", "$gte", "$lt", "$lte"])
@pytest.mark.parametrize("field", ["externalId", "status"])
def test_no_bound_is_longer_than_a_key_may_be(field: str, operator: str) -> None:
    [best, *_] = plans(parsed({field: {operator: "\U0010fffe" * 1_100}}))

    assert best.field == field
    assert max(len(bound.encode()) for span in best.spans for bound in (span.low, span.high)) <= 1_024
