"""Whether a PNG holds all of its rows: decoders take those that are missing for black, and say nothing."""

import zlib
from collections.abc import Iterator
from struct import unpack

from PIL import Image

_SIGNATURE = 8
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By the header's colour type."""
_PIECE = 1024 * 1024


def is_whole(content: bytes, picture: Image.Image) -> bool:
    """Whether a decoded PNG has the rows that its header claims; `ValueError` where it has none.

    Decoders miss none of an interlaced one, for its rows come in several passes.
    """
    header = next(chunk for kind, chunk in _chunks(content) if kind == b"IHDR")
    width, height, bits, colours, _, _, is_interlaced = unpack(">IIBBBBB", header[:13])
    last_row = picture.crop((0, height - 1, width, height))
    if is_interlaced or last_row.getbbox(alpha_only=False):
        return True  # rows that are missing are zero: no need to unpack it once more
    wanted = height * (1 + -(-width * bits * _CHANNELS[colours] // 8))
    found = _inflated(b"".join(chunk for kind, chunk in _chunks(content) if kind == b"IDAT"), wanted)
    if not found:
        raise ValueError
    return bool(found >= wanted)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _SIGNATURE
    while at + 8 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def _inflated(packed: bytes, most: int) -> int:
    """How many bytes are packed; no more are unpacked than `most` and a piece."""
    inflater, length = zlib.decompressobj(), 0
    while packed and length < most and not inflater.eof:
        length += len(inflater.decompress(packed, _PIECE))
        packed = inflater.unconsumed_tail
    return length
