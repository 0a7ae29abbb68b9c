"""Query pages with DynamoDB's sizes: they end at 1 MB of read items, or at Limit with a key to continue from."""

from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any

import moto.dynamodb.models.table as moto_table
from moto.dynamodb.comparisons import get_comparison_func
from moto.dynamodb.exceptions import MockValidationException as ValidationException
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from local.dynamodb.attributes import item_bytes

MAX_PAGE_BYTES = 1024 * 1024


@dataclass(frozen=True)
class PageRead:
    """What a Query read: its partition, and the bytes of the items before its filter. DynamoDB charges for them."""

    partition: str = ""
    size: int = 0


NOTHING_READ = PageRead()

page_read: ContextVar[PageRead] = ContextVar("page_read", default=NOTHING_READ)
"""What the last Query in this context read."""

_moto_query = Table.query


def install() -> None:
    """Let tables answer queries with `query`."""
    Table.query = query  # moto has no hook here


def query(
    self: Table,
    hash_key: Any,
    range_comparison: Any,
    range_objs: Any,
    limit: int | None,
    exclusive_start_key: Any,
    scan_index_forward: bool,
    projection_expressions: list[list[str]] | None,
    index_name: str | None = None,
    consistent_read: bool = False,
    filter_expression: Any = None,
    **conditions: Any,
) -> tuple[list[Item], int, dict[str, Any] | None]:
    """moto's query with DynamoDB's page sizes. A page at Limit always has a LastEvaluatedKey, even the last."""
    _check_types(self, conditions)
    self.all_items = partial(_candidates, self, hash_key, index_name, conditions)  # see _candidates
    moto_table.RESULT_SIZE_LIMIT = 4 * MAX_PAGE_BYTES  # moto counts sizes differently
    try:
        read, _, more = _moto_query(
            self, hash_key, range_comparison, range_objs, limit,
            exclusive_start_key, scan_index_forward, None, index_name, consistent_read, **conditions,
        )  # fmt: skip
    finally:
        del self.all_items
        moto_table.RESULT_SIZE_LIMIT = MAX_PAGE_BYTES
    page = _first_megabyte(read)
    page_read.set(PageRead(str(hash_key.value), sum(map(item_bytes, page))))
    if len(page) < len(read) or more or len(page) == limit:
        more = self._get_last_evaluated_key(page[-1], index_name)
    found = [item for item in page if filter_expression is None or filter_expression.expr(item)]
    if projection_expressions:
        found = [item.project(projection_expressions) for item in found]
    return found, len(page), more


def _candidates(table: Table, hash_key: Any, index_name: str | None, conditions: dict[str, Any]) -> list[Item]:
    """The items that the query's keys match, unsorted. moto would sort all items and measure each of them."""
    partitions: dict[DynamoType, Any] = table.items
    if index_name is None:
        partitions = {hash_key: partitions[hash_key]} if hash_key in partitions else {}
    if table.range_key_attr is None:
        items = list(partitions.values())
    else:
        items = [item for partition in partitions.values() for item in partition.values()]
    equal = [(name, "EQ", [value]) for name, value in conditions.get("hash_key_conditions") or [] if index_name]
    for name, comparison, values in [*equal, *(conditions.get("range_key_conditions") or [])]:
        compare, terms = get_comparison_func(comparison), [value.cast_value for value in values]
        held = ((item, item.attrs.get(name)) for item in items)
        items = [item for item, value in held if value is not None and compare(value.cast_value, *terms)]
    return items


def _check_types(table: Table, conditions: dict[str, Any]) -> None:
    types = {attribute["AttributeName"]: attribute["AttributeType"] for attribute in table.attr}
    wanted: list[tuple[str, DynamoType]] = list(conditions.get("hash_key_conditions") or [])
    for name, _, values in conditions.get("range_key_conditions") or []:
        wanted += [(name, value) for value in values]
    if any(value.type != types[name] for name, value in wanted):
        raise ValidationException(
            "One or more parameter values were invalid: Condition parameter type does not match schema type"
        )


def _first_megabyte(items: list[Item]) -> list[Item]:
    total = 0
    for count, item in enumerate(items):
        total += item_bytes(item)
        if total > MAX_PAGE_BYTES:
            return items[:count]
    return items
