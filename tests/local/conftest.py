"""The running stacks. Each starts once and ends with the last test here, because idle stacks slow later tests."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.support.local.browser import CHROMIUM, DRIVER, browser
from tests.support.local.desk import DeskPage
from tests.support.local.stacks import Served, served, served_small

_started = ExitStack()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
        _started.close()


@pytest.fixture(scope="session")
def started() -> Iterator[ExitStack]:
    """Contexts that stay open until the last test here."""
    with _started:
        yield _started


@pytest.fixture(scope="session")
def running(started: ExitStack, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The product: `python -m local`, with its demo clients; jobs and signed heads every minute; locked PDFs."""
    schedules = ["JobSchedule=rate(1 minute)", "HeadSchedule=rate(1 minute)"]
    program = ["-m", "local", *schedules, "WebhookPace=0.01", "InvoiceLock=governance"]
    return started.enter_context(served(program, tmp_path_factory.mktemp("stack")))


@pytest.fixture(scope="session")
def small(started: ExitStack, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The small stack of `tests/local/small`."""
    return started.enter_context(served_small(tmp_path_factory.mktemp("small")))


@pytest.fixture(scope="module")
def desk_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser for the desk, which `make browser` installs."""
    if not (CHROMIUM and DRIVER):
        pytest.skip("this machine has no Chromium, and `make browser` could not install it")
    with browser(tmp_path_factory.mktemp("desk")) as driver:
        yield driver


@pytest.fixture(scope="module")
def another_browser(
    desk_browser: Chrome,  # noqa: ARG001  # skips where there is no browser
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Chrome]:
    """A browser for another person, who shares nothing with the first."""
    with browser(tmp_path_factory.mktemp("another")) as driver:
        yield driver


@pytest.fixture
def desk(desk_browser: Chrome, running: Served) -> DeskPage:
    """The desk as a new browser sees it."""
    page = DeskPage(desk_browser, running.url)
    page.forget()
    return page


@pytest.fixture
def another_desk(another_browser: Chrome, running: Served) -> DeskPage:
    """The desk of another person, at the same time."""
    page = DeskPage(another_browser, running.url)
    page.forget()
    return page
