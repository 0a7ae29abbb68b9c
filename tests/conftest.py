"""Two workers share the tests by file, as a file's fixtures are dear; the running stacks are one worker's alone."""

import pytest
from xdist.scheduler import LoadScopeScheduling

RUNNING_STACKS = "tests/local/"


class ByFile(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return RUNNING_STACKS if nodeid.startswith(RUNNING_STACKS) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    return ByFile(config, log)
