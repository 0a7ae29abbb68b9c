"""API Gateway on this machine: SAM CLI's local gateway, with the features that it lacks.

SAM provides routes, events and binary bodies. This module adds the template's GatewayResponses, the timeout of 29
seconds, and corrections where SAM differs from API Gateway; the middleware adds the rest. SAM's classes are private:
SAM is pinned, only this module uses them, and `tests/local/test_stack_gateway.py` checks their behaviour.
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
from local.environment_pool import EventTooLarge
from local.gateway_responses import GatewayResponses, Refused, Request
from local.middleware import REACHED_AT, REQUEST_ID, Handler, Middleware
from local.remapped_headers import remapped
from local.throttling import Throttling

_MAX_INTEGRATION_SECONDS = 29.0

Invoke = Callable[[str, bytes], Answer]
StageVariables = Callable[[], Mapping[str, str] | None]


def gateway(
    template: Path,
    listener: socket.socket,
    parameters: Mapping[str, str],
    responses: GatewayResponses,
    throttling: Throttling,
    invoke: Invoke,
    stage_variables: StageVariables = lambda: None,
) -> BaseWSGIServer:
    """A server for the template's API that is ready to run. It takes over `listener`."""
    port = listener.getsockname()[1]
    os.environ["SAM_CLI_TELEMETRY"] = "0"
    logging.getLogger("samcli").setLevel(logging.ERROR)
    local_apigw_service.EventTracker.track_event = staticmethod(_track_nothing)
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
    service.stage_variables = stage_variables
    service.create()
    application = Middleware(service)
    with listener:  # the server keeps a duplicate
        return make_server("127.0.0.1", port, application, threaded=True, request_handler=Handler, fd=listener.fileno())


def _track_nothing(*_arguments: object, **_named: object) -> None:
    """Replaces SAM's telemetry for the whole process, so it takes whatever any part of SAM passes."""


class _Runner:
    """Replaces SAM's Docker runner."""

    def __init__(self, invoke: Invoke) -> None:
        self._invoke = invoke

    def is_debugging(self) -> bool:
        return False

    def invoke(self, function: str, event: str, stdout: Any, **_: Any) -> None:
        """Write the function's answer to `stdout`. Raises Refused if there is no answer."""
        answers: queue.Queue[Answer | Exception] = queue.Queue()
        threading.Thread(target=self._call, args=(function, event.encode(), answers), daemon=True).start()
        try:
            answer = answers.get(timeout=_MAX_INTEGRATION_SECONDS)
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
        except Exception as failure:  # the waiting request turns it into an answer
            answers.put(failure)


class _Service(LocalApigwService):  # type: ignore[misc]  # SAM CLI publishes no types
    """SAM's gateway, corrected where its answers and events differ from API Gateway's."""

    responses: GatewayResponses
    throttling: Throttling
    stage_variables: StageVariables

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
        """The called method, if its throttle allows. Flask adds HEAD to every GET; API Gateway does not."""
        try:
            route = super()._get_current_route(flask_request)
        except KeyError:
            raise Refused("MISSING_AUTHENTICATION_TOKEN") from None
        if not self.throttling.allows(flask_request.method, route.path):
            raise Refused("THROTTLED")
        return route

    def _generate_lambda_event(self, flask_request: Any, *route: Any) -> dict[str, Any]:
        """Correct SAM's event: it has one id and time per process, the route as the path, no body as base64, and
        no variables of the stage.

        SAM's domain name is the Host header; on AWS a request arrives only with the API's own domain.
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
        event["stageVariables"] = self.stage_variables()
        return event

    def _parse_v1_payload_format_lambda_output(self, answer: str, binary: Any, _: Any, kind: str) -> Any:
        """With the binary type `*/*`, API Gateway decodes an answer whatever the Accept header is."""
        anything = SimpleNamespace(accept_mimetypes=MIMEAccept([("*/*", 1)]))
        try:
            status, headers, body = LocalApigwService._parse_v1_payload_format_lambda_output(
                answer, binary, anything, kind
            )
        except Exception:  # an answer on which SAM fails is malformed
            raise Refused("DEFAULT_5XX") from None
        return status, remapped(headers), body
