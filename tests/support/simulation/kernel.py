"""Virtual time: tasks are greenlets of which one runs at a time, and the clock jumps to the next that is due.

So an hour of back-off, and the hundred environments that wait through it, take no longer than their calls on moto.
Greenlets, because threads that take turns wait milliseconds for each turn on a busy machine.
"""

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any, Self

from greenlet import getcurrent, greenlet


@dataclass
class Task:
    """A job; `place` is whatever it runs in, such as an execution environment, and `memory` is its own."""

    job: Callable[[], object]
    place: Any
    ended: bool = False
    waiting: "list[Task]" = field(default_factory=list, repr=False)
    memory: dict[str, Any] = field(default_factory=dict, repr=False)
    greenlet: Any = field(default=None, repr=False)


class Simulation:
    """Runs tasks side by side in virtual seconds. `on_tick` is called with the time whenever it moves."""

    def __init__(self, on_tick: Callable[[float], object] = lambda _: None) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, Task]] = []
        self._order = count()
        self._on_tick = on_tick
        self._main = getcurrent()
        self.task: Task | None = None
        """The task that runs; `None` outside of `run`."""

    def time(self) -> float:
        """The virtual time, as a clock."""
        return self.now

    def begin(self, job: Callable[[], object], place: Any = None, after: float = 0) -> Task:
        """Begin a task so many seconds from now, in this place, or else in that of the present task."""
        task = Task(job, place if place is not None or self.task is None else self.task.place)
        task.greenlet = greenlet(lambda: self._work(task), self._main)
        self._schedule(task, self.now + after)
        return task

    def sleep(self, seconds: float) -> None:
        """Let so much time pass for the present task."""
        self._schedule(self._present(), self.now + seconds)
        self._main.switch()

    def wait(self, tasks: Iterable[Task]) -> None:
        """Wait until the tasks have ended."""
        present = self._present()
        for task in tasks:
            if not task.ended:
                task.waiting.append(present)
                self._main.switch()

    def run(self) -> None:
        """Run until every task has ended. An error of a task ends the run."""
        while self._due:
            at, _, task = heappop(self._due)
            if at > self.now:
                self.now = at
                self._on_tick(at)
            self.task = task
            try:
                task.greenlet.switch()
            finally:
                self.task = None

    def _work(self, task: Task) -> None:
        task.job()
        task.ended = True
        for one in task.waiting:
            self._schedule(one, self.now)

    def _schedule(self, task: Task, at: float) -> None:
        heappush(self._due, (at, next(self._order), task))

    def _present(self) -> Task:
        assert self.task, "only a task can wait"
        return self.task


class Executor:
    """What replaces a ThreadPoolExecutor inside a simulation: its threads are tasks."""

    def __init__(self, simulation: Simulation, at_once: int) -> None:
        self._simulation, self._at_once = simulation, at_once
        self._waiting: deque[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = deque()
        self._tasks: list[Task] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._simulation.wait(self._tasks)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
        """The future result of the call."""
        future: Future[Any] = Future()
        self._waiting.append((future, function, arguments))
        if len(self._tasks) < self._at_once:
            self._tasks.append(self._simulation.begin(self._work))
        return future

    def _work(self) -> None:
        while self._waiting:
            future, function, arguments = self._waiting.popleft()
            try:
                future.set_result(function(*arguments))
            except BaseException as error:  # the future's, as in a ThreadPoolExecutor
                future.set_exception(error)


def executor_of(simulation: Simulation) -> Callable[[int], "Executor | ThreadPoolExecutor"]:
    """What makes executors: of tasks for a task, of threads for all others."""
    return lambda at_once: Executor(simulation, at_once) if simulation.task else ThreadPoolExecutor(at_once)
