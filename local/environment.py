"""One Lambda execution environment: AWS's interface emulator runs AWS's runtime client with our handler."""

import http.client
import json
import logging
import os
import platform
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import samcli

from local import processes
from local.kernel import is_childless, port_of
from local.stack import Function

_EMULATOR = Path(samcli.__file__).parent / "local" / "rapid"
_INVOCATIONS = "/2015-03-31/functions/function/invocations"
_ADDRESS, _RUNTIME_ADDRESS = "127.0.0.1", "127.0.0.2"
"""Two addresses distinguish the two ports of an emulator."""
_STARTING_SECONDS = 15.0
_LOG = logging.getLogger(__name__)
_GRACE_SECONDS = 15.0


@dataclass(frozen=True)
class Answer:
    """The result of a call: the function's JSON, or an error in AWS's words if `failed`."""

    payload: bytes
    failed: bool = False


class NotStarted(Exception):
    """The environment died before its first call."""


class Environment:
    """Serves one call at a time. Its owner sets `busy`.

    `last_used` is a time of the monotonic clock. `stopped` means that it was stopped on purpose.
    """

    def __init__(self, function: Function, variables: Mapping[str, str], home: Path) -> None:
        self.function = function
        self.busy = True
        self.last_used = time.monotonic()
        log = home / "logs" / f"{function.logical_id}.log"
        with log.open("ab") as sink:
            environment = {**_variables(function, home), **variables}
            self._process = processes.start(_program(function), environment, function.code, sink)
        self._port: int | None = None
        self._has_run = False
        self.stopped = False

    @property
    def alive(self) -> bool:
        """Whether its emulator runs and, after the first call, also the runtime."""
        return self._process.poll() is None and not (self._has_run and is_childless(self._process.pid))

    def invoke(self, event: bytes) -> Answer:
        """Call the handler. A crash, a timeout or an unreadable answer gives a failed answer. Raises NotStarted."""
        connection = self._connected()
        try:
            connection.request("POST", _INVOCATIONS, event)
            response = connection.getresponse()
            return _answer(response.status, response.read())
        except (OSError, http.client.HTTPException) as lost:
            _LOG.warning("The execution environment of %s was lost during a call.", self.function.logical_id)
            self.stop()
            return failed("Runtime.ExitError", f"The execution environment was lost: {lost}")
        finally:
            connection.close()
            self._has_run = True
            if not self.alive:  # for example after a crash; Lambda does not reuse it either
                self.stop()

    def _connected(self) -> http.client.HTTPConnection:
        """A connection to the emulator. While the emulator lives, no other process listens on its port."""
        deadline = time.monotonic() + _STARTING_SECONDS
        while self.alive and time.monotonic() < deadline:
            self._port = self._port or port_of(self._process.pid, _ADDRESS)
            if self._port is None:
                time.sleep(0.005)
                continue
            seconds = self.function.timeout + _GRACE_SECONDS
            connection = http.client.HTTPConnection(_ADDRESS, self._port, timeout=seconds)
            with suppress(OSError):
                connection.connect()
                if self.alive:
                    return connection
            connection.close()
        self.stop()
        raise NotStarted

    def stop(self) -> None:
        """Kill the emulator. The runtime dies with it."""
        self.stopped = True
        self._process.kill()
        self._process.wait()


def emulator() -> Path:
    """AWS's interface emulator for this machine. Raises SystemExit on any system but Linux."""
    machine = {"aarch64": "arm64", "arm64": "arm64"}.get(platform.machine(), "x86_64")
    if sys.platform != "linux":
        raise SystemExit(
            "AWS's runtime interface emulator runs on Linux only. Use `sam local start-api` with Docker instead."
        )
    return _EMULATOR / f"aws-lambda-rie-{machine}"


def _program(function: Function) -> list[str]:
    """The command line. The kernel chooses both ports.

    `-S` hides the packages of the development environment, so a package that a layer lacks is missing here too.
    """
    handler = [sys.executable, "-S", "-P", "-m", "awslambdaric", function.handler]
    return [
        str(emulator()),
        "--runtime-interface-emulator-address",
        f"{_ADDRESS}:0",
        "--runtime-api-address",
        f"{_RUNTIME_ADDRESS}:0",
        *processes.RUNTIME,
        *handler,
    ]


def _variables(function: Function, home: Path) -> dict[str, str]:
    layers = [_importable(layer, home) for layer in function.layers]
    path = [function.code, *layers, home / "runtime" / "python"]
    return {
        **function.variables,
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "TZ": ":UTC",
        "PYTHONPATH": os.pathsep.join(map(str, path)),
        "LAMBDA_TASK_ROOT": str(function.code),
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
    }


def _importable(layer: Path, home: Path) -> Path:
    """The folder to import from: a layer with requirements is installed under `home`, any other is its own source."""
    return home / "layers" / layer.name / "python" if (layer / "requirements.txt").exists() else layer


def _answer(status: int, payload: bytes) -> Answer:
    """The emulator answers 200 unless the runtime is lost. A timeout is plain text."""
    if payload.startswith(b"Task timed out after"):
        return failed("Sandbox.Timedout", payload.decode())
    return Answer(payload, failed=status != http.client.OK or _raised(payload))


def _raised(payload: bytes) -> bool:
    """Whether the runtime client reports an exception: it always has exactly these members."""
    if b'"stackTrace"' not in payload:
        return False
    answer = json.loads(payload)
    return isinstance(answer, dict) and answer.keys() == {"errorMessage", "errorType", "requestId", "stackTrace"}


def failed(kind: str, message: str) -> Answer:
    """A failed answer with this error."""
    return Answer(json.dumps({"errorType": kind, "errorMessage": message}).encode(), failed=True)
