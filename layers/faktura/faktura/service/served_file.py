"""Static files, compressed for clients that accept gzip and not sent again to clients that have them."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import orjson

from faktura.core.request import Request
from faktura.core.response import Response

_GZIP = re.compile(r"(^|,)\s*gzip\s*(;\s*q=(1|0\.\d*[1-9])\S*)?\s*(,|$)", re.IGNORECASE)


def compact(document: bytes) -> bytes:
    """A JSON document of ours without its indentation. Numbers become binary floats, so they keep their exponents."""
    return orjson.dumps(orjson.loads(document))


@dataclass(frozen=True)
class ServedFile:
    """A file. `compressed` is its content in gzip; if empty, it is compressed on use."""

    content_type: str
    content: bytes
    compressed: bytes = b""
    cache_control: str = "no-cache"
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, request: Request) -> Response:
        """The file, or 304 if the request names its ETag."""
        headers = {"Cache-Control": self.cache_control, "ETag": self._tag, "Vary": "Accept-Encoding", **self.headers}
        if self._is_cached_by(request):
            return Response(304, None, headers)
        headers["Content-Type"] = self.content_type
        if _GZIP.search(request.headers.get("accept-encoding", "")):
            return Response(200, self._gzipped, {**headers, "Content-Encoding": "gzip"})
        return Response(200, self.content, headers)

    @cached_property
    def _tag(self) -> str:
        """The ETag. It is weak, because both encodings have the same."""
        return f'W/"{sha256(self.content).hexdigest()[:24]}"'

    @cached_property
    def _gzipped(self) -> bytes:
        return self.compressed or gzip.compress(self.content, mtime=0)

    def _is_cached_by(self, request: Request) -> bool:
        tags = request.headers.get("if-none-match", "")
        return self._tag.removeprefix("W/") in re.findall(r'"[^"]*"', tags) or tags.strip() == "*"
