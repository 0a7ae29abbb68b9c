"""Draws a page in a process of its own, which can be ended. It gets the file, and neither credentials nor settings."""

import os
import subprocess
import sys

from faktura.capture.errors import NoSuchPage, PageNotDrawn
from faktura.core.observability import log
from faktura.core.settings import settings_present

_MAX_SECONDS = 20
"""Of the process, waiting included. It is ended by its CPU time before, unless the machine is busy."""

_DRAWN, _NO_SUCH_PAGE = 0, 3
"""The return codes of `files/picture.py`, which is not imported: only the process needs its libraries."""

_COMMAND = "from faktura.capture.files.picture import main; main()"
_KEPT = ("PATH", "LD_LIBRARY_PATH", "LANG", "MIN_FILE_BYTES", "MAX_FILE_BYTES")


def picture(content: bytes, page: int) -> bytes:
    """A page, counted from 1, as a JPEG; `NoSuchPage` if the file has no such page, `PageNotDrawn` if drawing fails."""
    environment = settings_present(_KEPT)
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    try:
        ended = subprocess.run(  # noqa: S603  # our own command, and a number
            [sys.executable, "-c", _COMMAND, str(page)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=_MAX_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        log.error("page not drawn", reason="it took too long", page=page)
        raise PageNotDrawn from late
    if ended.returncode == _NO_SUCH_PAGE:
        raise NoSuchPage
    if ended.returncode != _DRAWN or not ended.stdout:
        log.error("page not drawn", reason=f"the process ended with {ended.returncode}", page=page)
        raise PageNotDrawn
    return ended.stdout
