"""Hostile files, each examined in a process of its own whose memory and CPU time are measured."""

import subprocess
import sys
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from itertools import accumulate
from random import Random
from struct import pack

import pytest
from PIL import Image

from tests.support.capture.documents import (
    CATALOGUE,
    page,
    pdf,
    png_that_claims,
    stream,
    wrong_checksum,
)

EXAMINE = r"""
import re, sys, time
from faktura.capture.errors import InvalidFile
from faktura.capture.files.invoice_file import InvoiceFile
def peak():  # of this program; `getrusage` would count what forked it
    return int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1])
before = peak()
begun = time.process_time()
content = sys.stdin.buffer.read()
try:
    file = InvoiceFile.examined(content)
    result = "accepted"
    if "pages" in sys.argv:
        result = str([len(page) for page in file.split(range(file.page_count))])
except InvalidFile as refused:
    result = refused.message
memory = (peak() - before) // 1024
print(time.process_time() - begun, memory, result)
"""
MAX_SECONDS, MAX_MEGABYTES = 4.0, 400
"""Of CPU; Lambda gives these functions one whole core and 1,769 MB."""

SHEET = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
DOT = stream(b"x", b"/Subtype/Image/Width 9/Height 9/Filter/DCTDecode")


def _tiff(frames: int, side: int) -> bytes:
    sheets, written = [Image.new("RGB", (side, side))] * frames, BytesIO()
    sheets[0].save(written, "TIFF", save_all=True, append_images=sheets[1:], compression="tiff_adobe_deflate")
    return written.getvalue()


def _images(count: int) -> bytes:
    drawn = stream(zlib.compress(bytes(100_000_000)), b"/Subtype/Image/Width 3500/Height 3500/Filter/FlateDecode")
    return page(*[drawn] * count)


def _drawing(contents: bytes) -> bytes:
    """A page that draws an image somewhere in these contents."""
    return pdf(*CATALOGUE, SHEET, stream(zlib.compress(contents, 1), b"/Filter/FlateDecode"), DOT)


def _resources(objects: bytes, *further: bytes, above: bool = False) -> bytes:
    """A page with these resources, its own or inherited from above; further objects are numbered from 5."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    tree, mine = CATALOGUE[1][:-2], b"/Resources<<%b>>>>" % objects
    sheet = [tree + mine, leaf + b">>"] if above else [tree + b">>", leaf + mine]
    return pdf(CATALOGUE[0], *sheet, stream(b" " * 60_000), *further)


def _previews(count: int, tags: int = 0, pages: int = 0) -> bytes:
    """A TIFF of so many previews, the last of which are pages; each has `tags` tags that share a megabyte."""
    sizes = pack("<HHLL", 256, 4, 1, 9) + pack("<HHLL", 257, 4, 1, 9)
    drawn = pack("<HHLL", 258, 3, 1, 8) + pack("<HHLL", 262, 3, 1, 1) + pack("<HHLL", 273, 4, 1, 8)
    shared = b"".join(pack("<HHLL", 40_000 + tag, 1, 1_000_000, 8) for tag in range(tags))
    entries = (pack("<HHLL", 254, 4, 1, 1) + sizes + shared, pack("<HHLL", 254, 4, 1, 0) + sizes + drawn)
    written = [entries[number >= count - pages] for number in range(count)]
    ends = accumulate((len(entry) + 6 for entry in written), initial=1_000_008)
    offsets = [*list(ends)[1:-1], 0]
    directories = b"".join(
        pack("<H", len(entry) // 12) + entry + pack("<L", offset)
        for entry, offset in zip(written, offsets, strict=True)
    )
    return b"II*\0" + pack("<L", 1_000_008) + bytes(1_000_000) + directories


def _jpeg(side: int, mode: str = "RGB") -> bytes:
    written = BytesIO()
    Image.new(mode, (side, side)).save(written, "JPEG")
    return written.getvalue()


def _jpeg_that_claims(side: int) -> bytes:
    jpeg = bytearray(_jpeg(16))
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = pack(">HH", side, side)
    return bytes(jpeg)


def _two_flates(spoil: Callable[[bytes], bytes] = bytes) -> bytes:
    return stream(spoil(zlib.compress(spoil(_gibibyte()))), b"/Filter[/FlateDecode/FlateDecode]")


@cache
def _gibibyte() -> bytes:
    return zlib.compress(bytes(1 << 30), 1)


@cache
def _packed(size: int) -> bytes:
    return stream(zlib.compress(bytes(size)), b"/Subtype/Image/Width 9/Height 9/Filter/FlateDecode")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a GiB in two Flates": lambda: page(_two_flates()),
    "the same after other bytes": lambda: b"x" * 1000 + page(_two_flates()),
    "the same with wrong checksums": lambda: page(_two_flates(wrong_checksum)),
    "an image named like an entry that is not drawn": lambda: _resources(b"/XObject<</P 5 0 R>>", _packed(200_000_000)),
    "a font named like that": lambda: _resources(
        b"/Font<</Parent<</FontDescriptor<</FontFile2 5 0 R>>>>>>", _packed(200_000_000)
    ),
    "resources of the pages above": lambda: _resources(b"/XObject<</X 5 0 R>>", _packed(200_000_000), above=True),
    "a JPEG larger than its PDF image": lambda: page(
        stream(_jpeg_that_claims(30_000), b"/Subtype/Image/Width 9/Height 9/Filter/DCTDecode")
    ),
    "a JPEG of 900 megapixels": lambda: _jpeg_that_claims(30_000),
    "a JPEG of five million markers": lambda: b"\xff\xd8" + b"\xff\xfe\0\2" * 2_500_000,
    "a TIFF of 200,000 previews": lambda: _previews(200_000),
    "a TIFF of previews with large tags": lambda: _previews(500, tags=1000),
    "an image with more data than pixels": lambda: page(_packed(200_000_000)),
    "many images": lambda: _images(40),
    "a PNG of 900 megapixels": lambda: png_that_claims(30_000, 30_000),
    "a PNG with sides within the limit": lambda: png_that_claims(9_900, 9_900),
    "a TIFF of five large frames": lambda: _tiff(5, 7_000),
    "a TIFF of many frames": lambda: _tiff(500, 60),
    "700,000 pages": lambda: pdf(CATALOGUE[0], b"<</Type/Pages/Kids[%b]/Count 1>>" % (b"3 0 R " * 700_000), SHEET),
    "900,000 parts": lambda: page(b"[" + b"<<>> " * 900_000 + b"]"),
    "240,000 objects and no table": lambda: b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * 240_000,
    "brackets, deep": lambda: page(b"[" * 100_000 + b"]" * 100_000),
    "dictionaries, deep": lambda: b"%PDF-1.4\n1 0 obj " + b"<<" * 2_000_000,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_within_two_seconds_and_400_megabytes(make: Callable[[], bytes]) -> None:
    seconds, megabytes, result = _examined(make())

    assert result != "accepted"
    assert (seconds <= MAX_SECONDS, megabytes <= MAX_MEGABYTES) == (True, True), (seconds, megabytes, result)


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
def test_a_page_with_many_drawing_operators_is_examined_or_refused_in_time(contents: Callable[[], bytes]) -> None:
    seconds, megabytes, _ = _examined(_drawing(contents()))

    assert (seconds <= MAX_SECONDS, megabytes <= MAX_MEGABYTES) == (True, True), (seconds, megabytes)


COSTLY: dict[str, Callable[[], bytes]] = {
    "a JPEG of 49 megapixels without its end": lambda: _jpeg(7_000)[:-2],
    "a scan of 49 megapixels that is cut short": lambda: page(
        stream(zlib.compress(bytes(49_000_000))[:-9], b"/Subtype/Image/Width 7000/Height 7000/Filter/FlateDecode")
    ),
    "a damaged stream of nine megabytes": lambda: page(
        stream(b"\x78\x9c" + Random(1).randbytes(9_000_000), b"/Filter/FlateDecode")
    ),
    "a GiB where no page draws it": lambda: pdf(
        CATALOGUE[0], CATALOGUE[1], SHEET[:-2] + b"/Thumb 6 0 R/Metadata 6 0 R>>", stream(b" "), DOT, _two_flates()
    ),
}


@pytest.mark.parametrize("make", COSTLY.values(), ids=COSTLY)
def test_a_costly_file_is_read_or_refused_in_time(make: Callable[[], bytes]) -> None:
    seconds, megabytes, result = _examined(make())

    assert (seconds <= MAX_SECONDS, megabytes <= MAX_MEGABYTES) == (True, True), (seconds, megabytes, result)


def _many(count: int, rest: bytes, *further: bytes) -> bytes:
    """A PDF of so many pages with these entries; further objects are numbered from 5."""
    kids = b"3 0 R " * count
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R%b>>" % rest
    return pdf(CATALOGUE[0], b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count), leaf, stream(b" "), *further)


NUMBERS = b"[" + b"1 " * 150_000 + b"]"
SPLIT: dict[str, Callable[[], bytes]] = {
    "a large array that is not drawn": lambda: _many(2, b"/PieceInfo 5 0 R", NUMBERS),
    "the same within the page": lambda: _many(2, b"/PieceInfo<</X<</Private%b>>>>" % NUMBERS),
    "arrays of four million numbers": lambda: _many(2, b"/PieceInfo 5 0 R", b"[" + NUMBERS * 27 + b"]"),
    "the same in a link": lambda: _many(2, b"/Annots[<</Subtype/Link/A 5 0 R>>]", b"[" + NUMBERS * 27 + b"]"),
    "the same in what is drawn": lambda: _many(
        2,
        b"/Resources<</XObject<</X 6 0 R>>>>",
        b"[" + NUMBERS * 27 + b"]",
        stream(b" ", b"/Subtype/Form/PieceInfo 5 0 R"),
    ),
    "a TIFF of many previews and twenty pages": lambda: _previews(20_000, pages=20),
}


@pytest.mark.parametrize("make", SPLIT.values(), ids=SPLIT)
def test_a_hostile_file_is_split_into_pages_in_time(make: Callable[[], bytes]) -> None:
    """Regression: all that could be reached from a page was copied, in 52 s and 2.3 GB, beyond all limits."""
    seconds, megabytes, result = _examined(make(), "pages")

    assert result.startswith("[")
    assert (seconds <= MAX_SECONDS, megabytes <= MAX_MEGABYTES) == (True, True), (seconds, megabytes, result)


def test_pages_that_take_too_long_to_split_are_refused() -> None:
    """Regression: twenty pages of 9,000 graphics states each took 30 s, in threads that cannot be interrupted."""
    named = b"".join(b"/G%d %d 0 R" % (number, number) for number in range(5, 9_005))
    content = _many(20, b"/Resources<</ExtGState<<%b>>>>" % named, *[b"<</LW 1>>"] * 9_000)

    seconds, megabytes, result = _examined(content, "pages")

    assert result == "The PDF is too complex to read."
    assert (seconds <= 4.5, megabytes <= MAX_MEGABYTES) == (True, True), (seconds, megabytes)


def _examined(content: bytes, *asked: str) -> tuple[float, int, str]:
    """CPU seconds, megabytes and result of examining a file, and of splitting it if `pages` is asked."""
    done = subprocess.run(  # noqa: S603  # our own interpreter with our own arguments
        [sys.executable, "-c", EXAMINE, *asked],
        input=content,
        env={"PYTHONPATH": ":".join(sys.path), "MIN_FILE_BYTES": "1", "MAX_FILE_BYTES": "10485760"},
        capture_output=True,
        check=True,
    )
    seconds, megabytes, result = done.stdout.decode().split(" ", 2)
    return float(seconds), int(megabytes), result.strip()


def _nested(levels: int, used: bytes, place: bytes, terms: bytes) -> bytes:
    """A page that draws a form ten times, which draws another one ten times, and so on."""
    resources = b"/Resources<</%b<</X %d 0 R>>>>"
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R%b>>" % (resources % (place, 5))
    inner = [stream(used, terms + resources % (place, number)) for number in range(6, 6 + levels)]
    return pdf(*CATALOGUE, leaf, stream(used), *inner, stream(b" ", terms))


FORM = b"/Subtype/Form/BBox[0 0 9 9]"
PATTERN = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 600 700]/XStep %d/YStep %d"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (_nested(12, b"/X Do " * 10, b"XObject", FORM), "The PDF is too complex to read."),
        (_nested(3, b"/X Do " * 10, b"XObject", FORM), "accepted"),
        (_nested(4, b"/X scn 0 0 9 9 re f ", b"Pattern", PATTERN % (1, 1)), "The PDF is too complex to read."),
        (_nested(4, b"/X scn 0 0 9 9 re f ", b"Pattern", PATTERN % (600, 700)), "accepted"),
    ],
    ids=["forms, deep", "forms", "patterns that overlap", "patterns"],
)
def test_a_page_with_too_many_nested_drawings_is_refused(content: bytes, expected: str) -> None:
    """Regression: the renderer of the local Textract took 4 GB for it."""
    assert _examined(content)[2] == expected
