"""Interleavings: by seed, reproducible, and able to find a lost update."""

from typing import Any

from tests.support.faults.interleaving import Interleaving


def read_then_write(world: Any) -> None:
    world.set_count(world.count + 1)


def test_a_seed_gives_the_same_order_again_and_others_give_others(world: Any) -> None:
    def order(seed: int) -> list[tuple[int, str]]:
        interleaving = Interleaving(seed)
        interleaving.run(lambda: read_then_write(world), lambda: read_then_write(world))
        return interleaving.order

    assert order(seed=1) == order(seed=1)
    assert {tuple(order(seed)) for seed in range(40)} == {
        tuple(
            (job, "dynamodb.PutItem" if job in jobs[:place] else "dynamodb.GetItem") for place, job in enumerate(jobs)
        )
        for jobs in [(0, 0, 1, 1), (0, 1, 0, 1), (0, 1, 1, 0), (1, 0, 0, 1), (1, 0, 1, 0), (1, 1, 0, 0)]
    }


def test_some_orders_lose_an_update_that_reads_before_it_writes(world: Any) -> None:
    def count_after(seed: int) -> int:
        world.set_count(0)
        Interleaving(seed).run(lambda: read_then_write(world), lambda: read_then_write(world))
        return int(world.count)

    assert {count_after(seed) for seed in range(20)} == {1, 2}


def test_no_order_loses_an_update_that_adds(world: Any) -> None:
    def count_after(seed: int) -> int:
        world.set_count(0)
        Interleaving(seed).run(world.count_up, world.count_up, world.count_up)
        return int(world.count)

    assert {count_after(seed) for seed in range(20)} == {3}


def test_results_and_errors_come_back_in_the_order_of_the_jobs(world: Any) -> None:
    failure = ValueError("no such invoice")

    def fail() -> None:
        world.set_count(5)
        raise failure

    first, second = Interleaving(seed=2).run(fail, lambda: "stored")

    assert (first.result, first.error) == (None, failure)
    assert (second.result, second.error) == ("stored", None)
