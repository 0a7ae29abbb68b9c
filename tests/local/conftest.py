"""The running stacks. Each starts once and ends with the last test here, because idle stacks slow later tests."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

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
    """The product: `python -m local`, with its demo clients; scheduled invoice jobs every minute."""
    program = ["-m", "local", "JobSchedule=rate(1 minute)", "WebhookPace=0.01"]
    return started.enter_context(served(program, tmp_path_factory.mktemp("stack")))


@pytest.fixture(scope="session")
def small(started: ExitStack, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The small stack of `tests/local/small`."""
    return started.enter_context(served_small(tmp_path_factory.mktemp("small")))
