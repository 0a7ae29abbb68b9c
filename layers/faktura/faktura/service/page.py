"""The pages that people open in a browser: the API page and the desk.

The files of each are in a layer of its own, which only the functions of that page have: `page.html`, the assets, and
each of them compressed.
"""

from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import ClassVar, Self

from faktura.core.errors import NotFound
from faktura.core.request import Request
from faktura.core.response import Response
from faktura.service.served_file import ServedFile

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

_FOREVER = "public, max-age=31536000, immutable"
"""Cache-Control of an asset: its path changes with its content."""

_OURS_ONLY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
"""Content-Security-Policy: only our own files, and no script within the page itself."""


class Page:
    """A page and its assets. Each file is read once."""

    PACKAGE: ClassVar[str]
    NAME: ClassVar[str]
    """The last part of the page's URL."""
    POLICY: ClassVar[Mapping[str, str]]
    """What the page's Content-Security-Policy has besides, or instead of, our own files."""
    HEADERS: ClassVar[Mapping[str, str]] = {}
    """The page's further headers."""

    def __init__(self) -> None:
        self._folder = Path(str(files(self.PACKAGE)))
        self._read: dict[str, ServedFile] = {}

    @classmethod
    def from_settings(cls) -> Self:
        """The page in the layer."""
        return cls()

    def response(self, request: Request) -> Response:
        """The page; for a URL with a slash at its end a redirect, because the page's links are relative."""
        if request.path.endswith("/"):
            return Response(308, None, {"Location": f"../{self.NAME}"})
        return self._page.response(request)

    @cached_property
    def _page(self) -> ServedFile:
        """The HTML. Browsers ask for it at each visit, because it names the assets."""
        policy = "; ".join(f"{name} {value}".strip() for name, value in {**_OURS_ONLY, **self.POLICY}.items())
        headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", **self.HEADERS}
        return ServedFile(*self._content("page.html"), cache_control="no-cache", headers=headers)

    def asset(self, path: str) -> ServedFile:
        """A file that the page refers to, by its path below `assets`; `NotFound` for any other path."""
        if path not in self._paths:
            raise NotFound
        if path not in self._read:
            self._read[path] = ServedFile(*self._content(f"assets/{path}"), cache_control=_FOREVER)
        return self._read[path]

    @cached_property
    def _paths(self) -> frozenset[str]:
        assets = self._folder / "assets"
        return frozenset(file.relative_to(assets).as_posix().removesuffix(".gz") for file in assets.rglob("*.gz"))

    def _content(self, path: str) -> tuple[str, bytes, bytes]:
        """Content type, content and compressed content of a file of the layer."""
        content, compressed = ((self._folder / name).read_bytes() for name in (path, f"{path}.gz"))
        return _TYPES[PurePosixPath(path).suffix], content, compressed


class ApiPage(Page):
    """The page with every endpoint of all APIs (layers/api_page)."""

    PACKAGE = "faktura_page"
    NAME = "docs"
    POLICY: ClassVar = {"img-src": "'self' data:"}  # for the arrows in Swagger UI's style sheet


class Desk(Page):
    """The application for people (layers/desk). Its assets are at `<version>/<room>/<file>`.

    Pictures and PDFs of the APIs are `blob:` addresses, because the browser's own requests carry no token. Trusted
    Types are required and no policy may make them, so no text ever becomes markup or script.
    """

    PACKAGE = "faktura_desk"
    NAME = "desk"
    POLICY: ClassVar = {
        "img-src": "'self' blob:",
        "frame-src": "blob:",
        "object-src": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    HEADERS: ClassVar = {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        "X-Frame-Options": "DENY",  # for browsers without frame-ancestors
    }
