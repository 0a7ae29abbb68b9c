"""An OCR that hangs or is killed on the running stack: no document is lost, and no caller gets an error."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.support.builders import pims_invoice
from tests.support.local.calls import Caller
from tests.support.local.capture import ended, large
from tests.support.local.stacks import Served, eventually, pids_that_name
from tests.support.paper import photograph

OWNER = {"firstName": "Ana", "lastName": "Ortiz", "email": "ana@example.com"}


@pytest.fixture(scope="module")
def alpha(running: Served) -> Caller:
    mga = Caller(running, "mga-alpha")
    assert mga.bind("slow", **OWNER).status_code == 200
    return mga


def ocr_of(stack: Served) -> int:
    """The process of the stack's OCR."""
    [process] = eventually(lambda: pids_that_name("local.textract --fd", f"--s3-endpoint {stack.aws_url} "))
    return int(process)


def reads(process: int) -> bool:
    """Whether a child process of the OCR is working."""
    children = " ".join(thread.read_text() for thread in Path(f"/proc/{process}/task").glob("*/children")).split()
    return any("State:\tR" in Path(f"/proc/{child}/status").read_text() for child in children)


@contextmanager
def hanging(stack: Served) -> Iterator[None]:
    """Inside, the OCR accepts calls and answers none."""
    process = ocr_of(stack)
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def completed(mga: Caller, answer: requests.Response) -> str:
    """The invoice number that was read, directly or in the background."""
    assert answer.status_code in (200, 202), answer.text
    state = answer.json() if answer.status_code == 200 else ended(mga, answer.json()["requestId"])
    assert state["status"] == "completed", state
    return str(state["data"]["invoiceNumber"])


def document(number: str) -> bytes:
    return large(pims_invoice(id=f"id-{number}", invoiceNumber=number), 60_000)


def test_an_ocr_that_hangs_is_202_and_the_document_completes_when_it_answers(alpha: Caller) -> None:
    """Regression: it was 500 OCR_FAILED once the environment's retries were used up."""
    numbers = [f"88000{n:02d}" for n in range(3)]
    with hanging(alpha.stack), ThreadPoolExecutor(3) as senders:
        answers = list(senders.map(lambda number: alpha.process("slow", document(number)), numbers))

    assert [answer.status_code for answer in answers] == [202] * 3
    assert [completed(alpha, answer) for answer in answers] == numbers


def test_an_ocr_that_is_killed_is_replaced_and_the_next_one_reads_the_document(alpha: Caller) -> None:
    """The stack continued without an OCR, and every document was 500 OCR_FAILED."""
    before = ocr_of(alpha.stack)

    os.kill(before, signal.SIGKILL)
    answer = alpha.process("slow", document("8800010"))

    assert completed(alpha, answer) == "8800010"
    assert ocr_of(alpha.stack) != before
    assert "The OCR process has died (killed by SIGKILL). It restarts" in alpha.stack.log.read_text()


def test_an_ocr_that_is_killed_while_it_reads_loses_no_document(alpha: Caller) -> None:
    picture = photograph(pims_invoice(id="id-8800011", invoiceNumber="8800011"))
    with ThreadPoolExecutor(1) as sender:
        answered = sender.submit(alpha.process, "slow", picture)
        eventually(lambda: reads(ocr_of(alpha.stack)), 30)
        os.kill(ocr_of(alpha.stack), signal.SIGKILL)

    assert completed(alpha, answered.result()) == "8800011"
