import threading
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from moto.stepfunctions.parser.backend import execution as moto_execution

from local import executions
from local.environment import Answer
from local.stack import Rule

MACHINE = "arn:aws:states:us-east-1:1:stateMachine:m"
PATTERN = {
    "source": ["aws.states"],
    "detail-type": ["Step Functions Execution Status Change"],
    "detail": {"stateMachineArn": [MACHINE], "status": ["FAILED", "TIMED_OUT", "ABORTED"]},
}


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes]]:
    """The calls of the rule's target, without moto's own work."""
    calls: list[tuple[str, bytes]] = []
    worker = moto_execution.BaseExecutionWorkerCommunication
    monkeypatch.setattr(worker, "_reflect_execution_status", worker._reflect_execution_status)
    monkeypatch.setattr(executions, "_reflect", lambda _: None)

    def invoke(target: str, event: bytes) -> Answer:
        calls.append((target, event))
        return Answer(b"null", failed=len(calls) == 1)

    executions.announce_ends([Rule("Rule", PATTERN, ("arn:aws:lambda:us-east-1:1:function:sweep",))], invoke)
    return calls


def end(status: str, machine: str = MACHINE) -> None:
    moment = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    ended: Any = SimpleNamespace(
        account_id="1",
        region_name="us-east-1",
        exec_arn=machine.replace("stateMachine", "execution") + ":job",
        state_machine=SimpleNamespace(arn=machine),
        name="job",
        status=status,
        start_date=moment,
        stop_date=moment,
        input_data={"tenant": "acme"},
    )
    moto_execution.BaseExecutionWorkerCommunication(ended).terminated()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.name.startswith("tell"):
            thread.join()


def test_the_end_of_an_execution_is_sent_to_the_rules_target_until_a_call_succeeds(
    shown: list[tuple[str, bytes]],
) -> None:
    end("ABORTED")

    assert [target for target, _ in shown] == ["arn:aws:lambda:us-east-1:1:function:sweep"] * 2
    assert b'"status": "ABORTED"' in shown[0][1]
    assert b'"input": "{\\"tenant\\":\\"acme\\"}"' in shown[0][1]


def test_an_event_that_matches_no_rule_is_not_sent(shown: list[tuple[str, bytes]]) -> None:
    end("SUCCEEDED")
    end("FAILED", MACHINE + "-other")

    assert shown == []
