"""moto's queues with the corrections of the local stack."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.sqs.models import Queue, SQSBackend

from local import sqs

ALL = ["All"]
PLAIN = {*Queue.BASE_ATTRIBUTES} - {"Policy", "RedrivePolicy"}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of moto's SQS as the local stack corrects it, until the test ends."""
    for owner, names in {
        Queue: ["add_message", "delete_message", "attributes", "messages"],
        SQSBackend: ["change_message_visibility", "receive_message"],
    }.items():
        for name in names:
            monkeypatch.setattr(owner, name, getattr(owner, name))
    sqs.install()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        yield boto3.client("sqs", region_name="us-east-1")


def test_a_queue_has_the_attributes_that_moto_gives_it(client: Any) -> None:
    dead = client.create_queue(QueueName="dead")["QueueUrl"]
    arn = client.get_queue_attributes(QueueUrl=dead, AttributeNames=ALL)["Attributes"]["QueueArn"]
    redrive = {"deadLetterTargetArn": arn, "maxReceiveCount": 3}
    settings = {"RedrivePolicy": json.dumps(redrive), "KmsMasterKeyId": "alias/key", "VisibilityTimeout": "40"}
    queue = client.create_queue(QueueName="full", Attributes=settings)["QueueUrl"]
    fifo = client.create_queue(QueueName="one.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]

    plain, full, ordered = (
        client.get_queue_attributes(QueueUrl=url, AttributeNames=ALL)["Attributes"] for url in (dead, queue, fifo)
    )

    assert set(plain) == PLAIN
    assert set(full) == PLAIN | {"RedrivePolicy", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"}
    assert set(ordered) == PLAIN | {*Queue.FIFO_ATTRIBUTES}
    assert json.loads(full["RedrivePolicy"]) == redrive
    assert (full["VisibilityTimeout"], full["SqsManagedSseEnabled"], ordered["FifoQueue"]) == ("40", "true", "true")


def test_waiting_delayed_and_received_messages_are_counted_apart(client: Any) -> None:
    queue = client.create_queue(QueueName="counted")["QueueUrl"]
    for body, delay in [("a", 0), ("b", 0), ("c", 0), ("later", 60)]:
        client.send_message(QueueUrl=queue, MessageBody=body, DelaySeconds=delay)
    [received] = client.receive_message(QueueUrl=queue, MaxNumberOfMessages=1)["Messages"]

    counts = [f"ApproximateNumberOfMessages{kind}" for kind in ("", "NotVisible", "Delayed")]
    counted = client.get_queue_attributes(QueueUrl=queue, AttributeNames=counts)["Attributes"]
    rest = client.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]

    assert [counted[name] for name in counts] == ["2", "1", "1"]
    assert {received["Body"], *(message["Body"] for message in rest)} == {"a", "b", "c"}


def test_receiving_a_message_does_not_count_the_others(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Regression: each message that was received counted all messages of its queue nine times."""
    queue = client.create_queue(QueueName="long")["QueueUrl"]
    client.send_message(QueueUrl=queue, MessageBody="one")
    for kind in ("", "_not_visible", "_delayed"):
        monkeypatch.delattr(Queue, f"approximate_number_of_messages{kind}")

    [message] = client.receive_message(QueueUrl=queue)["Messages"]

    assert message["Body"] == "one"


def test_attributes_are_a_mapping_of_the_names_that_a_queue_has() -> None:
    queue = Queue("one", "us-east-1", "123456789012")

    attributes = sqs.Attributes(queue)

    assert len(attributes) == len(list(attributes)) == len(Queue.BASE_ATTRIBUTES)
    assert "QueueArn" in attributes
    assert "FifoQueue" not in attributes
    with pytest.raises(KeyError):
        attributes["FifoQueue"]
