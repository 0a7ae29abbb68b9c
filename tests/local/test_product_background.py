"""Capture in the background on the running stack: uploads that trigger the OCR, and webhooks."""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
import requests
from pypdf import PdfReader, PdfWriter
from standardwebhooks.webhooks import Webhook

from faktura.capture.webhooks.signature import handed_out
from local.demo_clients import WEBHOOK_SECRET
from tests.support.builders import pims_invoice
from tests.support.local.calls import Caller
from tests.support.local.kills import dying
from tests.support.local.stacks import Served, eventually
from tests.support.paper import page, photograph
from tests.support.receivers import (
    OK,
    Receiver,
    receiving,
    said,
)

OWNER = {"firstName": "Ana", "lastName": "Ortiz", "email": "ana@example.com"}


@pytest.fixture(scope="module")
def alpha(running: Served) -> Caller:
    mga = Caller(running, "mga-alpha")
    assert mga.bind("background", **OWNER).status_code == 200
    return mga


def numbered(number: str, **changes: Any) -> dict[str, Any]:
    return pims_invoice(id=f"id-{number}", invoiceNumber=number, **changes)


def url(receiver: Receiver) -> str:
    return f"http://127.0.0.1:{receiver.port}/hook"


def large(invoice: Mapping[str, Any], size: int) -> bytes:
    """The invoice as a PDF of at least `size` bytes, with an incompressible attachment."""
    writer, file = PdfWriter(clone_from=PdfReader(BytesIO(page(invoice)))), BytesIO()
    writer.add_attachment("receipts.bin", os.urandom(size))
    writer.write(file)
    return file.getvalue()


def uploaded(mga: Caller, file: bytes, **wanted: str) -> str:
    """Upload a file with the form. Returns the request's id."""
    body = {"contentType": "application/pdf", "mode": "process", **wanted}
    form = mga.call("POST", "/api/v1/invoice/background/uploads", json=body)
    assert form.status_code == 201
    sent = requests.post(form.json()["url"], data=form.json()["fields"], files={"file": ("i.pdf", file)}, timeout=60)
    assert sent.status_code == 201
    return str(form.json()["requestId"])


def ended(mga: Caller, request_id: str) -> dict[str, Any]:
    """The request once it has ended."""

    def over() -> Any:
        state = mga.call("GET", f"/api/v1/requests/{request_id}").json()
        return state if state["status"] in ("completed", "failed") else None

    return dict(eventually(over, seconds=120))


def notified(mga: Caller, request_id: str) -> dict[str, Any]:
    """The request once its webhook is delivered or has failed."""

    def over() -> Any:
        state = mga.call("GET", f"/api/v1/requests/{request_id}").json()
        return state if state["webhook"]["state"] != "pending" else None

    return dict(eventually(over, seconds=120))


def test_a_file_of_nine_megabytes_is_uploaded_by_form_and_leads_to_a_webhook(alpha: Caller) -> None:
    with receiving(OK) as receiver:
        request_id = uploaded(alpha, large(numbered("9000009"), 9_000_000), webhookUrl=url(receiver))
        state = notified(alpha, request_id)

    assert (state["status"], state["webhook"]["state"]) == ("completed", "delivered")
    assert state["data"]["invoiceNumber"] == "9000009"
    [received] = receiver.received
    assert received.body == _without_webhook(alpha, request_id)


def _without_webhook(mga: Caller, request_id: str) -> bytes:
    text = mga.call("GET", f"/api/v1/requests/{request_id}").text
    return (text.rpartition(',"webhook":')[0] + "}").encode()


def test_a_call_with_six_megabytes_is_referred_to_the_upload(alpha: Caller) -> None:
    answer = alpha.process("background", bytes(6_000_000))

    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "FILE_TOO_LARGE"
    assert "/uploads" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"Content-Type": "text/html"}, 403, "AccessDenied"),
        ({"key": "uploads/beta/r1"}, 403, "AccessDenied"),
        ({"x-amz-meta-mga-id": "beta"}, 403, "AccessDenied"),
    ],
)
def test_a_form_accepts_only_its_own_file(alpha: Caller, change: dict[str, str], status: int, code: str) -> None:
    body = {"contentType": "application/pdf", "mode": "process"}
    form = alpha.call("POST", "/api/v1/invoice/background/uploads", json=body).json()

    files = {"file": ("i.pdf", photograph(numbered("1"), "PDF"))}
    answer = requests.post(form["url"], data=form["fields"] | change, files=files, timeout=60)

    assert (answer.status_code, f"<Code>{code}</Code>" in answer.text) == (status, True)


@pytest.mark.parametrize("size", [1_000, 10_485_761])
def test_a_form_refuses_a_file_of_another_size(alpha: Caller, size: int) -> None:
    body = {"contentType": "application/pdf", "mode": "process"}
    form = alpha.call("POST", "/api/v1/invoice/background/uploads", json=body).json()

    answer = requests.post(form["url"], data=form["fields"], files={"file": ("i.pdf", bytes(size))}, timeout=60)

    assert answer.status_code == 400
    assert "<Code>EntityToo" in answer.text


def test_a_receiver_that_fails_and_recovers_gets_the_webhook_once(alpha: Caller) -> None:
    with receiving(OK) as elsewhere:
        redirect = said(307, location=url(elsewhere))
        with receiving(said(500), redirect, OK) as receiver:
            request_id = alpha.process(
                "background", photograph(numbered("9000010")), data={"webhookUrl": url(receiver)}
            ).json()["requestId"]
            state = notified(alpha, request_id)
            resent = alpha.call("POST", f"/api/v1/requests/{request_id}/webhook")
            eventually(lambda: len(receiver.received) == 4)

    assert [attempt["status"] for attempt in state["webhook"]["attempts"]] == [500, 307, 200]
    assert (state["webhook"]["state"], resent.status_code, elsewhere.received) == ("delivered", 202, [])
    assert len({received.headers["webhook-id"] for received in receiver.received}) == 1
    times = [int(received.headers["webhook-timestamp"]) for received in receiver.received]
    assert (times == sorted(times), len(set(times)) >= 3) == (True, True)
    for received in receiver.received:
        Webhook(handed_out(WEBHOOK_SECRET)).verify(received.body, received.headers)
        assert received.body == receiver.received[0].body


def test_a_reader_that_is_killed_while_it_reads_leaves_one_result_and_one_webhook(alpha: Caller) -> None:
    with receiving(OK) as receiver:
        with dying(alpha.stack, "CaptureReadUploadFunction", seconds=1.0):
            request_id = uploaded(alpha, photograph(numbered("9000011"), "PDF"), webhookUrl=url(receiver))
            eventually(lambda: alpha.call("GET", f"/api/v1/requests/{request_id}").json()["status"] != "accepted", 60)
        state = notified(alpha, request_id)

    assert (state["status"], state["data"]["invoiceNumber"]) == ("completed", "9000011")
    assert len(receiver.received) == 1


def test_fifty_at_once_are_each_answered_or_completed_and_none_is_mixed_up(alpha: Caller) -> None:
    printed = {number: large(numbered(number), 60_000) for number in (f"77000{n:02d}" for n in range(44))}
    slow = {number: photograph(numbered(number)) for number in (f"77001{n:02d}" for n in range(6))}
    files = printed | slow

    with ThreadPoolExecutor(50) as senders:
        answers = dict(
            zip(files, senders.map(lambda file: alpha.process("background", file), files.values()), strict=True)
        )

    statuses = [answer.status_code for answer in answers.values()]
    assert set(statuses) <= {200, 202}
    done = {number: ended(alpha, answer.json()["requestId"]) for number, answer in answers.items()}
    assert {state["status"] for state in done.values()} == {"completed"}
    assert {number: state["data"]["invoiceNumber"] for number, state in done.items()} == {n: n for n in files}
    for number, answer in answers.items():
        if answer.status_code == 200:
            assert answer.json() == done[number]
