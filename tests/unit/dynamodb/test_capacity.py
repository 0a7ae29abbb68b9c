"""Capacity by DynamoDB's rules: sizes, indexes, transactions, reads."""

from typing import Any

import pytest

from local.dynamodb.capacity import Consumed, metered

KEY = {"pk": {"S": "INVOICE"}, "sk": {"S": "1"}}


def kilobytes(count: int, **more: Any) -> dict[str, Any]:
    return {**KEY, **more, "note": {"S": "x" * (count * 1024 - 100)}}


def put(dynamodb: Any, item: dict[str, Any], **more: Any) -> list[Consumed]:
    consumed: list[Consumed] = []
    with metered(consumed.append):
        dynamodb.put_item(TableName="invoices", Item=item, **more)
    return consumed


def test_a_write_costs_the_larger_of_the_old_and_the_new_item(dynamodb: Any) -> None:
    first, second = put(dynamodb, kilobytes(3)), put(dynamodb, kilobytes(1))

    assert first == second == [Consumed("put_item", "invoices", read=0.0, write=3.0)]


def test_an_index_costs_a_write_unless_its_entry_stays_the_same(dynamodb: Any) -> None:
    item = kilobytes(2, client={"S": "acme"})

    added, same, moved, left = (
        put(dynamodb, item)[0].write,
        put(dynamodb, item)[0].write,
        put(dynamodb, {**item, "client": {"S": "globex"}})[0].write,
        put(dynamodb, kilobytes(2))[0].write,
    )

    assert (added, same, moved, left) == (2 + 2, 2, 2 + 4, 2 + 2)


def test_a_transaction_costs_twice(dynamodb: Any) -> None:
    consumed: list[Consumed] = []

    with metered(consumed.append):
        dynamodb.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": "invoices", "Item": kilobytes(2)}},
                {
                    "ConditionCheck": {
                        "TableName": "invoices",
                        "Key": {**KEY, "sk": {"S": "2"}},
                        "ConditionExpression": "attribute_not_exists(pk)",
                    }
                },
            ]
        )
        dynamodb.transact_get_items(TransactItems=[{"Get": {"TableName": "invoices", "Key": KEY}}])

    assert consumed == [
        Consumed("transact_write_items", "invoices", read=0.0, write=4.0),
        Consumed("transact_write_items", "invoices", read=0.0, write=2.0),
        Consumed("transact_get_items", "invoices", read=2.0, write=0.0),
    ]


def test_reads_cost_by_four_kilobytes_and_half_of_that_when_eventual(dynamodb: Any) -> None:
    dynamodb.put_item(TableName="invoices", Item=kilobytes(5))
    dynamodb.put_item(TableName="invoices", Item={**kilobytes(5), "sk": {"S": "2"}})
    consumed: list[Consumed] = []

    with metered(consumed.append):
        dynamodb.get_item(TableName="invoices", Key=KEY)
        dynamodb.get_item(TableName="invoices", Key=KEY, ConsistentRead=True)
        dynamodb.get_item(TableName="invoices", Key={**KEY, "sk": {"S": "none"}})
        dynamodb.query(
            TableName="invoices",
            KeyConditionExpression="pk = :pk",
            FilterExpression="attribute_not_exists(note)",
            ExpressionAttributeValues={":pk": {"S": "INVOICE"}},
        )

    assert [one.read for one in consumed] == [1.0, 2.0, 0.5, 1.5]


def test_a_failed_condition_costs_the_existing_item(dynamodb: Any) -> None:
    dynamodb.put_item(TableName="invoices", Item=kilobytes(3))
    consumed: list[Consumed] = []

    with metered(consumed.append), pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.put_item(TableName="invoices", Item=KEY, ConditionExpression="attribute_not_exists(pk)")

    assert consumed == [Consumed("put_item", "invoices", read=0.0, write=3.0)]
