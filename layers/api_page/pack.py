"""Make the API page of Swagger UI's files and our own: each asset named by its content, and compressed beside it.

    python pack.py <folder with flask_swagger_ui in it>

What remains in the folder is the package `faktura_page`: `page.html`, and `assets` with all that may be asked for.
Under a name that changes with the content a browser may keep it for ever; compressed here, it costs no cold start time.
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
"""It is not shipped, and developers' tools would ask for it."""

_GZIP_SYSTEM, _UNKNOWN_SYSTEM = 9, 255
"""The byte of gzip's header that names the system, and its value for none (RFC 1952, OS)."""


def pack(folder: Path) -> None:
    """Leave the page in `folder` and nothing else."""
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
    shutil.copytree(OURS / "licences", packed / "licences")
    for leftover in folder.iterdir():
        if leftover != packed:
            shutil.rmtree(leftover)


def _write(file: Path, content: bytes) -> None:
    """Write a file, and its gzip beside it: the same bytes whichever Python makes it, as it names no system."""
    file.write_bytes(content)
    compressed = bytearray(gzip.compress(content, mtime=0))
    compressed[_GZIP_SYSTEM] = _UNKNOWN_SYSTEM
    file.with_name(f"{file.name}.gz").write_bytes(compressed)


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
