"""AWS clients: what they make links with, and how long they wait."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError, ReadTimeoutError

from faktura.core import aws
from faktura.core.clock import Deadline, DeadlinePassed, now
from faktura.core.parallel import each
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.services import Service, client_of


@pytest.fixture(autouse=True)
def _frankfurt(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    aws._session.cache_clear()
    yield
    aws._session.cache_clear()


def test_forms_and_links_name_the_region_of_their_bucket() -> None:
    s3 = aws.client.__wrapped__("s3")

    form = s3.generate_presigned_post("bucket", "key")["url"]
    link = s3.generate_presigned_url("get_object", {"Bucket": "bucket", "Key": "key"})

    assert form == "https://bucket.s3.eu-central-1.amazonaws.com/"
    assert link.startswith("https://bucket.s3.eu-central-1.amazonaws.com/key?")


def test_a_call_of_a_service_that_hangs_is_bounded_by_what_its_caller_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """It waited 20 seconds, three times over."""
    service = Service()
    textract, began = client_of(monkeypatch, "textract", service), time.monotonic()

    with aws.at_most(0.2), pytest.raises(ReadTimeoutError):
        textract.analyze_expense(Document={"Bytes": b"x"})

    assert 0.2 <= time.monotonic() - began < 5
    assert len(service.connections) == 1
    service.close()


def test_a_bound_makes_no_service_more_patient() -> None:
    params: dict[str, Any] = {"context": {"client_config": type("Config", (), {"read_timeout": 3})}}

    with aws.at_most(60):
        aws._shorten_timeout(params)

    assert params["context"]["read_timeout"] == 3


def test_a_service_that_hangs_is_not_tried_again_after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: it was tried four times, for up to 23 s, and Lambda had ended the function by then."""
    service = Service()
    dynamodb, began = client_of(monkeypatch, "dynamodb", service), time.monotonic()
    deadline = Deadline(now() + timedelta(seconds=0.3))

    with aws.until(deadline), pytest.raises(DeadlinePassed):
        each(lambda number: dynamodb.describe_table(TableName=f"table-{number}"), range(40), deadline)

    assert time.monotonic() - began < 0.3 + 1 + 3 + 1 + 2  # it connects, waits, pauses for up to a second; and a margin
    assert len(service.connections) == aws.CONNECTIONS
    service.close()


def test_nothing_is_sent_after_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    service = Service(200)
    dynamodb = client_of(monkeypatch, "dynamodb", service)

    with aws.until(Deadline(now())), pytest.raises(DeadlinePassed):
        dynamodb.list_tables()

    assert service.connections == []
    service.close()


@pytest.mark.parametrize("operation", ["get_object", "put_object", "delete_object"])
def test_an_empty_key_is_no_call_of_the_bucket_on_lambda(monkeypatch: pytest.MonkeyPatch, operation: str) -> None:
    """`GET /` of a bucket lists it, and `DELETE /` deletes it: for DynamoDB alone are parameters not checked there."""
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "a function")
    service = Service()
    s3 = client_of(monkeypatch, "s3", service)

    with pytest.raises(ParamValidationError):
        getattr(s3, operation)(Bucket="bucket", Key="")

    assert service.connections == []
    service.close()


def test_an_environment_recovers_from_an_outage_that_spent_its_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """botocore retries 100 times, then one fault is one error; every answer after it earns a fifth of a retry."""
    service = Service(*[500] * 140, *[200] * 5, 500, 200)
    dynamodb = client_of(monkeypatch, "dynamodb", service)
    attempts, failed = [], 0

    with virtual_sleep():
        while len(service.answers) > 7 or failed == 0:
            before = len(service.answers)
            with pytest.raises(ClientError):
                dynamodb.list_tables()
            attempts.append(before - len(service.answers))
            failed += 1
        for _ in range(6):
            dynamodb.list_tables()

    assert (attempts[0], attempts[-1], service.answers) == (4, 1, [])
    service.close()
