"""The item operations of a request, and the stored items that they touch."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

_SINGLE = {
    "put_item": "Put",
    "update_item": "Update",
    "delete_item": "Delete",
    "get_item": "Get",
    "query": "Query",
}


@dataclass(frozen=True)
class Operation:
    """A Put, Update, Delete, ConditionCheck or Get of one item, or a Query, alone or in a batch or transaction."""

    kind: str
    parameters: dict[str, Any]
    table: Table

    @property
    def writes(self) -> bool:
        """Whether it is a write. A ConditionCheck counts as a write."""
        return self.kind not in ("Get", "Query")

    @property
    def key(self) -> dict[str, Any]:
        """The primary key from `Key` or `Item`, as far as the request has it."""
        given = self.parameters.get("Key") or self.parameters.get("Item") or {}
        return {name: given[name] for name in self.table.table_key_attrs if name in given}

    @property
    def partition(self) -> str:
        """The partition key's value. Needs a checked key."""
        return str(DynamoType(self.key[self.table.hash_key_attr]).value)

    def stored(self) -> Item | None:
        """The item as it is in the table now, uncopied. Needs a checked key."""
        place, name = self._place()
        found: Item | None = place.get(name)
        return found

    def restore(self, item: Item | None) -> None:
        """Put `item` back under the key, or remove what is there."""
        place, name = self._place()
        if item is None:
            place.pop(name, None)
        else:
            place[name] = item

    def _place(self) -> tuple[dict[DynamoType, Any], DynamoType]:
        # moto keeps items by partition key, then by sort key where the table has one
        hash_key, *range_key = (DynamoType(value) for value in self.key.values())
        items: dict[DynamoType, Any] = self.table.items
        return (items.setdefault(hash_key, {}), range_key[0]) if range_key else (items, hash_key)


@dataclass(frozen=True)
class Snapshot:
    """Copies of the items that a request may change, made before it runs, to undo a failed request."""

    operations: list[Operation]
    before: list[Item | None]

    @classmethod
    def of(cls, operations: list[Operation]) -> "Snapshot":
        """Copy the items that the writes in `operations` may change."""
        writing = [operation for operation in operations if operation.writes]
        return cls(writing, [copy.deepcopy(operation.stored()) for operation in writing])

    def restore(self) -> None:
        """Restore every item."""
        for operation, item in zip(self.operations, self.before, strict=True):
            operation.restore(item)


def operations_of(backend: DynamoDBBackend, action: str, request: dict[str, Any]) -> list[Operation]:
    """The item operations of a request, none for calls on tables. Raises moto's error for an unknown table."""
    return [
        Operation(kind, parameters, backend.get_table(parameters["TableName"]))
        for kind, parameters in _parts(action, request)
    ]


def _parts(action: str, request: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if action in _SINGLE:
        yield _SINGLE[action], request
    elif action in ("transact_write_items", "transact_get_items"):
        yield from (part for element in request["TransactItems"] for part in element.items())
    elif action == "batch_write_item":
        for table, writes in request["RequestItems"].items():
            for write in writes:
                for kind, parameters in write.items():
                    yield kind.removesuffix("Request"), {"TableName": table, **parameters}
    elif action == "batch_get_item":
        for table, reads in request["RequestItems"].items():
            shared = {name: value for name, value in reads.items() if name != "Keys"}
            yield from (("Get", {"TableName": table, "Key": key, **shared}) for key in reads["Keys"])
