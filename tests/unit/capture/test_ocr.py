"""Pages that nobody waits for: their calls end with the caller's time, and none is made again."""

import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from botocore.exceptions import ClientError

from faktura.capture import ocr as ocr_module
from faktura.capture.errors import InvalidFile, NotReadYet, Unreadable
from faktura.capture.files import InvoiceFile
from faktura.capture.ocr import Ocr
from faktura.core.clock import now
from tests.faults.virtual_time import virtual_sleep
from tests.services import Service, client_of


class Pages(InvoiceFile):
    """A file whose pages are their numbers."""

    def separated(self, numbers: Sequence[int]) -> list[bytes]:
        return [str(number).encode() for number in numbers]


FOUR = Pages(b"", "application/pdf", (None,) * 4)


@pytest.fixture(autouse=True)
def _region(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


def page_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("page")]


def test_calls_that_hang_end_with_the_time_of_their_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    """They went on for a minute, in three attempts of 20 seconds each."""
    service = Service()
    textract = client_of(monkeypatch, "textract", service)
    monkeypatch.setattr(ocr_module, "client", lambda _: textract)
    began = time.monotonic()

    with pytest.raises(NotReadYet, match="4 of 4 pages"):
        Ocr().read(FOUR, now() + timedelta(seconds=1.3))
    for thread in page_threads():
        thread.join(5)

    assert (time.monotonic() - began < 5, page_threads(), len(service.connections)) == (True, [], 4)
    service.close()


def test_no_page_is_asked_for_again_once_another_has_ended_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[bytes]()

    def analyze_expense(Document: dict[str, bytes]) -> Any:  # noqa: N803 -- boto's spelling
        asked.append(Document["Bytes"])
        is_last = asked.count(b"3") == 3
        code = "UnsupportedDocumentException" if is_last else "ThrottlingException"
        answer = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": 400}}
        raise ClientError(answer, "AnalyzeExpense")  # type: ignore[arg-type]  # as much of an answer as is looked at

    monkeypatch.setattr(ocr_module, "client", lambda _: SimpleNamespace(analyze_expense=analyze_expense))
    monkeypatch.setattr(ocr_module, "uniform", lambda *_: 0.05)

    with pytest.raises(InvalidFile):
        Ocr().read(FOUR, now() + timedelta(seconds=20))
    asked_by_then = len(asked)
    for thread in page_threads():
        thread.join(5)

    assert page_threads() == []
    assert len(asked) <= asked_by_then + 3  # each of the others may have been on its way


@pytest.mark.parametrize(("throttles", "expected"), [(3, Unreadable), (12, NotReadYet)])
def test_each_page_that_is_read_gives_a_busy_textract_another_five_seconds(
    monkeypatch: pytest.MonkeyPatch, throttles: int, expected: type[Exception]
) -> None:
    """Of every page as many calls are throttled before it is read, a second apart; then it shows no invoice."""
    called = list[datetime]()
    monkeypatch.setattr(ocr_module, "uniform", lambda *_: 1.0)
    monkeypatch.setattr(ocr_module, "_AT_ONCE", 1)

    def analyze_expense(Document: dict[str, bytes]) -> Any:  # noqa: N803 -- boto's spelling
        called.append(now())
        if len(called) % (throttles + 1):
            answer = {"Error": {"Code": "ThrottlingException"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
            raise ClientError(answer, "AnalyzeExpense")  # type: ignore[arg-type]  # as much as is looked at
        return {"ExpenseDocuments": []}

    monkeypatch.setattr(ocr_module, "client", lambda _: SimpleNamespace(analyze_expense=analyze_expense))
    with (
        time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock,
        virtual_sleep(pass_by=lambda seconds: clock.shift(timedelta(seconds=seconds))),
        pytest.raises(expected),
    ):
        Ocr().read(FOUR, now() + timedelta(seconds=24), busy=timedelta(seconds=5))

    waited = called[-1] - called[0]
    assert waited == timedelta(seconds=4 * 3 if expected is Unreadable else 4)
