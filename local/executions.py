"""Step Functions features that moto lacks: events when executions end, and states that start executions."""

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from moto.events.models import EventPattern
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn import (
    StateTaskServiceSfn,
)
from moto.stepfunctions.parser.asl.utils.encoding import to_json_str
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution

from local.environment import Answer
from local.stack import Rule

_LOG = logging.getLogger(__name__)
KEYS = {"ak": "sk"}
"""The credentials with which moto's state machines sign their AWS calls."""
_MAX_ATTEMPTS = 3
"""How often Lambda calls a function with an asynchronous event, including the first call."""

Invoke = Callable[[str, bytes], Answer]

_reflect = BaseExecutionWorkerCommunication._reflect_execution_status
_normalise = StateTaskServiceSfn._normalise_parameters


def announce_ends(rules: Iterable[Rule], invoke: Invoke) -> None:
    """Call the targets of every rule that matches the end of an execution. `invoke` takes a function's ARN."""
    listening = [(EventPattern(None, dict(rule.pattern)), rule) for rule in rules]

    def reflect(worker: BaseExecutionWorkerCommunication) -> None:
        _reflect(worker)
        event = ended(worker.execution)
        for pattern, rule in listening:
            if pattern.matches_event(event):
                for target in rule.targets:
                    threading.Thread(target=_send, args=(target, event, invoke), name="send event", daemon=True).start()

    BaseExecutionWorkerCommunication._reflect_execution_status = reflect


def start_from_within() -> None:
    """Let a state start an execution: convert parameter names to boto's, and times in the answer to numbers."""

    def normalise(service: StateTaskServiceSfn, parameters: dict[str, Any], *terms: Any, **more: Any) -> None:
        _normalise(service, parameters, *terms, **more)
        for name in list(parameters):
            parameters[name[0].lower() + name[1:]] = parameters.pop(name)

    def plain(_service: StateTaskServiceSfn, response: dict[str, Any], **_more: Any) -> None:
        for name in list(response):
            value = response.pop(name)
            response[name[0].upper() + name[1:]] = value.timestamp() if isinstance(value, datetime) else value

    StateTaskServiceSfn._normalise_parameters = normalise
    StateTaskServiceSfn._normalise_response = plain


def ended(execution: Execution) -> dict[str, Any]:
    """The event "Step Functions Execution Status Change" that EventBridge sends to a target."""
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": execution.account_id,
        "time": execution.stop_date.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": execution.region_name,
        "resources": [execution.exec_arn],
        "detail": {
            "executionArn": execution.exec_arn,
            "stateMachineArn": execution.state_machine.arn,
            "name": execution.name,
            "status": execution.status,
            "startDate": int(execution.start_date.timestamp() * 1000),
            "stopDate": int(execution.stop_date.timestamp() * 1000),
            "input": to_json_str(execution.input_data, separators=(",", ":")),
            "inputDetails": {"included": True},
            "output": None,
        },
    }


def _send(target: str, event: dict[str, Any], invoke: Invoke) -> None:
    for _ in range(_MAX_ATTEMPTS):
        answer = invoke(target, to_json_str(event).encode())
        if not answer.failed:
            return
    _LOG.warning("%s failed to process event %s: %s", target, event["id"], answer.payload.decode())
