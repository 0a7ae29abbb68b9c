"""The API page, out of the layer that only its own functions have (layers/api_page)."""

from functools import cache
from importlib.resources import files
from pathlib import PurePath

from faktura.core.errors import NotFound
from faktura.service.served_file import ServedFile

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Swagger UI's style sheet draws its arrows so
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
"""Content-Security-Policy: nothing but our own files, and no script in the page itself."""

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


_FOR_EVER = "public, max-age=31536000, immutable"
"""The name of an asset changes with its content."""


class ApiPage:
    """The page and its assets; which names there are is read once."""

    def __init__(self) -> None:
        names = (file.name for file in files("faktura_page").joinpath("assets").iterdir())
        self._names = frozenset(name for name in names if not name.endswith(".gz"))

    @classmethod
    def from_settings(cls) -> "ApiPage":
        """There is but one."""
        return cls()

    @property
    def page(self) -> ServedFile:
        """The HTML, looked for again at each visit, as it names the assets."""
        return _page()

    def asset(self, name: str) -> ServedFile:
        """One of the files that the page refers to; `NotFound` for anything else."""
        if name not in self._names:
            raise NotFound
        return _asset(name)


@cache
def _page() -> ServedFile:
    headers = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
    return ServedFile(*_read("page.html"), caching="no-cache", headers=headers)


@cache
def _asset(name: str) -> ServedFile:
    return ServedFile(*_read(f"assets/{name}"), caching=_FOR_EVER)


def _read(path: str) -> tuple[str, bytes, bytes]:
    """Content type, content, and the content that the layer holds compressed."""
    folder = files("faktura_page")
    content, compressed = (folder.joinpath(name).read_bytes() for name in (path, f"{path}.gz"))
    return _TYPES[PurePath(path).suffix], content, compressed
