"""The sweep of capture requests on the running stack, with execution histories like on AWS."""

from collections.abc import Iterator
from typing import Any

from samcli.yamlhelper import yaml_parse

from faktura.capture.requests.overdue_store import MAX_OVERDUE
from faktura.core.attributes import marshalled
from tests.support.architecture.template import ROOT
from tests.support.builders import hanging_request
from tests.support.histories import MAX_EVENTS, least_events
from tests.support.local.stacks import Served, eventually

SWEEP = yaml_parse((ROOT / "workflows" / "request_sweep.asl.yaml").read_text("utf-8"))
BACKLOG = 2 * MAX_OVERDUE + 5


def test_a_sweep_of_more_than_one_round_continues_in_more_executions(running: Served) -> None:
    machines, machine = running.client("stepfunctions"), running.physical("CaptureRequestSweep")
    for number in range(BACKLOG):
        running.client("dynamodb").put_item(
            TableName=running.physical("CaptureTable"), Item=marshalled(hanging_request(number))
        )

    first = machines.start_execution(stateMachineArn=machine, name="backlog", input="{}")["executionArn"]

    eventually(lambda: all(state(running, number) == "failed" for number in (0, BACKLOG - 1)), 90)
    eventually(lambda: machines.describe_execution(executionArn=first)["status"] == "SUCCEEDED")
    not_met = frozenset({"LeftForTheNextSweep", "AllEnded"})
    whole_round = least_events(SWEEP, {"EndThem": MAX_OVERDUE}, but=not_met)
    assert len(list(history(running, first))) == whole_round < MAX_EVENTS  # of the one round that an execution has


def state(stack: Served, number: int) -> str:
    key = {name: hanging_request(number)[name] for name in ("mga", "record")}
    item = stack.client("dynamodb").get_item(TableName=stack.physical("CaptureTable"), Key=marshalled(key))["Item"]
    return str(item["state"]["S"])


def history(stack: Served, execution: str) -> Iterator[Any]:
    for page in stack.client("stepfunctions").get_paginator("get_execution_history").paginate(executionArn=execution):
        yield from page["events"]
