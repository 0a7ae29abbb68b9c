"""Documents that are read behind: accepted, uploaded or put by the operator, then read from the queue."""

import json
import threading
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
import time_machine

from faktura.capture import intake_service
from faktura.capture.requests.request import request as terms
from faktura.core.aws import client
from faktura.core.clock import now
from local.demo_clients import WEBHOOK_SECRET
from tests.integration.test_capture import MULTIPART, bind, form, mga, process, push, requests
from tests.support.builders import (
    http_event,
    pims_invoice,
    sqs_event,
    sweep_round,
)
from tests.support.deployment import Deployment, Reply
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.recording import recorded
from tests.support.faults.state import Stored, snapshot
from tests.support.paper import page
from tests.support.webhooks import Mga

pytestmark = pytest.mark.usefixtures("_textract")

HOOK = "https://hooks.example.com/invoices"
PDF = {"contentType": "application/pdf", "mode": "process"}


@pytest.fixture
def alpha(faktura: Deployment) -> Mga:
    """An MGA with a customer and a webhook secret."""
    bind(faktura)
    client = Mga(faktura)
    client.has_secrets(WEBHOOK_SECRET)
    return client


def accept(faktura: Deployment, file: bytes | None = None, **terms: Any) -> Reply:
    """Process a document of which a webhook is to tell."""
    headers = {**MULTIPART, **terms.pop("headers", {})}
    body = form(file or page(pims_invoice()), webhookUrl=terms.pop("url", HOOK))
    token, request_id = terms.pop("token", None) or mga(faktura), terms.pop("request_id", None)
    event = http_event("POST", "/api/v1/invoice/C1/process", body, token, headers, request_id, customerId="C1")
    return faktura.request("capture.process_invoice", event)


def state(faktura: Deployment, request_id: str, name: str = "alpha") -> Reply:
    path = f"/api/v1/requests/{request_id}"
    event = http_event("GET", path, b"", mga(faktura, name), requestId=request_id)
    return faktura.request("capture.get_request", event)


def start_upload(faktura: Deployment, body: Any, token: str | None = None, **headers: str) -> Reply:
    path = "/api/v1/invoice/C1/uploads"
    event = http_event("POST", path, body, token or mga(faktura), headers, customerId="C1")
    return faktura.request("capture.start_upload", event)


def checks(answer: Mapping[str, Any], field: str) -> list[str]:
    return [check["status"] for check in answer["validationResults"]["checks"] if check["field"] == field]


def put(faktura: Deployment, key: str, file: bytes, **metadata: str) -> None:
    """Put an object as the operator's own program does."""
    named = {name.replace("_", "-"): value for name, value in metadata.items()}
    client("s3").put_object(Bucket=faktura.stack.physical["CaptureBucket"], Key=key, Body=file, Metadata=named)


def read(faktura: Deployment, times: int = 1) -> list[Any]:
    """Hand each message about an upload to the reader; what it reports as failed."""
    answers = faktura.deliver("CaptureUploadQueue", "capture.read_upload", times)
    return [answer["batchItemFailures"] for answer in answers]


def test_a_request_with_a_webhook_is_accepted_read_behind_and_completed(alpha: Mga) -> None:
    faktura = alpha.faktura
    push(faktura, pims_invoice())

    accepted = accept(faktura)
    request_id = accepted.json["requestId"]
    before = state(faktura, request_id)
    failures = read(faktura)
    after = state(faktura, request_id)

    assert (accepted.status, accepted.json) == (202, {"requestId": request_id, "status": "accepted"})
    assert accepted.headers["Location"] == f"https://api.example.com/api/v1/requests/{request_id}"
    pending = {"state": "pending", "attempts": []}
    assert before.json == {"requestId": request_id, "status": "accepted", "webhook": pending}
    assert failures == [[]]
    assert (after.status, after.json["status"], after.json["source"]) == (200, "completed", "PIMS")
    assert (after.json["data"]["totalAmount"], after.json["webhook"]) == (732.39, pending)
    assert len(alpha.started()) == 1


def test_what_comes_back_behind_is_what_would_have_come_back_at_once(alpha: Mga) -> None:
    faktura, file = alpha.faktura, page(pims_invoice())
    push(faktura, pims_invoice())
    at_once = process(faktura, file).json

    request_id = accept(faktura, file + b" ").json["requestId"]
    read(faktura)

    behind = state(faktura, request_id).json
    assert behind["data"] == at_once["data"]
    assert {check["field"] for check in behind["validationResults"]["checks"]} == {
        check["field"] for check in at_once["validationResults"]["checks"]
    }


def test_what_is_not_read_in_time_goes_on_behind(alpha: Mga) -> None:
    faktura = alpha.faktura
    with (
        patch.object(intake_service, "LEAST_READING", timedelta(days=-1)),
        patch.object(intake_service, "READING", timedelta()),
    ):
        accepted = process(faktura, page(pims_invoice()))
    for reader in threading.enumerate():
        if reader.name.startswith("page"):  # of which nobody waits for
            reader.join()

    failures = read(faktura)

    assert (accepted.status, failures) == (202, [[]])
    completed = state(faktura, accepted.json["requestId"]).json
    assert (completed["status"], completed["source"], "webhook" in completed) == ("completed", "OCR", False)
    assert checks(completed, "duplicate") == ["passed"]
    assert alpha.started() == []


def test_who_has_waited_long_for_a_function_is_not_kept_waiting_for_the_ocr(alpha: Mga) -> None:
    event = http_event(
        "POST", "/api/v1/invoice/C1/process", form(page(pims_invoice())), alpha.token, MULTIPART, customerId="C1"
    )
    event["requestContext"]["requestTimeEpoch"] = int((now() - timedelta(seconds=20)).timestamp() * 1000)

    with recorded() as calls:
        accepted = alpha.faktura.request("capture.process_invoice", event)

    assert accepted.status == 202
    assert "textract.AnalyzeExpense" not in map(str, calls)


def test_a_throttled_ocr_is_no_error_but_takes_longer(alpha: Mga) -> None:
    faktura = alpha.faktura
    with Faults(seed=1, rate=1.0, kinds=(Fault.THROTTLED,), on=frozenset({"textract"})):
        accepted = process(faktura, page(pims_invoice()))
        throttled = read_again(faktura)

    request_id = accepted.json["requestId"]
    waiting = state(faktura, request_id).json
    failures = read(faktura)

    assert (accepted.status, len(throttled), waiting["status"]) == (202, 1, "processing")
    assert (failures, state(faktura, request_id).json["status"]) == ([[]], "completed")


def read_again(faktura: Deployment) -> list[Any]:
    """Hand over each message and keep it, as SQS does when its reader fails."""
    bodies = faktura.messages("CaptureUploadQueue")
    [failures] = read(faktura)
    faktura.send("CaptureUploadQueue", bodies)
    return list(failures)


def test_an_ocr_that_stays_throttled_fails_the_request_in_the_end(alpha: Mga) -> None:
    faktura = alpha.faktura
    request_id = accept(faktura).json["requestId"]

    with Faults(seed=1, rate=1.0, kinds=(Fault.THROTTLED,), on=frozenset({"textract"})):
        failures = [read_again(faktura) for _ in range(terms.MOST_READINGS)]
        last = read_again(faktura)

    assert (all(failures), last) == (True, [])
    failed = state(faktura, request_id).json
    assert (failed["status"], failed["error"]["code"]) == ("failed", "OCR_FAILED")
    assert len(alpha.started()) == 1


def test_a_message_that_comes_twice_makes_one_result_and_one_webhook(alpha: Mga) -> None:
    request_id = accept(alpha.faktura).json["requestId"]

    failures = read(alpha.faktura, times=2)
    first = state(alpha.faktura, request_id).json

    assert failures == [[], []]
    assert first["status"] == "completed"
    assert checks(first, "duplicate") == ["passed"]
    assert len(alpha.started()) == 1


def test_a_reader_that_dies_at_any_call_and_its_message_again_leave_one_result(faktura: Deployment) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        token, bodies = mga(faktura), list[str]()

        @contextmanager
        def accepted() -> Iterator[Deployment]:
            with faktura.afresh():
                bind(faktura, token=token)
                Mga(faktura).has_secrets(WEBHOOK_SECRET)
                assert accept(faktura, token=token, request_id="r1").status == 202
                bodies[:] = faktura.messages("CaptureUploadQueue")
                yield faktura

        def run() -> None:
            faktura.call("capture.read_upload", sqs_event(bodies))

        for point in crash_points(accepted, run, _whatever_it_took):
            run()
            assert snapshot(_whatever_it_took) == point.undisturbed, point
            assert len(Mga(faktura).started()) == 1, point


def _whatever_it_took(stored: Stored) -> Stored | None:
    """Without the count of readings, which is another where one was begun and died, and secrets' random ciphers."""
    if stored.service != "dynamodb":
        return stored
    if stored.key.endswith("webhook-secrets"):
        return None
    return replace(stored, value={name: value for name, value in stored.value.items() if name != "readings"})


def test_a_document_nobody_can_read_fails_at_once_and_says_why(alpha: Mga) -> None:
    faktura = alpha.faktura
    upload = start_upload(faktura, {**PDF, "webhookUrl": HOOK}).json
    put(faktura, upload["fields"]["key"], b"%PDF-1.7 nothing" + bytes(2_000))

    failures = read(faktura)

    assert failures == [[]]
    failed = state(faktura, upload["requestId"]).json
    assert (failed["status"], failed["error"]["code"]) == ("failed", "INVALID_FILE")
    assert len(alpha.started()) == 1


def test_a_form_takes_one_file_of_its_type_and_size_for_an_hour(alpha: Mga) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        reply = start_upload(alpha.faktura, {**PDF, "webhookUrl": HOOK})

    upload = reply.json
    assert (reply.status, upload["expiresAt"]) == (201, "2026-01-01T01:00:00.000Z")
    assert reply.headers["Location"] == f"https://api.example.com/api/v1/requests/{upload['requestId']}"
    assert upload["fields"]["key"] == f"uploads/alpha/{upload['requestId']}"
    conditions = _policy(upload["fields"])["conditions"]
    assert {"Content-Type": "application/pdf"} in conditions
    assert {"key": upload["fields"]["key"]} in conditions
    assert ["content-length-range", 1000, 10485760] in conditions
    assert not [one for one in conditions if isinstance(one, list) and one[0] == "starts-with"]


def _policy(fields: Mapping[str, str]) -> dict[str, Any]:
    policy: dict[str, Any] = json.loads(b64decode(fields["policy"]))
    return policy


def test_an_upload_is_read_and_its_original_kept(alpha: Mga) -> None:
    faktura, file = alpha.faktura, page(pims_invoice())
    push(faktura, pims_invoice())
    upload = start_upload(faktura, {"contentType": "application/pdf", "mode": "lookup"}).json
    put(faktura, upload["fields"]["key"], file)

    read(faktura)

    completed = state(faktura, upload["requestId"]).json
    assert (completed["status"], completed["source"]) == ("completed", "PIMS")
    kept = {stored.key: stored.value for stored in snapshot() if "originals" in str(stored.key)}
    assert list(kept.values()) == [file]


@pytest.mark.parametrize(
    ("content", "examined", "status"),
    [(page(pims_invoice()), "application/pdf", "completed"), (b"<html>" * 500, "application/octet-stream", "failed")],
)
def test_an_upload_is_stored_as_what_it_is_and_not_as_what_its_form_claimed(
    alpha: Mga, content: bytes, examined: str, status: str
) -> None:
    """Under `uploads/` it stayed an image."""
    faktura, bucket = alpha.faktura, alpha.faktura.stack.physical["CaptureBucket"]
    upload = start_upload(faktura, {"contentType": "image/png", "mode": "process"}).json
    key = upload["fields"]["key"]
    client("s3").put_object(Bucket=bucket, Key=key, Body=content, ContentType="image/png")

    first = read(faktura)
    ended = state(faktura, upload["requestId"]).json
    told_again = read(faktura)

    stored = client("s3").get_object(Bucket=bucket, Key=key)
    assert (first, told_again, faktura.messages("CaptureUploadQueue")) == ([[]], [[]], [])
    assert (stored["ContentType"], stored["Body"].read()) == (examined, content)
    assert ended["status"] == status
    assert state(faktura, upload["requestId"]).json == ended


def test_an_upload_that_claims_what_it_is_is_left_alone(alpha: Mga) -> None:
    faktura = alpha.faktura
    upload = start_upload(faktura, PDF).json
    bucket, key = faktura.stack.physical["CaptureBucket"], upload["fields"]["key"]
    client("s3").put_object(Bucket=bucket, Key=key, Body=page(pims_invoice()), ContentType="application/pdf")

    with recorded() as calls:
        read(faktura)

    assert "s3.CopyObject" not in map(str, calls)


def test_an_upload_again_by_the_same_form_changes_nothing(alpha: Mga) -> None:
    faktura = alpha.faktura
    upload = start_upload(faktura, PDF).json
    put(faktura, upload["fields"]["key"], page(pims_invoice()))
    read(faktura)
    before = state(faktura, upload["requestId"]).json

    put(faktura, upload["fields"]["key"], page(pims_invoice(total=1)))
    failures = read(faktura)

    assert (failures, state(faktura, upload["requestId"]).json) == ([[]], before)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({**PDF, "contentType": "text/html"}, "UNSUPPORTED_FORMAT"),
        ({**PDF, "mode": "guess"}, "INVALID_REQUEST"),
        ({"mode": "process"}, "INVALID_REQUEST"),
        ({**PDF, "webhookUrl": "http://hooks.example.com"}, "INVALID_WEBHOOK_URL"),
        ({**PDF, "webhookUrl": "https://10.0.0.1/"}, "INVALID_WEBHOOK_URL"),
        ({**PDF, "webhookUrl": None}, "INVALID_REQUEST"),
        (b"{", "UNSUPPORTED_CONTENT_TYPE"),
    ],
)
def test_an_upload_that_cannot_be_is_refused_and_leaves_nothing(alpha: Mga, body: Any, code: str) -> None:
    before = snapshot()

    reply = start_upload(alpha.faktura, body)

    assert reply.json["error"]["code"] == code
    assert reply.status in (400, 415)
    assert snapshot() == before


def test_an_upload_for_an_unknown_customer_is_404(faktura: Deployment) -> None:
    reply = start_upload(faktura, PDF)

    assert (reply.status, reply.json["error"]["code"]) == (404, "CUSTOMER_NOT_FOUND")


@pytest.mark.parametrize(("scope", "mode"), [("invoice:process", "lookup"), ("invoice:lookup", "process")])
def test_an_upload_needs_the_scope_of_its_mode(alpha: Mga, scope: str, mode: str) -> None:
    token = alpha.faktura.token("one", (scope,), mga_id="alpha", practices="*")

    refused = start_upload(alpha.faktura, {**PDF, "mode": mode}, token)
    other = {"invoice:process": "process", "invoice:lookup": "lookup"}[scope]
    allowed = start_upload(alpha.faktura, {**PDF, "mode": other}, token)

    assert (refused.status, refused.json["error"]["code"]) == (403, "AUTH_FORBIDDEN")
    assert allowed.status == 201


def test_an_upload_asked_for_twice_with_one_key_is_one_request(alpha: Mga) -> None:
    first = start_upload(alpha.faktura, PDF, **{"Idempotency-Key": "one"})
    again = start_upload(alpha.faktura, PDF, **{"Idempotency-Key": "one"})

    assert (first.status, again.json) == (201, first.json)
    assert len(requests(alpha.faktura)) == 1


def test_the_operators_own_upload_says_in_its_metadata_whose_it_is(alpha: Mga) -> None:
    faktura = alpha.faktura
    push(faktura, pims_invoice())
    metadata = {"mga_id": "alpha", "customer_id": "C1", "mode": "lookup", "practices": "petwell other"}
    put(faktura, "uploads/scan 1.pdf", page(pims_invoice()), **metadata, request_id="scan-1", webhook_url=HOOK)

    failures = read(faktura, times=2)

    completed = state(faktura, "scan-1").json
    assert failures == [[], []]
    assert (completed["status"], completed["source"], completed["webhook"]["state"]) == ("completed", "PIMS", "pending")
    assert len(alpha.started()) == 1


def test_without_practices_in_its_metadata_an_upload_sees_none(alpha: Mga) -> None:
    push(alpha.faktura, pims_invoice())
    put(alpha.faktura, "uploads/one", page(pims_invoice()), mga_id="alpha", customer_id="C1", request_id="r1")

    read(alpha.faktura)

    assert state(alpha.faktura, "r1").json["source"] == "OCR"


@pytest.mark.parametrize(
    ("key", "metadata"),
    [
        ("uploads/scan.pdf", {}),
        ("uploads/alpha/never-begun", {}),
        ("uploads/a/b/c", {}),
        ("uploads/scan.pdf", {"mga_id": "alpha"}),
        ("uploads/scan.pdf", {"mga_id": "alpha", "customer_id": "C1", "mode": "guess"}),
    ],
)
def test_a_file_that_is_nobodys_stays_in_the_queue_for_its_alarm(
    alpha: Mga, key: str, metadata: Mapping[str, str]
) -> None:
    before = requests(alpha.faktura)
    put(alpha.faktura, key, page(pims_invoice()), **metadata)

    [failures] = read(alpha.faktura)

    assert len(failures) == 1
    assert requests(alpha.faktura) == before


def test_the_message_with_which_s3_tries_the_queue_out_is_nothing(faktura: Deployment) -> None:
    tried = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-01-01T00:00:00.000Z", "Bucket": "b"}
    faktura.send("CaptureUploadQueue", [json.dumps(tried)])

    assert read(faktura) == [[]]


@pytest.mark.parametrize("request_id", ["r1", "no such", "x" * 200])
def test_another_mgas_request_is_as_unknown_as_none(alpha: Mga, request_id: str) -> None:
    accept(alpha.faktura, request_id="r1")

    reply = state(alpha.faktura, request_id, "beta")

    assert (reply.status, reply.json["error"]) == (
        404,
        {"code": "REQUEST_NOT_FOUND", "message": "Request not found"},
    )


def test_the_state_of_a_request_at_once_is_its_answer(alpha: Mga) -> None:
    answered = process(alpha.faktura, page(pims_invoice())).json

    assert state(alpha.faktura, answered["requestId"]).json == answered


def test_a_webhook_that_could_not_be_signed_is_refused_at_once(faktura: Deployment) -> None:
    bind(faktura)

    reply = accept(faktura)

    assert (reply.status, reply.json["error"]["code"]) == (400, "INVALID_WEBHOOK_URL")
    assert requests(faktura) == []


@pytest.mark.parametrize(
    "url", ["ftp://hooks.example.com", "https://", "https://user@hooks.example.com/", "https://169.254.169.254/", "x"]
)
def test_a_webhook_url_that_is_not_called_is_refused(alpha: Mga, url: str) -> None:
    before = snapshot()

    reply = accept(alpha.faktura, url=url)

    assert (reply.status, reply.json["error"]["code"]) == (400, "INVALID_WEBHOOK_URL")
    assert snapshot() == before


def test_a_file_that_cannot_be_handed_over_fails_the_request_and_frees_its_key(alpha: Mga) -> None:
    key = {"headers": {"Idempotency-Key": "one"}}
    with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({"s3"})):
        failed = accept(alpha.faktura, **key)

    again = accept(alpha.faktura, **key)

    assert (failed.status, failed.json["error"]["code"]) == (500, "SYSTEM_ERROR")
    assert state(alpha.faktura, failed.json["requestId"]).json["status"] == "failed"
    assert (again.status, again.json["requestId"] == failed.json["requestId"]) == (202, False)


def test_a_key_makes_a_document_be_accepted_once(alpha: Mga) -> None:
    key = {"headers": {"Idempotency-Key": "one"}}

    first, again = accept(alpha.faktura, **key), accept(alpha.faktura, **key)

    assert (first.status, again.status, again.json) == (202, 202, first.json)
    assert again.headers["Location"] == first.headers["Location"]
    assert len(alpha.faktura.messages("CaptureUploadQueue")) == 1


@pytest.mark.parametrize("key", [None, "one"])
def test_a_crash_while_accepting_and_the_event_again_leave_the_state_of_no_crash(
    faktura: Deployment, key: str | None
) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        token = mga(faktura)
        headers = {"Idempotency-Key": key} if key else {}

        def run() -> None:
            bind(faktura, token=token)
            Mga(faktura).has_secrets(WEBHOOK_SECRET)
            assert accept(faktura, token=token, headers=headers, request_id="r1").status == 202

        for point in crash_points(faktura.afresh, run):
            run()
            read(faktura)
            assert [request["state"] for request in requests(faktura)] == ["completed"], point


def test_a_request_whose_file_never_comes_is_failed_by_the_sweep_after_a_day(alpha: Mga) -> None:
    faktura = alpha.faktura
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        request_id = start_upload(faktura, {**PDF, "webhookUrl": HOOK}).json["requestId"]
        clock.shift(timedelta(hours=23))
        early = faktura.call("capture.select_overdue_requests", sweep_round())
        clock.shift(timedelta(hours=2))
        overdue = faktura.call("capture.select_overdue_requests", sweep_round())["requests"]
        for request in [*overdue, *overdue]:
            faktura.call("capture.end_overdue_request", request)
        failed = state(faktura, request_id).json

    assert (early["requests"], len(overdue)) == ([], 1)
    assert (failed["status"], failed["error"]["code"]) == ("failed", "FILE_MISSING")
    assert len(alpha.started()) == 1


def test_a_webhook_that_was_not_started_is_started_by_the_sweep(alpha: Mga) -> None:
    faktura = alpha.faktura
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        accept(faktura, token=mga(faktura))
        with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({"stepfunctions"})):
            failures = read(faktura)
        before = alpha.started()
        clock.shift(timedelta(minutes=61))
        overdue = faktura.call("capture.select_overdue_requests", sweep_round())["requests"]
        for request in overdue:
            faktura.call("capture.end_overdue_request", request)

    assert (len(failures[0]), before) == (1, [])
    assert [one["owing"] for one in overdue] == ["webhook"]
    assert len(alpha.started()) == 1


def test_no_personal_data_is_logged_behind(alpha: Mga, logged: StringIO) -> None:
    faktura = alpha.faktura
    owner = {"firstName": "Canary", "lastName": "Quetzal", "email": "canary@quetzal.example"}
    bind(faktura, **owner)
    push(faktura, pims_invoice(petOwner=owner))

    accept(faktura, page(pims_invoice(petOwner=owner)), url=f"{HOOK}/secret-of-the-url")
    read(faktura)
    put(faktura, "uploads/quetzal.pdf", page(pims_invoice(petOwner=owner)))
    read(faktura)

    written = logged.getvalue()
    assert {"request accepted", "request completed", "message failed"} <= {
        json.loads(line)["message"] for line in written.splitlines() if line.startswith("{")
    }
    for secret in ("Canary", "Quetzal", "quetzal", "secret-of-the-url", WEBHOOK_SECRET):
        assert secret not in written
