"""What a stack stores: items, objects and messages."""

from typing import Any

from faktura.core.attributes import plain
from tests.support.local.stacks import Served


def items(stack: Served, table: str) -> list[dict[str, Any]]:
    """All items of a table, by its logical id."""
    pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=stack.physical(table))
    return [plain(item) for page in pages for item in page.get("Items", [])]


def objects(stack: Served, bucket: str) -> list[str]:
    """The keys of all objects of a bucket."""
    pages = stack.client("s3").get_paginator("list_objects_v2").paginate(Bucket=stack.physical(bucket))
    return [str(one["Key"]) for page in pages for one in page.get("Contents", [])]


def waiting(stack: Served, queue: str) -> int:
    """How many messages a queue has, visible or not."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = stack.client("sqs").get_queue_attributes(QueueUrl=stack.queue(queue), AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)
