"""Recorded calls and consumed capacity."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.support.faults.calls import Call
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.recording import capacity, recorded


def test_calls_are_recorded_with_their_parameters(world: Any) -> None:
    with recorded() as calls:
        world.s3.put_object(Bucket="documents", Key="1.pdf", Body=b"%PDF")
        world.sqs.send_message(QueueUrl=world.queue, MessageBody="1")

    assert calls == [
        Call("s3", "PutObject", {"Bucket": "documents", "Key": "1.pdf", "Body": b"%PDF"}),
        Call("sqs", "SendMessage", {"QueueUrl": world.queue, "MessageBody": "1"}),
    ]


def test_presigning_counts_as_the_call_it_allows(world: Any) -> None:
    with recorded() as calls:
        world.s3.generate_presigned_url("get_object", Params={"Bucket": "documents", "Key": "1.pdf"})
        world.s3.generate_presigned_post(Bucket="documents", Key="2.pdf")

    assert calls == [
        Call("s3", "GetObject", {"Bucket": "documents", "Key": "1.pdf"}),
        Call("s3", "PutObject", {"Bucket": "documents"}),
    ]


def test_each_retry_is_a_call(retrying_world: Any) -> None:
    with recorded() as calls, Faults(seed=1, rate=1.0, kinds=(Fault.FAILED,)), pytest.raises(ClientError):
        retrying_world.count_up()

    assert [str(call) for call in calls] == ["dynamodb.UpdateItem"] * 4


def test_nothing_is_recorded_after_the_block(world: Any) -> None:
    with recorded() as calls:
        pass

    world.count_up()

    assert calls == []


def test_capacity_adds_up_what_a_block_consumed(world: Any) -> None:
    with capacity() as consumed:
        world.count_up()
        world.dynamodb.get_item(TableName="counters", Key={"name": {"S": "invoice"}})

    assert (consumed.read_units, consumed.write_units) == (0.5, 1.0)
