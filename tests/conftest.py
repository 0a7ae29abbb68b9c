"""Two workers share the tests by file, as a file's fixtures are dear; the running stacks are one worker's alone.

They come first: nothing takes longer, and the other worker has the files meanwhile, so that both end at about one time.
"""

import logging
from io import StringIO

import pytest
from xdist.scheduler import LoadScopeScheduling

from faktura.core.observability import log

RUNNING_STACKS = "tests/local/"


class ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return RUNNING_STACKS if nodeid.startswith(RUNNING_STACKS) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(RUNNING_STACKS))


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What our logger writes, as it writes it."""
    written, logger = StringIO(), logging.getLogger("faktura")
    handler = logging.StreamHandler(written)
    handler.setFormatter(log.registered_formatter)
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "disabled", False)  # other code of this process may have configured logging since
    return written
