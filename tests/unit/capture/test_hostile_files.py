"""QUALITY's hostile files and their kin, each in a process of its own whose memory and CPU time are measured."""

import subprocess
import sys
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from tests.unit.capture.documents import CATALOGUE, page, pdf, png_that_claims, stream

EXAMINE = """
import resource, sys, time
from faktura.capture.errors import InvalidFile
from faktura.capture.files import InvoiceFile
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.process_time()
content = sys.stdin.buffer.read()
try:
    InvoiceFile.examined(content)
    said = "accepted"
except InvalidFile as refused:
    said = refused.message
memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
print(time.process_time() - begun, memory, said)
"""
MOST_SECONDS, MOST_MEGABYTES = 2.0, 400
"""Of CPU; Lambda gives these functions one whole core and 1,769 MB."""

SHEET = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
DOT = stream(b"x", b"/Subtype/Image/Width 9/Height 9/Filter/DCTDecode")


def _tiff(frames: int, side: int) -> bytes:
    sheets, written = [Image.new("RGB", (side, side))] * frames, BytesIO()
    sheets[0].save(written, "TIFF", save_all=True, append_images=sheets[1:], compression="tiff_adobe_deflate")
    return written.getvalue()


def _pictures(count: int) -> bytes:
    drawn = stream(zlib.compress(bytes(100_000_000)), b"/Subtype/Image/Width 3500/Height 3500/Filter/FlateDecode")
    return page(*[drawn] * count)


def _drawing(contents: bytes) -> bytes:
    """A page that draws a picture somewhere in these contents."""
    return pdf(*CATALOGUE, SHEET, stream(zlib.compress(contents, 1), b"/Filter/FlateDecode"), DOT)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a GiB behind two Flates": lambda: page(
        stream(zlib.compress(zlib.compress(bytes(1 << 30))), b"/Filter[/FlateDecode/FlateDecode]")
    ),
    "a picture packed beyond its pixels": lambda: page(
        stream(zlib.compress(bytes(200_000_000)), b"/Subtype/Image/Width 9/Height 9/Filter/FlateDecode")
    ),
    "many pictures": lambda: _pictures(40),
    "a PNG of 900 megapixels": lambda: png_that_claims(30_000, 30_000),
    "a PNG of legal sides": lambda: png_that_claims(9_900, 9_900),
    "a TIFF of five large frames": lambda: _tiff(5, 7_000),
    "a TIFF of many frames": lambda: _tiff(500, 60),
    "700,000 pages": lambda: pdf(CATALOGUE[0], b"<</Type/Pages/Kids[%b]/Count 1>>" % (b"3 0 R " * 700_000), SHEET),
    "900,000 parts": lambda: page(b"[" + b"<<>> " * 900_000 + b"]"),
    "240,000 objects and no table": lambda: b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * 240_000,
    "brackets, deep": lambda: page(b"[" * 100_000 + b"]" * 100_000),
    "dictionaries, deep": lambda: b"%PDF-1.4\n1 0 obj " + b"<<" * 2_000_000,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_within_two_seconds_and_little_memory(make: Callable[[], bytes]) -> None:
    seconds, megabytes, said = _examined(make())

    assert said != "accepted"
    assert (seconds <= MOST_SECONDS, megabytes <= MOST_MEGABYTES) == (True, True), (seconds, megabytes, said)


@pytest.mark.parametrize(
    "contents",
    [
        lambda: b"1 " * 2_000_000,
        lambda: b"(" * 4_000_000,
        lambda: b"q " * 2_000_000,
        lambda: b"(" + b"a" * 49_000_000,
        lambda: b"(" + rb"\(" * 20_000_000,
    ],
    ids=["numbers", "texts", "states", "a text without end", "escapes"],
)
def test_a_page_that_draws_much_is_measured_or_refused_in_time(contents: Callable[[], bytes]) -> None:
    seconds, megabytes, _ = _examined(_drawing(contents()))

    assert (seconds <= MOST_SECONDS, megabytes <= MOST_MEGABYTES) == (True, True), (seconds, megabytes)


def _examined(content: bytes) -> tuple[float, int, str]:
    """CPU seconds, megabytes and the refusal of examining a file."""
    done = subprocess.run(  # noqa: S603  # our own interpreter with our own words
        [sys.executable, "-c", EXAMINE],
        input=content,
        env={"PYTHONPATH": ":".join(sys.path), "SMALLEST_FILE": "1", "LARGEST_FILE": "10485760"},
        capture_output=True,
        check=True,
    )
    seconds, megabytes, said = done.stdout.decode().split(" ", 2)
    return float(seconds), int(megabytes), said.strip()
