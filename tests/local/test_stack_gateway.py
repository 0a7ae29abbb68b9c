"""The behaviour of SAM's private gateway that we rely on, and API Gateway's answers, limits and events."""

import base64
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pytest

from local import gateway as gateway_module
from local.environment import Answer
from local.environment_pool import EventTooLarge
from local.gateway import gateway
from local.gateway_responses import GatewayResponses
from local.processes import listening
from local.throttling import EVERY_METHOD, Method, Throttle, Throttling
from tests.support.local.stacks import SMALL

# SAM CLI reads a template with parts of its own translator and of jsonschema that are about to go.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

RESPONSES = GatewayResponses(
    {
        "MISSING_AUTHENTICATION_TOKEN": {
            "statusCode": "404",
            "responseParameters": {
                "gatewayresponse.header.x-request-id": "context.requestId",
                "gatewayresponse.header.Retry-After": "'1'",
            },
            "responseTemplates": {
                "application/json": '{"id":"$context.requestId","why":"no $context.httpMethod $context.path"}'
            },
        },
        "DEFAULT_4XX": {
            "responseParameters": {"gatewayresponse.header.x-request-id": "context.requestId"},
            "responseTemplates": {"application/json": '{"id":"$context.requestId","why":$context.error.messageString}'},
        },
        "DEFAULT_5XX": {
            "responseParameters": {"gatewayresponse.header.x-request-id": "context.requestId"},
            "responseTemplates": {"application/json": '{"id":"$context.requestId","why":$context.error.messageString}'},
        },
    }
)


class Reply:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def refusal(self) -> tuple[int, str]:
        """The status and reason of the gateway's own answer, which has the request id in header and body."""
        shown = json.loads(self.body)
        assert shown["id"] == self.headers["x-request-id"] == self.headers["x-amzn-requestid"]
        return self.status, shown["why"]


class Door:
    """The gateway, with a function that calls `behave`."""

    def __init__(self, throttles: Mapping[Method, Throttle] = MappingProxyType({})) -> None:
        self.behave: Callable[[dict[str, Any]], Any] = lambda event: {"statusCode": 200, "body": json.dumps(event)}
        self.called: list[str] = []
        listener = listening()
        self.port = listener.getsockname()[1]
        self._server = gateway(SMALL / "template.yaml", listener, {}, RESPONSES, Throttling(throttles), self._invoke)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def send(self, request: bytes) -> bytes:
        """The first line of the answer to raw bytes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(request)
            return connection.makefile("rb").readline().strip()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _invoke(self, function: str, event: bytes) -> Answer:
        self.called.append(function)
        answer = self.behave(json.loads(event))
        return answer if isinstance(answer, Answer) else Answer(json.dumps(answer).encode())


@pytest.fixture
def door() -> Iterator[Door]:
    opened = Door()
    yield opened
    opened.close()


def test_a_function_gets_the_event_that_api_gateway_sends(door: Door) -> None:
    headers = {"Content-Type": "text/plain", "Accept": "*/*", "X-Two": "2"}

    event = json.loads(door.ask("POST", "/things/a%20b?x=1&x=2&y=", b"\xff\x00body", **headers).body)

    context = event.pop("requestContext")
    assert door.called == ["SmallAnswerFunction"]
    assert {name: event["multiValueHeaders"][name] for name in headers} == {
        name: [value] for name, value in headers.items()
    }
    assert {name: event["headers"][name] for name in headers} == headers
    assert {name: value for name, value in event.items() if "eaders" not in name} == {
        "resource": "/things/{thing}",
        "path": "/things/a%20b",
        "httpMethod": "POST",
        "pathParameters": {"thing": "a%20b"},
        "queryStringParameters": {"x": "2", "y": ""},
        "multiValueQueryStringParameters": {"x": ["1", "2"], "y": [""]},
        "stageVariables": None,
        "body": base64.b64encode(b"\xff\x00body").decode(),
        "isBase64Encoded": True,
    }
    assert {name: context[name] for name in ("resourcePath", "path", "httpMethod", "stage", "protocol")} == {
        "resourcePath": "/things/{thing}",
        "path": "/things/a%20b",
        "httpMethod": "POST",
        "stage": "live",
        "protocol": "HTTP/1.1",
    }
    assert context["identity"]["sourceIp"] == "127.0.0.1"


def test_a_functions_event_has_the_gateways_domain_and_the_callers_address(door: Door) -> None:
    """Regression: the domain was the Host header. On AWS a request arrives only with the API's own domain."""
    forged = {"Host": "evil.example.net", "X-Forwarded-Host": "evil.example.net", "X-Forwarded-For": "192.0.2.1"}

    context = json.loads(door.ask("GET", "/things", **forged).body)["requestContext"]

    assert (context["domainName"], context["identity"]["sourceIp"]) == (f"127.0.0.1:{door.port}", "127.0.0.1")


def test_without_a_body_nothing_is_base64(door: Door) -> None:
    event = json.loads(door.ask("GET", "/things").body)

    absent = {name: event[name] for name in ("body", "isBase64Encoded", "queryStringParameters", "pathParameters")}

    assert absent == {"body": None, "isBase64Encoded": False, "queryStringParameters": None, "pathParameters": None}


def test_each_request_has_its_own_id(door: Door) -> None:
    replies = [door.ask("GET", "/things") for _ in range(3)]

    shown = [json.loads(reply.body)["requestContext"]["requestId"] for reply in replies]

    assert shown == [reply.headers["x-amzn-requestid"] for reply in replies]
    assert len(set(shown)) == 3


def test_a_requests_time_is_the_millisecond_of_its_arrival(door: Door) -> None:
    before, events = time.time_ns() // 1_000_000, []
    door.behave = lambda event: events.append(event) or {"statusCode": 200}

    with socket.create_connection(("127.0.0.1", door.port), timeout=20) as connection:
        head = b"POST /things/a HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
        connection.sendall(head)
        assert connection.recv(99).startswith(b"HTTP/1.1 100")
        time.sleep(0.2)  # its body lets it wait
        between = time.time_ns() // 1_000_000
        connection.sendall(b"{}")
        with connection.makefile("rb") as answer:  # it may say 100 twice
            assert b"HTTP/1.1 200 " in answer.read()

    context = events[0]["requestContext"]
    day = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(context["requestTimeEpoch"] // 1000))
    assert before <= context["requestTimeEpoch"] <= between
    assert context["requestTime"] == day


@pytest.mark.parametrize("accept", ["text/html,application/xhtml+xml;q=0.9", "application/json", "*/*"])
def test_a_binary_answer_arrives_byte_for_byte_with_any_accept_header(door: Door, accept: str) -> None:
    content = bytes(range(256))
    door.behave = lambda _: {
        "statusCode": 201,
        "headers": {"Content-Type": "application/pdf", "Location": "/here"},
        "multiValueHeaders": {"Set-Cookie": ["a=1"]},
        "body": base64.b64encode(content).decode(),
        "isBase64Encoded": True,
    }

    reply = door.ask("GET", "/things", Accept=accept)

    shown = (reply.status, reply.headers["content-type"], reply.headers["location"], reply.headers["set-cookie"])
    assert (shown, reply.body) == ((201, "application/pdf", "/here", "a=1"), content)


def test_a_functions_headers_are_renamed_like_in_a_rest_api(door: Door) -> None:
    door.behave = lambda _: {
        "statusCode": 401,
        "headers": {"WWW-Authenticate": "Bearer", "date": "never", "Server": "ours", "Cache-Control": "no-store"},
        "body": "",
    }

    reply = door.ask("GET", "/things")

    shown = {name.removeprefix("x-amzn-remapped-"): value for name, value in reply.headers.items() if "remap" in name}
    assert shown == {"www-authenticate": "Bearer", "date": "never", "server": "ours"}
    assert (reply.headers.get("www-authenticate"), reply.headers["cache-control"]) == (None, "no-store")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/nothing"),
        ("DELETE", "/things"),
        ("OPTIONS", "/things"),
        ("GET", "/things/1"),
        ("POST", "/things//1"),
        ("GET", "/things/%zz%ff"),
    ],
)
def test_an_unknown_path_or_method_has_the_templates_answer(door: Door, method: str, path: str) -> None:
    reply = door.ask(method, path)

    status, why = reply.refusal

    assert (status, reply.headers["content-type"], reply.headers["retry-after"]) == (404, "application/json", "1")
    assert why.startswith(f"no {method} /")
    assert door.called == []


def test_head_is_not_get(door: Door) -> None:
    reply = door.ask("HEAD", "/things")

    answered = (reply.status, reply.body, door.called)

    assert answered == (404, b"", [])
    assert reply.headers["x-request-id"] == reply.headers["x-amzn-requestid"]


def test_a_body_over_10_mb_is_refused_before_the_function(door: Door) -> None:
    too_large = b"x" * (10 * 1024 * 1024 + 1)
    in_pieces = (b"x" * 1024 * 1024 for _ in range(11))

    refusals = [door.ask("POST", "/things/1", body).refusal for body in (too_large, in_pieces)]

    assert refusals == [(413, "Request Too Long")] * 2
    assert door.called == []


def test_an_event_that_lambda_refuses_is_a_body_too_large(door: Door) -> None:
    def refuse(_: Any) -> None:
        raise EventTooLarge

    door.behave = refuse

    refusal = door.ask("POST", "/things/1", b"x").refusal

    assert refusal == (413, "Request Too Long")


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b'{"errorType":"ValueError","errorMessage":"secret"}', failed=True),
        Answer(b"not json"),
        Answer(b'"text"'),
        {"statusCode": "abc", "body": ""},
        {"statusCode": 200, "body": "", "unheardOf": 1},
        {"statusCode": 200, "body": "?", "isBase64Encoded": "maybe"},
    ],
)
def test_a_failed_or_malformed_answer_is_502_without_details(door: Door, answer: Any) -> None:
    door.behave = lambda _: answer

    refusal = door.ask("GET", "/things").refusal

    assert refusal == (502, "Internal server error")


def test_a_function_that_takes_too_long_is_504(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_module, "_MAX_INTEGRATION_SECONDS", 0.05)
    released = threading.Event()
    door.behave = lambda _: released.wait(20)

    refusal = door.ask("GET", "/things").refusal

    released.set()
    assert refusal == (504, "Endpoint request timed out")


def test_more_requests_than_a_method_accepts_get_429() -> None:
    door = Door({EVERY_METHOD: Throttle(rate=0.001, burst=2)})

    replies = [door.ask("GET", "/things") for _ in range(3)]

    door.close()
    assert [reply.status for reply in replies] == [200, 200, 429]
    assert replies[2].refusal == (429, "Too Many Requests")


def test_a_flood_on_one_method_takes_nothing_from_another() -> None:
    door = Door({EVERY_METHOD: Throttle(0.001, 2), ("POST", "/things/{thing}"): Throttle(0.001, 3)})

    flood = [door.ask("GET", "/things").status for _ in range(20)]
    others = [door.ask("POST", f"/things/{number}").status for number in range(4)]

    door.close()
    assert flood == [200] * 2 + [429] * 18
    assert others == [200, 200, 200, 429]  # by the limit of its own, whatever its path's variables are


def test_an_unknown_path_takes_nothing_from_a_method() -> None:
    door = Door({EVERY_METHOD: Throttle(0.001, 1)})

    statuses = [door.ask(*request).status for request in (("GET", "/nothing"), ("PUT", "/things"), ("GET", "/things"))]

    door.close()
    assert statuses == [404, 404, 200]


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /things?x=%ff%zz&%80=1", b"200 OK"),
        (b"GET /things?x=\xff\xfe", b"200 OK"),
        (b"GET /things HTTP/1.1\r\nAuthorization: \xff\xfe", b"200 OK"),
        (b"POST /things/1 HTTP/1.1\r\nContent-Length: abc", b"400 BAD REQUEST"),
        (b"POST /things/1 HTTP/1.1\r\nContent-Length: -1", b"400 BAD REQUEST"),
        (b"POST /things/1 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz", b"400 BAD REQUEST"),
        (b"GET /things HTTP/1.1\r\nX: " + b"x" * 70_000, b"431 Line too long"),
        (b"GET /things HTTP/1.1\r\n" + b"X: 1\r\n" * 200 + b"Y: 1", b"431 Too many headers"),
        (b"GET /" + b"x" * 70_000, b"414 Request-URI Too Long"),
    ],
)
def test_the_gateway_outlives_malformed_requests(door: Door, request_line: bytes, status: bytes) -> None:
    complete = request_line if b"HTTP/1.1" in request_line else request_line + b" HTTP/1.1"

    first_line = door.send(complete + b"\r\nHost: a\r\n\r\n")

    assert first_line == b"HTTP/1.1 " + status
    assert door.ask("GET", "/things").status == 200


def test_twenty_slow_requests_are_served_at_once(door: Door) -> None:
    together = threading.Barrier(20, timeout=20)
    door.behave = lambda _: {"statusCode": 200 + bool(together.wait() < 0), "body": ""}
    statuses: list[int] = []

    callers = [threading.Thread(target=lambda: statuses.append(door.ask("GET", "/things").status)) for _ in range(20)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()

    assert statuses == [200] * 20
