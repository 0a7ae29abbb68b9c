"""Calls side by side: which are begun, what fails, and what the threads know of their caller."""

from collections.abc import Iterator
from contextvars import ContextVar
from datetime import timedelta
from threading import Event

import pytest
import time_machine
from botocore.exceptions import ClientError

from faktura.core.clock import Deadline, DeadlinePassed, now
from faktura.core.parallel import each, in_batches
from tests.support.faults.virtual_time import virtual_sleep

CALLER = ContextVar("caller", default="none")


def test_results_come_in_the_order_of_the_items() -> None:
    second_is_done = Event()

    def work(item: int) -> int:
        if item == 1:
            second_is_done.wait(10)
        else:
            second_is_done.set()
        return item * 10

    assert each(work, [1, 2]) == [10, 20]


def test_one_that_fails_keeps_none_of_the_others_from_being_done() -> None:
    done = list[int]()

    def work(item: int) -> None:
        if item == 1:
            raise ZeroDivisionError
        done.append(item)

    with pytest.raises(ZeroDivisionError):
        each(work, range(40))

    assert sorted(done) == [0, *range(2, 40)]


def test_nothing_is_begun_after_the_deadline() -> None:
    begun = list[int]()

    with pytest.raises(DeadlinePassed):
        each(begun.append, range(3), Deadline(now() - timedelta(seconds=1)))

    assert begun == []


def test_an_item_is_worked_on_while_the_next_is_made() -> None:
    first_is_done = Event()

    def items() -> Iterator[int]:
        yield 1
        yield 2 if first_is_done.wait(10) else 0

    def work(item: int) -> int:
        first_is_done.set()
        return item

    assert each(work, items()) == [1, 2]


def test_one_at_a_time_is_in_the_order_of_the_items() -> None:
    begun = list[int]()

    each(begun.append, range(100), at_once=1)

    assert begun == list(range(100))


def test_what_the_caller_has_set_holds_in_the_threads() -> None:
    CALLER.set("Ana")

    assert each(lambda _: CALLER.get(), range(3)) == ["Ana"] * 3


def test_items_come_in_batches() -> None:
    assert list(in_batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(in_batches([], 2)) == []


def throttled(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "PutItem")


@pytest.mark.parametrize("code", ["ThrottlingException", "ProvisionedThroughputExceededException"])
def test_an_item_that_is_throttled_waits_its_turn_until_the_deadline(code: str) -> None:
    tries = list[int]()

    def work(item: int) -> int:
        tries.append(item)
        if tries.count(item) < 4:
            raise throttled(code)
        return item

    with virtual_sleep() as slept:
        done = each(work, range(3), Deadline(now() + timedelta(hours=1)), at_once=1)

    assert done == [0, 1, 2]
    assert tries == [0] * 4 + [1] * 4 + [2] * 4
    assert slept.seconds > 0


def test_an_item_that_is_throttled_beyond_the_deadline_is_left() -> None:
    def work(_: int) -> None:
        raise throttled("ThrottlingException")

    with (
        time_machine.travel(0, tick=False) as clock,
        virtual_sleep(pass_by=clock.shift),
        pytest.raises(DeadlinePassed),
    ):
        each(work, [1], Deadline(now() + timedelta(seconds=50)), at_once=1)


def test_without_a_deadline_a_throttle_is_a_failure() -> None:
    def work(_: int) -> None:
        raise throttled("ThrottlingException")

    with pytest.raises(ClientError):
        each(work, [1])


def test_another_fault_fails_at_once() -> None:
    tries = list[int]()

    def work(item: int) -> None:
        tries.append(item)
        raise throttled("AccessDeniedException")

    with pytest.raises(ClientError):
        each(work, [1], Deadline(now() + timedelta(hours=1)))

    assert tries == [1]
