"""Pages that are small as files and large, endless or senseless to draw."""

import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from struct import pack
from typing import Any

from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.support.capture.documents import CATALOGUE, pages, pdf, stream

WHOLE = b"q 612 0 0 792 0 0 cm /X Do Q "
"""Draws an image over the whole page."""


def sheet(contents: bytes = b"0 0 9 9 re f", box: bytes = b"0 0 612 792", terms: bytes = b"", *further: bytes) -> bytes:
    """A PDF of one page with these contents, media box and terms; further objects are numbered from 5."""
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R%b>>" % (box, terms)
    return pdf(*CATALOGUE, leaf, stream(contents), *further)


def drawing(contents: bytes, *objects: bytes) -> bytes:
    """A PDF of one page that may draw these objects, `/X` the first and `/X6` and so on the others."""
    names = (b"" if number == 5 else b"%d" % number for number in range(5, 5 + len(objects)))
    named = b"".join(b"/X%b %d 0 R" % (name, number) for number, name in enumerate(names, start=5))
    return sheet(contents, b"0 0 612 792", b"/Resources<</XObject<<%b>>>>" % named, *objects)


def coded(data: bytes, side: int, codec: bytes) -> bytes:
    """A page that is an image of a codec, which has `side` by `side` pixels by its dictionary."""
    terms = b"/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent %d/Filter/%b"
    return drawing(WHOLE, stream(data, terms % (side, side, 1 if codec == b"JBIG2Decode" else 8, codec)))


def form(*drawn: int) -> bytes:
    """A form that draws these objects, twenty times each."""
    named = b"".join(b"/X%d %d 0 R" % (number, number) for number in drawn)
    contents = b"".join(b"/X%d Do " % number for number in drawn) * 20
    return stream(contents, b"/Subtype/Form/BBox[0 0 600 700]/Resources<</XObject<<%b>>>>" % named)


def jbig2(side: int) -> bytes:
    """A JBIG2 page of this size with one region, which has no data."""
    page = bytes([0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19]) + pack(">IIIIBH", side, side, 0, 0, 0, 0)
    return page + bytes([0, 0, 0, 1, 39, 0, 1, 0, 0, 0, 26]) + bytes(26)


def jpx(side: int) -> bytes:
    """A JPEG 2000 whose header claims this size."""
    size = b"\xff\x51" + pack(">HHIIIIIIIIHBBB", 41, 0, side, side, 0, 0, side, side, 0, 0, 1, 7, 1, 1)
    coding = b"\xff\x52" + pack(">HBBHBBBBBB", 12, 0, 0, 1, 0, 5, 4, 4, 0, 0)
    steps = b"\xff\x5c" + pack(">HB", 19, 0x40) + bytes([0x40] * 16)
    tile = b"\xff\x90" + pack(">HHIBB", 10, 0, 0, 0, 1) + b"\xff\x93" + bytes(2_000)
    return b"\xff\x4f" + size + coding + steps + tile


def tiff_that_claims(width: int, height: int) -> bytes:
    """A TIFF of a few bytes whose directory claims any size."""
    long, short = 4, 3
    tags = [(256, long, width), (257, long, height), (258, short, 8), (259, short, 1), (262, short, 1), (273, long, 8)]
    tags += [(277, short, 1), (278, long, height), (279, long, 3_000)]
    entries = b"".join(pack("<HHLL", number, kind, 1, value) for number, kind, value in tags)
    return b"II*\0" + pack("<LH", 8, len(tags)) + entries + bytes(3_004)


def photo(side: tuple[int, int] = (600, 900), kind: str = "JPEG", mode: str = "L", **terms: Any) -> bytes:
    """A file of one colour."""
    written = BytesIO()
    Image.new(mode, side).save(written, kind, **terms)
    return written.getvalue()


def turned(orientation: bytes) -> bytes:
    """A photo with this entry (type, count and value) as the orientation in its EXIF data."""
    return photo(exif=b"Exif\0\0II*\0" + pack("<LHH", 8, 1, 274) + orientation + bytes(4) + pack("<LL", 1, 0))


def locked() -> bytes:
    """An encrypted PDF."""
    writer, written = PdfWriter(clone_from=PdfReader(BytesIO(sheet()))), BytesIO()
    writer.encrypt("secret")
    writer.write(written)
    return written.getvalue()


DRAWN: Mapping[str, Callable[[], bytes]] = {
    "an image of 10,000 x 1 pixels": lambda: photo((10_000, 1), "PNG"),
    "an image of 1 x 10,000 pixels": lambda: photo((1, 10_000), "PNG"),
    "a PNG of 49 transparent megapixels": lambda: photo((7_000, 7_000), "PNG", "RGBA"),
    "a TIFF of 49 megapixels in CMYK": lambda: photo((7_000, 7_000), "TIFF", "CMYK", compression="tiff_adobe_deflate"),
    "an image of 300 MB in a PDF": lambda: drawing(
        WHOLE,
        stream(
            zlib.compress(bytes(7_000 * 7_000 * 6)),
            b"/Subtype/Image/Width 7000/Height 7000/ColorSpace/DeviceRGB/BitsPerComponent 16/Filter/FlateDecode",
        ),
    ),
    "a JBIG2 image that claims more than its PDF": lambda: coded(jbig2(65_535), 9, b"JBIG2Decode"),
    "a JBIG2 image without its data": lambda: coded(jbig2(7_000), 7_000, b"JBIG2Decode"),
    "a JPEG 2000 image without its data": lambda: coded(jpx(7_000), 7_000, b"JPXDecode"),
    "a page that is a million times as wide as high": lambda: sheet(box=b"0 0 1000000 1"),
    "a page that is smaller than a point": lambda: sheet(box=b"0 0 0.0001 0.0001"),
    "a page without area": lambda: sheet(box=b"0 0 0 0"),
    "a page from right to left": lambda: sheet(box=b"612 792 -100 -100"),
    "a page whose sides are no numbers": lambda: sheet(box=b"/A (b) null 1"),
    "a page of units as large as a house": lambda: sheet(terms=b"/UserUnit 1000000"),
    "a page that is turned by 47 degrees": lambda: sheet(terms=b"/Rotate 47"),
    "a photo that is turned in no way": lambda: turned(pack("<HLHH", 3, 1, 77, 0)),
    "a photo whose turn is a fraction of 0": lambda: turned(pack("<HLL", 5, 1, 26)),
    "a photo with two thousand million turns": lambda: turned(pack("<HLL", 3, 2**31 - 1, 8)),
    "a photo with broken EXIF data": lambda: photo(exif=b"Exif\0\0II*\0\xff\xff\xff\x7f"),
}
"""Pages that are drawn, if only as white paper."""

NOT_DRAWN: Mapping[str, Callable[[], bytes]] = {
    "an image of 100,000 x 1 pixels": lambda: photo((100_000, 1), "PNG"),
    "a TIFF that claims 16 trillion megapixels": lambda: tiff_that_claims(2**32 - 1, 2**32 - 1),
    "a TIFF without width": lambda: tiff_that_claims(0, 9),
    "a TIFF of a few bytes that claims 45 megapixels": lambda: tiff_that_claims(9_000, 5_000),
    "a JPEG 2000 image that claims more than its PDF": lambda: coded(jpx(60_000), 9, b"JPXDecode"),
    "a page tree that begins again": lambda: pdf(CATALOGUE[0], b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>"),
    "20,000 pages": lambda: pages(20_000),
    "an encrypted PDF": locked,
    "a truncated PDF": lambda: sheet(b" " * 5_000)[:2_500],
    "a truncated photo": lambda: photo((900, 900), mode="RGB", quality=95)[:-4_000],
    "a page as large as the universe": lambda: sheet(box=b"0 0 1e30 1e30"),
    "a form that draws itself": lambda: drawing(b"/X Do", form(5)),
    "two forms that draw each other": lambda: drawing(b"/X Do", form(6), form(5)),
    "twenty images of 49 megapixels": lambda: drawing(
        b"".join(b"q 612 0 0 792 0 0 cm /X%b Do Q " % name for name in (b"", *(b"%d" % n for n in range(6, 25)))),
        *[
            stream(
                zlib.compress(bytes(49_000_000)),
                b"/Subtype/Image/Width 7000/Height 7000/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode",
            )
        ]
        * 20,
    ),
    "millions of lines that cross each other": lambda: pdf(
        *CATALOGUE,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
        stream(zlib.compress((b"0 0 m " + b"600 700 l 3 9 l " * 500 + b"h f* ") * 6_000), b"/Filter/FlateDecode"),
    ),
}
"""Pages that are not drawn: they are refused, or would take too much memory or time."""
