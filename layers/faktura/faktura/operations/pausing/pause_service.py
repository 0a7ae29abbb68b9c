"""Stops a stack so that nothing writes to its tables, and starts it again.

A stop first records what is on, then turns it off: the API, the schedules, the queues' workers. Messages stay in their
queues. Then it waits for what is under way. Both commands may be repeated, and a start undoes half a stop.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from faktura.operations.errors import StillRunning
from faktura.operations.pausing.execution_store import ExecutionStore
from faktura.operations.pausing.gateway_store import GatewayStore
from faktura.operations.pausing.record import Record
from faktura.operations.pausing.record_store import RecordStore
from faktura.operations.pausing.schedule_store import ScheduleStore
from faktura.operations.pausing.subscription_store import SubscriptionStore
from faktura.operations.stack_store import StackStore

DRAIN_SECONDS = 600
"""The longest that a function runs which no execution waits for."""

MAX_WAIT_SECONDS = 3_600

ENDED_AT_ONCE = ("CaptureWebhookDelivery",)
"""Workflows whose executions are ended, because they may wait for days. The sweep resumes their deliveries."""

_POLL_SECONDS = 2


@dataclass(frozen=True)
class Patience:
    """How long a stop waits, in seconds: for executions, and then for functions that nothing shows."""

    executions: float = MAX_WAIT_SECONDS
    functions: float = DRAIN_SECONDS


class PauseService:
    """Stops and starts one stack. `say` tells the operator what is going on."""

    def __init__(self, stack: StackStore, say: Callable[[str], None]) -> None:
        self._stack, self._say = stack, say
        self._records = RecordStore(stack.name)
        self._subscriptions, self._schedules = SubscriptionStore(), ScheduleStore()
        self._executions = ExecutionStore()

    def stop(self, patience: Patience) -> Record:
        """Stop the stack; what was on. `StillRunning` if executions have not ended in time: then repeat it."""
        on = Record(
            self._subscriptions.enabled(self._stack.of_kind("AWS::Lambda::EventSourceMapping").values()),
            self._schedules.enabled(self._stack.of_kind("AWS::Scheduler::Schedule").values()),
        )
        record = on | (self._records.read() or Record())
        self._records.keep(record)
        for gateway in self._gateways():
            gateway.close()
        self._schedules.switch(record.schedules, on=False)
        self._subscriptions.switch(record.subscriptions, on=False)
        self._say("the API, the schedules and the queues' workers are off")
        self._await_executions(patience.executions)
        self._say(f"waiting {patience.functions:.0f} s for functions that still run")
        time.sleep(patience.functions)
        self._await_executions(patience.executions)  # a function may have started one
        self._records.keep(replace(record, is_stopped=True))
        return record

    def start(self) -> Record | None:
        """Start the stack with what was on before the stop; `None` if it was not stopped."""
        record = self._records.read()
        if record:
            self._records.keep(replace(record, is_stopped=False))
            self._subscriptions.switch(record.subscriptions, on=True)
            self._schedules.switch(record.schedules, on=True)
        for gateway in self._gateways():
            gateway.open()
        self._records.forget()
        return record

    def _await_executions(self, seconds: float) -> None:
        machines = self._stack.of_kind("AWS::StepFunctions::StateMachine")
        for logical_id in ENDED_AT_ONCE:
            for execution in self._executions.running(machines[logical_id]):
                self._executions.end(execution)
        until = time.monotonic() + seconds
        while running := {name: len(found) for name in machines if (found := self._executions.running(machines[name]))}:
            if time.monotonic() >= until:
                named = ", ".join(f"{count} of {name}" for name, count in running.items())
                raise StillRunning(f"executions still run: {named}; run the command again, or start to undo it")
            time.sleep(_POLL_SECONDS)

    def _gateways(self) -> Iterator[GatewayStore]:
        api = self._stack.physical("Api")
        for stage in self._stack.of_kind("AWS::ApiGateway::Stage").values():
            yield GatewayStore(api, stage)
