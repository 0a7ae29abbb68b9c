"""Alarms ring when something is wrong, and only then: days of a stack, and what rings on each."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import pytest

from faktura.core.endpoint import Endpoint
from tests.support.architecture.alarms import (
    Metric,
    Moment,
    alarms,
    call,
    filters,
    metrics_of,
    report,
    ringing,
)
from tests.support.architecture.log_patterns import matches
from tests.support.architecture.template import (
    ROOT,
    modules,
    translated,
    written_of,
)

PROCESS, PUSH = "/api/v1/invoice/{customerId}/process", "/api/data-on-demand/invoices"
BILL = "/api/invoices/{invoiceId}"
FAULT = {"level": "ERROR", "message": "aws call failed", "ApiFaults": 1}
"""A line of an endpoint; `tests/unit/core/test_endpoint_faults.py` holds that it is written."""

ON_TIME: Mapping[Metric, list[float]] = {
    ("ExecutionsStarted", "CaptureRequestSweep"): [1.0] * 4,
    ("Invocations", "JobsSweepJobsFunction"): [1.0] * 4,
    ("Invocations", "JobsStartScheduledJobsFunction"): [1.0],
    ("Invocations", "AuditSignHeadsFunction"): [1.0],
}
"""An hour's starts of what is scheduled."""

HEARTBEATS: Mapping[Metric, str] = {
    ("ExecutionsStarted", "CaptureRequestSweep"): "RequestSweepHeartbeatAlarm",
    ("Invocations", "JobsSweepJobsFunction"): "JobSweepHeartbeatAlarm",
    ("Invocations", "JobsStartScheduledJobsFunction"): "ScheduledJobHeartbeatAlarm",
    ("Invocations", "AuditSignHeadsFunction"): "HeadHeartbeatAlarm",
}

MACHINES = {
    "CaptureRequestSweep": "SweepFailureAlarm",
    "CaptureWebhookDelivery": "WebhookFailureAlarm",
    "JobsInvoiceJob": "JobFailureAlarm",
    "JobsExport": "ExportFailureAlarm",
    "BillingExport": "ExportFailureAlarm",
    "CasesExport": "ExportFailureAlarm",
}
QUEUES: Mapping[str, str] = {
    "PimsQueue": "PimsBacklogAlarm",
    "CaptureUploadQueue": "UploadBacklogAlarm",
    "PimsDeadLetterQueue": "PimsDeadLetterAlarm",
    "CaptureUploadDeadLetterQueue": "UploadDeadLetterAlarm",
    "FailedEventQueue": "FailedEventAlarm",
}
API_PATHS = {
    "Access": "/oauth/token",
    "Pims": PUSH,
    "Capture": PROCESS,
    "Billing": BILL,
    "Jobs": "/invoice/{tenant}/jobs/invoices",
    "Cases": "/api/v2/invoices/find",
}


def day(*calls: dict[str, Any], logged: tuple[dict[str, Any], ...] = (), **measured: Any) -> Moment:
    """A day on which all schedules fire."""
    reports = [report("success")] * len(calls)
    return Moment([*logged, *reports], calls, {**ON_TIME, **measured.get("besides", {})})


def test_a_healthy_quiet_day_rings_nothing() -> None:
    healthy = day(call(PUSH), call(BILL, 404), call(BILL, 401), call(PROCESS, milliseconds=9000))

    assert ringing(healthy) == set()


def test_a_day_without_a_call_rings_nothing() -> None:
    assert ringing(day()) == set()


def test_a_busy_day_with_one_percent_of_unreadable_documents_rings_nothing() -> None:
    """`OCR_FAILED` is 500 by design (docs/apis/capture.md): the operator has nothing to repair."""
    unreadable = [call(PROCESS, 500, 3000)] * 30
    logged = ({"level": "INFO", "message": "request failed", "code": "OCR_FAILED"},) * 30

    busy = day(*[call(PROCESS, milliseconds=4000)] * 970, *[call(PUSH)] * 2000, *unreadable, logged=logged)

    assert ringing(busy) == set()


def test_five_percent_of_faults_ring() -> None:
    faulty = day(*[call(BILL)] * 950, *[call(BILL, 503)] * 50, logged=(FAULT,) * 50)

    assert ringing(faulty) == {"ApiErrorAlarm"}


def test_a_fault_now_and_then_rings_nothing() -> None:
    assert ringing(day(call(BILL), call(BILL, 503), call(BILL, 503), logged=(FAULT,) * 2)) == set()


@pytest.mark.parametrize("unanswered", [call(PUSH, 502), call(PUSH, 504)])
def test_what_the_gateway_answers_in_place_of_a_function_rings(unanswered: dict[str, Any]) -> None:
    faulty = day(*[call(PUSH)] * 97, *[unanswered] * 3)

    assert ringing(faulty) == {"ApiErrorAlarm"}


@pytest.mark.parametrize(("times", "rung"), [(10, set()), (11, {"ThrottleAlarm"})])
def test_calls_that_lambda_does_not_start_ring_and_are_no_fault_of_a_deployment(times: int, rung: set[str]) -> None:
    busy = day(*[call(BILL)] * 100, *[call(BILL, 503, refusal="INTEGRATION_FAILURE")] * times)

    assert ringing(busy) == rung


def test_a_flood_that_the_gateway_throttles_rings_nothing() -> None:
    assert ringing(day(call(PUSH), *[call(PUSH, 429, 1, "THROTTLED")] * 5000)) == set()


@pytest.mark.parametrize(("status", "cured"), [("timeout", 1), ("error", 2), ("failure", 2)])
def test_a_function_that_fails_rings_unless_trying_again_helps(status: str, cured: int) -> None:
    """One time-out that a queue tried again would else roll a whole deployment back."""
    assert ringing(day(logged=(report(status),) * cured)) == set()
    assert ringing(day(logged=(report(status),) * (cured + 1))) == {"FunctionFailureAlarm"}


@pytest.mark.parametrize("missed", ON_TIME)
def test_a_schedule_that_does_not_fire_rings(missed: Metric) -> None:
    others = {metric: values for metric, values in ON_TIME.items() if metric != missed}

    assert ringing(Moment([report("success")], [call(PUSH)], others)) == {HEARTBEATS[missed]}


def test_every_schedule_has_a_heartbeat() -> None:
    schedules = [one for one in translated().values() if one["Type"] == "AWS::Scheduler::Schedule"]

    assert len(schedules) == len(ON_TIME)


@pytest.mark.parametrize("api", API_PATHS)
def test_a_slow_api_rings_for_itself(api: str) -> None:
    slow = [call(API_PATHS[api], milliseconds=27000)] * 2

    assert ringing(day(*[call(path) for path in API_PATHS.values()] * 98, *slow)) == {f"{api}LatencyAlarm"}


def test_documents_may_take_as_long_as_capture_says() -> None:
    assert ringing(day(*[call(PROCESS, milliseconds=25000)] * 100)) == set()


@pytest.mark.parametrize("queue", written_of("AWS::SQS::Queue"))
def test_what_waits_in_a_queue_for_long_rings_and_so_does_a_dead_letter(queue: str) -> None:
    is_worked = QUEUES[queue].endswith("BacklogAlarm")
    metric = "ApproximateAgeOfOldestMessage" if is_worked else "ApproximateNumberOfMessagesVisible"

    calm, late = (day(besides={(metric, queue): [value]}) for value in ((60, 4000) if is_worked else (0, 1)))

    assert ringing(calm) == set()
    assert ringing(late) == {QUEUES[queue]}


@pytest.mark.parametrize("machine", written_of("AWS::Serverless::StateMachine"))
@pytest.mark.parametrize("end", ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"])
def test_an_execution_that_does_not_succeed_rings(machine: str, end: str) -> None:
    assert ringing(day(besides={(end, machine): [1.0]})) == {MACHINES[machine]}


@pytest.mark.parametrize("machine", written_of("AWS::Serverless::StateMachine"))
def test_a_workflow_that_is_throttled_rings(machine: str) -> None:
    assert ringing(day(besides={("ExecutionThrottled", machine): [2.0]})) == {"WorkflowThrottleAlarm"}


def test_calls_that_aws_throttles_ring_whichever_table_or_index_is_too_busy() -> None:
    """DynamoDB's own metrics count indexes apart from their tables, and the alarm did not see them."""
    throttled = {"level": "WARNING", "message": "aws call throttled", "ThrottledCalls": 1}

    assert ringing(day(logged=(throttled,))) == {"ThrottledCallAlarm"}


def test_a_journal_that_was_changed_rings() -> None:
    changed = day(besides={("JournalsChanged", ""): [0.0, 1.0]})

    assert ringing(changed) == {"JournalChangedAlarm"}


def test_each_endpoint_counts_for_one_api_but_for_those_of_the_service_itself() -> None:
    latencies = {name: one for name, one in filters().items() if name.endswith("LatencyMetric")}

    for module in modules():
        if isinstance(endpoint := import_module(module).handler, Endpoint):
            line = call(endpoint.path)
            counted = [name for name, one in latencies.items() if matches(one["FilterPattern"], line)]
            api = module.split(".")[0]
            assert counted == ([] if api == "service" else [f"{api.capitalize()}LatencyMetric"]), module


@pytest.mark.parametrize("name", alarms())
def test_an_alarm_watches_no_more_metrics_than_cloudwatch_evaluates(name: str) -> None:
    assert 1 <= len(metrics_of(alarms()[name])) <= 10


def test_the_operator_is_told_what_the_alarms_cost() -> None:
    watched = sum(len(metrics_of(alarm)) for alarm in alarms().values())
    sentence = f"{len(alarms())} alarms watch {watched} metrics, at $0.10 each ${watched / 10:.2f} a month"

    assert sentence in " ".join((ROOT / "docs" / "operations.md").read_text("utf-8").split())


def test_what_a_function_fails_that_nobody_waits_for_is_kept() -> None:
    """Scheduler and EventBridge call functions without waiting for an answer."""
    resources = translated()
    targets = [
        target
        for one in resources.values()
        for target in [one["Properties"].get("Target"), *one["Properties"].get("Targets", [])]
        if one["Type"] in ("AWS::Scheduler::Schedule", "AWS::Events::Rule") and target
    ]
    configured = [one["Properties"] for one in resources.values() if one["Type"] == "AWS::Lambda::EventInvokeConfig"]
    kept = {"Fn::GetAtt": ["FailedEventQueue", "Arn"]}

    assert {str(target.get("DeadLetterConfig")) for target in targets} == {str({"Arn": kept})}
    assert (
        {one["FunctionName"]["Ref"] for one in configured}
        == {
            "JobsSweepJobsFunction",
            "JobsStartScheduledJobsFunction",
            "AuditSignHeadsFunction",
        }
        == _called_without_waiting(targets)
    )
    assert [one["DestinationConfig"]["OnFailure"]["Destination"] for one in configured] == [kept] * len(configured)


def _called_without_waiting(targets: list[Any]) -> set[str]:
    """The functions among the targets; an alias is named after its function."""
    named = {str(target["Arn"].get("Ref") or target["Arn"]["Fn::GetAtt"][0]) for target in targets}
    return {one.removesuffix("Aliaslive") for one in named if "Function" in one}
