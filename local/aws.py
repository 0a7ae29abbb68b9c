"""moto as this machine's AWS: a server, with patches so that it runs our code and is safe under threads."""

import json
import logging
import os
import socket
import uuid
from collections.abc import Callable
from typing import Any

import boto3
from botocore.config import Config
from moto.awslambda.models import LambdaFunction
from moto.cloudformation.models import Stack
from moto.core.config import default_user_config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.stepfunctions import models as stepfunctions
from moto.stepfunctions.parser.models import StepFunctionsParserBackend, stepfunctions_parser_backends
from werkzeug.serving import BaseWSGIServer, make_server

from local import sqs
from local.environment import Answer
from local.identity import REGION


def server(listener: socket.socket) -> BaseWSGIServer:
    """moto as a server that is ready to run. It takes over `listener`."""
    port = listener.getsockname()[1]
    os.environ["MOTO_PORT"] = str(port)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    _execute_state_machines()
    sqs.install()
    _list_only_what_was_created()
    application = DomainDispatcherApplication(create_backend_app)
    with listener:  # the server keeps a duplicate
        return make_server(
            "127.0.0.1", port, application, threaded=True, request_handler=MotoRequestHandler, fd=listener.fileno()
        )


def clients(url: str) -> Callable[[str], Any]:
    """A function that makes boto3 clients for the server at `url`."""
    session: Any = boto3.session.Session(region_name=REGION)
    config = Config(max_pool_connections=64, retries={"mode": "standard"})
    return lambda service: session.client(service, endpoint_url=url, config=config)


def run_functions(invoke: Callable[[str, bytes], Answer]) -> None:
    """Make moto's Lambda call `invoke` (a function's name, its event), so state machines reach the real handlers."""

    def _invoke_lambda(function: LambdaFunction, event: Any = None) -> tuple[str, bool, str]:
        answer = invoke(function.function_name, (event if isinstance(event, str) else json.dumps(event)).encode())
        return answer.payload.decode(), answer.failed, ""

    LambdaFunction._invoke_lambda = _invoke_lambda


def _execute_state_machines() -> None:
    """Create state machines in the backend that executes them. Name executions that have no name, like AWS."""
    default_user_config["stepfunctions"]["execute_state_machine"] = True
    stepfunctions.stepfunctions_backends = stepfunctions_parser_backends
    start = StepFunctionsParserBackend.start_execution

    def start_execution(backend: StepFunctionsParserBackend, machine: str, name: str | None = None, *rest: Any) -> Any:
        return start(backend, machine, name or str(uuid.uuid4()), *rest)

    StepFunctionsParserBackend.start_execution = start_execution


def _list_only_what_was_created() -> None:
    """Skip resources whose condition is false. moto lists them as None and then fails on them."""
    listed = Stack.stack_resources.fget
    Stack.stack_resources = property(lambda stack: [one for one in listed(stack) if one is not None])
