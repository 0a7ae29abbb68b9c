"""Items of any table of the stack, as a command reads them: page after page, consistently."""

from collections.abc import Iterator, Mapping
from typing import Any

from faktura.core.attributes import Item, marshalled, plain
from faktura.core.aws import client
from faktura.core.dynamo import Table
from faktura.operations.stack_store import StackStore

Found = Iterator[dict[str, Any]]


class ItemStore:
    """Reads tables by their logical ids."""

    def __init__(self, stack: StackStore) -> None:
        self._stack = stack

    def table(self, logical_id: str) -> Table:
        """The table."""
        return Table(self._stack.physical(logical_id))

    def get(self, logical_id: str, key: Item) -> Found:
        """The item at a key, if there is one."""
        found = self.table(logical_id).get(key)
        return iter([found] if found else [])

    def partition(self, logical_id: str, partition: Mapping[str, str]) -> Found:
        """All items of one partition, given as its attribute and value."""
        [(attribute, value)] = partition.items()
        terms: dict[str, Any] = {"ConsistentRead": True, "ExpressionAttributeNames": {"#partition": attribute}}
        return self.table(logical_id).query("#partition = :value", {":value": value}, **terms)

    def whole(self, logical_id: str, condition: str = "", values: Item | None = None, **names: Any) -> Found:
        """All items of a table that meet a condition: for what has no key by tenant. It reads the whole table."""
        terms: dict[str, Any] = {"TableName": self._stack.physical(logical_id), "ConsistentRead": True, **names}
        if condition:
            terms |= {"FilterExpression": condition, "ExpressionAttributeValues": marshalled(values or {})}
        for page in client("dynamodb").get_paginator("scan").paginate(**terms):
            yield from map(plain, page["Items"])
