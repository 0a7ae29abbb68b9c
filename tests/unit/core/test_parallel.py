"""Calls side by side: which are begun, what fails, and what the threads know of their caller."""

from collections.abc import Iterator
from contextvars import ContextVar
from datetime import timedelta
from threading import Event

import pytest

from faktura.core.clock import Deadline, DeadlinePassed, now
from faktura.core.parallel import each, in_batches

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
