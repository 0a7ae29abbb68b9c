"""The relay of a sign-in to the operator's issuer, also against a hostile one (docs/apis/README.md, People)."""

import json
import socket
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs

import pytest

from faktura.access.sign_in import issuer_client
from faktura.core import http_client
from tests.support.builders import http_event
from tests.support.deployment import DESK_SECRET, Deployment, Reply
from tests.support.faults.injected import Fault, Faults
from tests.support.people import DISCOVERY, VERIFIER, Provider, answer, post, redeem

PUBLIC = {"DESK_CLIENT_SECRET": ""}
"""The setting of a desk that has no secret."""


def sign_in_terms(faktura: Deployment) -> Reply:
    return faktura.request("access.get_sign_in", http_event("GET", "/oauth/sign-in"))


@pytest.mark.usefixtures("provider")
def test_the_desk_learns_where_to_send_the_browser(faktura: Deployment) -> None:
    reply = sign_in_terms(faktura)

    assert (reply.status, reply.headers["Cache-Control"]) == (200, "no-store")
    assert reply.json == {
        "authorizationEndpoint": "https://login.example.com/authorize",
        "clientId": "faktura-desk",
        "scope": "openid profile email offline_access",
        "redirectUri": "https://api.example.com/desk",
        "endSessionEndpoint": "https://login.example.com/logout",
    }


def test_what_the_issuer_does_not_support_is_not_asked_for(faktura: Deployment, provider: Provider) -> None:
    provider.discovery = {name: DISCOVERY[name] for name in DISCOVERY if name not in ("end_session_endpoint",)}
    provider.discovery["scopes_supported"] = ["openid", "email"]

    reply = sign_in_terms(faktura)

    assert (reply.json["scope"], "endSessionEndpoint" in reply.json) == ("openid profile email", False)


def test_the_issuer_is_discovered_once_an_hour(faktura: Deployment, provider: Provider) -> None:
    started = time.monotonic()

    for seconds in (0, 1, 3_599, 3_601):
        with patch.object(issuer_client, "monotonic", lambda seconds=seconds: started + seconds):
            sign_in_terms(faktura)

    assert [url for _, url, _, _ in provider.asked] == [
        "https://login.example.com/.well-known/openid-configuration"
    ] * 2


def test_a_discovered_issuer_stays_in_use_while_it_fails(faktura: Deployment, provider: Provider) -> None:
    started = time.monotonic()
    sign_in_terms(faktura)
    provider.discovery = answer(500, {})

    with patch.object(issuer_client, "monotonic", lambda: started + 7_200):
        reply = sign_in_terms(faktura)

    assert reply.status == 200


@pytest.mark.parametrize("term", ["authorization_endpoint", "token_endpoint", "jwks_uri", "end_session_endpoint"])
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://login.example.com/x",
        "http://127.0.0.1:1/x",
        "https://",
        "https://user@login.example.com/",
        "https://login.example.com/ x",
        "https://login.example.com/#x",
        "https://login.example.com\\@evil.example.com",
        "https://login.example.com:99999/",
        "https://l\u00f6gin.example.com/",
        "https://login.example.com/" + "x" * 3_000,
        "",
        7,
        ["https://login.example.com"],
    ],
    ids=lambda url: repr(url)[:40],
)
def test_an_address_that_is_no_https_url_is_never_used(
    faktura: Deployment, provider: Provider, term: str, url: Any
) -> None:
    provider.discovery = {**DISCOVERY, term: url}

    replies = sign_in_terms(faktura), redeem(faktura)

    assert [reply.status for reply in replies] == [503, 503]
    assert {asked[1] for asked in provider.asked} == {"https://login.example.com/.well-known/openid-configuration"}


def test_a_code_is_redeemed_at_the_issuers_token_endpoint(faktura: Deployment, provider: Provider) -> None:
    with patch.dict(faktura.stack.functions["AccessRedeemSignInFunction"].variables, PUBLIC):
        reply = redeem(faktura, code="C&O=DE", code_verifier=VERIFIER)

    method, url, headers, body = provider.asked[-1]
    assert (reply.status, reply.json["refresh_token"], reply.headers["Cache-Control"]) == (
        200,
        "their-refresh-token",
        "no-store",
    )
    assert set(reply.json) == {"id_token", "refresh_token"}
    assert (method, url) == ("POST", "https://tokens.example.com/token")
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs((body or b"").decode()) == {
        "grant_type": ["authorization_code"],
        "code": ["C&O=DE"],
        "code_verifier": [VERIFIER],
        "redirect_uri": ["https://api.example.com/desk"],
        "client_id": ["faktura-desk"],
    }


def test_a_refresh_token_is_redeemed_likewise(faktura: Deployment, provider: Provider) -> None:
    with patch.dict(faktura.stack.functions["AccessRedeemSignInFunction"].variables, PUBLIC):
        reply = redeem(faktura, refresh_token="their-refresh-token")

    form = parse_qs((provider.asked[-1][3] or b"").decode())
    assert reply.status == 200
    assert form == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["their-refresh-token"],
        "client_id": ["faktura-desk"],
    }


@pytest.mark.parametrize("methods", [["client_secret_basic"], ["client_secret_post", "client_secret_basic"], None])
def test_a_client_secret_is_sent_as_the_issuer_takes_it(
    faktura: Deployment, provider: Provider, methods: list[str] | None
) -> None:
    provider.discovery = {**DISCOVERY, "token_endpoint_auth_methods_supported": methods}

    reply = redeem(faktura)

    _, _, headers, body = provider.asked[-1]
    form = parse_qs((body or b"").decode())
    assert reply.status == 200
    if methods and "client_secret_post" in methods:
        assert (form["client_id"], form["client_secret"]) == (["faktura-desk"], [DESK_SECRET])
    else:
        assert "client_secret" not in form
        assert b64decode(headers["Authorization"].removeprefix("Basic ")) == b"faktura-desk:s3c%3Ar%26t+of+the+desk"


def test_a_client_secret_that_cannot_be_read_is_503(faktura: Deployment, provider: Provider) -> None:
    with Faults(seed=1, rate=1.0, kinds=(Fault.FAILED,), on=frozenset({"ssm"})):
        reply = redeem(faktura)

    assert (reply.status, [method for method, *_ in provider.asked]) == (503, ["GET"])


@pytest.mark.parametrize(
    "form",
    [
        {"code": "CODE"},
        {"code_verifier": VERIFIER},
        {"code": "CODE", "code_verifier": "short"},
        {"code": "CODE", "code_verifier": "x" * 129},
        {"code": "CODE", "code_verifier": VERIFIER[:-1] + "="},
        {"code": "CODE", "code_verifier": VERIFIER, "refresh_token": "x"},
        {"code": "x" * 20_000, "code_verifier": VERIFIER},
        {"refresh_token": "x" * 20_000},
        {"other": "x"},
    ],
)
def test_a_form_without_a_code_and_its_verifier_or_a_refresh_token_is_refused(
    faktura: Deployment, provider: Provider, form: dict[str, str]
) -> None:
    reply = redeem(faktura, **form)

    assert (reply.status, reply.json["error"], provider.asked) == (400, "invalid_request", [])


def test_a_body_that_is_no_form_is_refused(faktura: Deployment, provider: Provider) -> None:
    as_json = faktura.request("access.redeem_sign_in", http_event("POST", "/oauth/sign-in", {"code": "x"}))
    repeated = http_event(
        "POST", "/oauth/sign-in", b"code=1&code=2", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )

    assert (as_json.status, faktura.request("access.redeem_sign_in", repeated).status) == (415, 400)
    assert provider.asked == []


@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (400, {"error": "invalid_grant"}, (400, "invalid_grant")),
        (401, {"error": "invalid_grant"}, (400, "invalid_grant")),
        (401, {"error": "invalid_client"}, (503, "temporarily_unavailable")),
        (400, {"error": ["invalid_grant"]}, (503, "temporarily_unavailable")),
        (400, ["invalid_grant"], (503, "temporarily_unavailable")),
        (500, {"error": "invalid_grant"}, (503, "temporarily_unavailable")),
        (302, {"id_token": "x"}, (503, "temporarily_unavailable")),
        (200, {}, (503, "temporarily_unavailable")),
        (200, {"id_token": 7}, (503, "temporarily_unavailable")),
        (200, {"id_token": ""}, (503, "temporarily_unavailable")),
        (200, {"id_token": "x" * 9_000}, (503, "temporarily_unavailable")),
        (200, [], (503, "temporarily_unavailable")),
    ],
)
def test_a_refused_code_is_told_from_a_failing_issuer(
    faktura: Deployment, provider: Provider, status: int, content: Any, expected: tuple[int, str]
) -> None:
    provider.tokens = lambda _headers: answer(status, content)

    reply = redeem(faktura)

    assert (reply.status, reply.json["error"]) == expected


def test_an_issuer_that_renews_no_id_token_asks_for_a_new_sign_in(faktura: Deployment, provider: Provider) -> None:
    provider.tokens = lambda _headers: answer(200, {"access_token": "x"})

    reply = redeem(faktura, refresh_token="their-refresh-token")

    assert (reply.status, reply.json["error"]) == (400, "invalid_grant")


def test_an_odd_refresh_token_is_left_out(faktura: Deployment, provider: Provider) -> None:
    provider.tokens = lambda _headers: answer(200, {"id_token": "x", "refresh_token": ["x"]})

    assert redeem(faktura).json == {"id_token": "x"}


@pytest.mark.parametrize("function", ["access.get_sign_in", "access.redeem_sign_in"])
def test_without_an_issuer_people_cannot_sign_in(faktura: Deployment, function: str) -> None:
    logical_id = {"access.get_sign_in": "AccessGetSignInFunction"}.get(function, "AccessRedeemSignInFunction")
    with patch.dict(faktura.stack.functions[logical_id].variables, DESK_ISSUER=""):
        reply = sign_in_terms(faktura) if function == "access.get_sign_in" else redeem(faktura)

    assert (reply.status, reply.json["error"]) == (404, "invalid_request")


def test_no_log_line_has_a_code_a_verifier_a_secret_or_a_token(
    faktura: Deployment, provider: Provider, logged: StringIO
) -> None:
    told = ["CODE-1", VERIFIER, DESK_SECRET, "REFRESH-1", "their-refresh-token", "an id token", "canary"]

    for content in ({"id_token": "an id token"}, {"error": "canary"}, ["canary"]):
        provider.tokens = lambda _headers, content=content: answer(200 if "id_token" in content else 401, content)
        redeem(faktura, code="CODE-1", code_verifier=VERIFIER)
        redeem(faktura, refresh_token="REFRESH-1")

    assert "issuer refused the desk" in logged.getvalue()
    assert [text for text in told if text in logged.getvalue()] == []


class Hostile(BaseHTTPRequestHandler):
    """An issuer on this machine whose token endpoint misbehaves as its path says."""

    came: list[str]

    def do_GET(self) -> None:
        self.came.append(self.path)
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        path = self.path.removesuffix("/.well-known/openid-configuration")
        self._send(200, json.dumps({"issuer": here + path, **dict.fromkeys(names, here + path + "/token")}).encode())

    def do_POST(self) -> None:
        self.came.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        with suppress(OSError):  # the relay has gone
            getattr(self, self.path.split("/")[1])()

    def redirecting(self) -> None:
        self._send(307, b"", {"Location": "/elsewhere/token"})

    def elsewhere(self) -> None:
        self._send(200, b'{"id_token": "stolen"}')

    def huge(self) -> None:
        self._send(200, b'{"id_token": "' + b"x" * 200_000_000 + b'"}')

    def garbage(self) -> None:
        self.wfile.write(b"\x00\x01garbage\r\n\r\n")

    def compressed(self) -> None:
        self._send(200, b"\x1f\x8b\x08\x00" + b"\x00" * 100, {"Content-Encoding": "gzip"})

    def deep(self) -> None:
        self._send(200, b"[" * 60_000)

    def closing(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def slow(self) -> None:
        for _ in range(200):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: 1\r\n"[:1])
            self.wfile.flush()
            if self.server.ended.wait(0.1):  # type: ignore[attr-defined]
                return

    def _send(self, status: int, content: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep the output clean."""


@contextmanager
def hostile_issuer() -> Iterator[tuple[str, list[str]]]:
    came: list[str] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), type("H", (Hostile,), {"came": came})) as server:
        server.ended = threading.Event()  # type: ignore[attr-defined]
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", came
        server.ended.set()  # type: ignore[attr-defined]
        server.shutdown()


def test_a_kind_issuer_on_this_machine_is_relayed_to(relay_to: Callable[[str], Reply]) -> None:
    reply = relay_to("elsewhere")

    assert (reply.status, reply.json) == (200, {"id_token": "stolen"})


@pytest.mark.parametrize("way", ["redirecting", "huge", "garbage", "compressed", "deep", "closing", "slow"])
def test_a_hostile_issuer_is_503_within_bounds(relay_to: Callable[[str], Reply], way: str) -> None:
    reply = relay_to(way)

    assert (reply.status, reply.json["error"]) == (503, "temporarily_unavailable")


@pytest.fixture
def relay_to(faktura: Deployment) -> Iterator[Callable[[str], Reply]]:
    with hostile_issuer() as (url, came):

        def relayed(way: str) -> Reply:
            added = {"DESK_ISSUER": f"{url}/{way}", "LOOPBACK_ALLOWED": "yes"}
            variables = faktura.stack.functions["AccessRedeemSignInFunction"].variables
            with patch.dict(variables, added), patch.object(http_client, "TIMEOUT_SECONDS", 1.0):
                reply = post(faktura, "access.redeem_sign_in", "/oauth/sign-in", {"refresh_token": "x"})
            assert came == [f"/{way}/.well-known/openid-configuration", f"/{way}/token"]
            return reply

        yield relayed
        issuer_client._known.clear()
