"""A practice that pushes more than its partition carries: everything is stored, and another practice does not wait.

Limits and load are a fiftieth of AWS's and of the full size, which `make proof PART=scale` runs.
"""

import logging

import pytest

from local.dynamodb.throughput import Limits
from tests.support.deployment import Deployment
from tests.support.simulation.pims import store_pushes

WRITE_UNITS = 20
"""A second, of one partition: what is stored takes a second for each of them."""

LIMITS = Limits(partition_write=WRITE_UNITS, partition_read=3 * WRITE_UNITS)


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("faktura"), "disabled", True)


def test_a_practice_that_pushes_too_much_slows_down_alone(faktura: Deployment) -> None:
    big = 300

    figures = store_pushes(faktura, {"big": big, "small": 10}, batch=30, limits=LIMITS)

    assert figures.stored == {"big": big, "small": 10}
    assert figures.dead == 0
    assert figures.throttled["TableWriteKeyRangeThroughputExceeded"] > 100
    assert big / WRITE_UNITS - 2 < figures.done_after["big"] < 2 * big / WRITE_UNITS
    assert figures.done_after["small"] < 3


def test_batches_that_do_not_fit_into_a_call_go_on_in_the_next_one(faktura: Deployment) -> None:
    """Each batch alone takes longer than the worker has."""
    figures = store_pushes(faktura, {"big": 60, "small": 10}, batch=30, limits=Limits(partition_write=0.5))

    assert figures.stored == {"big": 60, "small": 10}
    assert figures.dead == 0
    assert 2 <= figures.most_receives <= 3
    assert figures.done_after["small"] < 60
