"""Documents that are processed in the background: accepted, uploaded, or put by the operator's own programs."""

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
from faktura.capture.requests.request import MAX_READINGS
from faktura.core.aws import client
from faktura.core.clock import now
from local.demo_clients import WEBHOOK_SECRET
from tests.support.builders import (
    http_event,
    pims_invoice,
    sqs_event,
    sweep_round,
)
from tests.support.capture.requests import (
    HOOK,
    MULTIPART,
    PDF,
    accept,
    bind,
    form,
    mga,
    mga_with_webhooks,
    process,
    push,
    put,
    read,
    read_again,
    requests,
    start_upload,
    state,
)
from tests.support.deployment import Deployment
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.recording import recorded
from tests.support.faults.state import Stored, snapshot
from tests.support.paper import page
from tests.support.webhooks import Mga

pytestmark = pytest.mark.usefixtures("_textract")


@pytest.fixture
def alpha(faktura: Deployment) -> Mga:
    """An MGA with a customer and a webhook secret."""
    return mga_with_webhooks(faktura)


def checks(answer: Mapping[str, Any], field: str) -> list[str]:
    return [check["status"] for check in answer["validationResults"]["checks"] if check["field"] == field]


def test_a_request_with_a_webhook_is_accepted_and_completes_in_the_background(alpha: Mga) -> None:
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
    began_at = before.json["beganAt"]
    assert before.json == {"requestId": request_id, "status": "accepted", "beganAt": began_at, "webhook": pending}
    assert after.json["beganAt"] == began_at
    assert failures == [[]]
    assert (after.status, after.json["status"], after.json["source"]) == (200, "completed", "PIMS")
    assert (after.json["data"]["totalAmount"], after.json["webhook"]) == (732.39, pending)
    assert len(alpha.started()) == 1


def test_a_document_has_the_same_result_in_the_background_and_at_once(alpha: Mga) -> None:
    faktura, file = alpha.faktura, page(pims_invoice())
    push(faktura, pims_invoice())
    at_once = process(faktura, file).json

    request_id = accept(faktura, file + b" ").json["requestId"]
    read(faktura)

    background = state(faktura, request_id).json
    assert background["data"] == at_once["data"]
    assert {check["field"] for check in background["validationResults"]["checks"]} == {
        check["field"] for check in at_once["validationResults"]["checks"]
    }


def test_a_document_that_is_not_read_in_time_goes_on_in_the_background(alpha: Mga) -> None:
    faktura = alpha.faktura
    with (
        patch.object(intake_service, "MIN_READING_TIME", timedelta(days=-1)),
        patch.object(intake_service, "FOREGROUND_READING_TIME", timedelta()),
    ):
        accepted = process(faktura, page(pims_invoice()))
    for reader in threading.enumerate():
        if reader.name.startswith("page"):  # it reads on, though its result is not waited for
            reader.join()

    failures = read(faktura)

    assert (accepted.status, failures) == (202, [[]])
    completed = state(faktura, accepted.json["requestId"]).json
    assert (completed["status"], completed["source"], "webhook" in completed) == ("completed", "OCR", False)
    assert checks(completed, "duplicate") == ["passed"]
    assert alpha.started() == []


def test_a_sender_who_has_waited_long_for_a_function_does_not_wait_for_the_ocr(alpha: Mga) -> None:
    event = http_event(
        "POST", "/api/v1/invoice/C1/process", form(page(pims_invoice())), alpha.token, MULTIPART, customerId="C1"
    )
    event["requestContext"]["requestTimeEpoch"] = int((now() - timedelta(seconds=20)).timestamp() * 1000)

    with recorded() as calls:
        accepted = alpha.faktura.request("capture.process_invoice", event)

    assert accepted.status == 202
    assert "textract.AnalyzeExpense" not in map(str, calls)


def test_a_throttled_ocr_takes_longer_and_is_no_error(alpha: Mga) -> None:
    faktura = alpha.faktura
    with Faults(seed=1, rate=1.0, kinds=(Fault.THROTTLED,), on=frozenset({"textract"})):
        accepted = process(faktura, page(pims_invoice()))
        throttled = read_again(faktura)

    request_id = accepted.json["requestId"]
    waiting = state(faktura, request_id).json
    failures = read(faktura)

    assert (accepted.status, len(throttled), waiting["status"]) == (202, 1, "processing")
    assert (failures, state(faktura, request_id).json["status"]) == ([[]], "completed")


def test_an_ocr_that_stays_throttled_fails_the_request_in_the_end(alpha: Mga) -> None:
    faktura = alpha.faktura
    request_id = accept(faktura).json["requestId"]

    with Faults(seed=1, rate=1.0, kinds=(Fault.THROTTLED,), on=frozenset({"textract"})):
        failures = [read_again(faktura) for _ in range(MAX_READINGS)]
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


def test_a_reader_killed_at_any_call_and_its_message_again_leave_one_result(faktura: Deployment) -> None:
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

        for point in crash_points(accepted, run, _comparable):
            run()
            assert snapshot(_comparable) == point.undisturbed, point
            assert len(Mga(faktura).started()) == 1, point


def _comparable(stored: Stored) -> Stored | None:
    """Without the number of readings, which is higher after a crash, and without the secrets' random ciphertexts."""
    if stored.service != "dynamodb":
        return stored
    if stored.key.endswith("webhook-secrets"):
        return None
    return replace(stored, value={name: value for name, value in stored.value.items() if name != "readings"})


def test_a_document_that_cannot_be_read_fails_at_once_with_its_reason(alpha: Mga) -> None:
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
    assert ["content-length-range", 1, 10485760] in conditions
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
def test_an_upload_is_stored_with_the_type_of_its_content_and_not_the_one_its_form_claimed(
    alpha: Mga, content: bytes, examined: str, status: str
) -> None:
    """Under `uploads/` it stayed an image."""
    faktura, bucket = alpha.faktura, alpha.faktura.stack.physical["CaptureBucket"]
    upload = start_upload(faktura, {"contentType": "image/png", "mode": "process"}).json
    key = upload["fields"]["key"]
    client("s3").put_object(Bucket=bucket, Key=key, Body=content, ContentType="image/png")

    first = read(faktura)
    ended = state(faktura, upload["requestId"]).json
    second = read(faktura)

    stored = client("s3").get_object(Bucket=bucket, Key=key)
    assert (first, second, faktura.messages("CaptureUploadQueue")) == ([[]], [[]], [])
    assert (stored["ContentType"], stored["Body"].read()) == (examined, content)
    assert ended["status"] == status
    assert state(faktura, upload["requestId"]).json == ended


def test_an_upload_with_the_right_type_is_left_alone(alpha: Mga) -> None:
    faktura = alpha.faktura
    upload = start_upload(faktura, PDF).json
    bucket, key = faktura.stack.physical["CaptureBucket"], upload["fields"]["key"]
    client("s3").put_object(Bucket=bucket, Key=key, Body=page(pims_invoice()), ContentType="application/pdf")

    with recorded() as calls:
        read(faktura)

    assert "s3.CopyObject" not in map(str, calls)


def test_a_second_upload_with_the_same_form_changes_nothing(alpha: Mga) -> None:
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
def test_an_upload_that_is_not_possible_is_refused_and_stores_nothing(alpha: Mga, body: Any, code: str) -> None:
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


def test_an_upload_requested_twice_with_one_key_is_one_request(alpha: Mga) -> None:
    first = start_upload(alpha.faktura, PDF, **{"Idempotency-Key": "one"})
    again = start_upload(alpha.faktura, PDF, **{"Idempotency-Key": "one"})

    assert (first.status, again.json) == (201, first.json)
    assert len(requests(alpha.faktura)) == 1


def test_an_upload_of_the_operator_has_its_mga_and_customer_in_its_metadata(alpha: Mga) -> None:
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
def test_the_message_of_a_file_without_a_request_stays_in_the_queue_for_its_alarm(
    alpha: Mga, key: str, metadata: Mapping[str, str]
) -> None:
    before = requests(alpha.faktura)
    put(alpha.faktura, key, page(pims_invoice()), **metadata)

    [failures] = read(alpha.faktura)

    assert len(failures) == 1
    assert requests(alpha.faktura) == before


def test_the_test_message_of_s3_does_nothing(faktura: Deployment) -> None:
    message = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-01-01T00:00:00.000Z", "Bucket": "b"}
    faktura.send("CaptureUploadQueue", [json.dumps(message)])

    assert read(faktura) == [[]]


@pytest.mark.parametrize("request_id", ["r1", "no such", "x" * 200])
def test_another_mgas_request_is_as_unknown_as_none(alpha: Mga, request_id: str) -> None:
    accept(alpha.faktura, request_id="r1")

    reply = state(alpha.faktura, request_id, "beta")

    assert (reply.status, reply.json["error"]) == (
        404,
        {"code": "REQUEST_NOT_FOUND", "message": "Request not found"},
    )


def test_the_state_of_a_request_that_was_processed_at_once_is_its_response(alpha: Mga) -> None:
    answered = process(alpha.faktura, page(pims_invoice())).json

    shown = state(alpha.faktura, answered["requestId"]).json
    assert {name: shown[name] for name in answered} == answered
    assert set(shown) - set(answered) == {"beganAt", "pages", "review"}


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


def test_a_file_that_cannot_be_stored_fails_the_request_and_frees_its_key(alpha: Mga) -> None:
    key = {"headers": {"Idempotency-Key": "one"}}
    with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({"s3"})):
        failed = accept(alpha.faktura, **key)

    again = accept(alpha.faktura, **key)

    assert (failed.status, failed.json["error"]["code"]) == (500, "SYSTEM_ERROR")
    assert state(alpha.faktura, failed.json["requestId"]).json["status"] == "failed"
    assert (again.status, again.json["requestId"] == failed.json["requestId"]) == (202, False)


def test_a_request_that_fails_as_it_comes_in_starts_its_webhook_at_once(alpha: Mga) -> None:
    with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({"s3"})):
        failed = accept(alpha.faktura)

    failed_state = state(alpha.faktura, failed.json["requestId"]).json
    assert (failed.status, failed_state["status"], failed_state["webhook"]["state"]) == (500, "failed", "pending")
    [(_, document)] = alpha.started()
    assert json.loads(document) == {"mga": "alpha", "requestId": failed.json["requestId"], "delivery": 1}


def test_a_request_that_is_killed_as_it_fails_and_its_event_again_start_one_webhook(faktura: Deployment) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        token = mga(faktura)

        def run() -> None:
            bind(faktura, token=token)
            Mga(faktura).has_secrets(WEBHOOK_SECRET)
            with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({"s3"})):
                accept(faktura, token=token, request_id="r1")

        for point in crash_points(faktura.afresh, run):
            run()
            assert [request["state"] for request in requests(faktura)] == ["failed"], point
            assert len(Mga(faktura).started()) == 1, point


def test_a_webhook_that_cannot_be_started_does_not_hide_why_the_request_failed(alpha: Mga, logged: StringIO) -> None:
    no_connection = Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({"s3", "stepfunctions"}))
    with no_connection:
        failed = accept(alpha.faktura)

    assert (failed.status, failed.json["error"]["code"]) == (500, "SYSTEM_ERROR")
    assert "webhook not started" in logged.getvalue()
    [request] = requests(alpha.faktura)
    assert (request["state"], request["unfinished"]) == ("failed", "webhook")


def test_a_document_is_accepted_once_per_key(alpha: Mga) -> None:
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


def test_the_sweep_fails_a_request_whose_file_does_not_arrive_within_a_day(alpha: Mga) -> None:
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


def test_the_sweep_starts_a_webhook_that_could_not_be_started(alpha: Mga) -> None:
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


def test_no_personal_data_is_logged_in_the_background(alpha: Mga, logged: StringIO) -> None:
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
