"""Generated filters over generated invoices: a search returns what its filters mean (docs/apis/cases.md).

The meaning is implemented here once more, from the documentation alone, without the product's parser, trees or plans.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from operator import ge, gt, le, lt
from random import Random
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.cases import GUIDS, Client, invoice
from tests.support.deployment import Deployment

DAY = datetime(2026, 3, 1, tzinfo=UTC)
STEP = timedelta(minutes=5)
STATUSES = ["", "new", "sent", "sent ", "ä", "s" * 250, "s" * 251]
DATES = ["2026-03-01", "2026-03-01T00:00:01Z", "2026-03-02T12:00:00+02:00", "2026-03-03", "2026-03-04T00:00:00.001Z"]
VALUES = [
    None,
    True,
    False,
    0,
    1,
    1.5,
    42,
    "",
    "a",
    "b",
    "2026-03-02",
    ["a", "b"],
    [],
    {"x": 1},
    {"x": [1, 2]},
    [{"x": 1}],
    [["a", "b"], [1.0], []],
    [[["a"]], [{"b": 1}, None], True],
    [{"b": [["a"], 1]}, [[{"x": 1}]]],
]
ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {"$gt": gt, "$gte": ge, "$lt": lt, "$lte": le}
MISSING = object()

Filter = dict[str, Any]


def means(filters: Filter, found: Mapping[str, Any]) -> bool:
    """Whether a returned invoice meets the filters."""
    for name, wanted in filters.items():
        if name == "$and":
            holds = all(means(one, found) for one in wanted)
        elif name == "$or":
            holds = any(means(one, found) for one in wanted)
        elif name == "$nor":
            holds = not any(means(one, found) for one in wanted)
        else:
            value = MISSING if found[name] is None else found[name]
            holds = meets(value, wanted, name)
        if not holds:
            return False
    return True


def meets(value: Any, wanted: Any, field: str) -> bool:
    if not isinstance(wanted, dict):
        return equal(value, wanted, field)
    if any(name.startswith("$") for name in wanted):
        return all(operator_holds(value, name, operand, field) for name, operand in wanted.items())
    return any(object_meets(one, wanted) for one in elements(value))


def object_meets(value: Any, wanted: Filter) -> bool:
    if not wanted:
        return isinstance(value, dict)
    members = value if isinstance(value, dict) else {}
    return all(meets(members.get(name, MISSING), one, "") for name, one in wanted.items())


def elements(value: Any) -> list[Any]:
    """The values that a condition is tried on: an array's elements, else the value itself."""
    return value if isinstance(value, list) else [value]


def operator_holds(value: Any, name: str, operand: Any, field: str) -> bool:
    if name == "$exists":
        return (value is not MISSING) is operand
    if name in ("$eq", "$ne"):
        return equal(value, operand, field) is (name == "$eq")
    if name in ("$in", "$nin"):
        return any(equal(value, one, field) for one in operand) is (name == "$in")
    return any(in_order(one, name, operand, field) for one in elements(value))


def in_order(value: Any, name: str, operand: Any, field: str) -> bool:
    value, operand = comparable(value, field), comparable(operand, field)
    return value is not None and operand is not None and value[0] == operand[0] and ORDERS[name](value[1], operand[1])


def equal(value: Any, operand: Any, field: str) -> bool:
    return same(value, operand, field) or any(same(one, operand, field) for one in elements(value))


def same(value: Any, operand: Any, field: str) -> bool:
    if operand is None:
        return value is MISSING or value is None
    if isinstance(operand, list | dict):
        return value is not MISSING and typed(value) == typed(operand)
    value, operand = comparable(value, field), comparable(operand, field)
    return value is not None and value == operand


def comparable(value: Any, field: str) -> tuple[str, Any] | None:
    """A value with its kind; `None` for a value that compares with nothing."""
    if isinstance(value, bool):
        return "boolean", value
    if isinstance(value, int | float):
        return "number", value
    if not isinstance(value, str):
        return None
    if field not in ("dueDate", "createdAt", "updatedAt"):
        return "text", value.lower() if field == "guid" else value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return "date", moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def typed(value: Any) -> Any:
    """A form in which `True` does not equal 1, unlike in Python."""
    if isinstance(value, dict):
        return {name: typed(one) for name, one in value.items()}
    return [typed(one) for one in value] if isinstance(value, list) else (isinstance(value, bool), value)


def invoices(seed: int) -> Iterator[dict[str, Any]]:
    """Forty invoices of four cases, every field of them now and then missing."""
    random = Random(seed)
    for number in range(40):
        fields = {
            "guid": random.choice(GUIDS[:4]),
            "type": random.choice(["invoice", "credit note"]),
            "customData": random.choice(
                [
                    None,
                    {},
                    {"test": random.choice(VALUES)},
                    {"a": random.choice(VALUES)},
                    {"a": {"b": random.choice(VALUES)}},
                ]
            ),
            "priceNet": random.choice([None, 0, 1, 1.5, 42]),
            "currency": random.choice([None, "SEK", "NOK"]),
            "dueDate": random.choice([None, *DATES]),
            "isSent": random.random() < 0.5,
            "isPaid": random.random() < 0.5,
            "status": random.choice([None, *STATUSES]),
        }
        lines = [{**invoice(0)["details"][0], "count": count, "name": name} for count, name in [(1, "a"), (2, "b")]]
        fields["details"] = random.choice([None, [], lines, lines[:1], lines[1:]])
        yield invoice(number, **fields)


@pytest.fixture
def clients(faktura: Deployment) -> Iterator[dict[str, Client]]:
    """Two providers and two partners; the first provider's invoices lie in three cases, one of them just moved."""
    with time_machine.travel(DAY, tick=False) as clock:
        named = {
            "north": Client(faktura, provider_id="north"),
            "south": Client(faktura, provider_id="south"),
            "one": Client(faktura, partner_id="one"),
            "two": Client(faktura, partner_id="two"),
        }
        for guid, provider, partner in zip(
            GUIDS, ["north", "north", "north", "south"], ["one", "two", "one", "one"], strict=False
        ):
            assert named[provider].put_case(guid, partner).status == 200
        for one in invoices(seed=4):
            provider = "south" if one["guid"] == GUIDS[3] else "north"
            assert named[provider].report(one).status == 200
            clock.shift(STEP if int(one["externalId"]) % 3 else timedelta(0))
        for one in invoices(seed=4):
            if int(one["externalId"]) % 5 == 0:
                provider = "south" if one["guid"] == GUIDS[3] else "north"
                assert named[provider].report(one).status == 200
        assert named["north"].put_case(GUIDS[2], "two").status == 200
        yield named


@pytest.fixture
def everything(clients: dict[str, Client]) -> dict[str, list[dict[str, Any]]]:
    """All invoices that each may see, as returned."""
    return {name: client.find(limit=100).json["data"] for name, client in clients.items()}


TEXT_FIELDS = {
    "guid": [*GUIDS[:5], GUIDS[0].upper(), "x"],
    "externalId": [str(number) for number in range(0, 44, 4)],
    "status": STATUSES,
    "dueDate": [*DATES, "2026-03-02T10:00:00Z", "yesterday"],
    "createdAt": [(DAY + n * STEP).isoformat() for n in range(0, 27, 3)],
    "updatedAt": [(DAY + n * STEP).isoformat() for n in range(0, 30, 3)],
    "type": ["invoice", "credit note"],
    "currency": ["SEK", "NOK"],
}
OTHER_FIELDS = ["priceNet", "isSent", "isPaid", "customData", "details"]


def operands(field: str) -> st.SearchStrategy[Any]:
    own = st.sampled_from(TEXT_FIELDS.get(field, VALUES))
    return st.one_of(own, own, own, st.sampled_from(VALUES))


def conditions(field: str) -> st.SearchStrategy[Any]:
    values = operands(field)
    listed = st.lists(values, max_size=4)
    simple = values.filter(lambda value: not isinstance(value, dict))
    operators = st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("$eq", "$ne", "$gt", "$gte", "$lt", "$lte"), values),
            "$in": listed,
            "$nin": listed,
            "$exists": st.booleans(),
        },
    ).map(lambda found: dict(list(found.items())[:2]))
    return st.one_of(simple, operators.filter(bool))


def nested(field: str) -> st.SearchStrategy[Any]:
    names = {"customData": ["test", "a"], "details": ["name", "count"]}[field]
    leaf = conditions("")
    return st.dictionaries(st.sampled_from(names), st.one_of(leaf, st.dictionaries(st.just("b"), leaf)), max_size=2)


def terms() -> st.SearchStrategy[Filter]:
    plain = [
        conditions(field).map(lambda wanted, field=field: {field: wanted}) for field in [*TEXT_FIELDS, *OTHER_FIELDS]
    ]
    inner = [nested(field).map(lambda wanted, field=field: {field: wanted}) for field in ("customData", "details")]
    return st.one_of(*plain, *inner)


def merged(parts: list[Filter]) -> Filter:
    return {name: wanted for part in parts for name, wanted in part.items()}


def filters() -> st.SearchStrategy[Filter]:
    flat = st.lists(terms(), max_size=3).map(merged)
    logic = st.sampled_from(["$and", "$or", "$nor"])
    one_level = st.tuples(flat, st.dictionaries(logic, st.lists(flat, min_size=1, max_size=3), max_size=1)).map(
        lambda both: {**both[0], **both[1]}
    )
    two_levels = st.dictionaries(logic, st.lists(one_level, min_size=1, max_size=2), max_size=1)
    return st.one_of(flat, one_level, two_levels)


VIEWERS = ["north", "south", "one", "two"]


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(filters=filters(), viewer=st.sampled_from(VIEWERS), offset=st.integers(0, 12), limit=st.integers(1, 12))
@example(filters={}, viewer="two", offset=3, limit=5)
@example(filters={"status": "sent", "createdAt": {"$gt": "2026-03-01T01:00Z"}}, viewer="north", offset=0, limit=2)
@example(filters={"status": {"$gte": "s" * 200}}, viewer="north", offset=0, limit=12)
@example(filters={"status": {"$lt": ""}}, viewer="north", offset=0, limit=12)
def test_a_search_returns_what_its_filters_mean(
    clients: dict[str, Client],
    everything: dict[str, list[dict[str, Any]]],
    filters: Filter,
    viewer: str,
    offset: int,
    limit: int,
) -> None:
    matching = [one for one in everything[viewer] if means(filters, one)]

    reply = clients[viewer].find(filters, offset=offset, limit=limit)

    assert reply.status == 200, reply.text
    assert reply.json["pagination"] == {"count": len(matching), "offset": offset}
    assert [one["externalId"] for one in reply.json["data"]] == [
        one["externalId"] for one in matching[offset : offset + limit]
    ]


def test_without_filters_a_viewer_finds_its_own_invoices_in_order(everything: dict[str, list[dict[str, Any]]]) -> None:
    of_case = {str(one["externalId"]): GUIDS.index(one["guid"]) for one in invoices(seed=4)}
    scopes = {"north": {0, 1, 2}, "south": {3}, "one": {0, 3}, "two": {1, 2}}

    for viewer, cases in scopes.items():
        assert {one["externalId"] for one in everything[viewer]} == {
            name for name, case in of_case.items() if case in cases
        }
        keys = [(one["createdAt"], one["id"]) for one in everything[viewer]]
        assert keys == sorted(keys, reverse=True)
