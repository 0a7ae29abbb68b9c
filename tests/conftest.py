"""Two workers share the tests by file, as a file's fixtures are dear; the running stacks are one worker's alone."""

from pathlib import Path

import pytest

RUNNING_STACKS = Path(__file__).parent / "local"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        group = "running stacks" if RUNNING_STACKS in item.path.parents else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
