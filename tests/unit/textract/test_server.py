"""The server as a process, called like Faktura does: with boto3 and textractor."""

import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer
from textractor.parsers import response_parser

from local.s3 import shim
from tests.support.textract import samples
from tests.support.textract.answers import summary_of
from tests.support.textract.drawing import encoded

KEYS = {"region_name": "us-east-1", "aws_access_key_id": "local", "aws_secret_access_key": "local-only"}
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def s3() -> Iterator[Any]:
    """A moto S3 with one invoice in it."""
    shim.install({KEYS["aws_access_key_id"]: KEYS["aws_secret_access_key"]})
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{moto.get_host_and_port()[1]}", **KEYS)
    client.create_bucket(Bucket="originals")
    client.put_object(Bucket="originals", Key="invoice.pdf", Body=samples.clinic_invoice().pdf())
    yield client
    moto.stop()


@pytest.fixture(scope="module")
def port(s3: Any) -> Iterator[int]:
    process, port = _started("--s3-endpoint", s3.meta.endpoint_url)
    yield port
    process.terminate()
    assert process.wait(timeout=10) == 0


@pytest.fixture(scope="module")
def textract(port: int) -> Any:
    config = Config(retries={"total_max_attempts": 1})
    return boto3.client("textract", endpoint_url=f"http://127.0.0.1:{port}", config=config, **KEYS)


def test_textractor_parses_the_answer_whole(textract: Any) -> None:
    response = textract.analyze_expense(Document={"Bytes": samples.clinic_invoice().pdf()})

    (expense,) = response_parser.parse(response).expense_documents
    read = {field.type.text: field.value.text for field in expense.summary_fields_list if not field.group_properties}
    rows = [{cell.type.text: cell.value.text for cell in row.expenses} for row in expense.line_items_groups[0].rows]
    assert read == samples.CLINIC_SUMMARY
    assert [row["PRICE"] for row in rows] == ["$222.80", "$353.40", "$54.60"]
    assert rows[0]["EXPENSE_ROW"] == "Emergency examination 1 $222.80 $222.80"


def test_a_document_is_read_from_s3(textract: Any) -> None:
    response = textract.analyze_expense(Document={"S3Object": {"Bucket": "originals", "Name": "invoice.pdf"}})

    assert summary_of(response) == samples.CLINIC_SUMMARY


def test_text_is_detected_in_a_document_from_s3(textract: Any) -> None:
    response = textract.detect_document_text(Document={"S3Object": {"Bucket": "originals", "Name": "invoice.pdf"}})

    lines = [block["Text"] for block in response["Blocks"] if block["BlockType"] == "LINE"]
    assert lines[:2] == ["Harbor Animal Clinic LLC", "INVOICE"]


@pytest.mark.parametrize("place", [("originals", "absent.pdf"), ("no-such-bucket", "invoice.pdf")])
def test_an_absent_object_is_named_as_such(place: tuple[str, str], textract: Any) -> None:
    with pytest.raises(ClientError) as refused:
        textract.analyze_expense(Document={"S3Object": {"Bucket": place[0], "Name": place[1]}})

    assert refused.value.response["Error"]["Code"] == "InvalidS3ObjectException"


@pytest.mark.parametrize(
    ("target", "body", "kind"),
    [
        ("Textract.AnalyzeExpense", b"{}", "InvalidParameterException"),
        ("Textract.AnalyzeExpense", b'{"Document": {}}', "InvalidParameterException"),
        ("Textract.AnalyzeExpense", b'{"Document": {"Bytes": "AA==", "S3Object": {}}}', "InvalidParameterException"),
        ("Textract.AnalyzeExpense", b'{"Document": {"S3Object": {"Bucket": 7}}}', "InvalidParameterException"),
        ("Textract.AnalyzeExpense", b'{"Document": {"Bytes": "no base64"}}', "SerializationException"),
        ("Textract.AnalyzeExpense", b"[]", "SerializationException"),
        ("Textract.AnalyzeExpense", b"[" * 100_000, "SerializationException"),
        ("Textract.AnalyzeExpense", b" " * (17 * 1024 * 1024), "DocumentTooLargeException"),
        ("Textract.AnalyzeID", b"{}", "UnknownOperationException"),
        ("", b"{}", "UnknownOperationException"),
    ],
)
def test_a_faulty_request_gets_its_error_type(target: str, body: bytes, kind: str, port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port)

    connection.request("POST", "/", body, {"X-Amz-Target": target})

    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())["__type"]) == (400, kind)
    connection.close()


def test_health_answers_while_a_page_is_read(port: int) -> None:
    picture = base64.b64encode(encoded(samples.clinic_invoice().picture(), "JPEG")).decode()
    reading = HTTPConnection("127.0.0.1", port)
    reading.request(
        "POST", "/", json.dumps({"Document": {"Bytes": picture}}), {"X-Amz-Target": "Textract.AnalyzeExpense"}
    )
    done = threading.Event()
    threading.Thread(target=lambda: (reading.getresponse().read(), done.set())).start()

    health = HTTPConnection("127.0.0.1", port)
    health.request("GET", "/")
    answer = json.loads(health.getresponse().read())

    assert (answer, done.is_set()) == ({"status": "Healthy"}, False)
    assert done.wait(60)
    health.close()
    reading.close()


def test_the_server_ends_with_its_parent() -> None:
    start = f"import subprocess, sys, time; subprocess.Popen({_command()!r}, stdout=sys.stdout); time.sleep(600)"
    parent = subprocess.Popen([sys.executable, "-c", start], cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own module
    assert parent.stdout is not None
    port = int(parent.stdout.readline().split()[1])

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    assert _falls_silent(port)
    parent.stdout.close()


def _command(*options: str) -> list[str]:
    return [sys.executable, "-m", "local.textract", "--port", "0", *options]


def _started(*options: str) -> tuple[subprocess.Popen[str], int]:
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local-only"}
    process = subprocess.Popen(_command(*options), cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment)  # noqa: S603  # our own module
    assert process.stdout is not None
    ready, port = process.stdout.readline().split()
    process.stdout.close()
    assert ready == "ready"
    return process, int(port)


def _falls_silent(port: int) -> bool:
    for _ in range(100):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=1)
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            return True
        finally:
            connection.close()
        time.sleep(0.1)
    return False
