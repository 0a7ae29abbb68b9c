"""The API page. Its files are in a layer (layers/api_page) that only the functions of the page have."""

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
        "img-src 'self' data:",  # for the arrows in Swagger UI's style sheet
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
"""Content-Security-Policy: only our own files, and no script within the page itself."""

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

_FOREVER = "public, max-age=31536000, immutable"
"""Cache-Control of an asset: its name changes with its content."""


class ApiPage:
    """The page and its assets. The list of assets is read once."""

    def __init__(self) -> None:
        names = (file.name for file in files("faktura_page").joinpath("assets").iterdir())
        self._names = frozenset(name for name in names if not name.endswith(".gz"))

    @classmethod
    def from_settings(cls) -> "ApiPage":
        """The page in the layer."""
        return cls()

    @property
    def page(self) -> ServedFile:
        """The HTML. Browsers ask for it at each visit, because it names the assets."""
        return _page()

    def asset(self, name: str) -> ServedFile:
        """A file that the page refers to; `NotFound` for any other name."""
        if name not in self._names:
            raise NotFound
        return _asset(name)


@cache
def _page() -> ServedFile:
    headers = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
    return ServedFile(*_read("page.html"), cache_control="no-cache", headers=headers)


@cache
def _asset(name: str) -> ServedFile:
    return ServedFile(*_read(f"assets/{name}"), cache_control=_FOREVER)


def _read(path: str) -> tuple[str, bytes, bytes]:
    """Content type, content and compressed content of a file of the layer."""
    folder = files("faktura_page")
    content, compressed = (folder.joinpath(name).read_bytes() for name in (path, f"{path}.gz"))
    return _TYPES[PurePath(path).suffix], content, compressed
