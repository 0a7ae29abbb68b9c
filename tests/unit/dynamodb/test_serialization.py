"""A table returns values of every kind and depth unchanged."""

from typing import Any

import pytest

VALUES: list[dict[str, Any]] = [
    {"S": ""},
    {"S": "text"},
    {"N": "12345678901234567890123456789012345678"},
    {"B": b"\x00\xff"},
    {"BOOL": False},
    {"NULL": True},
    {"SS": ["a", "b"]},
    {"NS": ["1", "2.5"]},
    {"BS": [b"\x00", b"\x01"]},
    {"L": []},
    {"M": {}},
    {"L": [{"M": {"S": {"S": "named as a type"}, "L": {"L": [{"N": "1"}, {"BOOL": True}]}}}, {"S": ""}]},
    {"M": {"plain": {"L": [{"S": "x"}]}, "binary": {"L": [{"S": "y"}, {"M": {"deep": {"B": b"\xfe"}}}]}}},
]


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_every_kind_of_read_returns_a_value_unchanged(dynamodb: Any, value: dict[str, Any]) -> None:
    key = {"pk": {"S": "p"}, "sk": {"S": "s"}}
    item = {**key, "value": value}
    dynamodb.put_item(TableName="invoices", Item=item)
    asked = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "p"}}}

    read = [
        dynamodb.get_item(TableName="invoices", Key=key)["Item"],
        *dynamodb.query(TableName="invoices", **asked)["Items"],
        *dynamodb.batch_get_item(RequestItems={"invoices": {"Keys": [key]}})["Responses"]["invoices"],
        dynamodb.transact_get_items(TransactItems=[{"Get": {"TableName": "invoices", "Key": key}}])["Responses"][0][
            "Item"
        ],
        dynamodb.delete_item(TableName="invoices", Key=key, ReturnValues="ALL_OLD")["Attributes"],
    ]

    assert [_sorted(one) for one in read] == [_sorted(item)] * 5


def _sorted(item: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {kind: sorted(of) if kind in ("SS", "NS", "BS") else of for kind, of in value.items()}
        for name, value in item.items()
    }
