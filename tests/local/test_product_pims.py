"""PIMS on demand on the running stack: concurrent pushes, repeated messages, dying workers and poison messages."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

from tests.support.builders import pims_invoice
from tests.support.local.calls import Caller
from tests.support.local.kills import dying
from tests.support.local.stacks import Served, eventually

PRACTICE = "storm"


def state(number: int) -> dict[str, Any]:
    """The `number`-th push: a version of one of fifty invoices. A later push is newer."""
    stamp = f"2026-01-01T00:{number // 50:02}:00Z"
    return pims_invoice(
        id=str(number % 50),
        total=number,
        invoiceUpdatedAt=stamp,
        vetPractice={"practiceId": PRACTICE},
        invoiceItems=...,
    )


def totals(stack: Served) -> dict[str, int]:
    found = stack.client("dynamodb").query(
        TableName=stack.physical("PimsTable"),
        KeyConditionExpression="practice = :practice",
        ExpressionAttributeValues={":practice": {"S": PRACTICE}},
    )
    return {item["invoice"]["S"]: int(item["total"]["N"]) for item in found["Items"]}


def test_the_newest_version_is_stored_despite_concurrency_repeats_and_kills(running: Served) -> None:
    pims, random = Caller(running, "pims-demo"), Random(5)
    numbers = list(range(200))
    random.shuffle(numbers)

    with dying(running, "PimsStoreInvoicesFunction", seconds=1.5), ThreadPoolExecutor(20) as pushers:
        statuses = list(pushers.map(lambda number: pims.push(state(number)).status_code, numbers))
        send_every_message_again(running)

    assert statuses == [202] * 200
    assert eventually(lambda: totals(running) == {str(n): 150 + n for n in range(50)}, seconds=240)
    assert eventually(lambda: waiting(running, "PimsQueue") == 0, seconds=240)
    assert waiting(running, "PimsDeadLetterQueue") == 0


def test_a_poison_message_ends_in_the_dead_letter_queue_and_its_neighbours_do_not(running: Served) -> None:
    pims, sqs = Caller(running, "pims-demo"), running.client("sqs")
    poison = {"Id": "1", "MessageBody": '{"key": "accepted/never-was.json"}'}
    no_json = {"Id": "2", "MessageBody": "poison"}

    sqs.send_message_batch(QueueUrl=running.queue("PimsQueue"), Entries=[poison, no_json])
    assert pims.push(pims_invoice(id="neighbour", vetPractice={"practiceId": PRACTICE}, total=1)).status_code == 202

    assert eventually(lambda: totals(running).get("neighbour") == 1)
    assert eventually(lambda: waiting(running, "PimsDeadLetterQueue") == 2, seconds=90)
    letters = sqs.receive_message(QueueUrl=running.queue("PimsDeadLetterQueue"), MaxNumberOfMessages=10)["Messages"]
    assert sorted(letter["Body"] for letter in letters) == sorted(one["MessageBody"] for one in (poison, no_json))
    for letter in letters:
        sqs.delete_message(QueueUrl=running.queue("PimsDeadLetterQueue"), ReceiptHandle=letter["ReceiptHandle"])


def send_every_message_again(stack: Served) -> None:
    """Send each accepted batch's key again, like a queue that delivers at least once may do."""
    sqs, queue = stack.client("sqs"), stack.queue("PimsQueue")
    pages = stack.client("s3").get_paginator("list_objects_v2").paginate(Bucket=stack.physical("PimsBucket"))
    for held in (held for page in pages for held in page.get("Contents", [])):
        sqs.send_message(QueueUrl=queue, MessageBody=f'{{"key": "{held["Key"]}"}}')


def waiting(stack: Served, queue: str) -> int:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    shown = stack.client("sqs").get_queue_attributes(QueueUrl=stack.queue(queue), AttributeNames=names)
    return sum(int(count) for count in shown["Attributes"].values())
