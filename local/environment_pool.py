"""A small pool of execution environments for all functions. Idle environments are stopped.

Callers of all functions wait in one queue. A caller whose function has reached its concurrency lets others pass.
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

_MAX_ENVIRONMENTS = 32
"""One person at the desk calls a dozen functions, some of them in parallel. An environment takes about 60 MB."""
_LOG = logging.getLogger(__name__)
_MAX_PAYLOAD_BYTES = 6 * 1024 * 1024
_MAX_IDLE_SECONDS = 300.0
_MAX_STARTS = 3
"""Attempts to start an environment that dies before its first call."""


class EventTooLarge(Exception):
    """The event exceeds Lambda's limit of 6 MB. The emulator would truncate it instead of refusing it."""


class EnvironmentPool:
    """Calls functions by logical id in at most 32 environments. The least recently used makes room for a new one."""

    def __init__(self, functions: Mapping[str, Function], variables: Mapping[str, str], home: Path) -> None:
        self._functions = functions
        self._variables = variables
        self._home = home
        self._environments: list[Environment] = []
        self._waiting: list[tuple[Function, Future[Environment]]] = []
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        (home / "logs").mkdir(parents=True, exist_ok=True)
        for name in functions:
            (home / "logs" / f"{name}.log").write_bytes(b"")
        threading.Thread(target=self._stop_idle, daemon=True).start()

    def invoke(self, function: str, event: bytes) -> Answer:
        """Call `function` with a JSON event, alone in an environment. Raises EventTooLarge beyond 6 MB."""
        if len(event) > _MAX_PAYLOAD_BYTES:
            raise EventTooLarge
        for _ in range(_MAX_STARTS):
            with suppress(NotStarted), self._held(self._functions[function]) as environment:
                return environment.invoke(event)
        return failed("Runtime.ExitError", "The execution environment did not start")

    def stop(self) -> None:
        """Kill all environments and their calls. Waiting callers fail."""
        self._stopped.set()
        with self._lock:
            self._serve_waiting()
            for environment in self._environments:
                environment.stop()

    @contextmanager
    def _held(self, function: Function) -> Iterator[Environment]:
        """An environment for this caller alone. Raises NotStarted if the pool has stopped."""
        turn: Future[Environment] = Future()
        try:
            with self._lock:
                self._waiting.append((function, turn))
                self._serve_waiting()
            yield turn.result()
        finally:  # also after an interrupted wait, before its turn or at that moment
            with self._lock:
                self._waiting = [one for one in self._waiting if one[1] is not turn]
                if turn.done() and not turn.exception():
                    environment = turn.result()
                    environment.busy = False
                    environment.last_used = time.monotonic()
                self._serve_waiting()

    def _serve_waiting(self) -> None:
        """Give environments to waiting callers in the order of their arrival."""
        still_waiting = []
        for function, turn in self._waiting:
            if self._stopped.is_set():
                turn.set_exception(NotStarted())
                continue
            try:
                environment = self._idle(function) or self._new(function)
            except OSError as failure:  # no process could be started: only this caller fails
                turn.set_exception(failure)
                continue
            if environment:
                turn.set_result(environment)
            else:
                still_waiting.append((function, turn))
        self._waiting = still_waiting

    def _idle(self, function: Function) -> Environment | None:
        """The most recently used environment of the function that is not busy and still alive."""
        idle = [one for one in self._environments if not one.busy and one.function is function]
        for latest in sorted(idle, key=lambda one: one.last_used, reverse=True):
            if latest.alive:
                latest.busy = True
                return latest
            if not latest.stopped:
                _LOG.warning("An environment of %s died unused; a call starts another.", function.logical_id)
            self._stop(latest)
        return None

    def _new(self, function: Function) -> Environment | None:
        """A new environment if there is room, or if an idle one can be stopped to make room. None otherwise."""
        if sum(one.function is function for one in self._environments) >= function.concurrency:
            return None
        if len(self._environments) >= _MAX_ENVIRONMENTS:
            idle = [one for one in self._environments if not one.busy]
            if not idle:
                return None
            self._stop(min(idle, key=lambda one: one.last_used))
        environment = Environment(function, self._variables, self._home)
        self._environments.append(environment)
        return environment

    def _stop_idle(self) -> None:
        while not self._stopped.wait(_MAX_IDLE_SECONDS / 4):
            with self._lock:
                now = time.monotonic()
                for one in [
                    one for one in self._environments if not one.busy and now - one.last_used > _MAX_IDLE_SECONDS
                ]:
                    self._stop(one)

    def _stop(self, environment: Environment) -> None:
        environment.stop()
        self._environments.remove(environment)
