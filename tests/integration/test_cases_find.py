"""POST /api/v2/invoices/find on moto: what it refuses, and how much it reads (docs/apis/cases.md)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from faktura.cases.search import budget
from tests.support.cases import (
    GUIDS,
    Client,
    invoice,
    message,
)
from tests.support.deployment import Deployment
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)

DEEP: dict[str, Any] = {"status": "sent"}
for _ in range(4):
    DEEP = {"$or": [DEEP]}

NESTED: Any = 1
for _ in range(150):
    NESTED = {"a": NESTED}

HOSTILE: list[Any] = [
    {"$where": "this.guid"},
    {"$function": {"body": "function() { return true }", "args": [], "lang": "js"}},
    {"$expr": {"$eq": [1, 1]}},
    {"$text": {"$search": "x"}},
    {"status": {"$regex": ".*"}},
    {"status": {"$not": {"$eq": "sent"}}},
    {"status": {"$eq": {"$where": "1"}}},
    {"status": {"$in": [{"$where": "1"}]}},
    {"status": {"$and": [{"$eq": "x"}]}},
    {"customData": {"test": {"$elemMatch": {}}}},
    {"customData": {"test": True, "$where": "1"}},
    {"customData": {"$eq": [[{"deep": {"$gt": 1}}]]}},
    {"__proto__": {"isAdmin": True}},
    {"constructor": {"prototype": {}}},
    {"id": 4},
    {"isActive": True},
    {"linkedInvoice": "1"},
    {"case": {"partnerId": "one"}},
    {"provider": "north"},
    {"partner": "one"},
    {"details.name": "test"},
    {"": 1},
    {"$or": []},
    {"$or": {}},
    {"$and": ["x"]},
    {"$nor": [None]},
    {"$or": [{}] * 21},
    {"status": {"$in": "sent"}},
    {"status": {"$in": list(map(str, range(10_000)))}},
    {"status": {"$nin": list(range(101))}},
    {"status": list(range(101))},
    {"$or": [{"status": {"$in": list(range(60))}}, {"guid": {"$in": list(range(60))}}]},
    {"status": {"$exists": 1}},
    {"customData": {str(n): n for n in range(21)}},
    {"customData": {str(n): {"$ne": n} for n in range(100_000)}},
    {"$and": [{"status": "x"}] * 20, "guid": "x"},
    {"$nor": [{"$and": [{"$and": [{}] * 20}] * 20, "type": "x"}] * 20},
    {"status": "a\0b"},
    {"status": {"$gt": "a\0b"}},
    {"externalId": {"$in": ["1", "1\0"]}},
    DEEP,
    {"customData": NESTED},
    {"customData": {"a": {"$ne": [[0] * 200_000]}}},
    {"customData": {"a": {"$in": [{str(n): {} for n in range(1_000)}] * 100, "$ne": [[[0] * 99_999]]}}},
]


@pytest.fixture
def south(faktura: Deployment) -> Client:
    """Another provider, with an invoice."""
    client = Client(faktura, provider_id="south")
    assert client.put_case(GUIDS[5], "two").status == 200
    assert client.report(invoice(1, guid=GUIDS[5], status="sent")).status == 200
    return client


@pytest.mark.parametrize("filters", HOSTILE, ids=lambda filters: str(filters)[:60])
def test_filters_against_the_language_or_over_its_limits_are_refused_without_a_read(
    north: Client, filters: Any
) -> None:
    with counted_reads() as reads:
        reply = north.find(filters)

    assert (reply.status, message(reply)[:23]) == (400, 'child "filters" fails b')
    assert reads.items == 0
    assert len(reply.text) < 2_000


@pytest.mark.parametrize(
    "filters",
    [
        {"$or": [{"guid": GUIDS[5]}, {"isPaid": True}]},
        {"$or": [{"guid": GUIDS[5]}]},
        {"guid": GUIDS[5]},
        {"guid": {"$in": [GUIDS[5], GUIDS[0]]}},
        {"guid": {"$ne": GUIDS[0]}},
        {"$nor": [{"guid": GUIDS[0]}]},
        {"externalId": "1"},
        {"externalId": {"$gte": ""}},
        {"status": "sent"},
        {"createdAt": {"$gt": "2000-01-01"}},
        {"updatedAt": {"$gt": "2000-01-01"}},
        {"dueDate": "2019-01-01"},
        {"customData": {"__proto__": {"x": 1}}},
        {},
    ],
    ids=str,
)
@pytest.mark.usefixtures("north", "south")
def test_no_filter_finds_another_providers_invoices(faktura: Deployment, north: Client, filters: Any) -> None:
    partner = Client(faktura, partner_id="one")

    assert north.found(filters) == partner.found(filters) == ([], 0)


@pytest.mark.parametrize(
    ("pagination", "fault"),
    [
        ({"limit": 0}, 'child "limit" fails because ["limit" must be larger than or equal to 1]'),
        ({"limit": 101}, 'child "limit" fails because ["limit" must be less than or equal to 100]'),
        ({"limit": "10"}, 'child "limit" fails because ["limit" must be a number]'),
        ({"limit": 1.5}, 'child "limit" fails because ["limit" must be a whole number]'),
        ({"offset": -1}, 'child "offset" fails because ["offset" must be larger than or equal to 0]'),
        ({"offset": None}, 'child "offset" fails because ["offset" must be a number]'),
        ({"page": 1}, 'child "page" fails because ["page" is not allowed]'),
    ],
)
def test_a_page_out_of_bounds_is_refused(north: Client, pagination: dict[str, Any], fault: str) -> None:
    reply = north.find({}, **pagination)

    assert (reply.status, message(reply)) == (400, f'child "pagination" fails because [{fault}]')


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ([], '"value" must be an object'),
        ({"filters": []}, 'child "filters" fails because ["filters" must be an object]'),
        ({"filters": {}, "sort": {}}, 'child "sort" fails because ["sort" is not allowed]'),
        ({"pagination": 1}, 'child "pagination" fails because ["pagination" must be an object]'),
    ],
)
def test_a_search_body_of_another_shape_is_refused(north: Client, body: Any, fault: str) -> None:
    reply = north.send("find_invoices", "POST", "/api/v2/invoices/find", body)

    assert (reply.status, message(reply)) == (400, fault)


def test_without_filters_and_pagination_a_search_returns_the_ten_newest(north: Client) -> None:
    north.report(*(invoice(n) for n in range(12)))

    reply = north.send("find_invoices", "POST", "/api/v2/invoices/find", {})

    assert [one["externalId"] for one in reply.json["data"]] == [str(n) for n in range(11, 1, -1)]
    assert reply.json["pagination"] == {"count": 12, "offset": 0}


@pytest.mark.parametrize("filters", [{}, {"createdAt": {"$gt": "2000-01-01"}}, {"priceNet": 10000}], ids=str)
def test_a_page_far_after_the_last_invoice_is_empty(north: Client, filters: Any) -> None:
    north.report(invoice(1), invoice(2))

    assert north.found(filters, offset=2**53) == ([], 2)


@pytest.mark.parametrize("viewer", ["provider_id", "partner_id"])
@pytest.mark.parametrize(
    ("operator", "operand", "matched"),
    [
        ("$eq", "1" * 256, []),
        ("$in", ["1" * 1_100, "é" * 600], []),
        ("$gt", "1" * 256, ["2"]),
        ("$gte", "1" * 1_100, ["2"]),
        ("$lt", "1" * 256, ["1" * 255, "1"]),
        ("$lte", "1" * 1_100, ["1" * 255, "1"]),
    ],
    ids=str,
)
def test_an_operand_longer_than_any_external_id_is_compared_like_any_other(
    faktura: Deployment, north: Client, viewer: str, operator: str, operand: Any, matched: list[str]
) -> None:
    north.report(invoice(1), invoice(2), invoice(3, externalId="1" * 255))
    client = Client(faktura, **{viewer: "north" if viewer == "provider_id" else "one"})

    assert client.found({"externalId": {operator: operand}}) == (matched, len(matched))


def test_a_page_over_5_mb_is_refused_and_names_the_limit(north: Client) -> None:
    for n in range(3):
        north.report(*(invoice(10 * n + k, customData={"note": "x" * 300_000}) for k in range(6)))

    refused, allowed = north.find(limit=100), north.find(limit=10)

    assert (refused.status, allowed.status) == (400, 200)
    assert list(refused.json["details"]) == ["pagination.limit"]


class TestReadLimits:
    """A search that would read more than FindReadLimit invoices is refused."""

    @pytest.fixture
    def four_readable(self, faktura: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(faktura.variables, "FIND_READ_LIMIT", "4")

    @pytest.mark.usefixtures("four_readable")
    @pytest.mark.parametrize(
        ("filters", "status"),
        [
            ({"priceNet": 1}, 400),
            ({"createdAt": {"$gt": "2000-01-01"}}, 400),
            ({"status": "sent"}, 400),
            ({"status": "sent", "isPaid": True}, 400),
            ({"status": "paid", "isPaid": True}, 200),
            ({"externalId": {"$in": ["1", "2"]}}, 200),
            ({}, 200),
        ],
        ids=str,
    )
    def test_the_limit_is_on_invoices_read_not_on_those_stored(self, north: Client, filters: Any, status: int) -> None:
        north.report(*(invoice(n, status="paid" if n < 3 else "sent") for n in range(8)))

        reply = north.find(filters, limit=2)

        assert reply.status == status
        if status == 400:
            assert message(reply) == (
                'child "filters" fails because ["filters" would read more than 4 invoices; narrow the search by'
                " externalId, guid, dueDate, updatedAt, createdAt or status]"
            )

    @pytest.mark.parametrize(
        ("limit", "maximum", "fault"),
        [
            ("MAX_BYTES", 1_000_000, "would read more than 1 MB"),
            ("MAX_SECONDS", -1, "would read for more than -1 seconds"),
        ],
    )
    def test_bytes_read_and_time_are_limited_too(
        self, north: Client, monkeypatch: pytest.MonkeyPatch, limit: str, maximum: int, fault: str
    ) -> None:
        north.report(*(invoice(n, customData={"note": "x" * 300_000}) for n in range(4)))
        assert north.found({"priceNet": 10000}, limit=1) == (["3"], 4)
        monkeypatch.setattr(budget, limit, maximum)

        reply = north.find({"priceNet": 10000}, limit=1)

        narrow = "narrow the search by externalId, guid, dueDate, updatedAt, createdAt or status"
        assert (reply.status, message(reply)) == (400, f'child "filters" fails because ["filters" {fault}; {narrow}]')


NARROW = "narrow the search by externalId, guid, dueDate, updatedAt, createdAt or status"
ROWS = [[0] * 19 + [n] for n in range(100)]
COSTLY: list[tuple[Any, str, Any]] = [
    ("$in", "customData.a.$in", {"customData": {"a": {"$in": [[0] * 19 + [-1 - n] for n in range(100)]}}}),
    ("$nin", "customData.a.$nin", {"isPaid": False, "customData": {"a": {"$nin": [[0] * 19 + [-1], "x"]}}}),
    ("$eq", "customData.a.$eq", {"customData": {"a": {"$eq": [*ROWS[:-1], []]}}}),
    ("plain", "$or[0].customData.a", {"$or": [{"customData": {"a": [*ROWS[:-1], []]}}, {"isPaid": True}]}),
    ("object", "customData.b", {"customData": {"b": {"c": 1}}}),
]


class TestComparisonLimits:
    """A search that would compare more than MAX_VALUES values is refused; the error names the costliest filter.

    Time used to be measured between pages only: with a filter of 9 KB the function ran until it was killed (502).
    """

    @pytest.fixture
    def both(self, faktura: Deployment, north: Client) -> list[Client]:
        """A provider and a partner, with four invoices of some thousand values each."""
        north.report(*(invoice(n, customData={"a": ROWS, "b": [0] * 1_500}) for n in range(4)))
        return [north, Client(faktura, partner_id="one")]

    @pytest.mark.parametrize(("path", "filters"), [one[1:] for one in COSTLY], ids=[one[0] for one in COSTLY])
    def test_the_costliest_part_is_named_and_the_next_search_succeeds(
        self, both: list[Client], monkeypatch: pytest.MonkeyPatch, path: str, filters: Any
    ) -> None:
        allowed = [client.found(filters)[1] for client in both]
        monkeypatch.setattr(budget, "MAX_VALUES", 2_400)

        refused = [client.find(filters) for client in both]

        assert len({*allowed}) == 1
        for reply in refused:
            assert (reply.status, message(reply)[:24]) == (400, 'child "filters" fails be')
            assert reply.json["details"] == {
                f"filters.{path}": "would compare more than 2400 values, or take more than 2 seconds to compare them; "
                + NARROW
            }
        assert [client.found(limit=1) for client in both] == [(["3"], 4)] * 2

    def test_values_of_invoices_count_even_if_no_operator_compares_them(
        self, both: list[Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(budget, "MAX_VALUES", 2_400)

        refused = both[0].find({"priceNet": 1})

        assert (refused.status, list(refused.json["details"])) == (400, ["filters.priceNet"])

    def test_the_time_is_checked_while_one_invoice_is_evaluated(
        self, both: list[Client], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(budget, "_VALUES_BETWEEN_CLOCK_CHECKS", 1)
        monkeypatch.setattr(budget, "MAX_EVALUATION_SECONDS", 0)

        refused = both[0].find({"isPaid": False, "customData": {"a": {"$in": [ROWS[0][:-1]]}}})

        assert list(refused.json["details"]) == ["filters"], "the first invoice alone took too long to parse"
        assert message(refused).endswith(f"values, or take more than 0 seconds to compare them; {NARROW}]")

    def test_a_list_of_a_hundred_arrays_finds_the_invoice_that_has_one_of_them(self, both: list[Client]) -> None:
        absent = [[0] * 19 + [-1 - n] for n in range(99)]

        found = [client.found({"customData": {"a": {"$in": [*absent, [0.0] * 19 + [7.0]]}}}) for client in both]

        assert found == [(["3", "2", "1", "0"], 4)] * 2

    def test_a_page_of_the_largest_invoices_is_refused_before_they_are_parsed(
        self, north: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for n in range(0, 18, 6):
            north.report(*(invoice(n + k, customData={"note": "x" * 300_000}) for k in range(6)))
        monkeypatch.setattr(budget, "MAX_VALUES", 18 * 40)

        assert list(north.find(limit=100).json["details"]) == ["pagination.limit"]


@dataclass
class Reads:
    """Items that queries read."""

    items: int = 0
    queries: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def counted_reads() -> Iterator[Reads]:
    """Count what queries read, by their own answers."""
    reads = Reads()

    def around(call: Call, carry_out: Carry) -> Answer:
        answer = carry_out()
        if call.operation == "Query" and answer is not None:
            scanned = json.loads(answer.content)["ScannedCount"]
            reads.items += scanned
            reads.queries.append((call.parameters.get("IndexName", ""), scanned))
        return answer

    with intercepted(around):
        yield reads


class TestItemsRead:
    """A search reads no more items than match, whatever else is stored."""

    @pytest.fixture
    def partner(self, faktura: Deployment, north: Client) -> Client:
        """Forty invoices in two cases, a quarter of them of each status, each due on a day of its own."""
        north.put_case(GUIDS[1], "one")
        north.report(
            *(
                invoice(n, guid=GUIDS[n % 2], status="abcd"[n % 4], dueDate=f"2026-{n % 12 + 1:02}-{n // 12 + 1:02}")
                for n in range(40)
            )
        )
        return Client(faktura, partner_id="one")

    @pytest.mark.parametrize(
        ("filters", "matched"),
        [
            ({"guid": GUIDS[1]}, 20),
            ({"guid": {"$in": list(GUIDS[:2])}}, 40),
            ({"externalId": "7"}, 1),
            ({"externalId": {"$in": ["7", "8", "none"]}}, 2),
            ({"externalId": {"$gte": "3", "$lt": "4"}}, 11),
            ({"status": "a"}, 10),
            ({"status": {"$in": ["a", "c"]}}, 20),
            ({"status": {"$gt": "b"}}, 20),
            ({"status": {"$exists": True}}, 40),
            ({"status": "a", "createdAt": {"$gt": "2000-01-01"}}, 10),
            ({"guid": GUIDS[0], "createdAt": {"$gt": "2000-01-01"}}, 20),
            ({"dueDate": "2026-03-01"}, 1),
            ({"dueDate": {"$gte": "2026-03-01", "$lt": "2026-05-01"}}, 8),
            ({"$or": [{"dueDate": "2026-03-01"}, {"dueDate": {"$gt": "2026-12-01"}}]}, 3),
            ({"createdAt": {"$gt": "2000-01-01"}}, 40),
            ({"createdAt": {"$gt": "2999-01-01"}}, 0),
            ({"updatedAt": {"$lt": "2000-01-01"}}, 0),
            ({"updatedAt": {"$gt": "2000-01-01"}}, 40),
            ({"status": 7}, 0),
            ({"$and": [{"status": "a"}, {"status": "b"}]}, 0),
        ],
        ids=str,
    )
    @pytest.mark.parametrize("viewer", ["provider", "partner"])
    def test_a_filter_on_one_indexed_field_reads_only_what_matches(
        self, north: Client, partner: Client, viewer: str, filters: Any, matched: int
    ) -> None:
        client = north if viewer == "provider" else partner

        with counted_reads() as reads:
            _, count = client.found(filters, limit=5)

        assert count == matched
        assert reads.items <= matched

    @pytest.mark.parametrize(
        ("filters", "maximum"),
        [
            ({"status": "a", "dueDate": {"$gte": "2026-03-01"}}, 10),
            ({"status": "a", "guid": GUIDS[0]}, 20),
            ({"guid": GUIDS[0], "updatedAt": {"$gt": "2000-01-01"}}, 20),
            ({"externalId": "7", "status": "d"}, 1),
            ({"dueDate": {"$gte": "2026-03-01", "$lt": "2026-05-01"}, "status": "a"}, 8),
            ({"status": "a", "priceNet": {"$gt": 1}, "isPaid": False}, 10),
        ],
        ids=str,
    )
    @pytest.mark.usefixtures("partner")
    def test_a_filter_on_two_fields_reads_only_what_one_of_them_matches(
        self, north: Client, filters: Any, maximum: int
    ) -> None:
        with counted_reads() as reads:
            north.found(filters)

        assert reads.items <= maximum

    def test_without_filters_only_the_page_is_read(self, north: Client, partner: Client) -> None:
        with counted_reads() as reads:
            assert [client.found(limit=5, offset=5)[1] for client in (north, partner)] == [40, 40]

        mine, theirs = ("provider-created", 5), ("partner-created", 5)
        assert reads.queries == [mine, mine, ("", 0), theirs, theirs], "the empty one: the partner's moved cases"

    def test_the_shorter_of_two_indexes_is_found_by_trying_both(self, north: Client) -> None:
        north.report(*(invoice(n, status="sent", details=..., dueDate="2026-01-01") for n in range(400)))
        north.report(*(invoice(n, status="sent", details=..., dueDate="2026-02-01") for n in range(3)))

        with counted_reads() as reads:
            assert north.found({"status": "sent", "dueDate": {"$gt": "2026-01-15"}}) == (["2", "1", "0"], 3)

        assert reads.items <= 110
