"""Files answered as they are: compressed for who can take that, and not again to who has them already."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from faktura.core.request import Request
from faktura.core.response import Response

_GZIP = re.compile(r"(^|,)\s*gzip\s*(;\s*q=(1|0\.\d*[1-9])\S*)?\s*(,|$)", re.IGNORECASE)


@dataclass(frozen=True)
class ServedFile:
    """One file; `caching` is its Cache-Control, `compressed` its content in gzip where that is at hand."""

    content_type: str
    content: bytes
    compressed: bytes = b""
    caching: str = "no-cache"
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, request: Request) -> Response:
        """The file, or 304 to who names its ETag."""
        headers = {"Cache-Control": self.caching, "ETag": self._tag, "Vary": "Accept-Encoding", **self.headers}
        if self._is_held_by(request):
            return Response(304, None, headers)
        headers["Content-Type"] = self.content_type
        if _GZIP.search(request.headers.get("accept-encoding", "")):
            return Response(200, self._gzipped, {**headers, "Content-Encoding": "gzip"})
        return Response(200, self.content, headers)

    @cached_property
    def _tag(self) -> str:
        """Weak: the same for both encodings."""
        return f'W/"{sha256(self.content).hexdigest()[:24]}"'

    @cached_property
    def _gzipped(self) -> bytes:
        return self.compressed or gzip.compress(self.content, mtime=0)

    def _is_held_by(self, request: Request) -> bool:
        named = request.headers.get("if-none-match", "")
        return self._tag.removeprefix("W/") in re.findall(r'"[^"]*"', named) or named.strip() == "*"
