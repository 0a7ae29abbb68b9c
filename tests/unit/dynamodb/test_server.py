"""The same rules in moto's server, which the local stack uses."""

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from local.dynamodb.shim import install


def test_the_server_answers_like_dynamodb() -> None:
    install()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    dynamodb = boto3.client(
        "dynamodb",
        "eu-west-1",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    dynamodb.create_table(
        TableName="served",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )

    dynamodb.put_item(TableName="served", Item={"id": {"S": "1"}, "amount": {"N": "1.10"}})
    with pytest.raises(ClientError) as refused:
        dynamodb.put_item(TableName="served", Item={"id": {"S": "2"}, "amount": {"N": "1" * 39}})
    stored = dynamodb.get_item(TableName="served", Key={"id": {"S": "1"}})["Item"]
    dynamodb.delete_table(TableName="served")
    server.stop()

    message = "Attempting to store more than 38 significant digits in a Number"
    assert refused.value.response["Error"] == {"Code": "ValidationException", "Message": message}
    assert stored == {"id": {"S": "1"}, "amount": {"N": "1.1"}}
