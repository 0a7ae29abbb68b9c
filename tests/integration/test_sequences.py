"""Numbers without gaps, on moto (ARCHITECTURE of the data: the counter commits with what it numbers)."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from unittest.mock import patch

import pytest

from faktura.core.counter import Counter
from faktura.core.dynamo import Table
from local.dynamodb.conflicts import conflicting
from tests.support.deployment import CREDENTIALS, Deployment
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.interleaving import Interleaving
from tests.support.faults.recording import recorded
from tests.support.faults.state import snapshot

KEY = {"mga": "office", "record": "counter"}


@pytest.fixture
def table(faktura: Deployment) -> Iterator[Table]:
    """Any table with a key of two texts will do; the sequence does not know whose it is."""
    with patch.dict(os.environ, CREDENTIALS):
        yield Table(faktura.stack.physical["CaptureTable"])


def numbering(table: Table, counter: Counter, name: str, count: int = 1) -> list[int]:
    numbers = counter.number(
        lambda numbers: [
            table.putting({"mga": "office", "record": f"{name}/{n}", "number": Decimal(n)}) for n in numbers
        ],
        count,
    )
    return list(numbers)


def numbers_stored(faktura: Deployment) -> list[int]:
    return sorted(int(item["number"]) for item in faktura.items("CaptureTable") if "number" in item)


def test_240_concurrent_transactions_get_240_numbers_without_a_gap(faktura: Deployment, table: Table) -> None:
    def one(n: int) -> list[int]:
        return numbering(table, Counter(table, KEY), str(n))

    with conflicting(rate=0.2, seed=11), ThreadPoolExecutor(24) as writers:
        taken = [n for numbers in writers.map(one, range(240)) for n in numbers]

    assert sorted(taken) == list(range(1, 241))
    assert numbers_stored(faktura) == list(range(1, 241))


def test_blocks_of_numbers_never_overlap(faktura: Deployment, table: Table) -> None:
    def block(n: int) -> list[int]:
        return numbering(table, Counter(table, KEY), str(n), count=n % 5 + 1)

    with ThreadPoolExecutor(8) as writers:
        taken = [n for numbers in writers.map(block, range(40)) for n in numbers]

    assert sorted(taken) == list(range(1, 121)) == numbers_stored(faktura)


def test_a_sequence_begins_after_its_start(table: Table) -> None:
    assert numbering(table, Counter(table, KEY, start=1000), "first") == [1001]
    assert numbering(table, Counter(table, KEY, start=1000), "second") == [1002]


def test_a_lone_writer_needs_one_call_a_number(table: Table) -> None:
    counter = Counter(table, KEY)

    with recorded() as calls:
        taken = [numbering(table, counter, str(n)) for n in range(3)]

    assert taken == [[1], [2], [3]]
    assert [call.operation for call in calls] == ["TransactWriteItems"] * 3


@pytest.mark.parametrize("seed", range(50))
def test_no_interleaving_of_two_writers_doubles_or_skips_a_number(faktura: Deployment, table: Table, seed: int) -> None:
    first, second = (Counter(table, KEY) for _ in range(2))

    Interleaving(seed).run(
        lambda: [numbering(table, first, f"first/{n}") for n in range(2)],
        lambda: [numbering(table, second, f"second/{n}") for n in range(2)],
    )

    assert numbers_stored(faktura) == [1, 2, 3, 4]


@pytest.mark.parametrize("seed", range(20))
def test_a_lost_answer_costs_no_number(faktura: Deployment, table: Table, seed: int) -> None:
    """botocore repeats the call with the same ClientRequestToken, so what was carried out is not carried out again."""
    counter = Counter(table, KEY)

    with Faults(seed, rate=0.2, kinds=(Fault.TIMED_OUT, Fault.ANSWER_LOST)):
        taken = [numbering(table, counter, str(n)) for n in range(10)]

    assert taken == [[n] for n in range(1, 11)]
    assert numbers_stored(faktura) == list(range(1, 11))


def test_a_crash_at_any_call_parts_no_number_from_what_it_numbers(faktura: Deployment, table: Table) -> None:
    def run() -> None:
        if not faktura.items("CaptureTable"):
            numbering(table, Counter(table, KEY), "only")

    for point in crash_points(faktura.afresh, run):
        run()
        assert snapshot() == point.undisturbed, point
