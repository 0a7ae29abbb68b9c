"""The packed desk: the page that the layer serves, and its files."""

import re
from importlib.resources import files
from pathlib import Path

PACKED = Path(str(files("faktura_desk")))


def desk_page() -> str:
    """The HTML of the page."""
    return (PACKED / "page.html").read_text("utf-8")


def desk_version() -> str:
    """The version of the desk, which its page names."""
    [version] = set(re.findall(r'"desk/([^/"]+)/', desk_page()))
    return str(version)


def desk_files() -> dict[str, bytes]:
    """The desk's source: each file by its path, such as `shell/start.js`."""
    assets = PACKED / "assets" / desk_version()
    return {
        file.relative_to(assets).as_posix(): file.read_bytes()
        for file in sorted(assets.rglob("*"))
        if file.is_file() and file.suffix != ".gz"
    }
