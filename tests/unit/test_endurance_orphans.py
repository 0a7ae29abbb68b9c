"""The audit of references: a table that is whole has no findings, and each item that is missing is missed."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.endurance.orphans import billing, capture, cases, jobs

Items = list[dict[str, Any]]

BILLING: Items = [
    {
        "office": "main",
        "record": "invoice#000000000001",
        "id": 1,
        "bodyVersion": 1,
        "clients": [7],
        "payments": [{"paymentId": 1, "amount": 5}],
    },
    {"office": "main", "record": "invoice#000000000001#body"},
    {"office": "main", "record": "number#000000000001", "invoiceId": 1},
    {"office": "main", "record": "client#000000000007#invoice#000000000001"},
    {
        "office": "main",
        "record": "payment#000000000001",
        "id": 1,
        "deletedBy": None,
        "payerClientIds": [8],
        "allocations": [{"invoiceId": 1, "amount": 5}],
    },
    {"office": "main", "record": "client#000000000008#payment#000000000001"},
]
JOBS: Items = [
    {"tenant": "acme#order", "record": "o 1", "invoiceNumber": "I-1"},
    {"tenant": "acme#invoice", "record": "I-1", "orderId": "o 1"},
    {"tenant": "acme#invoice", "record": "C-1", "orderId": "o 1", "creditedAt": "2026"},
    {"tenant": "acme#creditNote", "record": "2026#C-1"},
    {"tenant": "acme#credit#o 1", "record": "2026#C-1"},
    {"tenant": "acme#job", "record": "j"},
    {"tenant": "acme#chunk#j", "record": "000"},
]
CAPTURE: Items = [
    {
        "mga": "alpha",
        "record": "request#r",
        "requestId": "r",
        "state": "completed",
        "summary": {"review": "pending"},
    },
    {"mga": "alpha", "record": "list#pending#2026#r", "requestId": "r"},
    {"mga": "alpha", "record": "mark#file#1", "requestId": "r"},
]
CASES: Items = [
    {"place": "case#g", "name": "case", "guid": "g", "provider": "north", "partnerId": "one", "invoices": 1},
    {"place": "provider#north", "name": "1\0", "guid": "g", "provider": "north", "partner": "one"},
    {"place": "ledger#north", "name": "ledger", "last": 1},
    {"place": "tally#one", "name": "tally", "invoices": 1},
]

WHOLE: dict[Callable[[Items], list[str]], Items] = {billing: BILLING, jobs: JOBS, capture: CAPTURE, cases: CASES}

NOBODY_REFERS_TO = [("acme#chunk#j", "000"), ("alpha", "mark#file#1")]


@pytest.mark.parametrize("judge", WHOLE)
def test_a_whole_table_has_no_findings(judge: Callable[[Items], list[str]]) -> None:
    assert judge(WHOLE[judge]) == []


@pytest.mark.parametrize(("version", "count"), [(0, 0), (1, 1)])
def test_chunks_of_a_job_that_was_never_committed_are_no_finding_until_a_task_has_worked_on_them(
    version: int, count: int
) -> None:
    chunk = {"tenant": "acme#chunk#dead", "record": "000", "version": version}

    assert len(jobs([*JOBS, chunk])) == count


@pytest.mark.parametrize(
    ("judge", "missing"), [(judge, n) for judge, items in WHOLE.items() for n in range(len(items))]
)
def test_a_missing_item_is_missed(judge: Callable[[Items], list[str]], missing: int) -> None:
    items = WHOLE[judge]
    is_free = tuple(items[missing].values())[:2] in NOBODY_REFERS_TO

    found = judge([item for n, item in enumerate(items) if n != missing])

    assert bool(found) != is_free


@pytest.mark.parametrize(
    ("judge", "changes", "told"),
    [
        (billing, {4: {"allocations": [{"invoiceId": 1, "amount": 4}]}}, "('main', 1, 1, 5) refers to nothing"),
        (jobs, {5: {"unfinished": "x"}}, "is unfinished"),
        (jobs, {2: {"undrawn": "x"}}, "is not drawn"),
        (capture, {0: {"unfinished": "webhook"}}, "owes its webhook"),
        (cases, {0: {"partnerId": "two"}}, "is not of its case"),
        (cases, {3: {"invoices": 2}}, "the tally of one counts 2 invoices, of 1"),
    ],
)
def test_an_item_that_contradicts_another_is_named(
    judge: Callable[[Items], list[str]], changes: dict[int, dict[str, Any]], told: str
) -> None:
    changed = [item | changes.get(n, {}) for n, item in enumerate(WHOLE[judge])]

    assert any(told in finding for finding in judge(changed)), judge(changed)
