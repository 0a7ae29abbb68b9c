"""Execution environments on this machine's scale: few, shared, and gone when nobody needs them.

Callers wait in one line for all functions. The first who can be served is: one whose function has all the environments
it may have lets others pass.
"""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path

from local.environment import Answer, Environment, NotStarted, failed
from local.stack import Function

_IN_ALL = 12
_LOG = logging.getLogger(__name__)
_PAYLOAD_BYTES = 6 * 1024 * 1024
_IDLE_SECONDS = 60.0
_STARTS = 3
"""Of environments that die before they are called."""


class EventTooLarge(Exception):
    """The event exceeds Lambda's 6 MB. The emulator would cut it short instead of refusing it."""


class Environments:
    """Calls functions by logical id: at most 12 environments, callers wait, the least recently used gives way."""

    def __init__(self, functions: Mapping[str, Function], variables: Mapping[str, str], home: Path) -> None:
        self._functions = functions
        self._variables = variables
        self._home = home
        self._environments: list[Environment] = []
        self._line: list[tuple[Function, Future[Environment]]] = []
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        (home / "logs").mkdir(parents=True, exist_ok=True)
        for name in functions:
            (home / "logs" / f"{name}.log").write_bytes(b"")
        threading.Thread(target=self._let_go_of_idle, daemon=True).start()

    def invoke(self, function: str, event: bytes) -> Answer:
        """Call `function` with a JSON event, in an environment of its own. Raises EventTooLarge beyond 6 MB."""
        if len(event) > _PAYLOAD_BYTES:
            raise EventTooLarge
        for _ in range(_STARTS):
            with suppress(NotStarted), self._held(self._functions[function]) as environment:
                return environment.invoke(event)
        return failed("Runtime.ExitError", "The execution environment did not start")

    def stop(self) -> None:
        """Kill all of them, with the calls they serve; who waits in line waits no longer."""
        self._stopped.set()
        with self._lock:
            self._serve_line()
            for environment in self._environments:
                environment.stop()

    @contextmanager
    def _held(self, function: Function) -> Iterator[Environment]:
        """An environment of the caller's own. Raises NotStarted where the pool has stopped."""
        turn: Future[Environment] = Future()
        try:
            with self._lock:
                self._line.append((function, turn))
                self._serve_line()
            yield turn.result()
        finally:  # also of a wait that was interrupted, before its turn came or just as it did
            with self._lock:
                self._line = [one for one in self._line if one[1] is not turn]
                if turn.done() and not turn.exception():
                    environment = turn.result()
                    environment.busy = False
                    environment.last_used = time.monotonic()
                self._serve_line()

    def _serve_line(self) -> None:
        """Give what can be had to those who wait, in the order in which they came."""
        still_waiting = []
        for function, turn in self._line:
            if self._stopped.is_set():
                turn.set_exception(NotStarted())
                continue
            try:
                environment = self._idle(function) or self._new(function)
            except OSError as failure:  # no process could be started: its caller's failure, and nobody else's
                turn.set_exception(failure)
                continue
            if environment:
                turn.set_result(environment)
            else:
                still_waiting.append((function, turn))
        self._line = still_waiting

    def _idle(self, function: Function) -> Environment | None:
        for one in [one for one in self._environments if not one.busy and not one.alive]:
            if not one.stopped:
                _LOG.warning("An environment of %s died unused; a call starts another.", one.function.logical_id)
            self._stop(one)
        idle = [one for one in self._environments if not one.busy and one.function is function]
        if not idle:
            return None
        latest = max(idle, key=lambda one: one.last_used)
        latest.busy = True
        return latest

    def _new(self, function: Function) -> Environment | None:
        """A new environment where there is room, or where one that idles can make room; else nothing."""
        if sum(one.function is function for one in self._environments) >= function.concurrency:
            return None
        if len(self._environments) >= _IN_ALL:
            idle = [one for one in self._environments if not one.busy]
            if not idle:
                return None
            self._stop(min(idle, key=lambda one: one.last_used))
        environment = Environment(function, self._variables, self._home)
        self._environments.append(environment)
        return environment

    def _let_go_of_idle(self) -> None:
        while not self._stopped.wait(_IDLE_SECONDS / 4):
            with self._lock:
                now = time.monotonic()
                for one in [one for one in self._environments if not one.busy and now - one.last_used > _IDLE_SECONDS]:
                    self._stop(one)

    def _stop(self, environment: Environment) -> None:
        environment.stop()
        self._environments.remove(environment)
