"""The product on moto, in this process: the template's own resources, and handlers called with its settings."""

import json
import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends
from moto.stepfunctions.models import stepfunctions_backends

from faktura.access.client import Client
from faktura.access.token_client import TokenClient
from faktura.core import aws, denylist
from faktura.core.attributes import marshalled, plain
from local import kms
from local.dynamodb import client_tokens, history, shim
from local.s3 import shim as s3
from local.stack import Stack, deploy
from tests.support.builders import LambdaContext, sqs_event
from tests.support.faults.state import Stored, snapshot

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
REGION = "us-east-1"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}
DESK_ISSUER, DESK_CLIENT_ID = "https://login.example.com", "faktura-desk"
DESK_SECRET_NAME, DESK_SECRET = "/faktura/desk-client-secret", "s3c:r&t of the desk"
PARAMETERS = {
    "DeletionProtection": "false",
    "PublicUrl": "https://api.example.com",
    "SmallestFile": "1000",
    "DeskIssuer": DESK_ISSUER,
    "DeskClientId": DESK_CLIENT_ID,
    "DeskClientSecret": DESK_SECRET_NAME,
}


@dataclass
class Reply:
    """A handler's response to an HTTP request."""

    status: int
    headers: Mapping[str, str]
    text: str = field(repr=False)

    @cached_property
    def json(self) -> Any:
        return json.loads(self.text)


class Deployment:
    """The deployed stack, and its functions called as API Gateway, SQS and Step Functions call them."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.variables: dict[str, str] = {}
        """What every function gets besides, such as another service's address."""
        self._prepared: dict[Callable[[Deployment], object], tuple[bytes, bytes]] = {}

    def call(self, function: str, event: Mapping[str, Any], seconds: float = 30) -> Any:
        """Run a function (`pims.upsert_invoices`) with the environment that the template gives it, for so long."""
        with self.environment(function):
            return import_module(function).handler(event, LambdaContext(seconds))

    def request(self, function: str, event: Mapping[str, Any]) -> Reply:
        """Run an endpoint's function with a proxy event."""
        answer = self.call(function, event)
        return Reply(answer["statusCode"], answer["headers"], answer["body"])

    @contextmanager
    def environment(self, function: str) -> Iterator[None]:
        """The variables of one function, and no other variables of the process that could be mistaken for them."""
        logical_id = "".join(map(str.capitalize, function.replace(".", "_").split("_"))) + "Function"
        with patch.dict(
            os.environ, {**CREDENTIALS, **self.stack.environment(logical_id), **self.variables}, clear=True
        ):
            yield

    def token(self, client_id: str = "pims-demo", scopes: Sequence[str] = ("pims:write",), **context: Any) -> str:
        """An access token, signed by the stack's key."""
        client = Client(client_id=client_id, secret_digests=(), scopes=tuple(scopes), context=context)
        with self.environment("access.issue_token"):
            return TokenClient.from_settings().issue(client, client.scopes)

    def messages(self, queue: str) -> list[str]:
        """The bodies waiting in a queue, by logical id."""
        return [message.body for message in self._queue(queue)._messages]

    def send(self, queue: str, bodies: Sequence[str]) -> None:
        """Put messages into a queue, by logical id."""
        url = self.stack.physical[queue]
        for body in bodies:
            aws.client("sqs").send_message(QueueUrl=url, MessageBody=body)

    def deliver(self, queue: str, function: str, times: int = 1) -> list[Any]:
        """Hand every waiting message of a queue to its worker, `times` times, and remove the messages."""
        bodies = self.messages(queue)
        self._queue(queue)._messages.clear()
        return [self.call(function, sqs_event(bodies)) for _ in range(times)]

    def items(self, table: str) -> list[dict[str, Any]]:
        """Everything in a table, by logical id."""
        held = self._backend(dynamodb_backends).tables[self.stack.physical[table]]
        return [plain(item.to_json()["Attributes"]) for item in held.all_items()]

    def fill(self, table: str, items: Iterable[Mapping[str, Any]]) -> None:
        """Put many items into a table, by logical id, without a call for each."""
        held = self._backend(dynamodb_backends).tables[self.stack.physical[table]]
        for item in items:
            held.put_item(marshalled(item))

    def empty(self) -> None:
        """Forget all that was stored, sent or remembered."""
        for table in self._backend(dynamodb_backends).tables.values():
            table.items.clear()
        history.forget()
        for bucket in self._buckets():
            bucket.keys.clear()
        for queue in self._backend(sqs_backends).queues.values():
            queue._messages.clear()
        for machine in self._backend(stepfunctions_backends).state_machines:
            machine.executions.clear()
        client_tokens._committed(self._backend(dynamodb_backends)).clear()
        denylist._looked_up.clear()

    def kept(self) -> bytes:
        """The contents of the tables, for `restore`."""
        return pickle.dumps({name: table.items for name, table in self._backend(dynamodb_backends).tables.items()})

    def restore(self, kept: bytes) -> None:
        """Put back the contents that `kept` returned."""
        for name, items in pickle.loads(kept).items():  # noqa: S301  # our own
            self._backend(dynamodb_backends).tables[name].items = items

    def prepare(self, world: Callable[["Deployment"], object]) -> None:
        """Store what `world` stores in empty tables and buckets. It runs once; its items and objects are put back.

        After it no execution is known, no message waits, and the process remembers nothing of this world. It comes
        first, as it would remove what was stored before.
        """
        if snapshot():
            raise AssertionError("another fixture has stored something already")
        if world not in self._prepared:
            world(self)
            objects = {bucket.name: dict(bucket.keys._iterlists()) for bucket in self._buckets()}
            self._prepared[world] = self.kept(), pickle.dumps(objects)
        self.empty()
        kept, objects_kept = self._prepared[world]
        self.restore(kept)
        objects = pickle.loads(objects_kept)  # noqa: S301  # our own
        for bucket in self._buckets():
            for name, versions in objects[bucket.name].items():
                bucket.keys.setlist(name, versions)

    @contextmanager
    def afresh(self) -> Iterator["Deployment"]:
        """The same deployment, emptied: a world for crash points."""
        self.empty()
        yield self

    @contextmanager
    def afresh_with(
        self, objects: Sequence[Stored], metadata: Mapping[str, str], messages: Mapping[str, Sequence[str]]
    ) -> Iterator["Deployment"]:
        """The same, with these objects (each with this metadata) and messages in it."""
        self.empty()
        for stored in objects:
            aws.client("s3").put_object(Bucket=stored.place, Key=stored.key, Body=stored.value, Metadata=metadata)
        for queue, bodies in messages.items():
            self.send(queue, bodies)
        yield self

    @staticmethod
    def _buckets() -> Iterable[Any]:
        return next(iter(s3_backends.values()))["aws"].buckets.values()  # type: ignore[no-any-return]

    def _queue(self, logical_id: str) -> Any:
        name = self.stack.physical[logical_id].rsplit("/", 1)[-1]
        return self._backend(sqs_backends).queues[name]

    @staticmethod
    def _backend(backends: Any) -> Any:
        return next(iter(backends.values()))[REGION]


@contextmanager
def deployed() -> Iterator[Deployment]:
    """Deploy the template to an AWS of its own."""
    with patch.dict(os.environ, CREDENTIALS), mock_aws():
        shim.install()
        kms.install()
        s3.install({key["AWS_ACCESS_KEY_ID"]: key["AWS_SECRET_ACCESS_KEY"] for key in (CREDENTIALS, os.environ)})
        forget()
        ssm = boto3.client("ssm", region_name=REGION)
        ssm.put_parameter(Name=DESK_SECRET_NAME, Value=DESK_SECRET, Type="SecureString")
        yield Deployment(deploy(TEMPLATE, lambda service: boto3.client(service, region_name=REGION), PARAMETERS))
        forget()


def forget(clients: bool = True) -> None:
    """Forget earlier calls, like a new execution environment, but not the costly AWS clients unless `clients`."""
    for name, module in list(sys.modules.items()):
        if name.startswith("faktura."):
            for member in vars(module).values():
                if hasattr(member, "cache_clear") and (clients or member is not aws.client):
                    member.cache_clear()
    denylist._looked_up.clear()
