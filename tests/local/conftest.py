"""The running stacks, each started once."""

from collections.abc import Iterator

import pytest

from tests.local.stacks import Served, served, served_small


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The product: `python -m local`, with its demo clients; scheduled invoice jobs every minute."""
    program = ["-m", "local", "JobSchedule=rate(1 minute)"]
    with served(lambda *_: program, "/api/v1/health", tmp_path_factory.mktemp("stack")) as stack:
        yield stack


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small stack of `tests/local/small`."""
    with served_small(tmp_path_factory.mktemp("small")) as stack:
        yield stack
