import json

import pytest

from local.environment import Answer
from local.queues import failed_messages, sqs_event

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
def test_reported_messages_stay_and_an_unreadable_report_keeps_all(answer: Answer, stay: set[str]) -> None:
    assert failed_messages(MESSAGES, answer, reports_failures=True) == stay


def test_without_reports_a_batch_succeeds_or_fails_as_one() -> None:
    answers = [report("b"), Answer(b"{}", failed=True)]

    stay = [failed_messages(MESSAGES, answer, reports_failures=False) for answer in answers]

    assert stay == [set(), {"a", "b", "c"}]


def test_a_record_has_lambdas_form() -> None:
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
