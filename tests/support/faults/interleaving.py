"""Reproducible interleavings: threads that take turns at every AWS call, in an order given by a seed."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.virtual_time import virtual_sleep

PATIENCE_SECONDS = 20


@dataclass
class Worker:
    """One job with its thread, and how it ended: `result`, or the `error` it raised."""

    number: int
    job: Callable[[], object]
    result: object = None
    error: BaseException | None = None
    ended: bool = False
    turn: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0), repr=False)


class Interleaving:
    """Runs jobs side by side, one at a time between two AWS calls; the seed decides whose turn it is.

    `order` holds the calls made, each with the number of the job that made it.
    """

    def __init__(self, seed: int) -> None:
        self.order: list[tuple[int, str]] = []
        self._chance = random.Random(seed)
        self._stopped = threading.Semaphore(0)
        self._this_thread = threading.local()

    def run(self, *jobs: Callable[[], object]) -> list[Worker]:
        """Run the jobs to their ends; returns their outcomes in the order given. Back-off takes no real time."""
        workers = [Worker(number, job) for number, job in enumerate(jobs)]
        threads = [threading.Thread(target=self._work, args=(worker,), daemon=True) for worker in workers]
        with virtual_sleep(), intercepted(self._pause):
            for thread in threads:
                thread.start()
            self._take_turns(list(workers))
            for thread in threads:
                thread.join()
        return workers

    def _take_turns(self, running: list[Worker]) -> None:
        while running:
            worker = self._chance.choice(running)
            worker.turn.release()
            if not self._stopped.acquire(timeout=PATIENCE_SECONDS):
                raise AssertionError(f"job {worker.number} waits for something another job holds across an AWS call")
            if worker.ended:
                running.remove(worker)

    def _work(self, worker: Worker) -> None:
        self._this_thread.worker = worker
        worker.turn.acquire()
        try:
            worker.result = worker.job()
        except BaseException as error:  # an outcome like any other, for the test to judge
            worker.error = error
        worker.ended = True
        self._stopped.release()

    def _pause(self, call: Call, carry_out: Carry) -> Answer:
        worker: Worker | None = getattr(self._this_thread, "worker", None)
        if worker is not None and call.url:
            self._stopped.release()
            worker.turn.acquire()
            self.order.append((worker.number, str(call)))
        return carry_out()
