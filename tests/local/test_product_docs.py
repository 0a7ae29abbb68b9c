"""The API page on the running stack, in a browser, and the answers for its files."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from re import findall

import pytest
import requests
from selenium.webdriver import Chrome

from tests.support.local.browser import (
    CHROMIUM,
    DRIVER,
    ApiPage,
    browser,
)
from tests.support.local.calls import Caller, token_of
from tests.support.local.stacks import Served

APIS = ["PIMS on demand", "Invoice capture", "Client billing", "Invoice jobs", "Provider invoices"]

needs_a_browser = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="there is no Chromium on this machine, and `make browser` could not install it"
)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with browser(tmp_path_factory.mktemp("browser")) as driver:
        yield driver


@pytest.fixture
def page(chromium: Chrome, running: Served) -> ApiPage:
    chromium.get("about:blank")  # or else another fragment of the same page would be no visit
    chromium.get_log("browser")
    chromium.get_log("performance")
    return ApiPage(chromium, f"{running.url}/docs")


@needs_a_browser
def test_the_page_shows_every_endpoint_of_all_apis(page: ApiPage, running: Served) -> None:
    described = _get(running, "/openapi.json").json()["paths"]

    assert page.title == "Faktura: API"
    assert page.apis == ["Access", *APIS, "Service"]
    assert page.operations == {(method.upper(), path) for path, item in described.items() for method in item}


@needs_a_browser
def test_the_page_calls_no_other_host_and_the_console_is_silent(page: ApiPage, running: Served) -> None:
    page.operation("PATCH", "/api/invoices/{invoiceId}")

    assert page.complaints == []
    assert page.hosts == {running.url.removeprefix("http://")}


@needs_a_browser
def test_a_call_is_made_from_the_page(page: ApiPage, running: Served) -> None:
    page.authorize(token_of(running, "office"))

    status, invoice = page.operation("POST", "/api/invoices").try_out().execute()

    assert (status, invoice["status"], invoice["createdBy"]["fullName"]) == (201, "draft", "Shigeru Miyamoto")
    assert Caller(running, "office").call("GET", f"/api/invoices/{invoice['id']}").json() == invoice
    assert (page.complaints, page.kept) == ([], '[{},""]')


@needs_a_browser
def test_the_token_of_the_example_is_issued_to_the_page(page: ApiPage) -> None:
    """Optional fields are empty, which means the same as leaving them out."""
    status, answer = page.operation("POST", "/oauth/token").try_out().execute()

    assert (status, answer["scope"]) == (200, "pims:write")


@needs_a_browser
def test_a_file_is_sent_from_the_page(page: ApiPage, running: Served, tmp_path: Path) -> None:
    """The format is checked on the whole file. Reading an image would take long on a busy machine."""
    mga = Caller(running, "mga-alpha")
    mga.bind("customer-1", firstName="Ana", lastName="Ortiz", email="ana@example.com")
    file = tmp_path / "invoice.jpg"
    file.write_bytes(b"no picture at all " * 4_000)
    page.authorize(mga.token)

    operation = page.operation("POST", "/api/v1/invoice/{customerId}/process").try_out()
    status, answer = operation.attach(file).execute()

    assert (status, answer["error"]["code"]) == (400, "UNSUPPORTED_FORMAT")


@needs_a_browser
def test_a_link_leads_to_an_endpoint(chromium: Chrome, page: ApiPage, running: Served) -> None:
    chromium.get("about:blank")
    page = ApiPage(chromium, f"{running.url}/docs#/Client%20billing/billing.create_invoice")
    assert page.opened.is_of("POST", "/api/invoices")

    page.follow("#/Service/service.docs_asset")

    assert page.opened.is_of("GET", "/docs/{asset}")
    assert page.complaints == []


@needs_a_browser
def test_the_page_works_below_the_path_of_a_stage(chromium: Chrome, running: Served) -> None:
    with below_a_stage(running) as url:
        page = ApiPage(chromium, f"{url}/docs")
        health = page.operation("GET", "/api/v1/health").try_out()

        assert health.execute() == (200, {"status": "Healthy"})
        assert health.called == f"{url}/api/v1/health"


def test_the_pages_files_are_cached_for_ever_and_sent_compressed(running: Served) -> None:
    page = _get(running, "/docs")
    assets = findall(r'(?:href|src)="(docs/[^"]+)"', page.text)

    assert len(assets) == 5
    for asset in assets:
        answer = _get(running, f"/{asset}")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Encoding"] == "gzip"
        plain = _get(running, f"/{asset}", **{"Accept-Encoding": "identity"})
        assert "Content-Encoding" not in plain.headers
        assert plain.content == answer.content


def test_the_page_allows_nothing_but_its_own_files(running: Served) -> None:
    page = _get(running, "/docs")

    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert findall(r"<script(?![^>]*\bsrc=)|\bstyle=|\bon\w+=", page.text) == []


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
def test_a_cached_file_is_not_sent_again(running: Served, path: str) -> None:
    held = _get(running, path).headers["ETag"]

    again = _get(running, path, **{"If-None-Match": f'"another", {held}'})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", held)


@pytest.mark.parametrize(
    "name", ["page.js", "page.html", "..%2Fpage.html", "%2e%2e%2f__init__.py", "%2Fetc%2Fpasswd", "%00", "a.gz"]
)
def test_nothing_else_is_served(running: Served, name: str) -> None:
    answer = _get(running, f"/docs/{name}")

    assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})


@contextmanager
def below_a_stage(running: Served) -> Iterator[str]:
    """The stack below `/live`, like on API Gateway's own host."""

    class Stage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/live") if self.path.startswith("/live/") else "/nowhere"
            answer = requests.get(running.url + path, timeout=40)
            self.send_response(answer.status_code)
            for name in ("Content-Type", "Content-Security-Policy"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Stage) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/live"
        finally:
            server.shutdown()


def _get(running: Served, path: str, **headers: str) -> requests.Response:
    """Send the path unchanged; requests would normalise it."""
    request = requests.Request("GET", running.url, headers={"Accept-Encoding": "gzip", **headers}).prepare()
    request.url = running.url + path
    with requests.Session() as session:
        return session.send(request, timeout=40)
