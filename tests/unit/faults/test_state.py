"""The state of AWS as one comparable list."""

from decimal import Decimal
from typing import Any

from tests.support.faults.state import Stored, snapshot


def test_a_snapshot_holds_items_objects_and_messages_seen_or_not(world: Any) -> None:
    world.set_count(3)
    world.s3.put_object(Bucket="documents", Key="b/1.pdf", Body=b"%PDF")
    world.sqs.send_message(QueueUrl=world.queue, MessageBody="first")
    world.sqs.receive_message(QueueUrl=world.queue)
    world.sqs.send_message(QueueUrl=world.queue, MessageBody="second")

    assert snapshot() == [
        Stored("dynamodb", "counters", "invoice", {"name": "invoice", "count": Decimal(3)}),
        Stored("s3", "documents", "b/1.pdf", b"%PDF"),
        Stored("sqs", "accepted", "", "first"),
        Stored("sqs", "accepted", "", "second"),
    ]


def test_what_is_deleted_is_gone_from_the_snapshot(world: Any) -> None:
    world.s3.put_bucket_versioning(Bucket="documents", VersioningConfiguration={"Status": "Enabled"})
    world.s3.put_object(Bucket="documents", Key="1.pdf", Body=b"%PDF")
    world.s3.delete_object(Bucket="documents", Key="1.pdf")
    world.sqs.send_message(QueueUrl=world.queue, MessageBody="1")
    received = world.sqs.receive_message(QueueUrl=world.queue)["Messages"][0]
    world.sqs.delete_message(QueueUrl=world.queue, ReceiptHandle=received["ReceiptHandle"])

    assert snapshot() == []


def test_the_hook_rewrites_and_drops(world: Any) -> None:
    world.set_count(3)
    world.s3.put_object(Bucket="documents", Key="1.pdf", Body=b"%PDF")

    def only_keys_of_objects(stored: Stored) -> Stored | None:
        return Stored("s3", stored.place, stored.key, None) if stored.service == "s3" else None

    assert snapshot(only_keys_of_objects) == [Stored("s3", "documents", "1.pdf", None)]
