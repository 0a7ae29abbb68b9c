"""DynamoDB's limits: values just inside and just outside."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

KEY = {"pk": {"S": "INVOICE"}, "sk": {"S": "1"}}
EMPTY_KEY = (
    "One or more parameter values are not valid. "
    "The AttributeValue for a key attribute cannot contain an empty string value. Key: sk"
)
WRONG_KEY = "The provided key element does not match the schema"
SORT_KEY_TOO_LONG = (
    "One or more parameter values were invalid: "
    "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
)
NESTED_TOO_DEEP = (
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit"
)
DUPLICATES = "Provided list of item keys contains duplicates"


def nested(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {"S": "leaf"}
    for _ in range(levels - 1):
        value = {"M": {"n": value}}
    return value


def item(sort_key: str, **attributes: Any) -> dict[str, Any]:
    return {"pk": {"S": "INVOICE"}, "sk": {"S": sort_key}, **attributes}


def values(count: int) -> dict[str, Any]:
    return {f":v{number}": {"N": str(number)} for number in range(count)}


def put(**more: Any) -> tuple[str, dict[str, Any]]:
    return "put_item", {"TableName": "invoices", "Item": KEY, **more}


def update(expression: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "update_item", {"TableName": "invoices", "Key": KEY, "UpdateExpression": expression, **more}


def query(**more: Any) -> tuple[str, dict[str, Any]]:
    return "query", {"TableName": "invoices", "KeyConditionExpression": "pk = :pk", **more}


def writes(*requests: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "batch_write_item", {"RequestItems": {"invoices": list(requests)}}


def transaction(*items: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    puts = [{"Put": {"TableName": "invoices", "Item": one}} for one in items]
    return "transact_write_items", {"TransactItems": puts}


REFUSED: dict[str, tuple[tuple[str, dict[str, Any]], str]] = {
    "39 digits in an update": (
        update("SET amount = :amount", ExpressionAttributeValues={":amount": {"N": "1" * 39}}),
        "Attempting to store more than 38 significant digits in a Number",
    ),
    "33 levels": (put(Item=item("1", lines=nested(33))), NESTED_TOO_DEEP),
    "an expression over 4 KB": (
        update(f"SET {'a' * 4087} = :one", ExpressionAttributeValues={":one": {"N": "1"}}),
        "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size; expression size: 4098",
    ),
    "101 operands": (
        put(ConditionExpression=f"amount IN ({', '.join(values(101))})", ExpressionAttributeValues=values(101)),
        "Invalid ConditionExpression: The IN operator is provided with too many operands; number of operands: 101",
    ),
    "an unused value": (
        put(ConditionExpression="attribute_not_exists(pk)", ExpressionAttributeValues={":x": {"N": "1"}}),
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}",
    ),
    "an unused name": (
        put(ConditionExpression="attribute_not_exists(pk)", ExpressionAttributeNames={"#x": "amount"}),
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}",
    ),
    "values without an expression": (
        put(ExpressionAttributeValues={":x": {"N": "1"}}),
        "ExpressionAttributeValues can only be specified when using expressions",
    ),
    "an undefined value": (
        put(ConditionExpression="amount = :x"),
        "Invalid ConditionExpression: "
        "An expression attribute value used in expression is not defined; attribute value: :x",
    ),
    "an item of 409,601 bytes": (
        put(Item=item("1", note={"S": "x" * (409_601 - len("pkINVOICEsk1note"))})),
        "Item size has exceeded the maximum allowed size",
    ),
    "26 writes in a batch": (
        writes(*({"PutRequest": {"Item": item(str(number))}} for number in range(26))),
        "Too many items requested for the BatchWriteItem call",
    ),
    "an item put twice in a batch": (
        writes(*({"PutRequest": {"Item": item("1", amount={"N": total})}} for total in "12")),
        DUPLICATES,
    ),
    "an item put and deleted in a batch": (
        writes({"PutRequest": {"Item": KEY}}, {"DeleteRequest": {"Key": KEY}}),
        DUPLICATES,
    ),
    "101 keys in a batch": (
        ("batch_get_item", {"RequestItems": {"invoices": {"Keys": [item(str(number)) for number in range(101)]}}}),
        "1 validation error detected: Value at 'requestItems.invoices.member.keys' failed to satisfy constraint: "
        "Member must have length less than or equal to 100",
    ),
    "101 items in a transaction": (
        transaction(*(item(str(number)) for number in range(101))),
        "1 validation error detected at 'transactItems' failed to satisfy constraint: "
        "Member must have length less than or equal to 100.",
    ),
    "a transaction over 4 MB": (
        transaction(*(item(str(number), note={"S": "x" * 400_000}) for number in range(11))),
        "The aggregate size of the items in the transaction exceeded the limit of 4 MB",
    ),
    "an item twice in a transaction": (
        transaction(item("1"), item("1", amount={"N": "1"})),
        "Transaction request cannot include multiple operations on one item",
    ),
    "an empty key put": (put(Item=item("")), EMPTY_KEY),
    "an empty key deleted": (("delete_item", {"TableName": "invoices", "Key": item("")}), EMPTY_KEY),
    "a number for a text key": (
        ("get_item", {"TableName": "invoices", "Key": {"pk": {"S": "INVOICE"}, "sk": {"N": "1"}}}),
        WRONG_KEY,
    ),
    "half a key": (("get_item", {"TableName": "invoices", "Key": {"pk": {"S": "INVOICE"}}}), WRONG_KEY),
    "more than a key": (("get_item", {"TableName": "invoices", "Key": item("1", amount={"N": "1"})}), WRONG_KEY),
    "a sort key over 1,024 bytes": (put(Item=item("é" * 513)), SORT_KEY_TOO_LONG),
    "a partition key over 2,048 bytes": (
        ("get_item", {"TableName": "invoices", "Key": {**KEY, "pk": {"S": "x" * 2049}}}),
        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes",
    ),
    "a number for an index's text key": (
        put(Item=item("1", client={"N": "1"})),
        "One or more parameter values were invalid: "
        "Type mismatch for Index Key client Expected: S Actual: N IndexName: by_client",
    ),
    "a query for another type than the key's": (
        query(ExpressionAttributeValues={":pk": {"N": "1"}}),
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
    ),
    "a filter on a key": (
        query(FilterExpression="sk = :pk", ExpressionAttributeValues={":pk": {"S": "INVOICE"}}),
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk",
    ),
    "a set with a duplicate": (
        put(Item=item("1", rates={"NS": ["1.0", "1"]})),
        "One or more parameter values were invalid: Input collection ['1', '1'] contains duplicates.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_request_that_dynamodb_refuses_is_refused_and_stores_nothing(dynamodb: Any, case: str) -> None:
    (operation, request), message = REFUSED[case]

    with pytest.raises(ClientError) as refused:
        getattr(dynamodb, operation)(**request)

    assert refused.value.response["Error"] == {"Code": "ValidationException", "Message": message}
    assert dynamodb.describe_table(TableName="invoices")["Table"]["ItemCount"] == 0


ALLOWED: dict[str, tuple[str, dict[str, Any]]] = {
    "32 levels": put(Item=item("1", lines=nested(32))),
    "an expression of 4 KB": update(f"SET {'a' * 4085} = :one", ExpressionAttributeValues={":one": {"N": "1"}}),
    "100 operands": put(
        ConditionExpression=f"NOT amount IN ({', '.join(values(100))})", ExpressionAttributeValues=values(100)
    ),
    "an item of 409,600 bytes": put(Item=item("1", note={"S": "x" * (409_600 - len("pkINVOICEsk1note"))})),
    "25 writes in a batch": writes(*({"PutRequest": {"Item": item(str(number))}} for number in range(25))),
    "100 items in a transaction": transaction(*(item(str(number)) for number in range(100))),
    "a sort key of 1,024 bytes": put(Item=item("é" * 512)),
}


@pytest.mark.parametrize("case", ALLOWED)
def test_an_item_at_a_limit_is_stored(dynamodb: Any, case: str) -> None:
    operation, request = ALLOWED[case]

    getattr(dynamodb, operation)(**request)

    expected = {"25 writes in a batch": 25, "100 items in a transaction": 100}.get(case, 1)
    assert dynamodb.describe_table(TableName="invoices")["Table"]["ItemCount"] == expected


def test_a_transaction_may_read_100_items(dynamodb: Any) -> None:
    dynamodb.put_item(TableName="invoices", Item=item("7"))

    reads = [{"Get": {"TableName": "invoices", "Key": item(str(number))}} for number in range(100)]
    found = dynamodb.transact_get_items(TransactItems=reads)["Responses"]

    assert found == [{"Item": item("7")} if number == 7 else {} for number in range(100)]


def test_a_refused_update_leaves_the_item_as_it_was(dynamodb: Any) -> None:
    before = item("1", a={"S": "x" * 300_000})
    dynamodb.put_item(TableName="invoices", Item=before)

    with pytest.raises(ClientError) as refused:
        dynamodb.update_item(
            TableName="invoices",
            Key=KEY,
            UpdateExpression="SET b = :text",
            ExpressionAttributeValues={":text": {"S": "y" * 200_000}},
        )

    message = "Item size to update has exceeded the maximum allowed size"
    assert refused.value.response["Error"] == {"Code": "ValidationException", "Message": message}
    assert dynamodb.get_item(TableName="invoices", Key=KEY)["Item"] == before


def test_a_failed_condition_returns_the_existing_item(dynamodb: Any) -> None:
    dynamodb.put_item(TableName="invoices", Item=item("1", amount={"N": "732.390"}))

    with pytest.raises(ClientError) as refused:
        dynamodb.put_item(
            TableName="invoices",
            Item=KEY,
            ConditionExpression="attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )

    response: dict[str, Any] = {**refused.value.response}
    assert response["Error"]["Code"] == "ConditionalCheckFailedException"
    assert response["Item"] == item("1", amount={"N": "732.39"})
