"""Point-in-time recovery: a table is restored to what it held at a moment, not to what it holds now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError

from local.dynamodb import history


@dataclass
class Clock:
    """The time of the tables, in seconds since the test began."""

    began: float
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.began + self.seconds

    def at(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(self.began + seconds, UTC)


@pytest.fixture
def clock(dynamodb: Any) -> Iterator[Clock]:
    dynamodb.update_continuous_backups(
        TableName="invoices", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    clock = Clock(float(int(history.clock()) + 1))
    with patch.object(history, "clock", clock):
        yield clock


def item(name: str, value: str = "") -> dict[str, Any]:
    return {"pk": {"S": "office"}, "sk": {"S": name}, **({"value": {"S": value}} if value else {})}


def put(dynamodb: Any, name: str, value: str) -> None:
    dynamodb.put_item(TableName="invoices", Item=item(name, value))


def restored(dynamodb: Any, moment: datetime, name: str = "side") -> dict[str, str]:
    dynamodb.restore_table_to_point_in_time(SourceTableName="invoices", TargetTableName=name, RestoreDateTime=moment)
    return {one["sk"]["S"]: one["value"]["S"] for one in dynamodb.scan(TableName=name)["Items"]}


def test_a_table_is_restored_to_what_it_held_at_the_moment(dynamodb: Any, clock: Clock) -> None:
    put(dynamodb, "changed", "first")
    put(dynamodb, "deleted", "first")
    clock.seconds = 10
    put(dynamodb, "changed", "second")
    dynamodb.delete_item(TableName="invoices", Key=item("deleted"))
    put(dynamodb, "later", "second")
    clock.seconds = 600

    then = restored(dynamodb, clock.at(5))
    now = restored(dynamodb, clock.at(600), "another")

    assert then == {"changed": "first", "deleted": "first"}
    assert now == {"changed": "second", "later": "second"}


def test_every_kind_of_write_can_be_undone(dynamodb: Any, clock: Clock) -> None:
    put(dynamodb, "updated", "first")
    clock.seconds = 10
    dynamodb.update_item(
        TableName="invoices",
        Key=item("updated"),
        UpdateExpression="SET #value = :value",
        ExpressionAttributeNames={"#value": "value"},
        ExpressionAttributeValues={":value": {"S": "second"}},
    )
    dynamodb.transact_write_items(TransactItems=[{"Put": {"TableName": "invoices", "Item": item("inserted", "x")}}])
    dynamodb.batch_write_item(RequestItems={"invoices": [{"PutRequest": {"Item": item("batched", "x")}}]})

    assert restored(dynamodb, clock.at(9)) == {"updated": "first"}


def test_a_refused_write_leaves_no_image(dynamodb: Any, clock: Clock) -> None:
    put(dynamodb, "kept", "first")
    clock.seconds = 10

    with pytest.raises(ClientError):
        dynamodb.put_item(
            TableName="invoices", Item=item("kept", "second"), ConditionExpression="attribute_not_exists(pk)"
        )

    assert restored(dynamodb, clock.at(9)) == {"kept": "first"}


def test_a_restored_table_has_none_of_the_settings(dynamodb: Any, clock: Clock) -> None:
    arn = dynamodb.describe_table(TableName="invoices")["Table"]["TableArn"]
    dynamodb.update_time_to_live(
        TableName="invoices", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expiresAt"}
    )
    dynamodb.update_table(TableName="invoices", DeletionProtectionEnabled=True)
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "billing"}])
    clock.seconds = 10
    restored(dynamodb, clock.at(9))

    side = dynamodb.describe_table(TableName="side")["Table"]
    recovery = dynamodb.describe_continuous_backups(TableName="side")["ContinuousBackupsDescription"]

    assert not side["DeletionProtectionEnabled"]
    assert [one["IndexName"] for one in side["GlobalSecondaryIndexes"]] == ["by_client"]
    assert side["RestoreSummary"]["RestoreDateTime"] == clock.at(9)
    assert side["RestoreSummary"]["SourceTableArn"] == arn
    assert recovery["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED"
    assert dynamodb.describe_time_to_live(TableName="side")["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED"
    assert dynamodb.list_tags_of_resource(ResourceArn=side["TableArn"])["Tags"] == []


@pytest.mark.parametrize("seconds", [-3_700, 700])
def test_a_moment_outside_the_bounds_is_refused(dynamodb: Any, clock: Clock, seconds: int) -> None:
    clock.seconds = 600

    with pytest.raises(ClientError) as refused:
        restored(dynamodb, clock.at(seconds))

    assert refused.value.response["Error"]["Code"] == "InvalidRestoreTimeException"
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        dynamodb.describe_table(TableName="side")


def test_the_latest_moment_lags_as_far_as_it_is_told(dynamodb: Any, clock: Clock) -> None:
    clock.seconds = 600
    history.set_lag(300)
    try:
        with pytest.raises(ClientError, match="InvalidRestoreTimeException"):
            restored(dynamodb, clock.at(301))
        found = dynamodb.describe_continuous_backups(TableName="invoices")["ContinuousBackupsDescription"]
    finally:
        history.set_lag(0)

    assert found["PointInTimeRecoveryDescription"]["LatestRestorableDateTime"] == clock.at(300)


def test_images_are_kept_for_a_bounded_time_and_number(
    dynamodb: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MAX_IMAGES", 3)
    for second in range(0, 60, 10):
        clock.seconds = second
        put(dynamodb, "changed", str(second))

    assert restored(dynamodb, clock.at(25)) == {"changed": "20"}
    with pytest.raises(ClientError, match="InvalidRestoreTimeException"):
        restored(dynamodb, clock.at(15), "another")


def test_a_table_without_recovery_is_not_restored(dynamodb: Any) -> None:
    with pytest.raises(ClientError) as refused:
        restored(dynamodb, datetime.now(UTC))

    assert refused.value.response["Error"]["Code"] == "PointInTimeRecoveryUnavailableException"
