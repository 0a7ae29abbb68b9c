"""`docs/tour.sh`: the five APIs with curl, on the running stack."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from tests.support.local.stacks import ROOT, Served, served


def toured(url: str) -> subprocess.CompletedProcess[str]:
    """The script, as a reader of the README runs it."""
    command = ["sh", str(ROOT / "docs" / "tour.sh"), url]
    return subprocess.run(command, capture_output=True, text=True, timeout=150, check=False)  # noqa: S603 -- our own script


@contextmanager
def broken_service() -> Iterator[str]:
    """The URL of a service that gives tokens and fails every other call."""

    class Broken(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            is_token = self.path == "/oauth/token"
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200 if is_token else 500)
            self.end_headers()
            self.wfile.write(b'{"access_token": "t"}' if is_token else b'{"error": "broken"}')

        def log_message(self, *_: object) -> None:
            """Keep the output of the tests clean."""

    with HTTPServer(("127.0.0.1", 0), Broken) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def new_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A stack without the data of other tests, some of which push other states of the tour's invoice."""
    with served(["-m", "local"], tmp_path_factory.mktemp("tour")) as stack:
        yield stack


@pytest.fixture(scope="module")
def tour(new_stack: Served) -> str:
    done = toured(new_stack.url)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_tour_calls_all_five_apis(tour: str, new_stack: Served) -> None:
    apis = re.findall(r"^([A-Z][\w ]+): ", tour, re.MULTILINE)

    expected = re.findall(r"^\| \*\*(.+?)\*\* \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert apis == expected
    assert tour.splitlines()[-1].endswith(f"{new_stack.url}/docs")


def test_the_tour_can_be_repeated_on_the_same_stack(tour: str, new_stack: Served) -> None:
    again = toured(new_stack.url)

    assert (again.returncode, again.stderr) == (0, "")
    assert len(again.stdout.splitlines()) == len(tour.splitlines())


def test_the_tour_fails_at_the_first_unexpected_status() -> None:
    with broken_service() as url:
        done = toured(url)

    assert done.returncode == 1
    assert "FAILED: POST /api/data-on-demand/invoices: status 500, expected 202" in done.stderr
    assert '{"error": "broken"}' in done.stderr


def test_the_tour_fails_where_no_stack_answers() -> None:
    done = toured("http://127.0.0.1:1")

    assert done.returncode == 1
    assert "FAILED: http://127.0.0.1:1 does not answer" in done.stderr
