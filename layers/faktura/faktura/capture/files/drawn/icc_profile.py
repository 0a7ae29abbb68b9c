"""Whether a colour profile is an ordinary one, so that its dark is dark and its bright is bright (ICC.1:2022).

Only profiles for grey and RGB that are made of curves and a matrix can be judged. Those of printers are tables.
"""

from collections.abc import Mapping
from struct import unpack

_SPACES = {1: b"GRAY", 3: b"RGB "}
_CURVES = {1: (b"kTRC",), 3: (b"rTRC", b"gTRC", b"bTRC")}
_COLUMNS = {1: (), 3: (b"rXYZ", b"gXYZ", b"bXYZ")}
_HEADER_BYTES, _MAX_TAGS, _MAX_SAMPLES = 128, 64, 4_096
_FIXED = 65_536
"""One, as a fixed number of 32 bits."""
_FLATTEST, _STEEPEST, _SLACK = 0.4, 4.0, 0.02
"""The exponents between which a curve may lie, and how far beyond them."""
_GAMMA, _SRGB = 0, 3
"""Kinds of parametric curves."""


def is_ordinary(profile: bytes, components: int) -> bool:
    """Whether each level of a profile with so many components is about as bright as it says."""
    if components not in _SPACES or profile[16:20] != _SPACES[components]:
        return False
    tags = _tags(profile)
    if any(name.startswith((b"A2B", b"D2B")) for name in tags):
        return False
    shares = [_luminance(tags.get(name, b"")) for name in _COLUMNS[components]]
    is_white = not shares or (min(shares) > 0 and abs(sum(shares) - 1) < _SLACK)
    return is_white and all(_rises(tags.get(name, b"")) for name in _CURVES[components])


def _tags(profile: bytes) -> Mapping[bytes, bytes]:
    tags = {}
    count = int.from_bytes(profile[_HEADER_BYTES : _HEADER_BYTES + 4])
    for at in range(_HEADER_BYTES + 4, _HEADER_BYTES + 4 + 12 * min(count, _MAX_TAGS), 12):
        offset, size = int.from_bytes(profile[at + 4 : at + 8]), int.from_bytes(profile[at + 8 : at + 12])
        tags[profile[at : at + 4]] = profile[offset : offset + size]
    return tags


def _luminance(column: bytes) -> float:
    """The share of a primary colour in the brightness of white; 0 if it cannot be read."""
    return int.from_bytes(column[12:16], signed=True) / _FIXED if len(column) >= 20 else 0.0


def _rises(curve: bytes) -> bool:
    if curve[:4] == b"curv":
        count = int.from_bytes(curve[8:12])
        if count == 0:
            return True
        if count == 1:
            return _FLATTEST <= int.from_bytes(curve[12:14]) / 256 <= _STEEPEST
        if count > _MAX_SAMPLES or len(curve) < 12 + 2 * count:
            return False
        samples = unpack(f">{count}H", curve[12 : 12 + 2 * count])
        return all(_is_near(place / (count - 1), sample / 65_535) for place, sample in enumerate(samples))
    if curve[:4] == b"para":
        kind = int.from_bytes(curve[8:10])
        numbers = [
            one / _FIXED for one in unpack(f">{len(curve[12:]) // 4}i", curve[12 : 12 + len(curve[12:]) // 4 * 4])
        ]
        return _is_near_gamma(kind, numbers)
    return False


def _is_near_gamma(kind: int, numbers: list[float]) -> bool:
    if kind == _GAMMA and numbers:
        return _FLATTEST <= numbers[0] <= _STEEPEST
    if kind != _SRGB or len(numbers) < 5:
        return False
    gamma, a, b, c, d = numbers[:5]
    if not (_FLATTEST <= gamma <= _STEEPEST and a > 0 and b >= 0):
        return False
    points = [place / 32 for place in range(33)]
    return all(_is_near(x, (a * x + b) ** gamma if x >= d else c * x) for x in points)


def _is_near(level: float, light: float) -> bool:
    return bool(level**_STEEPEST - _SLACK <= light <= level**_FLATTEST + _SLACK)
