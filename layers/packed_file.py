"""Files of a page as their layer has them. SAM copies a layer's folder before it builds there, so each layer of a page
links to this file."""

import gzip
from pathlib import Path

_GZIP_SYSTEM, _UNKNOWN_SYSTEM = 9, 255
"""The position of the operating system in gzip's header, and its value for "unknown" (RFC 1952, OS)."""


def write(file: Path, content: bytes) -> None:
    """Write a file and its gzip, so that a cold start need not compress it.

    The gzip names no operating system, so every Python makes the same bytes.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    compressed = bytearray(gzip.compress(content, mtime=0))
    compressed[_GZIP_SYSTEM] = _UNKNOWN_SYSTEM
    file.with_name(f"{file.name}.gz").write_bytes(compressed)
