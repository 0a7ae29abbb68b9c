"""A busy office: many clerks at once take numbers from the same counters, in one partition of the table."""

import logging

import pytest

from local.dynamodb.throughput import NEW_TABLE, Limits
from tests.support.deployment import Deployment
from tests.support.simulation.billing import OfficeFigures, busy_office


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("faktura"), "disabled", True)


def assert_everything_once(figures: OfficeFigures, invoices: int) -> None:
    """Numbers without a gap, and each invoice paid by one payment."""
    records = {one["record"]: one for one in figures.records}
    numbers = [record for record in records if record.startswith("number#")]
    headers = [one for record, one in records.items() if record.startswith("invoice#") and "#body" not in record]
    payments = [one for record, one in records.items() if record.startswith("payment#")]
    assert sorted(numbers) == [f"number#{number:012}" for number in range(1, invoices + 1)]
    assert len(headers) == len(payments) == invoices
    assert {one["status"] for one in headers} == {"completed"}


def test_clerks_who_meet_at_the_counter_all_get_their_numbers(faktura: Deployment) -> None:
    figures = busy_office(faktura, clerks=8, invoices=2, limits=NEW_TABLE)

    assert figures.conflicts > 10
    assert set(figures.statuses) == {200, 201}
    assert_everything_once(figures, 16)


def test_an_office_beyond_its_partition_is_asked_to_wait_and_loses_nothing(faktura: Deployment) -> None:
    """Its calls take about eight times the units that its partition has in the time that they would take."""
    figures = busy_office(faktura, clerks=6, invoices=2, limits=Limits(partition_write=40, partition_read=120))

    assert figures.throttled["TableWriteKeyRangeThroughputExceeded"] > 10
    assert set(figures.statuses) <= {200, 201, 503}
    assert_everything_once(figures, 12)
