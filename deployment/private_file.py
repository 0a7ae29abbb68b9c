"""Files that only their owner may read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO


@contextmanager
def private_file(file: Path) -> Iterator[IO[str]]:
    """A new file to write to (mode 0600). It replaces `file` at the end of the block.

    Raises OSError at once if it cannot be written.
    """
    if file.is_dir():
        raise IsADirectoryError(f"{file} is a folder")
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, prefix=f".{file.name}.", delete=False) as new:
        try:
            yield new
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).replace(file)
        except BaseException:
            Path(new.name).unlink()
            raise
