"""A crash at every call: what can be run again ends as if nothing had happened, what cannot does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.support.faults.crashes import crash_points
from tests.support.faults.state import Stored, snapshot
from tests.support.world import new_world


class Run:
    """An event delivered to whichever world is there at the time."""

    def __init__(self, steps: Callable[[Any], None]) -> None:
        self._steps = steps
        self._world: Any = None

    @contextmanager
    def world(self) -> Iterator[None]:
        with new_world() as self._world:
            yield

    def __call__(self) -> None:
        self._steps(self._world)


def store_then_set(world: Any) -> None:
    world.s3.put_object(Bucket="documents", Key="1.pdf", Body=b"%PDF")
    world.set_count(1)


def store_then_count(world: Any) -> None:
    world.s3.put_object(Bucket="documents", Key="1.pdf", Body=b"%PDF")
    world.count_up()


def read_store_read_and_count(world: Any) -> None:
    assert world.count == 0
    world.s3.put_object(Bucket="documents", Key="1.pdf", Body=b"%PDF")
    world.s3.head_object(Bucket="documents", Key="1.pdf")
    world.count_up()
    world.s3.list_objects_v2(Bucket="documents")


def count_and_clean_up(world: Any) -> None:
    try:
        world.count_up()
    finally:
        world.set_count(99)


def test_a_run_that_may_be_repeated_ends_the_same_after_a_crash_anywhere() -> None:
    run, crashed = Run(store_then_set), []

    for point in crash_points(run.world, run):
        run()
        crashed.append((point.number, point.side, str(point.call)))
        assert snapshot() == point.undisturbed

    assert crashed == [
        (1, "before", "s3.PutObject"),
        (1, "after", "s3.PutObject"),
        (2, "after", "dynamodb.PutItem"),
    ]


def test_the_crashes_that_are_left_out_leave_no_other_state() -> None:
    run = Run(read_store_read_and_count)

    every = [(str(point.call), snapshot()) for point in crash_points(run.world, run, acts_elsewhere=True)]
    fewer = [snapshot() for _ in crash_points(run.world, run)]

    assert [call for call, _ in every[::2]] == [
        "dynamodb.GetItem",
        "s3.PutObject",
        "s3.HeadObject",
        "dynamodb.UpdateItem",
        "s3.ListObjectsV2",
    ]
    assert len(every) == 10
    assert len(fewer) == 3
    assert all(state in fewer for _, state in every)


def test_a_run_that_writes_nothing_has_no_crashes_to_show() -> None:
    run = Run(lambda world: world.s3.list_objects_v2(Bucket="documents"))

    with pytest.raises(AssertionError, match="no call that counts"):
        next(crash_points(run.world, run))


def test_a_run_that_counts_blindly_is_found_out_where_it_counted() -> None:
    run, differing = Run(store_then_count), []

    for point in crash_points(run.world, run):
        run()
        if snapshot() != point.undisturbed:
            differing.append((point.number, point.side))

    assert differing == [(2, "after")]


def test_a_crashed_run_makes_no_further_call_not_even_cleaning_up() -> None:
    run = Run(count_and_clean_up)

    left = [(point.number, point.side, snapshot()) for point in crash_points(run.world, run)]

    def counted(count: int) -> list[Stored]:
        return [Stored("dynamodb", "counters", "invoice", {"name": "invoice", "count": count})]

    assert left == [
        (1, "before", []),
        (1, "after", counted(1)),
        (2, "after", counted(99)),
    ]


def test_volatile_fields_can_be_left_out_of_the_comparison() -> None:
    number = iter(range(100))
    run = Run(lambda world: world.sqs.send_message(QueueUrl=world.queue, MessageBody=f"sent at {next(number)}"))

    def without_time(stored: Stored) -> Stored:
        return Stored(stored.service, stored.place, stored.key, stored.value.partition(" at ")[0])

    states = [snapshot(without_time) == point.undisturbed for point in crash_points(run.world, run, without_time)]

    assert states == [False, True]
