"""The running stack: moto, Textract, execution environments, queues, schedules and the gateway, put together."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from local import aws, executions, identity, keys, processes, queues, schedules
from local.dynamodb.shim import install
from local.environment import Answer, emulator
from local.environments import Environments
from local.gateway import gateway
from local.gateway_responses import GatewayResponses
from local.s3 import shim as s3
from local.stack import Stack, deploy

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_TEXTRACT_SECONDS = 20.0


class RunningStack:
    """The stack of `template`, its API on `port` and AWS on `aws_port` of loopback.

    `home` holds the installed layers, the runtime, and `logs`; the process is `identity.assume()`d already.
    Raises SystemExit where something needed is missing or taken.
    """

    def __init__(self, template: Path, home: Path, port: int, aws_port: int, parameters: Mapping[str, str]) -> None:
        emulator()
        if not (home / "runtime").exists():
            raise SystemExit(f"{home} is not filled yet: `make install` does it.")
        install()
        keys.install()
        ours = {identity.VARIABLES["AWS_ACCESS_KEY_ID"]: identity.VARIABLES["AWS_SECRET_ACCESS_KEY"]}
        s3.install({**ours, **executions.KEYS})
        (home / "logs").mkdir(exist_ok=True)
        aws_url = aws.serve(aws_port)
        self.client: Callable[[str], Any] = aws.clients(aws_url)
        self._textract_port = processes.free_port()
        self._textract = self._start_textract(home / "logs" / "textract.log", aws_url)
        self.stack: Stack = deploy(template, self.client, parameters)
        variables = {
            **identity.VARIABLES,
            "AWS_ENDPOINT_URL": aws_url,
            "AWS_ENDPOINT_URL_TEXTRACT": f"http://127.0.0.1:{self._textract_port}",
        }
        self._environments = Environments(self.stack.functions, variables, home)
        aws.run_functions(self._invoke_by_name)
        self._ended = threading.Event()
        queues.poll(self.stack.subscriptions, self.client("sqs"), self._environments.invoke, self._ended)
        executions.announce_ends(self.stack.rules, self._invoke_by_name)
        schedules.tick(self.stack.schedules, self.client, self._invoke_by_name)
        responses = GatewayResponses(self.stack.gateway_responses)
        self._gateway = gateway(template, port, parameters, responses, self.stack.throttle, self._environments.invoke)

    def serve(self, announce: Callable[[], None]) -> None:
        """Serve until Ctrl-C, TERM or the terminal's end; `announce` is called when everything listens."""
        for number in _SIGNALS:
            signal.signal(number, lambda *_: self._ended.set())
        threading.Thread(target=self._gateway.serve_forever, daemon=True).start()
        self._await_textract()
        announce()
        self._ended.wait()
        self._environments.stop()
        self._textract.terminate()
        self._textract.wait()

    @cached_property
    def _logical_ids(self) -> dict[str, str]:
        return {function.name: logical_id for logical_id, function in self.stack.functions.items()}

    def _invoke_by_name(self, name: str, event: bytes) -> Answer:
        """`name` is a function's physical name or its ARN."""
        return self._environments.invoke(self._logical_ids[name.rpartition(":")[2]], event)

    def _start_textract(self, log: Path, aws_url: str) -> "subprocess.Popen[bytes]":
        program = [sys.executable, "-m", "local.textract", "--port", str(self._textract_port), "--s3-endpoint", aws_url]
        with log.open("wb") as sink:
            return processes.start(program, identity.VARIABLES, Path(__file__).parent.parent, sink)

    def _await_textract(self) -> None:
        deadline = time.monotonic() + _TEXTRACT_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self._textract_port), timeout=1).close()
                return
            except OSError as refused:
                if self._textract.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit("Textract does not start; .faktura/logs/textract.log says why.") from refused
                time.sleep(0.05)
