"""Transactions: atomic, isolated, once per token, and with injected conflicts."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.dynamodb.conflicts import conflicting
from local.dynamodb.shim import install

COUNTER = {"pk": {"S": "COUNTER"}, "sk": {"S": "invoice"}}
ONGOING = {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"}


def invoice(number: int) -> dict[str, Any]:
    return {"pk": {"S": "INVOICE"}, "sk": {"S": f"{number:06}"}}


def count_up() -> dict[str, Any]:
    return {
        "Update": {
            "TableName": "invoices",
            "Key": COUNTER,
            "UpdateExpression": "ADD latest :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
    }


def put(item: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"Put": {"TableName": "invoices", "Item": item, **more}}


def reasons_of(error: ClientError) -> list[dict[str, Any]]:
    response: dict[str, Any] = {**error.response}
    return list(response["CancellationReasons"])


def latest(dynamodb: Any) -> str | None:
    item = dynamodb.get_item(TableName="invoices", Key=COUNTER, ConsistentRead=True).get("Item", {})
    return item["latest"]["N"] if item else None


def take_number(dynamodb: Any) -> int:
    """Claim the next number with its invoice in one transaction. Repeats until no other writer was first."""
    for _ in range(1000):
        seen = latest(dynamodb) or "0"
        claim = {
            "Update": {
                "TableName": "invoices",
                "Key": COUNTER,
                "UpdateExpression": "SET latest = :next",
                "ConditionExpression": "latest = :seen OR attribute_not_exists(latest)",
                "ExpressionAttributeValues": {":next": {"N": str(int(seen) + 1)}, ":seen": {"N": seen}},
            }
        }
        try:
            unclaimed = put(invoice(int(seen) + 1), ConditionExpression="attribute_not_exists(pk)")
            dynamodb.transact_write_items(TransactItems=[claim, unclaimed])
            return int(seen) + 1
        except ClientError as fault:  # by its code: botocore's own classes are not made safely under threads
            if fault.response["Error"]["Code"] != "TransactionCanceledException":
                raise
    raise AssertionError("no number in 1,000 attempts: the counter and its invoices disagree")


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Switch threads as often as possible, so that a race shows almost certainly."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
@pytest.mark.parametrize("conflict_rate", [0.0, 0.2])
def test_240_concurrent_transactions_on_one_counter_give_240_numbers(dynamodb: Any, conflict_rate: float) -> None:
    with conflicting(conflict_rate, seed=1), ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda _: take_number(dynamodb), range(240)))

    stored = dynamodb.query(
        TableName="invoices",
        KeyConditionExpression="pk = :invoice",
        ExpressionAttributeValues={":invoice": {"S": "INVOICE"}},
    )
    assert sorted(numbers) == list(range(1, 241))
    assert stored["Items"] == [invoice(number) for number in range(1, 241)]
    assert latest(dynamodb) == "240"


def test_a_refused_transaction_changes_nothing(dynamodb: Any) -> None:
    dynamodb.put_item(TableName="invoices", Item={**invoice(2), "payer": {"S": "Miyamoto"}})
    changed = {**invoice(2), "payer": {"S": "Tanaka"}}
    condition = {
        "ConditionExpression": "attribute_not_exists(pk)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }

    with pytest.raises(ClientError) as refused:
        dynamodb.transact_write_items(TransactItems=[count_up(), put(invoice(1)), put(changed, **condition)])

    assert reasons_of(refused.value) == [
        {"Code": "None"},
        {"Code": "None"},
        {
            "Code": "ConditionalCheckFailed",
            "Message": "The conditional request failed",
            "Item": {**invoice(2), "payer": {"S": "Miyamoto"}},
        },
    ]
    assert latest(dynamodb) is None
    assert "Item" not in dynamodb.get_item(TableName="invoices", Key=invoice(1))
    assert dynamodb.get_item(TableName="invoices", Key=invoice(2))["Item"]["payer"] == {"S": "Miyamoto"}


def test_an_update_too_large_cancels_its_transaction_and_undoes_the_rest(dynamodb: Any) -> None:
    grow = {
        "Update": {
            "TableName": "invoices",
            "Key": invoice(1),
            "UpdateExpression": "SET a = :text, b = :text",
            "ExpressionAttributeValues": {":text": {"S": "x" * 210_000}},
        }
    }

    with pytest.raises(ClientError) as refused:
        dynamodb.transact_write_items(TransactItems=[count_up(), grow])

    assert reasons_of(refused.value) == [
        {"Code": "None"},
        {"Code": "ValidationError", "Message": "Item size to update has exceeded the maximum allowed size"},
    ]
    assert latest(dynamodb) is None
    assert "Item" not in dynamodb.get_item(TableName="invoices", Key=invoice(1))


def test_a_transaction_sent_again_with_its_token_takes_effect_once(dynamodb: Any) -> None:
    for _ in range(3):
        dynamodb.transact_write_items(ClientRequestToken="push-1", TransactItems=[count_up()])

    assert latest(dynamodb) == "1"


def test_a_token_is_refused_for_another_transaction(dynamodb: Any) -> None:
    dynamodb.transact_write_items(ClientRequestToken="push-1", TransactItems=[count_up()])

    with pytest.raises(ClientError) as refused:
        dynamodb.transact_write_items(ClientRequestToken="push-1", TransactItems=[count_up(), put(invoice(1))])

    assert refused.value.response["Error"]["Code"] == "IdempotentParameterMismatchException"
    assert latest(dynamodb) == "1"


def test_a_cancelled_transaction_may_succeed_with_its_token_later(dynamodb: Any) -> None:
    dynamodb.put_item(TableName="invoices", Item=invoice(1))
    transaction = [count_up(), put(invoice(1), ConditionExpression="attribute_not_exists(pk)")]
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(ClientRequestToken="push-1", TransactItems=transaction)

    dynamodb.delete_item(TableName="invoices", Key=invoice(1))
    dynamodb.transact_write_items(ClientRequestToken="push-1", TransactItems=transaction)

    assert latest(dynamodb) == "1"


def test_a_conflict_cancels_a_transaction_at_one_of_its_items(dynamodb: Any) -> None:
    with conflicting(rate=1.0, seed=3), pytest.raises(ClientError) as refused:
        dynamodb.transact_write_items(TransactItems=[count_up(), put(invoice(1))])

    assert sorted(reasons_of(refused.value), key=str) == sorted([{"Code": "None"}, ONGOING], key=str)
    assert latest(dynamodb) is None


def test_a_conflict_refuses_a_single_write_but_never_a_read(dynamodb: Any) -> None:
    with conflicting(rate=1.0, seed=3):
        with pytest.raises(ClientError) as refused:
            dynamodb.put_item(TableName="invoices", Item=invoice(1))
        found = dynamodb.get_item(TableName="invoices", Key=invoice(1))

    assert refused.value.response["Error"] == {
        "Code": "TransactionConflictException",
        "Message": "Transaction is ongoing for the item",
    }
    assert "Item" not in found


def test_the_same_seed_injects_conflicts_into_the_same_calls(dynamodb: Any) -> None:
    def refusals(seed: int) -> list[bool]:
        install(conflict_rate=0.5, seed=seed)
        return [refuses(number) for number in range(40)]

    def refuses(number: int) -> bool:
        try:
            dynamodb.put_item(TableName="invoices", Item=invoice(number))
        except dynamodb.exceptions.TransactionConflictException:
            return True
        return False

    assert refusals(seed=5) == refusals(seed=5) != refusals(seed=6)
