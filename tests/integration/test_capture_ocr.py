"""An OCR that hangs, is down or refuses our calls costs no document. Only faults of the document are reported."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from unittest.mock import patch

import pytest
import time_machine
from botocore.session import get_session

from faktura.capture.reading import textract_client
from faktura.capture.requests.request import MAX_READINGS
from faktura.core.clock import now
from tests.support.builders import pims_invoice
from tests.support.capture.documents import joined
from tests.support.capture.requests import (
    accept,
    bind,
    look_up_document,
    mga,
    mga_with_webhooks,
    process,
    put,
    read,
    read_again,
    requests,
    start_upload,
    state,
)
from tests.support.deployment import Deployment, Reply
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.injected import (
    Fault,
    Faults,
    answered,
    refusal,
)
from tests.support.faults.recording import recorded
from tests.support.faults.state import snapshot
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.paper import page
from tests.support.webhooks import Mga

pytestmark = pytest.mark.usefixtures("_textract")

LINE = {"quantity": 1, "amountCharged": 10}
LATER = (202, None)
BROKEN = (400, "INVALID_FILE")
FAILED = (500, "OCR_FAILED")
OURS = [
    (400, "AccessDeniedException"),
    (403, "AccessDeniedException"),
    (400, "UnrecognizedClientException"),
    (403, "ExpiredTokenException"),
    (403, "InvalidSignatureException"),
    (400, "SubscriptionRequiredException"),
    (400, "InvalidS3ObjectException"),
    (404, "UnknownOperationException"),
    (413, "413"),
]
"""For an operator to repair. They are no reason to lose a document."""
ANSWERS: dict[tuple[int, str], tuple[int, str | None]] = {
    (400, "UnsupportedDocumentException"): BROKEN,
    (400, "BadDocumentException"): BROKEN,
    (400, "DocumentTooLargeException"): BROKEN,
    (400, "InvalidParameterException"): FAILED,
    (400, "ThrottlingException"): LATER,
    (400, "ProvisionedThroughputExceededException"): LATER,
    (400, "LimitExceededException"): LATER,
    (429, "TooManyRequestsException"): LATER,
    (500, "InternalServerError"): LATER,
    (500, "InternalFailure"): LATER,
    (502, "502"): LATER,
    (503, "ServiceUnavailable"): LATER,
    (504, "504"): LATER,
    **dict.fromkeys(OURS, LATER),
}


@pytest.fixture
def alpha(faktura: Deployment) -> Mga:
    return mga_with_webhooks(faktura)


@contextmanager
def refusing(status: int, code: str) -> Iterator[list[Call]]:
    """Textract refuses every call with that; lists the calls."""
    calls = list[Call]()

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.service != "textract":
            return carry_out()
        calls.append(call)
        return refusal(call, status, code)

    with intercepted(around), virtual_sleep():
        yield calls


def test_every_error_of_textracts_model_is_handled() -> None:
    model = get_session().get_service_model("textract").operation_model("AnalyzeExpense")

    assert {shape.name for shape in model.error_shapes} <= {code for _, code in ANSWERS}


@pytest.mark.parametrize(("said", "expected"), ANSWERS.items(), ids=lambda value: "-".join(map(str, value)))
def test_a_sender_gets_only_those_errors_that_are_the_documents(
    faktura: Deployment, said: tuple[int, str], expected: tuple[int, str | None]
) -> None:
    """All but the throttles were 500 OCR_FAILED, and the document was lost."""
    bind(faktura)

    with refusing(*said):
        reply = process(faktura, page(pims_invoice()))

    assert (reply.status, reply.json.get("error", {}).get("code")) == expected
    assert len(faktura.messages("CaptureUploadQueue")) == (1 if expected == LATER else 0)


@pytest.mark.parametrize("kind", [Fault.NO_CONNECTION, Fault.TIMED_OUT, Fault.FAILED, Fault.THROTTLED])
def test_a_document_is_read_when_an_ocr_that_was_down_is_back(alpha: Mga, kind: Fault) -> None:
    """All but the throttle were 500 OCR_FAILED."""
    faktura, absent = alpha.faktura, Faults(seed=1, rate=1.0, kinds=(kind,), on=frozenset({"textract"}))
    with absent:
        accepted = process(faktura, page(pims_invoice()))
        put_back = read_again(faktura)
        waiting = state(faktura, accepted.json["requestId"]).json

    failures = read(faktura)

    assert (accepted.status, len(put_back), waiting["status"]) == (202, 1, "processing")
    completed = state(faktura, accepted.json["requestId"]).json
    assert (failures, completed["status"], completed["source"]) == ([[]], "completed", "OCR")


@contextmanager
def throttling(
    clock: time_machine.Traveller, wanted: Callable[[int], bool], status: int = 400, code: str = "ThrottlingException"
) -> Iterator[list[datetime]]:
    """Textract refuses the wanted calls, by their number; lists when it was called. Waiting shifts the clock."""
    called = list[datetime]()

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.service != "textract":
            return carry_out()
        called.append(now())
        return refusal(call, status, code) if wanted(len(called)) else carry_out()

    with intercepted(around), virtual_sleep(pass_by=lambda seconds: clock.shift(timedelta(seconds=seconds))):
        yield called


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("send", [process, look_up_document])
def test_a_sender_waits_five_seconds_for_a_textract_that_throttles(
    clock: time_machine.Traveller, faktura: Deployment, send: Callable[..., Reply]
) -> None:
    """It held 1.7 GB of memory for 24 seconds, and so did every other sender of the flood."""
    bind(faktura)
    began = now()
    with throttling(clock, lambda _number: True) as called:
        reply = send(faktura, page(pims_invoice()))

    assert reply.status == 202
    assert timedelta(seconds=4.9) < now() - began < timedelta(seconds=5.1)
    assert 2 <= len(called) < 20
    assert len(faktura.messages("CaptureUploadQueue")) == 1


@pytest.mark.parametrize("send", [process, look_up_document])
def test_pages_that_were_read_while_the_sender_waited_are_not_read_again(
    clock: time_machine.Traveller, faktura: Deployment, monkeypatch: pytest.MonkeyPatch, send: Callable[..., Reply]
) -> None:
    """They were read and paid for twice."""
    bind(faktura)
    monkeypatch.setattr(
        textract_client, "_MAX_CONCURRENT_PAGES", 1
    )  # else a page is on its way as the time, which is virtual, runs out
    sheets = [page(pims_invoice(invoiceItems=[{**LINE, "description": f"Charge {n}"}])) for n in range(4)]
    with throttling(clock, lambda number: number > 3):
        accepted = send(faktura, joined(*sheets))
    [request] = requests(faktura)

    with throttling(clock, lambda _number: False) as called:
        failures = read(faktura)

    assert (accepted.status, request["hasPages"]) == (202, True)
    assert (failures, len(called)) == ([[]], 1)
    assert state(faktura, accepted.json["requestId"]).json["status"] == "completed"


def test_a_document_that_cannot_be_read_is_refused_though_other_pages_are_throttled(
    clock: time_machine.Traveller, faktura: Deployment
) -> None:
    bind(faktura)

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.service != "textract":
            return carry_out()
        called.append(call)
        return refusal(call, 400, "BadDocumentException" if len(called) == 3 else "ThrottlingException")

    called = list[Call]()
    with intercepted(around), virtual_sleep(pass_by=lambda seconds: clock.shift(timedelta(seconds=seconds))):
        refused = process(faktura, joined(page(pims_invoice()), page(pims_invoice())))

    assert (refused.status, refused.json["error"]["code"]) == BROKEN
    assert faktura.messages("CaptureUploadQueue") == []


@pytest.mark.parametrize("pages", [1, 4])
@pytest.mark.parametrize("said", [(400, "ThrottlingException"), (503, "ServiceUnavailable")])
def test_a_document_that_has_to_wait_is_one_short_line_with_the_reason(
    clock: time_machine.Traveller, faktura: Deployment, logged: StringIO, pages: int, said: tuple[int, str]
) -> None:
    """Of four pages they were six lines, and of one 818 bytes: most of them in a flood, when logs cost most."""
    bind(faktura)
    token = mga(faktura)
    logged.truncate(logged.seek(0))
    with throttling(clock, lambda _number: True, *said):
        process(faktura, joined(*[page(pims_invoice())] * pages), token=token, request_id="x" * 36)
        accepted = logged.getvalue()
        read_again(faktura)

    put_off = logged.getvalue().removeprefix(accepted)
    reason = f"{pages} of {pages} pages unread: {said[1]}"
    for written, message in ((accepted, "request accepted"), (put_off, "message put off")):
        line = json.loads(written)  # one line, else this raises
        assert (line["message"], line["reason"], line["correlation_id"]) == (message, reason, "x" * 36)
        assert len(written.encode()) <= 512


def test_throttles_that_end_in_time_are_not_logged(
    clock: time_machine.Traveller, faktura: Deployment, logged: StringIO
) -> None:
    bind(faktura)
    token = mga(faktura)
    logged.truncate(logged.seek(0))
    with throttling(clock, lambda number: number <= 3):
        answer = process(faktura, page(pims_invoice()), token=token, request_id="x" * 36)

    assert (answer.status, json.loads(logged.getvalue())["message"]) == (200, "request completed")
    assert len(logged.getvalue().encode()) <= 512


def test_a_sender_waits_longer_for_faults_other_than_throttles(
    clock: time_machine.Traveller, faktura: Deployment
) -> None:
    bind(faktura)

    with (
        patch.object(textract_client, "uniform", lambda low, high: (low + high) / 2),
        throttling(clock, lambda number: number <= 8, 503, "ServiceUnavailable") as called,
    ):
        reply = process(faktura, page(pims_invoice()))

    assert (reply.status, len(called)) == (200, 9)
    assert called[-1] - called[0] > timedelta(seconds=5)


def test_the_queues_worker_waits_longer_for_throttles(clock: time_machine.Traveller, alpha: Mga) -> None:
    accept(alpha.faktura)

    with throttling(clock, lambda number: number <= 12) as called:
        failures = read(alpha.faktura)

    assert failures == [[]]
    assert called[-1] - called[0] > timedelta(seconds=5)


@pytest.mark.parametrize("said", ["", "{}", '{"ExpenseDocuments": [{"Summ', "<html>Bad gateway</html>"])
def test_a_truncated_answer_counts_as_none(faktura: Deployment, said: str) -> None:
    """Regression: it was taken for a page without an invoice, and the document was 500 OCR_FAILED for good."""
    bind(faktura)

    def around(call: Call, carry_out: Carry) -> Answer:
        return answered(call, 200, said) if call.service == "textract" else carry_out()

    with intercepted(around), virtual_sleep():
        reply = process(faktura, page(pims_invoice()))

    assert (reply.status, len(faktura.messages("CaptureUploadQueue"))) == (202, 1)


def test_timeouts_do_not_add_up(faktura: Deployment) -> None:
    """botocore retries fifty in a process's life; after them each was 500 OCR_FAILED at once."""
    bind(faktura)
    with Faults(seed=1, rate=1.0, kinds=(Fault.TIMED_OUT,), on=frozenset({"textract"})) as faults:
        answers = [process(faktura, page(pims_invoice(invoiceNumber=str(n)))).status for n in range(4)]

    assert answers == [202] * 4
    assert len(faults.struck) > 100
    assert process(faktura, page(pims_invoice(invoiceNumber="5"))).status == 200


def test_only_what_is_needed_is_written_before_the_202(faktura: Deployment) -> None:
    bind(faktura)
    with recorded() as calls, refusing(500, "InternalServerError"):
        accepted = process(faktura, page(pims_invoice()))

    made = [str(call) for call in calls]
    last = max(position for position, call in enumerate(made) if call == "textract.AnalyzeExpense")
    assert (accepted.status, made[last + 1 :]) == (202, ["dynamodb.TransactWriteItems", "s3.PutObject"])
    [request] = requests(faktura)
    assert (request["state"], request["unfinished"]) == ("accepted", "request")
    kept = [stored.value for stored in snapshot() if stored.service == "s3"]
    assert kept == [page(pims_invoice())] * 2  # the original, and what is to be read


@pytest.mark.parametrize("said", OURS, ids=lambda said: "-".join(map(str, said)))
def test_a_refusal_of_our_calls_alerts_the_operator_and_is_not_retried(
    faktura: Deployment, said: tuple[int, str], logged: StringIO
) -> None:
    bind(faktura)

    with refusing(*said) as calls:
        process(faktura, joined(page(pims_invoice()), page(pims_invoice())))

    assert len(calls) == 2
    [line] = [line for line in map(json.loads, logged.getvalue().splitlines()) if "OcrRefusals" in line]
    assert (line["message"], line["OcrRefusals"]) == ("textract refuses us", 1)
    assert said[1] in line["reason"]


def test_a_page_that_textract_never_accepts_fails_at_its_first_reading(alpha: Mga) -> None:
    """Regression: it was read 21 times."""
    request_id = accept(alpha.faktura).json["requestId"]

    with refusing(400, "InvalidParameterException") as calls:
        failures = read(alpha.faktura)

    failed = state(alpha.faktura, request_id).json
    assert (failures, len(calls)) == ([[]], 1)
    assert (failed["status"], failed["error"]["code"]) == ("failed", "OCR_FAILED")
    assert len(alpha.started()) == 1


def test_an_upload_waits_until_an_ocr_that_refuses_us_is_repaired(alpha: Mga) -> None:
    faktura = alpha.faktura
    upload = start_upload(faktura, {"contentType": "application/pdf", "mode": "process"}).json
    put(faktura, upload["fields"]["key"], page(pims_invoice()))

    with refusing(400, "AccessDeniedException"):
        put_back = [read_again(faktura) for _ in range(MAX_READINGS - 1)]
    failures = read(faktura)

    assert (all(put_back), failures) == (True, [[]])
    assert state(faktura, upload["requestId"]).json["status"] == "completed"
