"""Files as pet owners send them, and as attackers do."""

import zlib
from collections.abc import Callable
from io import BytesIO
from struct import pack
from typing import Any

from PIL import Image
from pypdf import PdfReader, PdfWriter

CATALOGUE = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")


def image(kind: str, side: int = 700, mode: str = "L", **options: Any) -> bytes:
    """An image of noise, which no format compresses much."""
    written = BytesIO()
    Image.effect_noise((side, side), 60).convert(mode).save(written, kind, **options)
    return written.getvalue()


def tiff(frames: int) -> bytes:
    """A TIFF of several pages."""
    pages = [Image.effect_noise((300, 300), 60) for _ in range(frames)]
    written = BytesIO()
    pages[0].save(written, "TIFF", save_all=True, append_images=pages[1:])
    return written.getvalue()


def png_that_claims(width: int, height: int, padding: int = 60_000) -> bytes:
    """A PNG of a few rows whose header claims any size."""
    header = _chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = _chunk(b"IDAT", zlib.compress(bytes(10 * (1 + 3 * width)), 9))
    return b"\x89PNG\r\n\x1a\n" + header + rows + _chunk(b"tEXt", b"a\0" + b"x" * padding) + _chunk(b"IEND", b"")


def pdf(*objects: bytes, trailer: bytes = b"", counted_from: int = 0) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue. Its offsets are larger by `counted_from`."""
    written, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % (offset + counted_from) for offset in offsets)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, trailer, len(written) + counted_from)
    )


def packed_pdf(*objects: bytes, counted_from: int = 0, spoil: Callable[[bytes], bytes] = bytes) -> bytes:
    """The same with an object stream and a cross-reference stream; `spoil` is applied to both."""
    held = [number for number, content in enumerate(objects, start=1) if b"stream" not in content]
    body, places = b"", b""
    for number in held:
        places += b"%d %d " % (number, len(body))
        body += objects[number - 1] + b" "
    terms = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(held), len(places))
    holder, table = len(objects) + 1, len(objects) + 2
    written, rows = b"%PDF-1.7\n", {0: (0, 0, 0)} | {n: (2, holder, place) for place, n in enumerate(held)}
    loose = {n: content for n, content in enumerate(objects, start=1) if n not in held}
    for number, content in {**loose, holder: stream(spoil(zlib.compress(places + body)), terms)}.items():
        rows[number] = (1, len(written) + counted_from, 0)
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    rows[table] = (1, len(written) + counted_from, 0)
    packed = b"".join(pack(">BIB", *rows[number]) for number in sorted(rows))
    terms = b"/Type/XRef/W[1 4 1]/Size %d/Root 1 0 R/Filter/FlateDecode" % (table + 1)
    at, content = len(written) + counted_from, stream(spoil(zlib.compress(packed)), terms)
    return written + b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, content, at)


def wrong_checksum(packed: bytes) -> bytes:
    """A Flate stream with another checksum at its end."""
    return packed[:-4] + bytes(255 - value for value in packed[-4:])


def page(*parts: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of one page with 60,000 bytes of content that draws these objects, numbered from 5."""
    drawn = b"".join(b"/X%d %d 0 R" % (number, number) for number in range(5, 5 + len(parts)))
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</XObject<<%b>>>>>>" % drawn
    return pdf(*CATALOGUE, leaf, stream(b" " * 60_000), *parts, trailer=trailer)


def pages(count: int) -> bytes:
    """A PDF of so many empty pages and 60,000 more bytes."""
    sheets = [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"] * count
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)
    return pdf(CATALOGUE[0], tree, *sheets, stream(b" " * 60_000))


def stream(content: bytes, terms: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (terms, len(content), content)


def joined(*documents: bytes) -> bytes:
    """A PDF of the first pages of these PDFs."""
    writer, written = PdfWriter(), BytesIO()
    for document in documents:
        writer.add_page(PdfReader(BytesIO(document)).pages[0])
    writer.write(written)
    return written.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))
