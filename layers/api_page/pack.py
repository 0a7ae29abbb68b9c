"""Build the API page from Swagger UI's files and our own, with each asset named by its content and compressed too.

    python pack.py <folder with flask_swagger_ui in it>

The folder then holds only the package `faktura_page`: `page.html`, and `assets` with the files that the page refers to.
A browser may keep an asset forever, because its name changes with its content. Compressing it here saves time in a cold
start.
"""

import gzip
import re
import shutil
import sys
from hashlib import sha256
from pathlib import Path

OURS = Path(__file__).parent / "faktura_page"
SWAGGER_UI = ("swagger-ui-bundle.js", "swagger-ui.css")

_SOURCE_MAP = re.compile(rb"\n/[/*]# sourceMappingURL=[^\n]*\Z")
"""The source map is not shipped; without this comment, developers' tools do not ask for it."""

_GZIP_SYSTEM, _UNKNOWN_SYSTEM = 9, 255
"""The byte of gzip's header that names the operating system, and its value for none (RFC 1952, OS)."""


def pack(folder: Path) -> None:
    """Put the page into `folder` and remove everything else."""
    theirs, packed = folder / "flask_swagger_ui" / "dist", folder / "faktura_page"
    assets = packed / "assets"
    assets.mkdir(parents=True)
    names = {}
    for file in [*(theirs / name for name in SWAGGER_UI), *sorted((OURS / "assets").iterdir())]:
        content = _SOURCE_MAP.sub(b"", file.read_bytes())
        names[file.name] = f"{file.stem}.{sha256(content).hexdigest()[:12]}{file.suffix}"
        _write(assets / names[file.name], content)
    page = (OURS / "page.html").read_text("utf-8")
    _write(packed / "page.html", re.sub(r'"docs/([^"]+)"', lambda name: f'"docs/{names[name[1]]}"', page).encode())
    shutil.copy(OURS / "__init__.py", packed)
    shutil.copy(theirs / "LICENSE", packed / "LICENSE.swagger-ui")
    for leftover in folder.iterdir():
        if leftover != packed:
            shutil.rmtree(leftover)


def _write(file: Path, content: bytes) -> None:
    """Write a file and its gzip, which names no operating system: any Python makes the same bytes."""
    file.write_bytes(content)
    compressed = bytearray(gzip.compress(content, mtime=0))
    compressed[_GZIP_SYSTEM] = _UNKNOWN_SYSTEM
    file.with_name(f"{file.name}.gz").write_bytes(compressed)


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
