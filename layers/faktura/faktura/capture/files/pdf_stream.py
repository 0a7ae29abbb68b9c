"""A PDF's streams: how much is packed into them, and what is left of a damaged one.

Viewers show what can be unpacked, whatever its checksum says, and so do we: a stream that is damaged is mended in
place, so that everything behind reads it like any other.
"""

import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from struct import pack
from typing import Any

from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile
from PIL.JpegImagePlugin import JpegImageFile
from pypdf import filters
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NullObject, StreamObject

_FLATE = "/FlateDecode"
_SLOW: Mapping[str, Any] = {
    "/LZWDecode": filters.LZWDecode,
    "/RunLengthDecode": filters.RunLengthDecode,
    "/ASCII85Decode": filters.ASCII85Decode,
    "/ASCIIHexDecode": filters.ASCIIHexDecode,
}
"""Read by pypdf. Any other filter is a picture's own codec, which is left alone."""
_PICTURES = {"/DCTDecode": JpegImageFile, "/JPXDecode": Jpeg2KImageFile}
_MOST_STEPS = 8
_PIECE = 1024 * 1024
_ZLIB_HEADER, _CHECKSUM, _SLACK = 2, 4, 4
"""Bytes before and behind a Flate stream's data, and as many more, line ends say; with further ones it was damaged."""
_WINDOWS = {bytes([size << 4 | zlib.DEFLATED]) for size in range(8)}
"""How a Flate stream begins, by the size of its window."""
_RAW = -zlib.MAX_WBITS


class TooMuchPackedError(Exception):
    """More than may be unpacked."""


def entry(dictionary: DictionaryObject, key: str) -> Any:
    """What stands under the key, wherever in the file it is written; `None` where nothing does."""
    found = dictionary.get(key)
    found = None if found is None else found.get_object()
    return None if isinstance(found, NullObject) else found


def listed(found: Any) -> list[Any]:
    """The elements of an array; what is none is its only element, and `None` has none."""
    if isinstance(found, ArrayObject):
        return [element.get_object() for element in list.__iter__(found)]
    return [] if found is None else [found]


@dataclass(frozen=True)
class Unpacked:
    """What is behind a stream's filters: its bytes, of which `surplus` are not a picture's pixels.

    `coded_pixels` are those that a JPEG within claims. It `is_mended` where it was damaged, and `is_cut` where some of
    it is lost for good.
    """

    length: int
    surplus: int = 0
    coded_pixels: int = 0
    is_mended: bool = False
    is_cut: bool = False


def unpacked(stream: StreamObject, most: int, spare: int) -> Unpacked:
    """Unpack a stream, mend it where it is damaged, and hold nothing of what its last filter gives.

    `TooMuchPackedError` beyond `most` bytes, besides those that are left to `spare` for a picture's pixels.
    """
    data, is_mended, is_cut = stream._data, False, False
    length, coded_pixels, steps = len(data), 0, _steps(stream)
    for place, (step, terms) in enumerate(steps):
        is_last = place == len(steps) - 1
        if step == _FLATE:
            inflated = _inflated(data, most + is_last * spare, keep=not is_last)
            if inflated is None:
                data, lost = _mended(data)
                is_mended, is_cut = True, is_cut or lost
                _replace(stream, data, steps[place:])
                inflated = _inflated(data, most + is_last * spare, keep=not is_last) or (0, b"")
            length, data = inflated
        elif step in _SLOW:
            try:
                data = _SLOW[step].decode(data, terms)
            except LimitReachedError as limit:
                raise TooMuchPackedError from limit
            except Exception:  # whatever pypdf makes of damage that nobody may see
                return Unpacked(0, is_mended=is_mended, is_cut=True)
            length = len(data)
        else:
            coded_pixels = _coded_pixels(step, data)
            break
    if (surplus := max(0, length - spare)) > most:
        raise TooMuchPackedError
    return Unpacked(length, surplus, coded_pixels, is_mended, is_cut)


def _steps(stream: StreamObject) -> list[tuple[str, Any]]:
    """The filters and their parameters, in the order of unpacking."""
    names, terms = listed(entry(stream, "/Filter")), listed(entry(stream, "/DecodeParms"))
    if len(names) > _MOST_STEPS:
        raise TooMuchPackedError
    given = [term if isinstance(term, dict) else None for term in terms] + [None] * len(names)
    return list(zip(map(str, names), given, strict=False))


def _coded_pixels(codec: str, data: bytes) -> int:
    """Pixels that a picture's own header claims; 0 where it has none that can be read."""
    with suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with _PICTURES[codec](BytesIO(data)) as picture:
            return picture.width * picture.height
    return 0


def _inflated(packed: bytes, most: int, keep: bool) -> tuple[int, bytes] | None:
    """How many bytes a sound Flate stream holds, and they, if they are to be kept; `None` for a damaged one."""
    inflater, length, kept = zlib.decompressobj(), 0, list[bytes]()
    try:
        for piece in _pieces(inflater, packed, _PIECE):
            if (length := length + len(piece)) > most:
                raise TooMuchPackedError
            if keep:
                kept.append(piece)
    except zlib.error:
        return None
    return (length, b"".join(kept)) if inflater.eof or not packed else None


def _pieces(inflater: Any, packed: bytes, size: int) -> Iterator[bytes]:
    while not inflater.eof:
        yield (piece := inflater.decompress(packed, size))
        packed = inflater.unconsumed_tail
        if not packed and len(piece) < size:
            return


def _mended(packed: bytes) -> tuple[bytes, bool]:
    """The Flate stream with what can be unpacked of it, and whether its end is missing."""
    salvage, checksum = _Salvage(packed), 1
    for piece in salvage:
        checksum = zlib.adler32(piece, checksum)
    if salvage.is_whole and salvage.behind <= _CHECKSUM + _SLACK:
        return packed[: len(packed) - salvage.behind] + pack(">I", checksum), False
    packer = zlib.compressobj(1)
    pieces = [packer.compress(piece) for piece in _Salvage(packed)]
    return b"".join([*pieces, packer.flush()]), True


class _Salvage:
    """What can be unpacked of a damaged Flate stream, in pieces: all up to the damage, without its checksum."""

    def __init__(self, packed: bytes) -> None:
        head, self._packed = packed[:_ZLIB_HEADER], packed[_ZLIB_HEADER:]
        self._is_flate = head[:1] in _WINDOWS and int.from_bytes(head) % 31 == 0
        self._inflater = zlib.decompressobj(_RAW)

    def __iter__(self) -> Iterator[bytes]:
        packed, size = self._packed, _PIECE if self._is_flate else 0
        while size and not self.is_whole:
            before = self._inflater.copy()
            try:
                piece = self._inflater.decompress(packed, size)
            except zlib.error:  # somewhere within the piece: what comes before it is had in smaller ones
                self._inflater, size = before, size // 4
                continue
            yield piece
            packed = self._inflater.unconsumed_tail
            if not packed and len(piece) < size:
                return

    @property
    def is_whole(self) -> bool:
        """Whether its data came to their end."""
        return self._inflater.eof

    @property
    def behind(self) -> int:
        """Bytes behind the end of its data."""
        return len(self._inflater.unused_data)


def _replace(stream: StreamObject, data: bytes, steps: Sequence[tuple[str, Any]]) -> None:
    """Let the stream be `data`, packed by the steps that are left."""
    stream._data = data
    stream[NameObject("/Filter")] = ArrayObject(NameObject(name) for name, _ in steps)
    stream[NameObject("/DecodeParms")] = ArrayObject(terms or NullObject() for _, terms in steps)
