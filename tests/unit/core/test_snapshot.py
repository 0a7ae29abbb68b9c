"""SnapStart: what two environments that start from one snapshot do not share. Mostly, a fork stands for one."""

import json
import os
import random
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import snapshot_restore_py

from faktura.core import aws, startup


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process as it is when Lambda takes its snapshot: hooks are registered, and no request has come."""
    monkeypatch.setenv("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start")
    monkeypatch.setattr(snapshot_restore_py, "_after_restore_registry", [])
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "of-the-snapshot")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    aws.client.cache_clear()
    aws._session.cache_clear()
    startup.end()
    yield
    aws.client.cache_clear()
    aws._session.cache_clear()


@pytest.fixture
def service() -> Iterator[str]:
    """A server that answers every DynamoDB call with an empty item, on connections that stay open."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_without_snapstart_nothing_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_LAMBDA_INITIALIZATION_TYPE", raising=False)
    monkeypatch.setattr(snapshot_restore_py, "_after_restore_registry", [])

    startup.end()

    assert snapshot_restore_py._after_restore_registry == []


@pytest.mark.usefixtures("ready")
def test_two_environments_do_not_repeat_each_others_random_numbers() -> None:
    """Python seeds a fork anew by itself, so here the state of the snapshot is set twice instead."""
    of_the_snapshot = random.getstate()

    def drawn() -> float:
        random.setstate(of_the_snapshot)
        _run_hooks()
        return random.random()

    assert len({drawn() for _ in range(3)}) == 3


@pytest.mark.usefixtures("ready")
def test_an_environment_does_not_use_the_connections_of_the_snapshot(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", service)
    client = aws.client("dynamodb")

    def port() -> Any:
        return client.get_item(TableName="t", Key={"k": {"S": "a"}})["Item"]["port"]["N"]

    of_the_snapshot = port()
    kept = port()

    one, other = (_restored(port) for _ in range(2))

    assert kept == of_the_snapshot
    assert len({of_the_snapshot, one, other}) == 3


@pytest.mark.usefixtures("ready")
def test_an_environment_renews_credentials_that_have_expired_since_the_snapshot(
    service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{service}/credentials")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", service)
    client = aws.client("dynamodb")
    of_the_snapshot = aws._session().get_credentials().access_key

    def signer() -> Any:
        return client.get_item(TableName="t", Key={"k": {"S": "a"}})["Item"]["signer"]["S"]

    assert _restored(signer) != of_the_snapshot


def _run_hooks() -> None:
    for hook, args, kwargs in snapshot_restore_py.get_after_restore():
        hook(*args, **kwargs)


def _restored(result: Callable[[], Any]) -> Any:
    """What a copy of this process finds after the hooks that Lambda's runtime runs when it restores a snapshot."""
    reads, writes = os.pipe()
    if (child := os.fork()) == 0:
        try:
            _run_hooks()
            found = {"result": result()}
        except BaseException:  # else it would look like an answer that is no JSON
            found = {"failure": traceback.format_exc()}
        os.write(writes, json.dumps(found).encode())
        os._exit(0)
    os.close(writes)
    os.waitpid(child, 0)
    with os.fdopen(reads, "rb") as answer:
        found = json.loads(answer.read())
    assert "failure" not in found, found["failure"]
    return found["result"]


class _Service(BaseHTTPRequestHandler):
    """Says from which port a call came and whose key signed it. botocore renews its credentials at each use."""

    protocol_version = "HTTP/1.1"
    _issued = 0

    def do_GET(self) -> None:
        _Service._issued += 1
        expires = datetime.now(UTC) + timedelta(minutes=1)
        key = f"AKIA{_Service._issued:08}"
        self._answer(
            {"AccessKeyId": key, "SecretAccessKey": "s", "Token": "t", "Expiration": f"{expires:%Y-%m-%dT%H:%M:%SZ}"}
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        signer = self.headers["Authorization"].partition("Credential=")[2].partition("/")[0]
        self._answer({"Item": {"port": {"N": str(self.client_address[1])}, "signer": {"S": signer}}})

    def _answer(self, body: Any) -> None:
        written = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *_: Any) -> None:
        """Nothing is logged."""
