"""API Gateway on this machine: SAM CLI's own local gateway, with what it lacks.

Routes, events and binary bodies are SAM's. Added here: the template's GatewayResponses, 29 seconds, and what SAM
gives otherwise than API Gateway; the front door adds the rest. SAM's classes are a private interface: they are pinned,
named in this module only, and held by `tests/local/test_stack_gateway.py`.
"""

import logging
import os
import queue
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Response, request
from samcli.commands.local.lib.local_api_service import LocalApiService
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider
from samcli.local.apigw import local_apigw_service
from samcli.local.apigw.local_apigw_service import LocalApigwService
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, make_server

from local.environment import Answer
from local.environments import EventTooLarge
from local.front_door import REACHED_AT, REQUEST_ID, FrontDoor, Handler
from local.gateway_responses import GatewayResponses, Refused, Request
from local.remapped_headers import remapped
from local.throttling import Throttling

_INTEGRATION_SECONDS = 29.0

Invoke = Callable[[str, bytes], Answer]


def gateway(
    template: Path,
    listener: socket.socket,
    parameters: Mapping[str, str],
    responses: GatewayResponses,
    throttling: Throttling,
    invoke: Invoke,
) -> BaseWSGIServer:
    """A server for `template`'s API at `listener`, which is its own from here on; to be run."""
    port = listener.getsockname()[1]
    os.environ["SAM_CLI_TELEMETRY"] = "0"
    logging.getLogger("samcli").setLevel(logging.ERROR)
    local_apigw_service.EventTracker.track_event = staticmethod(lambda **_: None)
    stacks = SamLocalStackProvider.get_stacks(str(template), parameter_overrides=dict(parameters))[0]
    context = SimpleNamespace(
        stacks=stacks, local_lambda_runner=_Runner(invoke), stderr=sys.stderr, get_cwd=lambda: str(template.parent)
    )
    described = LocalApiService(context, port, "127.0.0.1", None, False, None)
    service = _Service(
        api=described.api_provider.api, lambda_runner=described.lambda_runner, port=port, host="127.0.0.1"
    )
    service.responses = responses
    service.throttling = throttling
    service.create()
    application = FrontDoor(service)
    with listener:  # of which the server keeps a duplicate
        return make_server("127.0.0.1", port, application, threaded=True, request_handler=Handler, fd=listener.fileno())


class _Runner:
    """What SAM takes for its Docker runner."""

    def __init__(self, invoke: Invoke) -> None:
        self._invoke = invoke

    def is_debugging(self) -> bool:
        return False

    def invoke(self, function: str, event: str, stdout: Any, **_: Any) -> None:
        """Write the function's answer to `stdout`; raises Refused for everything that is none."""
        answers: queue.Queue[Answer | Exception] = queue.Queue()
        threading.Thread(target=self._call, args=(function, event.encode(), answers), daemon=True).start()
        try:
            answer = answers.get(timeout=_INTEGRATION_SECONDS)
        except queue.Empty:
            raise Refused("INTEGRATION_TIMEOUT") from None
        if isinstance(answer, EventTooLarge):
            raise Refused("REQUEST_TOO_LARGE")
        if isinstance(answer, Exception) or answer.failed:
            raise Refused("DEFAULT_5XX")
        stdout.write_str(answer.payload.decode())

    def _call(self, function: str, event: bytes, answers: queue.Queue[Answer | Exception]) -> None:
        try:
            answers.put(self._invoke(function, event))
        except Exception as failure:  # the waiting request answers it
            answers.put(failure)


class _Service(LocalApigwService):  # type: ignore[misc]  # SAM CLI publishes no types
    """SAM's gateway with API Gateway's answers and events where the two differ."""

    responses: GatewayResponses
    throttling: Throttling

    def create(self) -> None:
        super().create()
        self._app.url_map.merge_slashes = False
        self._app.register_error_handler(Refused, lambda refused: self.refuse(refused.kind))
        self._app.register_error_handler(404, lambda _: self.refuse("MISSING_AUTHENTICATION_TOKEN"))
        self._app.register_error_handler(405, lambda _: self.refuse("MISSING_AUTHENTICATION_TOKEN"))
        self._app.register_error_handler(HTTPException, lambda _: self.refuse("BAD_REQUEST_BODY"))
        self._app.register_error_handler(Exception, lambda _: self.refuse("DEFAULT_5XX"))

    def refuse(self, kind: str) -> Response:
        stage = str(self.api.stage_name)
        status, headers, body = self.responses.answer(
            kind, Request(request.environ[REQUEST_ID], request.method, request.path, stage)
        )
        return Response(body, status, headers)

    def application(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answered: Iterable[bytes] = self._app(environ, start)
        return answered

    def refused(self, kind: str, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with self._app.request_context(environ):
            return self.refuse(kind)(environ, start)

    def _get_current_route(self, flask_request: Any) -> Any:
        """The called method, if it takes one more request. Flask adds HEAD to every GET; API Gateway does not."""
        try:
            route = super()._get_current_route(flask_request)
        except KeyError:
            raise Refused("MISSING_AUTHENTICATION_TOKEN") from None
        if not self.throttling.allows(flask_request.method, route.path):
            raise Refused("THROTTLED")
        return route

    def _generate_lambda_event(self, flask_request: Any, *route: Any) -> dict[str, Any]:
        """What SAM gives otherwise: one request id and time per process, the route for the path, no body as base64.

        Its domain name is the Host header, which on AWS reaches nobody but the API whose domain it is.
        """
        event: dict[str, Any] = super()._generate_lambda_event(flask_request, *route)
        reached = flask_request.environ[REACHED_AT]
        event["requestContext"].update(
            requestId=flask_request.environ[REQUEST_ID],
            extendedRequestId=flask_request.environ[REQUEST_ID],
            domainName=f"{self.host}:{self.port}",
            path=flask_request.path,
            requestTime=time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(reached)),
            requestTimeEpoch=int(reached * 1000),
        )
        event["requestContext"]["identity"]["userAgent"] = flask_request.headers.get("User-Agent")
        event["isBase64Encoded"] = event["isBase64Encoded"] and event["body"] is not None
        return event

    def _parse_v1_payload_format_lambda_output(self, answer: str, binary: Any, _: Any, kind: str) -> Any:
        """With `*/*` among the binary types API Gateway decodes an answer whatever the Accept header says."""
        anything = SimpleNamespace(accept_mimetypes=MIMEAccept([("*/*", 1)]))
        try:
            status, headers, body = LocalApigwService._parse_v1_payload_format_lambda_output(
                answer, binary, anything, kind
            )
        except Exception:  # whatever SAM stumbles over is a malformed answer
            raise Refused("DEFAULT_5XX") from None
        return status, remapped(headers), body
