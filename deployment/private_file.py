"""Files that only their owner may read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO


@contextmanager
def private_file(file: Path) -> Iterator[IO[str]]:
    """A new file to write to (mode 0600), which takes the place of `file` at the end; until then `file` stays.

    OSError at once where it cannot be written.
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
