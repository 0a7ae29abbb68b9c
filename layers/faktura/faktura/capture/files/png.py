"""Whether a PNG has all of its rows. Decoders silently take missing rows for black ones."""

import zlib
from collections.abc import Iterator
from struct import unpack

from PIL import Image

_SIGNATURE_BYTES = 8
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By the header's colour type."""
_CHUNK_BYTES = 1024 * 1024


def is_complete(content: bytes, image: Image.Image) -> bool:
    """Whether a decoded PNG has the rows that its header claims; `ValueError` if it has none.

    An interlaced PNG that a decoder accepts is complete, because its rows come in several passes.
    """
    header = next(chunk for kind, chunk in _chunks(content) if kind == b"IHDR")
    width, height, bits, colours, _, _, is_interlaced = unpack(">IIBBBBB", header[:13])
    last_row = image.crop((0, height - 1, width, height))
    if is_interlaced or last_row.getbbox(alpha_only=False):
        return True  # missing rows are zero, so there is no need to decompress again
    expected = height * (1 + -(-width * bits * _CHANNELS[colours] // 8))
    found = _decompressed_length(b"".join(chunk for kind, chunk in _chunks(content) if kind == b"IDAT"), expected)
    if not found:
        raise ValueError
    return bool(found >= expected)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _SIGNATURE_BYTES
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def _decompressed_length(data: bytes, enough: int) -> int:
    """How many bytes the data holds; stops at the first chunk beyond `enough`."""
    inflater, length = zlib.decompressobj(), 0
    while data and length < enough and not inflater.eof:
        length += len(inflater.decompress(data, _CHUNK_BYTES))
        data = inflater.unconsumed_tail
    return length
