"""Damage to what a stack stores, undone when the block ends: the audit must name it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from faktura.core.attributes import marshalled, plain
from tests.support.local.stacks import Served

Item = dict[str, Any]
Wanted = Callable[[Item], bool]


@contextmanager
def changed(stack: Served, table: str, wanted: Wanted, **values: Any) -> Iterator[None]:
    """The first item that is wanted, with other values."""
    with _without(stack, table, wanted) as item:
        _put(stack, table, item | values)
        yield


@contextmanager
def deleted(stack: Served, table: str, wanted: Wanted) -> Iterator[None]:
    """A table without the first item that is wanted."""
    with _without(stack, table, wanted):
        yield


@contextmanager
def without_object(stack: Served, bucket: str, prefix: str) -> Iterator[None]:
    """A bucket without the first object whose key begins so."""
    s3, name = stack.client("s3"), stack.physical(bucket)
    key = s3.list_objects_v2(Bucket=name, Prefix=prefix)["Contents"][0]["Key"]
    body = s3.get_object(Bucket=name, Key=key)["Body"].read()
    s3.delete_object(Bucket=name, Key=key)
    try:
        yield
    finally:
        s3.put_object(Bucket=name, Key=key, Body=body)


@contextmanager
def with_object(stack: Served, bucket: str, key: str) -> Iterator[None]:
    """A bucket with one object more."""
    s3, place = stack.client("s3"), {"Bucket": stack.physical(bucket), "Key": key}
    s3.put_object(**place, Body=b"a stray")
    try:
        yield
    finally:
        s3.delete_object(**place)


@contextmanager
def with_message(stack: Served, queue: str) -> Iterator[None]:
    """A queue with one message more."""
    sqs, url = stack.client("sqs"), stack.queue(queue)
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    try:
        yield
    finally:
        sqs.purge_queue(QueueUrl=url)


@contextmanager
def _without(stack: Served, table: str, wanted: Wanted) -> Iterator[Item]:
    dynamodb, name = stack.client("dynamodb"), stack.physical(table)
    pages = dynamodb.get_paginator("scan").paginate(TableName=name)
    item = next(one for page in pages for one in map(plain, page["Items"]) if wanted(one))
    schema = dynamodb.describe_table(TableName=name)["Table"]["KeySchema"]
    key = {one["AttributeName"]: item[one["AttributeName"]] for one in schema}
    dynamodb.delete_item(TableName=name, Key=marshalled(key))
    try:
        yield item
    finally:
        _put(stack, table, item)


def _put(stack: Served, table: str, item: Item) -> None:
    stack.client("dynamodb").put_item(TableName=stack.physical(table), Item=marshalled(item))
