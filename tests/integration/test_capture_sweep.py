"""The sweep of capture requests with more to do than fits into the history of one execution."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from faktura.capture.requests.overdue_store import MAX_OVERDUE
from tests.support.builders import hanging_request
from tests.support.deployment import Deployment
from tests.support.workflow import START_EXECUTION, Execution, TaskCall

WORKFLOW = Path(__file__).parents[2] / "workflows" / "request_sweep.asl.yaml"
FUNCTIONS = {
    "SelectOverdueRequests": "capture.select_overdue_requests",
    "EndOverdueRequest": "capture.end_overdue_request",
}


def swept(faktura: Deployment) -> list[Execution]:
    """Every execution of one sweep, run to its end."""
    executions = [Execution(WORKFLOW, {}, Random(1))]

    def invoke(call: TaskCall) -> Any:
        if call.function != START_EXECUTION:
            return faktura.call(FUNCTIONS[call.function], call.document)
        executions.append(Execution(WORKFLOW, call.document, Random(1)))
        return {}

    for execution in executions:  # it grows meanwhile
        while execution.status == "RUNNING":
            execution.step(invoke)
    return executions


def unfinished(faktura: Deployment) -> int:
    return sum("unfinished" in item for item in faktura.items("CaptureTable"))


def test_a_sweep_is_split_into_executions_of_a_hundred_requests_each(faktura: Deployment) -> None:
    """Regression: it was one execution of 40 rounds, which Step Functions ends at the 18th if all are full."""
    backlog = 18 * MAX_OVERDUE + 1
    faktura.fill("CaptureTable", map(hanging_request, range(backlog)))

    executions = swept(faktura)

    assert unfinished(faktura) == 0
    assert [execution.status for execution in executions] == ["SUCCEEDED"] * 19
    assert max(execution.calls for execution in executions) == 1 + MAX_OVERDUE + 1


@pytest.mark.parametrize("broken", [MAX_OVERDUE, 2 * MAX_OVERDUE + 1])
def test_requests_that_cannot_be_ended_do_not_block_others(faktura: Deployment, broken: int) -> None:
    """The next round, and the next sweep, began with the same hundred again."""
    faktura.fill("CaptureTable", (hanging_request(number, mode=..., customerId=...) for number in range(broken)))
    faktura.fill("CaptureTable", (hanging_request(broken + number) for number in range(20)))

    executions = swept(faktura)

    assert unfinished(faktura) == broken
    assert executions[-1].status == "SUCCEEDED"
    assert len(executions) == -(-(broken + 20) // MAX_OVERDUE)
