"""`make smoke` on the running stack: all checks hold, without those of TLS and of a flood."""

import gzip
import os
import re
import socket
import subprocess
import sys
import time
from base64 import b64encode
from pathlib import Path

import pytest

from deployment.smoke import background, files, gateway, tour
from deployment.smoke.checking import Check, Options
from deployment.smoke.checking import outcomes as checked
from deployment.smoke.clients import parties
from local.demo.caller import Service
from tests.support.local.distorting import Answered, Change, distorting
from tests.support.local.stacks import ROOT, Served
from tests.support.receivers import OK, Receiver, http, receiving

FLOOD_SKIPPED = (
    "it blocks all health checks for a moment, and with WafRateLimit all calls from here for minutes; "
    "set FLOOD=yes to run it"
)
SKIPPED_HERE = {FLOOD_SKIPPED, "the URL is not https"}


def registered(stack: Served, credentials: Path) -> None:
    """Register the check's clients like an operator does."""
    variables = {
        "AWS_ENDPOINT_URL": stack.aws_url,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "CLIENT_TABLE": stack.physical("ClientTable"),
        "CAPTURE_TABLE": stack.physical("CaptureTable"),
        "WEBHOOK_KEY": stack.physical("CaptureWebhookKey"),
    }
    command = [sys.executable, "-m", "deployment.smoke.register", str(credentials)]
    subprocess.run(command, cwd=ROOT, env=_environment(**variables), timeout=60, check=True)  # noqa: S603 -- our own words


def smoked(url: str, credentials: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deployment.smoke", url, "--credentials", str(credentials), *words]
    return subprocess.run(  # noqa: S603 -- our own words
        command, cwd=ROOT, env=_environment(), capture_output=True, text=True, timeout=300, check=False
    )


def outcomes(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str]]:
    """The result of each check, and its line."""
    return [(line.split()[0], line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def credentials(running: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("smoke") / "smoke.json"
    registered(running, file)
    return file


def test_every_check_holds_on_the_running_stack(running: Served, credentials: Path) -> None:
    with receiving(slowly) as receiver:
        done = smoked(running.url, credentials, "--webhook-url", f"{_url(receiver)}/hook", "--patience", "120")

    assert {line for kind, line in outcomes(done) if kind == "FAILED"} == set()
    assert (done.returncode, done.stderr) == (0, "")
    assert {line.rpartition(": ")[2] for kind, line in outcomes(done) if kind == "skipped"} == SKIPPED_HERE
    assert sum(kind == "ok" for kind, _ in outcomes(done)) >= 23
    assert len(receiver.received) == 1


def slowly(connection: socket.socket) -> None:
    """Answer well, but so late that the check sees the attempt under way."""
    time.sleep(2)
    connection.sendall(OK)


def as_aws_would_not_rename(answer: Answered) -> None:
    if "x-amzn-Remapped-WWW-Authenticate" in answer.headers:
        answer.headers["WWW-Authenticate"] = answer.headers.pop("x-amzn-Remapped-WWW-Authenticate")


def as_aws_itself_answers(answer: Answered) -> None:
    if answer.status == 404:
        answer.status, answer.body = 403, b'{"message":"Invalid key=value pair in Authorization header"}'


def not_decoded(answer: Answered) -> None:
    if answer.body.startswith(b"%PDF"):
        answer.body = b64encode(answer.body)


def unpacked(answer: Answered) -> None:
    if answer.headers.pop("Content-Encoding", ""):
        answer.body = gzip.decompress(answer.body)


def without_its_stage(answer: Answered) -> None:
    if "Location" in answer.headers:
        answer.headers["Location"] = "https://elsewhere.example/api/invoices/1"


def with_another_id(answer: Answered) -> None:
    answer.headers["x-request-id"] = "another"


def without_nosniff(answer: Answered) -> None:
    answer.headers.pop("X-Content-Type-Options", None)


def open_to_all(answer: Answered) -> None:
    answer.headers["Access-Control-Allow-Origin"] = "*"


def replaced(text: str, by: str) -> Change:
    def change(answer: Answered) -> None:
        answer.body = answer.body.replace(text.encode(), by.encode())

    return change


@pytest.mark.parametrize(
    ("check", "change"),
    [
        (gateway.is_healthy, without_nosniff),
        (gateway.unknown_path_is_404, as_aws_itself_answers),
        (gateway.unknown_path_is_404, with_another_id),
        (gateway.unknown_path_with_a_token_is_404, as_aws_itself_answers),
        (gateway.unknown_method_is_404, as_aws_itself_answers),
        (gateway.another_origin_is_given_nothing, open_to_all),
        (gateway.missing_token_is_401, as_aws_would_not_rename),
        (gateway.wrong_token_is_401, replaced("AUTH_TOKEN_INVALID", "OTHER")),
        (gateway.tokens_are_verified_by_the_published_keys, replaced('"kid":"', '"kid":"other-')),
        (gateway.large_body_is_413, replaced("FILE_TOO_LARGE", "OTHER")),
        (gateway.awkward_path_arrives, replaced("\u00fc", "\u00c3\u00bc")),
        (gateway.location_can_be_followed, without_its_stage),
        (gateway.page_is_shown, unpacked),
        (tour.reported_invoice_is_found, replaced("12600.5", "12600.50001")),
        (tour.invoice_is_paid_and_printed, replaced('"completed"', '"open"')),
        (files.pdf_is_bytes, not_decoded),
        (background.internal_webhook_is_refused, replaced("INVALID_WEBHOOK_URL", "OTHER")),
    ],
)
def test_a_check_fails_if_a_stack_answers_differently(
    running: Served, credentials: Path, check: Check, change: Change
) -> None:
    def outcome(url: str) -> str:
        [found] = checked([check], Service(url, parties(credentials)), Options())
        return found.kind

    with distorting(running.url, lambda _answer: None) as honest, distorting(running.url, change) as other:
        kinds = (outcome(honest), outcome(other))

    assert kinds == ("ok", "FAILED")


def answer(status: int, body: bytes, **headers: str) -> bytes:
    """JSON over a connection that then ends, for a server without a stack."""
    return http(status, body, Content_Type="application/json", Connection="close", **headers)


@pytest.mark.parametrize(
    ("seconds", "kind"),
    [("1", "ok"), ("300", "ok"), ("2", "FAILED")],
    ids=["by API Gateway", "by AWS WAF", "by something else"],
)
def test_a_flood_that_is_refused_holds(seconds: str, kind: str) -> None:
    refusal = answer(
        429, b'{"error":{"code":"TOO_MANY_REQUESTS"}}', X_Content_Type_Options="nosniff", Retry_After=seconds
    )

    with receiving(refusal) as flooded:
        [found] = checked([gateway.flood_is_429], Service(_url(flooded), {}), Options(flood=True))

    assert found.kind == kind


@pytest.mark.parametrize("body", [b"{}", b"[]", b"<html>It works!</html>"])
def test_a_server_that_says_yes_to_everything_fails(credentials: Path, body: bytes) -> None:
    with receiving(answer(200, body)) as server:
        done = smoked(_url(server), credentials)

    assert done.returncode == 1
    assert {kind for kind, _ in outcomes(done)} == {"FAILED", "skipped"}


def test_without_a_stack_the_smoke_check_says_so_in_one_line(credentials: Path) -> None:
    done = smoked("http://127.0.0.1:9", credentials)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no healthy stack at http://127.0.0.1:9.\n"


def test_credentials_that_lack_a_client_are_named(running: Served, tmp_path: Path) -> None:
    (tmp_path / "smoke.json").write_text('{"fakturasmoke-practice": "x"}', "utf-8")

    done = smoked(running.url, tmp_path / "smoke.json")

    assert done.returncode == 1
    assert done.stderr.strip().endswith("smoke.json has no secret of fakturasmoke-mga")


def test_clients_that_are_registered_again_have_new_secrets(running: Served, tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"

    registered(running, first)
    registered(running, second)

    assert second.stat().st_mode & 0o777 == 0o600
    assert _secrets(first).isdisjoint(_secrets(second))


def _secrets(file: Path) -> set[str]:
    return set(re.findall(r': "(.+)"', file.read_text("utf-8")))


def _url(receiver: Receiver) -> str:
    return f"http://127.0.0.1:{receiver.port}"


def _environment(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, **variables}
