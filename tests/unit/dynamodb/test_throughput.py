"""Throttling by DynamoDB's rules: partitions, tables, indexes, transactions, batches."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.dynamodb.throughput import QUOTA, Limits, limited

KEY = {"pk": {"S": "acme"}, "sk": {"S": "1"}}


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def item(number: int, partition: str = "acme", **more: Any) -> dict[str, Any]:
    return {"pk": {"S": partition}, "sk": {"S": str(number)}, **more}


def put(dynamodb: Any, number: int, **more: Any) -> None:
    dynamodb.put_item(TableName="invoices", Item=item(number, **more))


def put_until_throttled(dynamodb: Any, **more: Any) -> tuple[int, ClientError]:
    """How many items were stored, each of one write unit, and the error of the next."""
    for number in range(10_000):
        try:
            put(dynamodb, number, **more)
        except ClientError as error:
            return number, error
    raise AssertionError("nothing was throttled")


@pytest.fixture
def once(dynamodb: Any) -> Any:
    """The client without retries, whose back-off would take real time."""
    dynamodb.meta.config.retries = {"total_max_attempts": 1}
    dynamodb.meta.events.unregister("needs-retry.dynamodb", unique_id="retry-config-dynamodb")
    return dynamodb


def reason_of(error: ClientError) -> tuple[str, str, str]:
    """The code, DynamoDB's reason and the resource, without the ARN's beginning."""
    answer: Any = error.response
    [reason] = answer.get("throttlingReasons") or answer["ThrottlingReasons"]
    return answer["Error"]["Code"], reason["reason"], reason["resource"].partition(":table/")[2]


def test_a_partition_carries_its_units_each_second_and_no_more(once: Any, clock: Clock) -> None:
    with limited(Limits(partition_write=20), clock):
        first, error = put_until_throttled(once)
        put(once, 0, partition="globex")
        clock.now += 0.5
        second, _ = put_until_throttled(once)

    assert (first, second) == (20, 10)
    assert reason_of(error) == ("ThrottlingException", "TableWriteKeyRangeThroughputExceeded", "invoices")


def test_a_throttled_write_changes_nothing_and_takes_nothing(once: Any, clock: Clock) -> None:
    with limited(Limits(partition_write=5), clock):
        stored, _ = put_until_throttled(once)
        for _ in range(50):
            with pytest.raises(ClientError):
                put(once, stored)
        clock.now += 1
        again, _ = put_until_throttled(once)

    assert (stored, again) == (5, 5)
    assert len(once.scan(TableName="invoices")["Items"]) == 5


def test_a_table_keeps_what_it_did_not_use_for_a_burst(once: Any, clock: Clock) -> None:
    with limited(Limits(table_write=10, table_burst=3), clock):
        stored, error = put_until_throttled(once)
        clock.now += 100
        again, _ = put_until_throttled(once)

    assert (stored, again) == (30, 30)
    assert reason_of(error)[:2] == ("ThrottlingException", "TableWriteKeyRangeThroughputExceeded")


def test_at_the_accounts_quota_the_error_is_the_accounts(once: Any, clock: Clock) -> None:
    limits = Limits(partition_write=10**9, table_write=QUOTA, table_burst=0.001)
    with limited(limits, clock):
        stored, error = put_until_throttled(once)

    assert stored == 40
    assert reason_of(error)[:2] == ("RequestLimitExceeded", "TableWriteAccountLimitExceeded")


def test_an_index_that_is_too_busy_throttles_the_write_to_its_table(once: Any, clock: Clock) -> None:
    with limited(Limits(partition_write=8), clock) as throughput:
        for number in range(8):
            put(once, number, partition=f"office {number}", client={"S": "acme"})
        with pytest.raises(ClientError) as caught:
            put(once, 8, partition="office 8", client={"S": "acme"})
        put(once, 8, partition="office 8", client={"S": "globex"})

    assert reason_of(caught.value)[1:] == ("IndexWriteKeyRangeThroughputExceeded", "invoices/index/by_client")
    assert throughput.throttled == {"IndexWriteKeyRangeThroughputExceeded": 1}


def test_reads_are_limited_by_their_own_units(once: Any, clock: Clock) -> None:
    put(once, 1, note={"S": "x" * 5_000})
    with limited(Limits(partition_read=4), clock):
        for _ in range(2):
            once.get_item(TableName="invoices", Key=KEY, ConsistentRead=True)
        with pytest.raises(ClientError) as caught:
            once.query(
                TableName="invoices",
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": {"S": "acme"}},
            )
        put(once, 2)

    assert reason_of(caught.value)[1] == "TableReadKeyRangeThroughputExceeded"


def test_a_query_of_an_index_takes_from_the_partition_of_the_index(once: Any, clock: Clock) -> None:
    put(once, 1, client={"S": "globex"})
    query = {"IndexName": "by_client", "KeyConditionExpression": "client = :client"}
    with limited(Limits(partition_read=1), clock):
        for _ in range(2):
            once.query(TableName="invoices", ExpressionAttributeValues={":client": {"S": "globex"}}, **query)
        with pytest.raises(ClientError) as caught:
            once.query(TableName="invoices", ExpressionAttributeValues={":client": {"S": "globex"}}, **query)
        once.query(TableName="invoices", ExpressionAttributeValues={":client": {"S": "acme"}}, **query)

    assert reason_of(caught.value)[1:] == ("IndexReadKeyRangeThroughputExceeded", "invoices/index/by_client")


def test_a_transaction_is_cancelled_as_a_whole_and_says_which_item_was_throttled(once: Any, clock: Clock) -> None:
    with limited(Limits(partition_write=2), clock):
        put_until_throttled(once)
        with pytest.raises(ClientError) as caught:
            once.transact_write_items(
                TransactItems=[
                    {"Put": {"TableName": "invoices", "Item": item(1, "globex")}},
                    {"Put": {"TableName": "invoices", "Item": item(9)}},
                ]
            )

    answer: Any = caught.value.response
    assert [reason["Code"] for reason in answer["CancellationReasons"]] == ["None", "ThrottlingError"]
    assert "Item" not in once.get_item(TableName="invoices", Key={"pk": {"S": "globex"}, "sk": {"S": "1"}})


def test_a_condition_that_fails_takes_units_as_well(once: Any, clock: Clock) -> None:
    put(once, 1)
    condition = {"ConditionExpression": "attribute_not_exists(pk)"}
    with limited(Limits(partition_write=2), clock):
        codes = []
        for _ in range(3):
            with pytest.raises(ClientError) as caught:
                once.put_item(TableName="invoices", Item=KEY, **condition)
            codes.append(caught.value.response["Error"]["Code"])

    assert codes == ["ConditionalCheckFailedException"] * 2 + ["ThrottlingException"]


def test_a_large_call_is_admitted_and_leaves_a_debt(once: Any, clock: Clock) -> None:
    with limited(Limits(partition_write=10), clock):
        put(once, 1, note={"S": "x" * 99_000})
        clock.now += 8
        with pytest.raises(ClientError):
            put(once, 2)
        clock.now += 2
        put(once, 2)


def test_a_batch_of_reads_gives_back_the_keys_it_has_no_capacity_for(once: Any, clock: Clock) -> None:
    for number in range(4):
        put(once, number)
    keys = [item(number) for number in range(4)]
    request = {"invoices": {"Keys": keys, "ConsistentRead": True, "ProjectionExpression": "sk"}}
    with limited(Limits(partition_read=3), clock):
        answer = once.batch_get_item(RequestItems=request)
        with pytest.raises(ClientError) as caught:
            once.batch_get_item(RequestItems=answer["UnprocessedKeys"])
        clock.now += 1
        rest = once.batch_get_item(RequestItems=answer["UnprocessedKeys"])

    assert [found["sk"]["S"] for found in answer["Responses"]["invoices"]] == ["0", "1", "2"]
    assert answer["UnprocessedKeys"]["invoices"]["Keys"] == [item(3)]
    assert caught.value.response["Error"]["Code"] == "ThrottlingException"
    assert [found["sk"]["S"] for found in rest["Responses"]["invoices"]] == ["3"]
    assert rest["UnprocessedKeys"] == {}


def test_a_batch_of_writes_gives_back_the_items_it_has_no_capacity_for(once: Any, clock: Clock) -> None:
    put(once, 3)
    writes: list[Any] = [{"PutRequest": {"Item": item(number)}} for number in range(3)]
    writes.append({"DeleteRequest": {"Key": item(3)}})
    with limited(Limits(partition_write=2), clock):
        answer = once.batch_write_item(RequestItems={"invoices": writes})
        with pytest.raises(ClientError) as caught:
            once.batch_write_item(RequestItems=answer["UnprocessedItems"])
        clock.now += 1
        rest = once.batch_write_item(RequestItems=answer["UnprocessedItems"])

    assert answer["UnprocessedItems"] == {"invoices": writes[2:]}
    assert caught.value.response["Error"]["Code"] == "ThrottlingException"
    assert rest["UnprocessedItems"] == {}
    assert sorted(found["sk"]["S"] for found in once.scan(TableName="invoices")["Items"]) == ["0", "1", "2"]


def test_without_limits_nothing_is_throttled(once: Any) -> None:
    with limited(Limits(partition_write=1)):
        pass

    for number in range(20):
        put(once, number)
