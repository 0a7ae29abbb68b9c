"""One id follows a piece of work through every function. The query in docs/operations.md finds all its lines."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from faktura.core.request import Request
from tests.support.architecture.template import ROOT, written_of
from tests.support.builders import http_event, pims_invoice, sales_order
from tests.support.local.calls import Caller, registered
from tests.support.local.capture import notified, uploaded, url
from tests.support.local.stacks import Served, eventually
from tests.support.paper import photograph
from tests.support.receivers import OK, http, receiving

LOGS = ROOT / ".faktura" / "logs"
SCOPES = ("invoice.invoice_manage", "order.order_manage", "configuration.configuration_manage")

Line = Mapping[str, Any]


@cache
def query() -> str:
    """The query in docs/operations.md."""
    pages = "\n".join(page.read_text("utf-8") for page in (ROOT / "docs").glob("*.md"))
    [found] = [
        block
        for block in re.findall(r"^```\w*\n(.+?)^```$", pages, re.DOTALL | re.MULTILINE)
        if "correlation_id" in block
    ]
    return str(found)


def lines(work: str) -> dict[str, list[Line]]:
    """The lines that the query's first condition finds, by function."""
    [(field, placeholder)] = re.findall(r'filter (\w+) = "(\w+)"', query())
    assert placeholder == "REQUEST_ID"
    found: dict[str, list[Line]] = {}
    for log in LOGS.glob("*.log"):
        for text in log.read_text("utf-8").splitlines():
            line = json.loads(text) if text.startswith("{") else {}
            if line.get(field) == work:
                found.setdefault(log.stem.removesuffix("Function"), []).append(line)
    return found


def life(work: str, *functions: str) -> dict[str, list[Line]]:
    """The same lines, once all these functions have logged. No other function may have logged."""
    found: dict[str, list[Line]] = eventually(lambda: (all_of := lines(work)).keys() >= {*functions} and all_of, 60)
    assert found.keys() == {*functions}
    return found


def counted(life: Mapping[str, list[Line]]) -> dict[str, float]:
    """The metrics that CloudWatch makes from these lines, by the template's filters and the embedded metrics."""
    every = [line for of_function in life.values() for line in of_function]
    sums: dict[str, float] = {}
    for filter_ in written_of("AWS::Logs::MetricFilter").values():
        [metric] = filter_["Properties"]["MetricTransformations"]
        of_a_field = re.fullmatch(r"{ \$\.(\w+) > 0 }", filter_["Properties"]["FilterPattern"])
        if of_a_field is None:  # of what API Gateway and Lambda log
            continue
        [field] = of_a_field.groups()
        added = [line[field] for line in every if not isinstance(line.get(field, 0), list) and line.get(field, 0) > 0]
        sums |= {metric["MetricName"]: sum(added)} if added else {}
    for line in every:
        for published in line.get("_aws", {}).get("CloudWatchMetrics", []):
            for metric in published["Metrics"]:
                sums[metric["Name"]] = sums.get(metric["Name"], 0) + sum(line[metric["Name"]])
    return {name: value for name, value in sums.items() if value}


@pytest.fixture(scope="module")
def alpha(running: Served) -> Caller:
    mga = Caller(running, "mga-alpha")
    owner = {"firstName": "Ana", "lastName": "Ortiz", "email": "ana@example.com"}
    assert mga.bind("background", **owner).status_code == 200
    return mga


def test_a_document_is_followed_from_its_call_to_its_webhook(alpha: Caller) -> None:
    photo = photograph(pims_invoice(id="id-9100001", invoiceNumber="9100001"))
    with receiving(http(500), OK) as receiver:
        answer = alpha.process("background", photo, data={"webhookUrl": url(receiver)})
        state = notified(alpha, answer.json()["requestId"])
        found = life(
            answer.headers["x-request-id"], "CaptureProcessInvoice", "CaptureReadUpload", "CaptureDeliverWebhook"
        )

    assert state["webhook"]["state"] == "delivered"
    shown = [line["message"] for lines in found.values() for line in lines if "message" in line]
    assert sorted(shown) == ["request accepted", "request completed", *["webhook attempted"] * 2]
    vouched = {"DocumentsVouched": 1} if state["validationResults"]["passed"] else {}
    assert counted(found) == {
        **{"RequestsAccepted": 1, "RequestsCompleted": 1, "DocumentsRead": 1, **vouched},
        **{"WebhookAttempts": 2, "WebhooksDelivered": 1},
    }


def test_an_upload_is_followed_from_its_form_to_its_failure(alpha: Caller) -> None:
    with receiving(OK) as receiver:
        request_id = uploaded(alpha, bytes(60_000), webhookUrl=url(receiver))
        state = notified(alpha, request_id)
        found = life(request_id, "CaptureStartUpload", "CaptureReadUpload", "CaptureDeliverWebhook")

    assert state["status"] == "failed"
    failed = {"RequestsAccepted": 1, "RequestsFailed": 1, "DocumentsFailed": 1}
    assert counted(found) == {**failed, "WebhookAttempts": 1, "WebhooksDelivered": 1}


def test_a_webhook_that_is_sent_again_is_found_with_its_document(alpha: Caller) -> None:
    with receiving(OK, OK) as receiver:
        request_id = uploaded(alpha, bytes(60_000), webhookUrl=url(receiver))
        notified(alpha, request_id)
        resent = alpha.call("POST", f"/api/v1/requests/{request_id}/webhook")
        eventually(lambda: len(receiver.received) == 2)

    found = life(request_id, "CaptureStartUpload", "CaptureReadUpload", "CaptureDeliverWebhook", "CaptureResendWebhook")
    assert [line["request_id"] for line in found["CaptureResendWebhook"]] == [resent.headers["x-request-id"]]


def test_a_push_is_followed_over_its_queue(running: Served) -> None:
    pims = Caller(running, "pims-demo")

    answer = pims.push(pims_invoice(id="id-9100002"), headers={"x-request-id": "a-callers-own"})

    found = life(answer.headers["x-request-id"], "PimsUpsertInvoices", "PimsStoreInvoices")
    assert {name: [line["message"] for line in lines] for name, lines in found.items()} == {
        "PimsUpsertInvoices": ["batch accepted"],
        "PimsStoreInvoices": ["batch stored"],
    }
    assert lines("a-callers-own") == {}


def test_a_job_is_followed_through_its_workflow(running: Served) -> None:
    shop = registered(running, "shop-followed", SCOPES, tenant="followed")
    numbering = {"key": "invoiceNumbering", "value": {"preText": "F-", "numberOfDigits": "3"}}
    assert shop.call("PUT", "/configuration/followed/configurations/invoiceNumbering", json=numbering).ok
    for order_id in ("A", "B"):
        assert shop.call("PUT", f"/order-v2/followed/salesorders/{order_id}", json=sales_order(order_id)).ok

    answer = shop.call("POST", "/invoice/followed/jobs/invoices", json={"jobType": "AUTOMATIC"})

    tasks = ("JobsSelectOrders", "JobsNumberChunk", "JobsRenderChunk", "JobsFinishJob")
    found = life(answer.headers["x-request-id"], "JobsCreateJob", *tasks)
    named = {line["job_id"] for lines in found.values() for line in lines if "job_id" in line}
    assert named == {answer.json()["jobId"]}
    assert counted(found) == {"OrdersInvoiced": 2}


def test_the_sweeps_own_lines_carry_its_executions_name(running: Served) -> None:
    machines, machine = running.client("stepfunctions"), running.physical("CaptureRequestSweep")

    execution = machines.start_execution(stateMachineArn=machine, input="{}")["executionArn"]
    eventually(lambda: machines.describe_execution(executionArn=execution)["status"] == "SUCCEEDED")

    history = machines.get_execution_history(executionArn=execution)["events"]
    [scheduled] = [one for one in history if one["type"] == "LambdaFunctionScheduled"]
    given = json.loads(scheduled["lambdaFunctionScheduledEventDetails"]["input"])
    assert given == {"round": {}, "correlationId": execution.rpartition(":")[2]}


def test_the_query_writes_the_access_logs_id_like_our_lines() -> None:
    replaced = re.findall(r'"(.)", "(.?)"\)', query())

    for extended in ("JBxQvFxxoAMFZvQ=", "ab+/cd==", "plain"):
        event = http_event("GET", "/")
        event["requestContext"]["extendedRequestId"] = extended
        assert _replaced(extended, replaced) == Request(event).id


def _replaced(text: str, replaced: list[tuple[str, str]]) -> str:
    for found, put in replaced:
        text = text.replace(found, put)
    return text
