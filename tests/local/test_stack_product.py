"""The product on the running stack: functions, state machines and the gateway's own answers."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode

from local.demo_clients import NAMES, SECRET
from tests.support.architecture.template import layers, written_of
from tests.support.local.calls import Caller
from tests.support.local.stacks import Served, eventually


def test_the_stack_is_healthy(running: Served) -> None:
    with urllib.request.urlopen(f"{running.url}/api/v1/health", timeout=30) as answer:  # noqa: S310 -- our own loopback
        health = (answer.status, json.loads(answer.read()))

    assert health == (200, {"status": "Healthy"})


def test_every_demo_client_gets_a_token(running: Served) -> None:
    granted = {name: token_type(running, name) for name in NAMES}

    assert granted == dict.fromkeys(NAMES, "Bearer")


def test_an_unknown_path_has_the_templates_body(running: Served) -> None:
    try:
        urllib.request.urlopen(f"{running.url}/no/such/path", timeout=30)  # noqa: S310 -- our own loopback
    except urllib.error.HTTPError as refused:
        with refused:
            answer = (refused.code, refused.headers["x-request-id"], json.loads(refused.read()))

    assert answer[0] == 404
    assert answer[2] == {
        "requestId": answer[1],
        "status": "failed",
        "error": {"code": "NOT_FOUND", "message": "The path or the method does not exist."},
        "message": "The path or the method does not exist.",
        "code": "404",
        "detailInfo": "",
        "details": {},
    }


def test_no_answer_lets_a_browser_guess_its_type(running: Served) -> None:
    """Regression: only the files of the API page had this header, but any answer may contain a caller's text."""
    office = Caller(running, "office")
    invoice = office.call("POST", "/api/invoices").json()["id"]
    [asset, *_] = re.findall(r'src="(docs/[^"]+)"', office.call("GET", "/docs").text)
    calls = [
        *(("GET", "/no/such/path"), ("DELETE", "/oauth/token"), ("GET", "/api/v1/health"), ("GET", "/openapi.json")),
        *(("GET", "/docs"), ("GET", f"/{asset}"), ("GET", "/docs/none.js"), ("POST", "/oauth/token")),
        *(("GET", f"/api/invoices/{invoice}"), ("GET", f"/api/invoices/{invoice}/pdfs"), ("GET", "/api/invoices/x")),
    ]

    answers = [(method, path, office.call(method, path)) for method, path in calls]
    too_large = office.call("POST", "/api/payments", data=b"x" * (10 * 1024 * 1024 + 1))

    assert too_large.headers.get("X-Content-Type-Options") == "nosniff"
    assert [
        (method, path, answer.status_code)
        for method, path, answer in answers
        if answer.headers.get("X-Content-Type-Options") != "nosniff"
    ] == []
    assert {answer.status_code for *_, answer in answers} >= {200, 400, 404, 415}


def test_a_function_of_each_set_of_layers_finds_what_it_imports_there(running: Served) -> None:
    """`test_cold_start` imports all functions; this shows that the stack gives them the layers of the template."""
    functions = written_of("AWS::Serverless::Function")
    names = {tuple(layers(function)): logical_id for logical_id, function in functions.items()}.values()
    calls = running.client("lambda")

    errors = {
        name: json.load(calls.invoke(FunctionName=running.physical(name), Payload=b"{}")["Payload"]) for name in names
    }

    lost = {
        name: error["errorMessage"]
        for name, error in errors.items()
        if isinstance(error, dict) and str(error.get("errorType", "")).startswith("Runtime.")
    }
    assert len(names) > 1
    assert lost == {}


def test_the_request_sweep_runs_to_its_end(running: Served) -> None:
    machines = running.client("stepfunctions")
    started = machines.start_execution(stateMachineArn=running.physical("CaptureRequestSweep"), input="{}")

    def ended() -> str | None:
        status = str(machines.describe_execution(executionArn=started["executionArn"])["status"])
        return None if status == "RUNNING" else status

    assert eventually(ended) == "SUCCEEDED"


def token_type(stack: Served, client: str) -> str:
    credentials = b64encode(f"{client}:{SECRET}".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 -- our own loopback
        f"{stack.url}/oauth/token",
        urllib.parse.urlencode({"grant_type": "client_credentials"}).encode(),
        {"Authorization": f"Basic {credentials}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 -- our own loopback
        return str(json.load(answer)["token_type"])
