"""Random changes to an office's books, in sequence and concurrently. A simple model predicts every result."""

from dataclasses import dataclass
from functools import partial
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.support.bookkeeping import (
    Desk,
    Step,
    any_step,
    differences,
    predicted,
    stored,
)
from tests.support.books import Books
from tests.support.deployment import Deployment
from tests.support.faults.interleaving import Interleaving

RUNS = 1_000


def test_after_any_step_every_response_is_what_the_model_predicts(faktura: Deployment) -> None:
    class Office(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            faktura.empty()
            self.books, self.desk = Books(), Desk.of(faktura)

        @rule(chance=st.randoms(use_true_random=False))
        def take_a_step(self, chance: Random) -> None:
            step = any_step(chance, self.books)
            expected = step.on(self.books)
            reply = step.over(self.desk)

            assert reply.status == expected, (step, reply.text)
            assert differences(self.books, self.desk) == [], step

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Office,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.fixture
def opened(faktura: Deployment) -> tuple[Books, Desk, Any]:
    """Two invoices with two payments: the model, the desk, and the tables to restore."""
    books, desk = Books(), Desk.of(faktura)
    for step in (
        Step("create_invoice", 0, {}, False),
        Step("create_invoice", 0, {}, False),
        Step("change_invoice", 1, {"lines": 1, "totalCharged": 30, "clients": [7]}, False),
        Step("change_invoice", 2, {"lines": 1, "totalCharged": 10}, False),
        Step("create_payment", 0, {"paymentAmount": 30, "shares": {1: 10, 2: 5}, "donation": 2, "payers": [8]}, False),
        Step("create_payment", 0, {"paymentAmount": 20, "shares": {1: 10}, "donation": None}, False),
    ):
        assert step.over(desk).status == step.on(books)
    return books, desk, faktura.kept()


def test_concurrent_changes_have_the_same_result_as_changes_in_some_sequence(
    faktura: Deployment, opened: tuple[Books, Desk, Any]
) -> None:
    before, desk, kept = opened

    for seed in range(RUNS):
        chance = Random(seed)
        steps = [any_step(chance, before) for _ in range(2 + seed % 2)]
        faktura.restore(kept)

        with desk.within():
            workers = Interleaving(seed).run(*(partial(step.over, desk.directly()) for step in steps))

        statuses = [worker.result.status for worker in workers]  # type: ignore[attr-defined]  # else its error is raised
        outcomes = [_outcome(before, steps, order) for order in permutations(range(len(steps)))]
        fitting = [one.books for one in outcomes if one.statuses == statuses]
        assert fitting, (seed, steps, statuses)
        with desk.within():
            assert stored(fitting[0]) in list(map(predicted, fitting)), (seed, steps)


@dataclass(frozen=True)
class Outcome:
    """The statuses of steps taken in sequence (listed in the order given, not taken), and the books after them."""

    statuses: list[int]
    books: Books


def _outcome(before: Books, steps: list[Step], order: tuple[int, ...]) -> Outcome:
    books = before.copy()
    answers = {number: steps[number].on(books) for number in order}
    return Outcome([answers[number] for number in range(len(steps))], books)
