"""Calls of Textract: they end with the caller's time, and stop once no caller waits for them."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from botocore.exceptions import ClientError

from faktura.capture.errors import InvalidFile, NotReadYet, Unreadable
from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.reading import textract_client
from faktura.capture.reading.textract_client import TextractClient
from faktura.core.clock import now
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.services import Service, client_of


class Pages(InvoiceFile):
    """A file whose pages are their numbers."""

    def split(self, numbers: Sequence[int]) -> list[bytes]:
        return [str(number).encode() for number in numbers]


FOUR = Pages(b"", "application/pdf", (None,) * 4)


@pytest.fixture(autouse=True)
def _region(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


def refusal(code: str) -> ClientError:
    """An error response of Textract."""
    response = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    return ClientError(response, "AnalyzeExpense")  # type: ignore[arg-type]  # only the parts that are read


def textract_with(monkeypatch: pytest.MonkeyPatch, read: Callable[[bytes], None]) -> None:
    """Replace Textract: it recognises no invoice on a page that `read` accepts."""

    def analyze_expense(Document: dict[str, bytes]) -> Any:  # noqa: N803 -- boto's spelling
        read(Document["Bytes"])
        return {"ExpenseDocuments": []}

    monkeypatch.setattr(textract_client, "client", lambda _: SimpleNamespace(analyze_expense=analyze_expense))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that advances only while the product sleeps."""
    with (
        time_machine.travel("2026-01-01T00:00:00Z", tick=False) as traveller,
        virtual_sleep(pass_by=lambda seconds: traveller.shift(timedelta(seconds=seconds))),
    ):
        yield traveller


def page_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("page")]


def test_hanging_calls_end_with_the_time_of_their_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: they went on for a minute, in three attempts of 20 seconds each."""
    service = Service()
    textract = client_of(monkeypatch, "textract", service)
    monkeypatch.setattr(textract_client, "client", lambda _: textract)
    began = time.monotonic()

    with pytest.raises(NotReadYet, match="4 of 4 pages"):
        TextractClient().read(FOUR, now() + timedelta(seconds=1.3))
    for thread in page_threads():
        thread.join(5)

    assert (time.monotonic() - began < 5, page_threads(), len(service.connections)) == (True, [], 4)
    service.close()


def test_no_page_is_tried_again_after_another_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[bytes]()

    def read(page: bytes) -> None:
        asked.append(page)
        raise refusal("UnsupportedDocumentException" if asked.count(b"3") == 3 else "ThrottlingException")

    textract_with(monkeypatch, read)
    monkeypatch.setattr(textract_client, "uniform", lambda *_: 0.05)

    with pytest.raises(InvalidFile):
        TextractClient().read(FOUR, now() + timedelta(seconds=20))
    asked_by_then = len(asked)
    for thread in page_threads():
        thread.join(5)

    assert page_threads() == []
    assert len(asked) <= asked_by_then + 3  # each of the others may have been on its way


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(("throttles", "expected"), [(3, Unreadable), (12, NotReadYet)])
def test_the_time_limit_for_throttles_starts_again_with_each_page_that_is_read(
    monkeypatch: pytest.MonkeyPatch, throttles: int, expected: type[Exception]
) -> None:
    """Each page is throttled so many times, a second apart, before it is read; then it shows no invoice."""
    called = list[datetime]()
    monkeypatch.setattr(textract_client, "uniform", lambda *_: 1.0)
    monkeypatch.setattr(textract_client, "_MAX_CONCURRENT_PAGES", 1)

    def read(_page: bytes) -> None:
        called.append(now())
        if len(called) % (throttles + 1):
            raise refusal("ThrottlingException")

    textract_with(monkeypatch, read)
    with pytest.raises(expected):
        TextractClient().read(FOUR, now() + timedelta(seconds=24), max_throttled=timedelta(seconds=5))

    waited = called[-1] - called[0]
    assert waited == timedelta(seconds=4 * 3 if expected is Unreadable else 4)


def test_a_page_that_is_being_read_does_not_extend_the_time_limit_for_throttles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Regression: the sender waited until the last call had ended."""
    hangs = threading.Event()

    def read(page: bytes) -> None:
        if page != b"0":
            raise refusal("ThrottlingException")
        hangs.wait(8)

    textract_with(monkeypatch, read)
    began = time.monotonic()
    with pytest.raises(NotReadYet, match="4 of 4 pages") as unread:
        TextractClient().read(FOUR, now() + timedelta(seconds=24), max_throttled=timedelta(seconds=0.3))
    waited = time.monotonic() - began
    hangs.set()

    assert 0.3 <= waited < 4
    assert unread.value.reason == "4 of 4 pages unread: ThrottlingException"


@pytest.mark.usefixtures("clock")
def test_pages_that_were_read_before_the_time_limit_are_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(page: bytes) -> None:
        if page == b"3":
            raise refusal("ThrottlingException")

    textract_with(monkeypatch, read)
    monkeypatch.setattr(textract_client, "_MAX_CONCURRENT_PAGES", 1)
    with pytest.raises(NotReadYet, match="1 of 4 pages") as unread:
        TextractClient().read(FOUR, now() + timedelta(seconds=24), max_throttled=timedelta(seconds=5))

    assert set(unread.value.pages) == {0, 1, 2}


def test_a_page_may_be_read_while_another_checks_the_time_limit_for_throttles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: a `TypeError` if throttling ended between two reads of its beginning."""
    counts, is_read, throttled = threading.Event(), threading.Event(), list[str]()

    def read(page: bytes) -> None:
        if page == b"0" and not throttled:
            throttled.append(threading.current_thread().name)
            raise refusal("ThrottlingException")
        if page == b"1":
            counts.wait(5)
            is_read.set()

    def pause(*_: float) -> float:
        counts.set()
        return 0.0

    def now_while_the_other_is_read() -> datetime:
        if counts.is_set() and threading.current_thread().name in throttled:
            is_read.wait(5)
            time.sleep(0.1)  # for the other thread to note it
        return now()

    textract_with(monkeypatch, read)
    monkeypatch.setattr(textract_client, "uniform", pause)
    monkeypatch.setattr(textract_client, "now", now_while_the_other_is_read)

    with pytest.raises(Unreadable):
        TextractClient().read(Pages(b"", "application/pdf", (None,) * 2), now() + timedelta(seconds=24))


def test_a_clock_that_is_set_back_during_throttling_fails_no_document(
    monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    """Regression: an `OverflowError`: more time was left than a `timedelta` can hold."""
    asked = list[bytes]()

    def read(page: bytes) -> None:
        asked.append(page)
        if len(asked) == 1:
            raise refusal("ThrottlingException")

    def set_back(*_: float) -> float:
        clock.shift(timedelta(seconds=-1))
        return 0.0

    textract_with(monkeypatch, read)
    monkeypatch.setattr(textract_client, "_MAX_CONCURRENT_PAGES", 1)
    monkeypatch.setattr(textract_client, "uniform", set_back)

    with pytest.raises(Unreadable):
        TextractClient().read(FOUR, now() + timedelta(seconds=24))

    assert len(asked) == 5


@pytest.mark.parametrize("code", ["ThrottlingException", "LimitExceededException", "ThrottledException"])
@pytest.mark.usefixtures("clock")
def test_a_page_is_tried_again_after_any_throttle_code_of_aws(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Regression: the client had a list of its own, and any other code raised the alarm for refusals."""
    asked = list[bytes]()

    def read(page: bytes) -> None:
        asked.append(page)
        if len(asked) == 1:
            raise refusal(code)

    textract_with(monkeypatch, read)
    with pytest.raises(Unreadable):
        TextractClient().read(FOUR, now() + timedelta(seconds=24))

    assert len(asked) == 5
