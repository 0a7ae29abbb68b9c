import json
import threading
from collections import Counter

import boto3
import pytest
from moto import mock_aws

from local import queues
from local.environment import Answer
from local.queues import failed_messages, poll, sqs_event
from local.stack import QueueSubscription

MESSAGES = [{"MessageId": "a"}, {"MessageId": "b"}, {"MessageId": "c"}]


def report(*ids: object) -> Answer:
    return Answer(json.dumps({"batchItemFailures": [{"itemIdentifier": message} for message in ids]}).encode())


@pytest.mark.parametrize(
    ("answer", "stay"),
    [
        (report("b"), {"b"}),
        (report(), set()),
        (Answer(b"null"), set()),
        (Answer(b"{}"), set()),
        (Answer(b'{"batchItemFailures": null}'), set()),
        (report("z"), {"a", "b", "c"}),
        (report(""), {"a", "b", "c"}),
        (report(None), {"a", "b", "c"}),
        (Answer(b'{"batchItemFailures": [{"wrong": "a"}]}'), {"a", "b", "c"}),
        (Answer(b'"text"'), {"a", "b", "c"}),
        (Answer(b"not json"), {"a", "b", "c"}),
        (Answer(b"{}", failed=True), {"a", "b", "c"}),
    ],
)
def test_what_a_report_says_stays_and_an_unreadable_one_keeps_all(answer: Answer, stay: set[str]) -> None:
    assert failed_messages(MESSAGES, answer, reports_failures=True) == stay


def test_without_reports_a_batch_succeeds_or_fails_as_one() -> None:
    answers = [report("b"), Answer(b"{}", failed=True)]

    stay = [failed_messages(MESSAGES, answer, reports_failures=False) for answer in answers]

    assert stay == [set(), {"a", "b", "c"}]


def test_a_record_is_spelt_as_lambda_spells_it() -> None:
    message = {
        "MessageId": "a",
        "ReceiptHandle": "r",
        "Body": "text",
        "MD5OfBody": "m",
        "Attributes": {"ApproximateReceiveCount": "1"},
        "MessageAttributes": {"kind": {"StringValue": "x", "DataType": "String"}},
    }

    event = json.loads(sqs_event([message], "arn:aws:sqs:us-east-1:123456789012:queue"))

    assert event == {
        "Records": [
            {
                "messageId": "a",
                "receiptHandle": "r",
                "body": "text",
                "md5OfBody": "m",
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {"kind": {"stringValue": "x", "dataType": "String"}},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:queue",
                "awsRegion": "us-east-1",
            }
        ]
    }


@pytest.mark.parametrize("most", [2, 4])
@mock_aws
def test_as_many_messages_are_in_work_at_once_as_the_source_allows(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "_POLL_SECONDS", 1)
    sqs = boto3.client("sqs", "us-east-1")
    url = sqs.create_queue(QueueName="queue", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    together, done, ended = threading.Barrier(most), threading.Semaphore(0), threading.Event()
    handled: Counter[str] = Counter()
    at_once, peak, lock = 0, 0, threading.Lock()

    def invoke(_: str, event: bytes) -> Answer:
        nonlocal at_once, peak
        with lock:
            at_once += 1
            peak = max(peak, at_once)
            handled.update(record["body"] for record in json.loads(event)["Records"])
        together.wait(20)  # nobody goes on before so many are here
        with lock:
            at_once -= 1
        done.release()
        return Answer(b"null")

    bodies = [str(number) for number in range(3 * most)]
    for body in bodies:
        sqs.send_message(QueueUrl=url, MessageBody=body)
    poll([QueueSubscription("Any", "arn:aws:sqs:us-east-1:123456789012:queue", 1, 0, most, True)], sqs, invoke, ended)
    came = [done.acquire(timeout=20) for _ in bodies]
    ended.set()

    assert (all(came), peak, handled) == (True, most, Counter(bodies))
