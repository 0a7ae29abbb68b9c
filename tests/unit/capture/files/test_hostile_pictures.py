"""Hostile pages, each drawn by the process that the picture function starts, whose memory and CPU time are measured."""

import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from faktura.capture.files.picture import MAX_CPU_SECONDS, MAX_MEMORY_BYTES, MAX_SIDE_PIXELS
from tests.support.capture.hostile_pages import DRAWN, NOT_DRAWN

DRAW = r"""
import resource, sys
from base64 import b64encode
from faktura.capture.errors import PageNotDrawn
from faktura.capture.files.picture_process import picture
try:
    result = b64encode(picture(sys.stdin.buffer.read(), 1)).decode()
except PageNotDrawn:
    result = "not drawn"
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, result)
"""


def _drawn(content: bytes) -> tuple[float, int, str]:
    """CPU seconds and bytes of the process that drew, and the picture in base64 or `not drawn`."""
    done = subprocess.run(  # noqa: S603  # our own interpreter with our own words
        [sys.executable, "-c", DRAW],
        input=content,
        env={"PYTHONPATH": ":".join(sys.path), "MIN_FILE_BYTES": "1", "MAX_FILE_BYTES": "10485760"},
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds, memory, result = done.stdout.decode().splitlines()[-1].split(" ", 2)  # the log is above
    return float(seconds), int(memory), result


@pytest.mark.parametrize("make", DRAWN.values(), ids=DRAWN)
def test_a_hostile_page_has_a_small_picture_in_bounded_time_and_memory(make: Callable[[], bytes]) -> None:
    content = make()

    seconds, memory, result = _drawn(content)

    assert result != "not drawn"
    with Image.open(BytesIO(b64decode(result))) as shown:
        assert (shown.format, max(shown.size) <= MAX_SIDE_PIXELS) == ("JPEG", True)
    assert (seconds < MAX_CPU_SECONDS, memory < MAX_MEMORY_BYTES) == (True, True), (seconds, memory)


@pytest.mark.parametrize("make", NOT_DRAWN.values(), ids=NOT_DRAWN)
def test_a_page_that_cannot_be_drawn_within_bounds_is_a_clear_error(make: Callable[[], bytes]) -> None:
    content = make()

    seconds, memory, result = _drawn(content)

    assert result == "not drawn"
    assert (seconds < MAX_CPU_SECONDS + 1, memory < MAX_MEMORY_BYTES) == (True, True), (seconds, memory)
