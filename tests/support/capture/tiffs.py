"""TIFFs written tag by tag, as scanners and cameras write them but Pillow does not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from struct import pack, pack_into

from PIL import Image

_GREY, _COLOUR, _PALETTE = 1, 2, 3
_PHOTOMETRIC = {"RGB": _COLOUR, "RGBA": _COLOUR, "RGBa": _COLOUR, "P": _PALETTE, "PA": _PALETTE}
_BITS = {"1": (1,), "I;16": (16,), "F": (32,)}
_EXTRA = {"LA": (2,), "La": (1,), "RGBA": (2,), "RGBa": (1,), "PA": (2,)}
"""ExtraSamples: 2 is transparency, 1 the same with the colours multiplied by it."""


@dataclass(frozen=True)
class Directory:
    """One directory of uncompressed pixels, with additional `tags` (of SHORTs) and other directories `within` it."""

    image: Image.Image
    tags: Mapping[int, Sequence[int]] = field(default_factory=dict)
    within: Sequence["Directory"] = ()


def bound(*directories: Directory, padding: int = 0) -> bytes:
    """A little-endian TIFF of these directories, with `padding` bytes at its end."""
    written = bytearray(b"II*\0" + bytes(4))
    _chain(written, directories, 4)
    return bytes(written) + bytes(padding)


def _chain(written: bytearray, directories: Sequence[Directory], linked_at: int) -> None:
    for one in directories:
        inner = [_put(written, bytes(4)) for _ in one.within]
        for place, directory in zip(inner, one.within, strict=True):
            _chain(written, [directory], place)
        offsets = [int.from_bytes(written[place : place + 4], "little") for place in inner]
        tags = {number: (3, tuple(values)) for number, values in (_usual(one.image) | dict(one.tags)).items()}
        tags[273] = (4, (_put(written, one.image.tobytes()),))
        tags |= {330: (4, tuple(offsets))} if offsets else {}
        entries = b"".join(_entry(written, number, *tags[number]) for number in sorted(tags))
        pack_into("<L", written, linked_at, _put(written, pack("<H", len(tags)) + entries + bytes(4)))
        linked_at = len(written) - 4


def _usual(image: Image.Image) -> dict[int, Sequence[int]]:
    bits = _BITS.get(image.mode, (8,) * len(image.getbands()))
    usual: dict[int, Sequence[int]] = {256: (image.width,), 257: (image.height,), 258: bits, 259: (1,)}
    usual |= {262: (_PHOTOMETRIC.get(image.mode, _GREY),), 277: (len(bits),), 278: (image.height,)}
    if image.mode in _EXTRA:
        usual[338] = _EXTRA[image.mode]
    if image.mode == "F":
        usual[339] = (3,)
    if image.mode in ("P", "PA"):
        levels = image.getpalette("RGB") or []
        usual[320] = [257 * level for band in range(3) for level in (levels[band::3] + [0] * 256)[:256]]
    return usual


def _entry(written: bytearray, number: int, kind: int, values: tuple[int, ...]) -> bytes:
    packed = pack(f"<{len(values)}{'H' if kind == 3 else 'L'}", *values)
    if len(packed) > 4:
        packed = pack("<L", _put(written, packed))
    return pack("<HHL", number, kind, len(values)) + packed.ljust(4, b"\0")


def _put(written: bytearray, content: bytes) -> int:
    """Append the content at an even offset; returns the offset."""
    written += bytes(len(written) % 2)
    written += content
    return len(written) - len(content)
