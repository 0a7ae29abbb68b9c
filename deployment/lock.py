"""A lock, so that one deployment runs at a time: all environments share one build folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deployment.errors import DeploymentError


@contextmanager
def exclusive(file: Path) -> Iterator[None]:
    """Hold the lock. Raises DeploymentError if another process holds it. The lock ends with the process."""
    file.parent.mkdir(exist_ok=True)
    with file.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise DeploymentError(
                "Another `make deploy` is running in this folder. Wait until it has finished."
            ) from taken
        yield
