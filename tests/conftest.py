"""Two workers share the tests by file, as a file's fixtures are dear. What several files share is one worker's alone.

That comes first: the running product, which takes longest, the small stacks and deployments, and the samples of all
functions. The other files follow, so that both workers end at about one time.
"""

import gc
import logging
from collections.abc import Generator
from io import StringIO

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from faktura.core.observability import log

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # a first example builds models and reads data, and the machine may be busy

SCOPES = ("tests/local/test_product_", "tests/local/test_desk_", "tests/local/", "tests/architecture/")
"""The tests whose name begins so are one worker's, in this order."""


class ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return next(filter(nodeid.startswith, SCOPES), nodeid.partition("::")[0])


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: [not item.nodeid.startswith(scope) for scope in SCOPES])


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without looking for garbage, and never look through what stays until the end: a million objects."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What our logger writes, as it writes it."""
    written, logger = StringIO(), logging.getLogger("faktura")
    handler = logging.StreamHandler(written)
    handler.setFormatter(log.registered_formatter)
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "disabled", False)  # other code of this process may have configured logging since
    return written
