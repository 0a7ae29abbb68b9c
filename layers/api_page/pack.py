"""Make the API page from Swagger UI's files and our own.

    python pack.py <folder with flask_swagger_ui in it>

The result is the package `faktura_page` in the folder: `page.html`, the `assets` and the `licences`. Each asset is
named by its content, so a browser may cache it for ever, and compressed here, so that a cold start need not do it.
"""

import re
import shutil
import sys
from hashlib import sha256
from pathlib import Path

from packed_file import write

OURS = Path(__file__).parent / "faktura_page"
SWAGGER_UI = ("swagger-ui-bundle.js", "swagger-ui.css")

_SOURCE_MAP = re.compile(rb"\n/[/*]# sourceMappingURL=[^\n]*\Z")
"""The source map is not shipped, but developer tools would request it."""


def pack(folder: Path) -> None:
    """Leave only the page in `folder`."""
    theirs, packed = folder / "flask_swagger_ui" / "dist", folder / "faktura_page"
    assets = packed / "assets"
    names = {}
    for file in [*(theirs / name for name in SWAGGER_UI), *sorted((OURS / "assets").iterdir())]:
        content = _SOURCE_MAP.sub(b"", file.read_bytes())
        names[file.name] = f"{file.stem}.{sha256(content).hexdigest()[:12]}{file.suffix}"
        write(assets / names[file.name], content)
    page = (OURS / "page.html").read_text("utf-8")
    write(packed / "page.html", re.sub(r'"docs/([^"]+)"', lambda name: f'"docs/{names[name[1]]}"', page).encode())
    shutil.copy(OURS / "__init__.py", packed)
    shutil.copytree(OURS / "licences", packed / "licences")
    for leftover in folder.iterdir():
        if leftover != packed:
            shutil.rmtree(leftover)


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
