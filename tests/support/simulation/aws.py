"""AWS inside a simulation: what a call takes, transactions that meet, and execution environments.

The durations are assumptions, on the fast side: faster functions press harder on a partition.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from unittest.mock import patch

import time_machine
from botocore.retries.quota import RetryQuota
from moto.dynamodb.models import dynamodb_backends

from faktura.billing import billing_store
from faktura.core import parallel
from local.dynamodb.throughput import Limits, Throughput, limited
from tests.support.deployment import CREDENTIALS, Deployment
from tests.support.faults import calls
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.injected import answered
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.simulation.kernel import Simulation, executor_of

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
CPU_SECONDS = 0.001
"""Of an environment's CPU for each call; its threads share one CPU."""

SECONDS: Mapping[str, float] = {"dynamodb": 0.005, "s3": 0.030, "sqs": 0.010, "stepfunctions": 0.020, "kms": 0.010}
TRANSACTION_SECONDS = 0.010
"""Of a transaction; for as long no other may write its items."""


@dataclass
class Environment:
    """An execution environment: its CPU, and what its process remembers between calls."""

    cpu_free_at: float = 0.0
    quotas: dict[int, RetryQuota] = field(default_factory=dict)
    counters: dict[tuple[str, ...], Any] = field(default_factory=dict)


class World:
    """The product in a simulation; `throughput` tells what DynamoDB throttled, `conflicts` what transactions met."""

    def __init__(self, simulation: Simulation, throughput: Throughput) -> None:
        self.simulation, self.throughput = simulation, throughput
        self.conflicts = 0
        self.calls = 0
        self._busy: set[tuple[str, str]] = set()

    def around(self, call: Call, carry_out: Carry) -> Answer:
        """Carry out a call of a task after its time."""
        task = self.simulation.task
        if task is None or not call.url:
            return carry_out()
        self.calls += 1
        self._use_cpu(task.place)
        if call.operation == "TransactWriteItems":
            return self._transaction(call, carry_out)
        self.simulation.sleep(SECONDS.get(call.service, 0.010))
        return carry_out()

    def _use_cpu(self, environment: Environment) -> None:
        ready = max(self.simulation.now, environment.cpu_free_at) + CPU_SECONDS
        environment.cpu_free_at = ready
        self.simulation.sleep(ready - self.simulation.now)

    def _transaction(self, call: Call, carry_out: Carry) -> Answer:
        items = _items(call)
        busy = [item in self._busy for item in items]
        if any(busy):
            self.conflicts += 1
            self.simulation.sleep(SECONDS["dynamodb"])
            return _conflict(call, busy)
        self._busy |= set(items)
        try:
            self.simulation.sleep(TRANSACTION_SECONDS)
            return carry_out()
        finally:
            self._busy -= set(items)


@contextmanager
def simulated(faktura: Deployment, functions: list[str], limits: Limits) -> Iterator[World]:
    """The product in virtual time, with the variables of these functions, under these limits of DynamoDB."""
    with ExitStack() as block:
        traveller = block.enter_context(time_machine.travel(START.timestamp(), tick=False))
        simulation = Simulation(lambda now: traveller.move_to(START.timestamp() + now))
        variables = dict(CREDENTIALS)
        for function in functions:
            block.enter_context(faktura.environment(function))
            variables |= _variables(faktura, function)
        block.enter_context(patch.dict("os.environ", variables))
        world = World(simulation, block.enter_context(limited(limits, simulation.time)))
        block.enter_context(virtual_sleep(pass_by=partial(_sleep, simulation)))
        block.enter_context(intercepted(world.around))
        block.enter_context(patch.object(parallel, "ThreadPoolExecutor", executor_of(simulation)))
        block.enter_context(_memories(simulation))
        yield world


def _variables(faktura: Deployment, function: str) -> dict[str, str]:
    logical_id = "".join(map(str.capitalize, function.replace(".", "_").split("_"))) + "Function"
    return faktura.stack.environment(logical_id)


def _sleep(simulation: Simulation, seconds: float) -> None:
    if simulation.task:
        simulation.sleep(seconds)


@contextmanager
def _memories(simulation: Simulation) -> Iterator[None]:
    """Each environment has botocore's retry quotas and billing's counters for itself, each task its own variables."""
    acquire, release, counter = RetryQuota.acquire, RetryQuota.release, billing_store._counter

    def own(quota: RetryQuota) -> RetryQuota:
        if simulation.task is None:
            return quota
        quotas: dict[int, RetryQuota] = simulation.task.place.quotas
        return quotas.setdefault(id(quota), RetryQuota())

    def own_counter(*names: str) -> Any:
        if simulation.task is None:
            return counter(*names)
        counters = simulation.task.place.counters
        if names not in counters:
            counters[names] = counter.__wrapped__(*names)
        return counters[names]

    with (
        patch.object(RetryQuota, "acquire", lambda quota, amount: acquire(own(quota), amount)),
        patch.object(RetryQuota, "release", lambda quota, amount: release(own(quota), amount)),
        patch.object(billing_store, "_counter", own_counter),
        patch.object(calls, "_this_thread", _TaskLocal(simulation)),
    ):
        yield


class _TaskLocal:
    """Stands in for a thread's local variables: all tasks share one thread."""

    def __init__(self, simulation: Simulation) -> None:
        object.__setattr__(self, "_simulation", simulation)
        object.__setattr__(self, "_outside", {})

    def __getattr__(self, name: str) -> Any:
        return self._memory().get(name, getattr(calls._ThisThread, name))

    def __setattr__(self, name: str, value: Any) -> None:
        self._memory()[name] = value

    def _memory(self) -> dict[str, Any]:
        task = self._simulation.task
        memory: dict[str, Any] = task.memory if task else self._outside
        return memory


@dataclass(frozen=True)
class SimulatedContext:
    """The Lambda context of a call that may take `seconds` of virtual time."""

    simulation: Simulation
    seconds: float
    began: float
    aws_request_id: str = "simulated"

    def get_remaining_time_in_millis(self) -> int:
        """The remaining virtual time of the call."""
        return int((self.seconds - (self.simulation.now - self.began)) * 1000)


Handler = Callable[[Any, Any], Any]


def _items(call: Call) -> list[tuple[str, str]]:
    found = []
    for element in call.parameters["TransactItems"]:
        [request] = element.values()
        names = _key_names(request["TableName"])
        values = request.get("Key") or request["Item"]
        found.append((request["TableName"], repr([values[name] for name in names])))
    return found


def _key_names(table: str) -> list[str]:
    [names] = [
        region.tables[table].table_key_attrs
        for account in list(dynamodb_backends.values())
        for region in list(account.values())
        if table in region.tables
    ]
    return list(names)


def _conflict(call: Call, busy: list[bool]) -> Answer:
    code = "TransactionCanceledException"
    reasons = [{"Code": "TransactionConflict" if one else "None"} for one in busy]
    body = json.dumps({"__type": code, "Message": code, "CancellationReasons": reasons})
    return answered(call, 400, body, **{"x-amzn-errortype": code})
