"""Make the desk's layer from its source.

    python pack.py <folder>

The result is the package `faktura_desk` in the folder: `page.html`, the `assets` below their version, and the
`licences`. The version is a digest of everything the page is made of, so a browser may cache each asset for ever.
Modules import each other by relative paths, so all that a page loads is of one version.
"""

import re
import shutil
import sys
from hashlib import sha256
from pathlib import Path
from posixpath import dirname, join, normpath

from packed_file import write

OURS = Path(__file__).parent / "faktura_desk"
FIRST = "shell/start.js"

_IMPORT = re.compile(r'^(?:import|export)\b(?:[^;"]*?\bfrom)?\s*"(\.[^"]+)"', re.MULTILINE)
"""A static import. Rooms that are loaded when they are opened use `import(…)`."""

_COMMENT = re.compile(rb"^[ \t]*(?://[^\n]*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.MULTILINE)


def pack(folder: Path) -> None:
    """Add the desk to `folder`."""
    packed = folder / "faktura_desk"
    sources = {file.relative_to(OURS / "assets").as_posix(): file.read_bytes() for file in _files(OURS / "assets")}
    assets = {name: without_comments(name, content) for name, content in sources.items()}
    page = (OURS / "page.html").read_text("utf-8")
    version = _digest({**assets, "page.html": page.encode()})
    for name, content in assets.items():
        write(packed / "assets" / version / name, content)
    write(packed / "page.html", with_modules(page, first_modules(assets)).replace("VERSION", version).encode())
    shutil.copy(OURS / "__init__.py", packed)
    shutil.copytree(OURS / "licences", packed / "licences")


def without_comments(name: str, content: bytes) -> bytes:
    """One of our modules without the comments that have lines of their own. Libraries stay whole."""
    if not name.endswith(".js") or name.startswith("library/"):
        return content
    return _COMMENT.sub(b"", content)


def first_modules(assets: dict[str, bytes]) -> list[str]:
    """The modules that the first page imports, in the order of their discovery."""
    found = [FIRST]
    for module in found:
        for imported in _IMPORT.finditer(assets[module].decode()):
            name = normpath(join(dirname(module), imported[1]))
            if name not in found:
                found.append(name)
    return found


def with_modules(page: str, modules: list[str]) -> str:
    """The page with a `modulepreload` for each module: the browser asks for all of them at once."""
    links = "".join(f'    <link rel="modulepreload" href="desk/VERSION/{name}">\n' for name in modules)
    before, script, after = page.partition('    <script type="module"')
    return before + links + script + after


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())


def _digest(contents: dict[str, bytes]) -> str:
    parts = (part for name in sorted(contents) for part in (name.encode(), sha256(contents[name]).digest()))
    return sha256(b"\0".join(parts)).hexdigest()[:12]


if __name__ == "__main__":
    pack(Path(sys.argv[1]))
