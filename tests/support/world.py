"""A table, a bucket and a queue in moto, made anew whenever a test needs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.config import Config
from moto import mock_aws

from local.dynamodb.shim import install
from local.s3 import shim as s3


class World:
    """Clients of an empty AWS; botocore sends each call at most `attempts` times."""

    def __init__(self, attempts: int) -> None:
        self._config = Config(retries={"mode": "standard", "total_max_attempts": attempts})
        self.dynamodb, self.s3, self.sqs, self.kms = map(self._client, ("dynamodb", "s3", "sqs", "kms"))
        self.dynamodb.create_table(
            TableName="counters",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
        )
        self.s3.create_bucket(Bucket="documents")
        self.queue = self.sqs.create_queue(QueueName="accepted")["QueueUrl"]

    def _client(self, service: str) -> Any:
        client: Any = boto3.client  # typed for literal names only
        return client(service, "us-east-1", aws_access_key_id="test", aws_secret_access_key="test", config=self._config)

    @property
    def count(self) -> int:
        item = self.dynamodb.get_item(TableName="counters", Key={"name": {"S": "invoice"}}, ConsistentRead=True)
        return int(item["Item"]["count"]["N"]) if "Item" in item else 0

    def set_count(self, count: int) -> None:
        self.dynamodb.put_item(TableName="counters", Item={"name": {"S": "invoice"}, "count": {"N": str(count)}})

    def count_up(self) -> None:
        self.dynamodb.update_item(
            TableName="counters",
            Key={"name": {"S": "invoice"}},
            UpdateExpression="ADD #count :one",
            ExpressionAttributeNames={"#count": "count"},
            ExpressionAttributeValues={":one": {"N": "1"}},
        )


@contextmanager
def new_world(attempts: int = 1) -> Iterator[World]:
    install()
    s3.install({"test": "test"})
    with mock_aws():
        yield World(attempts)
