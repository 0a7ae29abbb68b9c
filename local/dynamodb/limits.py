"""DynamoDB's limits on keys, items, batches and transactions, where moto's differ.

Source: developer guide, "Constraints in DynamoDB"; API reference of each operation.
"""

from typing import Any

from moto.dynamodb.exceptions import (
    HashKeyTooLong,
    ItemSizeTooLarge,
    ItemSizeToUpdateTooLarge,
    KeyIsEmptyStringException,
    ProvidedKeyDoesNotExist,
    RangeKeyTooLong,
    TransactionCanceledException,
)
from moto.dynamodb.exceptions import MockValidationException as ValidationException
from moto.dynamodb.limits import HASH_KEY_MAX_LENGTH, RANGE_KEY_MAX_LENGTH
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from local.dynamodb.attributes import item_bytes, normalise, value_bytes
from local.dynamodb.expressions import check_expressions, filtered_attributes
from local.dynamodb.operations import Operation, Snapshot

MAX_ITEM_BYTES = 400 * 1024
MAX_TRANSACTION_BYTES = 4 * 1024 * 1024
MAX_TRANSACTION_ITEMS = 100
MAX_BATCH_WRITES = 25


def check_request(action: str, operations: list[Operation]) -> None:
    """Raise DynamoDB's error for an invalid request, and change the request's numbers to DynamoDB's form."""
    for operation in operations:
        for holder in ("Item", "Key", "ExpressionAttributeValues", "ExclusiveStartKey"):
            for value in (operation.parameters.get(holder) or {}).values():
                normalise(value)
        check_expressions(operation.parameters)
        if operation.kind == "Query":
            _check_filter(operation)
        else:
            _check_key(operation)
    if action == "batch_write_item":
        _check_batch(operations)


def check_outcome(action: str, snapshot: Snapshot) -> None:
    """Raise DynamoDB's error if a written item exceeds its limits. The caller undoes the write."""
    transaction = action == "transact_write_items"
    refusals = [_refusal(operation, operation.stored()) for operation in snapshot.operations]
    for operation, refusal in zip(snapshot.operations, refusals, strict=True):
        if refusal and not (transaction and operation.kind == "Update"):
            raise refusal
    if any(refusals):  # the result of an update is known only after it ran, and cancels the transaction
        raise TransactionCanceledException([_reason(refusal) for refusal in refusals])
    if transaction:
        _check_transaction_bytes(snapshot)


def _check_filter(operation: Operation) -> None:
    index = operation.parameters.get("IndexName")
    schema = operation.table.get_index(index, error_if_not=True).schema if index else operation.table.schema
    for key in schema:
        if key["AttributeName"] in filtered_attributes(operation.parameters):
            raise ValidationException(
                "Filter Expression can only contain non-primary key attributes: "
                f"Primary key attribute: {key['AttributeName']}"
            )


def _check_key(operation: Operation) -> None:
    table, key = operation.table, operation.key
    if "Item" in operation.parameters:
        missing = next((name for name in table.table_key_attrs if name not in key), None)
        if missing:
            raise ValidationException(
                f"One or more parameter values were invalid: Missing the key {missing} in the item"
            )
    elif set(operation.parameters["Key"]) != set(table.table_key_attrs) or not _typed(table, key):
        raise ProvidedKeyDoesNotExist
    for name, value in key.items():
        if next(iter(value.values())) in ("", b""):
            raise KeyIsEmptyStringException(name)
    _check_key_bytes(DynamoType(key[table.hash_key_attr]), HASH_KEY_MAX_LENGTH, HashKeyTooLong)
    if table.range_key_attr:
        _check_key_bytes(DynamoType(key[table.range_key_attr]), RANGE_KEY_MAX_LENGTH, RangeKeyTooLong)


def _typed(table: Table, key: dict[str, Any]) -> bool:
    types = _key_types(table)
    return all(next(iter(value)) == types[name] for name, value in key.items())


def _key_types(table: Table) -> dict[str, str]:
    return {attribute["AttributeName"]: attribute["AttributeType"] for attribute in table.attr}


def _check_key_bytes(value: DynamoType, limit: int, error: type[Exception]) -> None:
    if value_bytes(value) > limit:
        raise error


def _check_batch(operations: list[Operation]) -> None:
    if len(operations) > MAX_BATCH_WRITES:
        raise ValidationException("Too many items requested for the BatchWriteItem call")
    written = [(operation.table.name, str(operation.key)) for operation in operations]
    if len(set(written)) < len(written):
        raise ValidationException("Provided list of item keys contains duplicates")


def _refusal(operation: Operation, item: Item | None) -> ValidationException | None:
    if item is None or operation.kind not in ("Put", "Update"):
        return None
    if item_bytes(item) > MAX_ITEM_BYTES:
        return ItemSizeTooLarge() if operation.kind == "Put" else ItemSizeToUpdateTooLarge()
    return _index_key_refusal(operation.table, item)


def _index_key_refusal(table: Table, item: Item) -> ValidationException | None:
    types = _key_types(table)
    for index in table.all_indexes():
        for key in index.schema:
            name = key["AttributeName"]
            value = item.attrs.get(name)
            if value is not None and value.type != types[name]:
                return ValidationException(
                    f"One or more parameter values were invalid: Type mismatch for Index Key {name} "
                    f"Expected: {types[name]} Actual: {value.type} IndexName: {index.name}"
                )
            limit = HASH_KEY_MAX_LENGTH if key["KeyType"] == "HASH" else RANGE_KEY_MAX_LENGTH
            if value is not None and value_bytes(value) > limit:
                return HashKeyTooLong() if key["KeyType"] == "HASH" else RangeKeyTooLong()
    return None


def _check_transaction_bytes(snapshot: Snapshot) -> None:
    touched = zip(snapshot.operations, snapshot.before, strict=True)
    total = sum(item_bytes(operation.stored() or before) for operation, before in touched)
    if total > MAX_TRANSACTION_BYTES:
        raise ValidationException("The aggregate size of the items in the transaction exceeded the limit of 4 MB")


def _reason(refusal: ValidationException | None) -> tuple[str | None, str | None, None]:
    return ("ValidationError", refusal.exception_msg, None) if refusal else (None, None, None)
