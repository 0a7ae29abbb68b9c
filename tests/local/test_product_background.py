"""Capture in the background on the running stack: uploads that start the OCR, webhooks that arrive."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from standardwebhooks.webhooks import Webhook

from faktura.capture.webhooks.signature import encoded_secret
from local.demo_clients import WEBHOOK_SECRET
from tests.support.local.calls import Caller
from tests.support.local.capture import OWNER, ended, large, notified, numbered, uploaded, url
from tests.support.local.kills import dying
from tests.support.local.stacks import Served, eventually
from tests.support.paper import photograph
from tests.support.receivers import (
    OK,
    http,
    receiving,
)


@pytest.fixture(scope="module")
def alpha(running: Served) -> Caller:
    mga = Caller(running, "mga-alpha")
    assert mga.bind("background", **OWNER).status_code == 200
    return mga


def test_nine_megabytes_go_by_a_form_through_s3_to_a_webhook(alpha: Caller) -> None:
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


def test_the_error_for_six_megabytes_in_one_call_names_the_uploads(alpha: Caller) -> None:
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
def test_a_form_permits_nothing_but_its_file(alpha: Caller, change: dict[str, str], status: int, code: str) -> None:
    body = {"contentType": "application/pdf", "mode": "process"}
    form = alpha.call("POST", "/api/v1/invoice/background/uploads", json=body).json()

    files = {"file": ("i.pdf", photograph(numbered("1"), "PDF"))}
    answer = requests.post(form["url"], data=form["fields"] | change, files=files, timeout=60)

    assert (answer.status_code, f"<Code>{code}</Code>" in answer.text) == (status, True)


@pytest.mark.parametrize("size", [1_000, 10_485_761])
def test_a_form_accepts_no_file_of_another_size(alpha: Caller, size: int) -> None:
    body = {"contentType": "image/jpeg", "mode": "process"}  # a PDF may be as small as the e-invoice in it
    form = alpha.call("POST", "/api/v1/invoice/background/uploads", json=body).json()

    answer = requests.post(form["url"], data=form["fields"], files={"file": ("i.jpg", bytes(size))}, timeout=60)

    assert answer.status_code == 400
    assert "<Code>EntityToo" in answer.text


def test_a_receiver_that_fails_redirects_and_is_up_again_gets_each_webhook_once(alpha: Caller) -> None:
    with receiving(OK) as elsewhere:
        redirect = http(307, location=url(elsewhere))
        with receiving(http(500), redirect, OK) as receiver:
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
        Webhook(encoded_secret(WEBHOOK_SECRET)).verify(received.body, received.headers)
        assert received.body == receiver.received[0].body


def test_a_reader_that_is_killed_while_it_reads_leaves_one_result_and_one_webhook(alpha: Caller) -> None:
    with receiving(OK) as receiver:
        with dying(alpha.stack, "CaptureReadUploadFunction", seconds=1.0):
            request_id = uploaded(alpha, photograph(numbered("9000011"), "PDF"), webhookUrl=url(receiver))
            eventually(lambda: alpha.call("GET", f"/api/v1/requests/{request_id}").json()["status"] != "accepted", 60)
        state = notified(alpha, request_id)

    assert (state["status"], state["data"]["invoiceNumber"]) == ("completed", "9000011")
    assert len(receiver.received) == 1


def test_fifty_from_25_senders_at_once_are_all_completed_and_none_is_mixed_up(alpha: Caller) -> None:
    printed = {number: large(numbered(number), 60_000) for number in (f"77000{n:02d}" for n in range(44))}
    slow = {number: photograph(numbered(number)) for number in (f"77001{n:02d}" for n in range(6))}
    files = printed | slow

    with ThreadPoolExecutor(25) as senders:
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
            assert answer.json().items() <= done[number].items()
