"""The running stack: moto, Textract, execution environments, queues, schedules and the gateway."""

import logging
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from werkzeug.serving import BaseWSGIServer

from local import aws, executions, identity, kms, processes, queues, schedules
from local.dynamodb.shim import install
from local.dynamodb.throughput import Limits
from local.environment import Answer, emulator
from local.environment_pool import EnvironmentPool
from local.gateway import gateway
from local.gateway_responses import GatewayResponses
from local.s3 import shim as s3
from local.stack import Stack, deploy, function_name
from local.throttling import Throttling

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_TEXTRACT_SECONDS = 20.0
_LOG = logging.getLogger(__name__)


class RunningStack:
    """The stack of `template`, with its API at the socket `api` and its AWS at `aws_api`.

    `home` has the installed layers, the runtime and `logs`. `limits` throttle DynamoDB. Call `identity.assume()` first.
    Raises SystemExit if something is not installed.
    """

    def __init__(
        self,
        template: Path,
        home: Path,
        api: socket.socket,
        aws_api: socket.socket,
        parameters: Mapping[str, str],
        limits: Limits | None = None,
    ) -> None:
        emulator()
        if not (home / "runtime").exists():
            raise SystemExit(f"{home} is incomplete. Run `make install`.")
        install(limits=limits)
        kms.install()
        ours = {identity.VARIABLES["AWS_ACCESS_KEY_ID"]: identity.VARIABLES["AWS_SECRET_ACCESS_KEY"]}
        s3.install({**ours, **executions.KEYS})
        (home / "logs").mkdir(exist_ok=True)
        self._ended = threading.Event()
        self._failed = False
        aws_url = processes.url_of(aws_api)
        threading.Thread(target=self._serve, args=("AWS", aws.server(aws_api)), daemon=True).start()
        self.client: Callable[[str], Any] = aws.clients(aws_url)
        self._textract_listener = processes.listening()
        self._textract = self._textract_process(home / "logs" / "textract.log", aws_url)
        self.stack: Stack = deploy(template, self.client, parameters)
        variables = {
            **identity.VARIABLES,
            "AWS_ENDPOINT_URL": aws_url,
            "AWS_ENDPOINT_URL_TEXTRACT": processes.url_of(self._textract_listener),
        }
        self._environments = EnvironmentPool(self.stack.functions, variables, home)
        aws.run_functions(self._invoke_by_name)
        switches, invoke = self.stack.switches, self._environments.invoke
        queues.poll(self.stack.subscriptions, self.client("sqs"), invoke, self._ended, switches.polls)
        executions.announce_ends(self.stack.rules, self._invoke_by_name)
        executions.start_from_within()
        schedules.tick(self.stack.schedules, self.client, self._invoke_by_name, switches.fires)
        responses = GatewayResponses(self.stack.gateway_responses)
        throttling = Throttling(self.stack.throttles)
        self._gateway = gateway(template, api, parameters, responses, throttling, invoke, switches.stage_variables)

    def serve(self, announce: Callable[[], None]) -> int:
        """Serve until Ctrl-C, TERM or the end of the terminal. Calls `announce` when everything answers.

        Returns the exit status: 1 if a server ended by itself, which ends the stack.
        """
        for number in _SIGNALS:
            signal.signal(number, lambda *_: self._ended.set())
        threading.Thread(target=self._serve, args=("The gateway", self._gateway), daemon=True).start()
        self._await_textract()
        announce()
        self._ended.wait()
        self._environments.stop()
        self._textract.stop()
        return int(self._failed)

    def _serve(self, name: str, server: BaseWSGIServer) -> None:
        """Run a server of this process. If it ends, its data in memory is lost, so the stack ends too."""
        try:
            server.serve_forever()
        except Exception:
            _LOG.exception("%s has failed.", name)
        if not self._ended.is_set():
            _LOG.error("%s has ended and the stack has lost its data, so the stack ends too. Start it again.", name)
            self._failed = True
            self._ended.set()

    @cached_property
    def _logical_ids(self) -> dict[str, str]:
        return {function.name: logical_id for logical_id, function in self.stack.functions.items()}

    def _invoke_by_name(self, name: str, event: bytes) -> Answer:
        """Call a function. `name` is its physical name, its ARN or the ARN of its alias."""
        return self._environments.invoke(self._logical_ids[function_name(name)], event)

    def _textract_process(self, log: Path, aws_url: str) -> processes.SupervisedProcess:
        """Start the OCR. This process owns the socket, so calls wait while a new OCR process replaces a dead one."""
        listener = str(self._textract_listener.fileno())
        program = [sys.executable, "-m", "local.textract", "--fd", listener, "--s3-endpoint", aws_url]
        log.write_bytes(b"")

        def begin() -> "subprocess.Popen[bytes]":
            with log.open("ab") as sink:
                folder = Path(__file__).parent.parent
                return processes.start(program, identity.VARIABLES, folder, sink, self._textract_listener)

        return processes.SupervisedProcess("The OCR process", begin)

    def _await_textract(self) -> None:
        deadline = time.monotonic() + _TEXTRACT_SECONDS
        while True:
            try:
                urllib.request.urlopen(processes.url_of(self._textract_listener), timeout=_TEXTRACT_SECONDS).close()  # noqa: S310 -- our own loopback
                return
            except OSError as silent:
                if time.monotonic() > deadline:
                    raise SystemExit("Textract does not start. See .faktura/logs/textract.log.") from silent
