"""The streams of a PDF: how much they hold when decoded, and what is left of a damaged one.

Viewers show whatever can be decoded, even with a wrong checksum, and so do we. A damaged stream is repaired in place,
so all later code reads it like any other.
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
_PYPDF_FILTERS: Mapping[str, Any] = {
    "/LZWDecode": filters.LZWDecode,
    "/RunLengthDecode": filters.RunLengthDecode,
    "/ASCII85Decode": filters.ASCII85Decode,
    "/ASCIIHexDecode": filters.ASCIIHexDecode,
}
"""Any filter but these and Flate is an image's own codec, which is not decoded here."""
_IMAGE_CODECS = {"/DCTDecode": JpegImageFile, "/JPXDecode": Jpeg2KImageFile}
_MAX_FILTERS = 8
_CHUNK_BYTES = 1024 * 1024
_ZLIB_HEADER_BYTES, _CHECKSUM_BYTES, _SLACK_BYTES = 2, 4, 4
"""A Flate stream's header and checksum, and what may follow it, such as line ends. More means that it was damaged."""
_FIRST_BYTES = {bytes([size << 4 | zlib.DEFLATED]) for size in range(8)}
"""How a Flate stream begins, for each size of its window."""
_RAW = -zlib.MAX_WBITS


class DecodedTooLarge(Exception):
    """A stream holds more than may be decoded."""


def entry(dictionary: DictionaryObject, key: str) -> Any:
    """The value of a key, with references followed; `None` if there is none."""
    found = dictionary.get(key)
    found = None if found is None else found.get_object()
    return None if isinstance(found, NullObject) else found


def as_list(found: Any) -> list[Any]:
    """The elements of an array. Any other value is the only element; `None` has none."""
    if isinstance(found, ArrayObject):
        return [element.get_object() for element in list.__iter__(found)]
    return [] if found is None else [found]


@dataclass(frozen=True)
class Decoded:
    """What a stream holds: how many bytes, and how many of them (`surplus`) are not an image's pixels.

    `coded_pixels` are those that an image in it claims. The stream `is_repaired` if it was damaged, and `is_cut` if
    part of it is lost.
    """

    length: int
    surplus: int = 0
    coded_pixels: int = 0
    is_repaired: bool = False
    is_cut: bool = False


def decoded(stream: StreamObject, max_bytes: int, pixel_bytes: int) -> Decoded:
    """Decode a stream, and repair it if it is damaged. The output of its last filter is counted, not kept.

    `DecodedTooLarge` for more than `max_bytes`, not counting the `pixel_bytes` that an image's pixels may take.
    """
    data, is_repaired, is_cut = stream._data, False, False
    length, coded_pixels, steps = len(data), 0, _steps(stream)
    for place, (name, parameters) in enumerate(steps):
        is_last = place == len(steps) - 1
        if name == _FLATE:
            limit = max_bytes + is_last * pixel_bytes
            inflated = _inflated(data, limit, keep=not is_last)
            if inflated is None:
                data, is_lost = _repaired(data)
                is_repaired, is_cut = True, is_cut or is_lost
                _replace(stream, data, steps[place:])
                inflated = _inflated(data, limit, keep=not is_last) or (0, b"")
            length, data = inflated
        elif name in _PYPDF_FILTERS:
            filtered = _filtered(name, data, parameters)
            if filtered is None:
                return Decoded(0, is_repaired=is_repaired, is_cut=True)
            length, data = len(filtered), filtered
        else:
            coded_pixels = _coded_pixels(name, data)
            break
    if (surplus := max(0, length - pixel_bytes)) > max_bytes:
        raise DecodedTooLarge
    return Decoded(length, surplus, coded_pixels, is_repaired, is_cut)


def _steps(stream: StreamObject) -> list[tuple[str, Any]]:
    """The filters and their parameters, in the order of decoding."""
    names, parameters = as_list(entry(stream, "/Filter")), as_list(entry(stream, "/DecodeParms"))
    if len(names) > _MAX_FILTERS:
        raise DecodedTooLarge
    given = [one if isinstance(one, dict) else None for one in parameters] + [None] * len(names)
    return list(zip(map(str, names), given, strict=False))


def _filtered(name: str, data: bytes, parameters: Any) -> bytes | None:
    """The output of one of pypdf's filters; `None` for damaged data, which may not even show on the page."""
    try:
        output: bytes = _PYPDF_FILTERS[name].decode(data, parameters)
    except LimitReachedError as limit:
        raise DecodedTooLarge from limit
    except Exception:  # pypdf raises many kinds of errors for damaged data
        return None
    return output


def _coded_pixels(codec: str, data: bytes) -> int:
    """The pixels that an image's own header claims; 0 if it cannot be read."""
    with suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with _IMAGE_CODECS[codec](BytesIO(data)) as image:
            return image.width * image.height
    return 0


def _inflated(data: bytes, limit: int, keep: bool) -> tuple[int, bytes] | None:
    """How many bytes a sound Flate stream holds, and the bytes if `keep`; `None` for a damaged stream."""
    inflater, length, kept = zlib.decompressobj(), 0, list[bytes]()
    try:
        for chunk in _chunks(inflater, data, _CHUNK_BYTES):
            if (length := length + len(chunk)) > limit:
                raise DecodedTooLarge
            if keep:
                kept.append(chunk)
    except zlib.error:
        return None
    return (length, b"".join(kept)) if inflater.eof or not data else None


def _chunks(inflater: Any, data: bytes, size: int) -> Iterator[bytes]:
    while not inflater.eof:
        yield (chunk := inflater.decompress(data, size))
        data = inflater.unconsumed_tail
        if not data and len(chunk) < size:
            return


def _repaired(data: bytes) -> tuple[bytes, bool]:
    """The Flate stream with what can be decoded of it, and whether its end is missing."""
    salvage, checksum = _Salvage(data), 1
    for chunk in salvage:
        checksum = zlib.adler32(chunk, checksum)
    if salvage.is_complete and salvage.trailing_bytes <= _CHECKSUM_BYTES + _SLACK_BYTES:
        return data[: len(data) - salvage.trailing_bytes] + pack(">I", checksum), False
    deflater = zlib.compressobj(1)
    chunks = [deflater.compress(chunk) for chunk in _Salvage(data)]
    return b"".join([*chunks, deflater.flush()]), True


class _Salvage:
    """The chunks that can be decoded of a damaged Flate stream: all up to the damage, whatever its checksum."""

    def __init__(self, data: bytes) -> None:
        header, self._data = data[:_ZLIB_HEADER_BYTES], data[_ZLIB_HEADER_BYTES:]
        self._is_flate = header[:1] in _FIRST_BYTES and int.from_bytes(header) % 31 == 0
        self._inflater = zlib.decompressobj(_RAW)

    def __iter__(self) -> Iterator[bytes]:
        data, size = self._data, _CHUNK_BYTES if self._is_flate else 0
        while size and not self.is_complete:
            before = self._inflater.copy()
            try:
                chunk = self._inflater.decompress(data, size)
            except zlib.error:  # the damage is within this chunk: smaller chunks give what comes before it
                self._inflater, size = before, size // 4
                continue
            yield chunk
            data = self._inflater.unconsumed_tail
            if not data and len(chunk) < size:
                return

    @property
    def is_complete(self) -> bool:
        """Whether the end of the data was reached."""
        return self._inflater.eof

    @property
    def trailing_bytes(self) -> int:
        """Bytes after the end of the data."""
        return len(self._inflater.unused_data)


def _replace(stream: StreamObject, data: bytes, steps: Sequence[tuple[str, Any]]) -> None:
    """Make `data`, to be decoded by the remaining `steps`, the content of the stream."""
    stream._data = data
    stream[NameObject("/Filter")] = ArrayObject(NameObject(name) for name, _ in steps)
    stream[NameObject("/DecodeParms")] = ArrayObject(parameters or NullObject() for _, parameters in steps)
