"""One at a time: what is built lies in one folder, whatever it is deployed to."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deployment.refusal import Refusal


@contextmanager
def only_one(file: Path) -> Iterator[None]:
    """Hold the lock; Refusal where another process holds it. It ends with the process, however that ends."""
    file.parent.mkdir(exist_ok=True)
    with file.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise Refusal("Another `make deploy` is at work in this folder. Wait until it has ended.") from taken
        yield
