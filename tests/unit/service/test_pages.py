"""The endpoints of the API page and of the desk, called with requests that the gateway of a running stack would tidy or
refuse, and what the desk's layer is made of."""

import json
import re
from pathlib import Path, PurePosixPath

import pytest

from service import desk, desk_asset, docs, docs_asset
from tests.support.builders import http_event
from tests.support.desk import PACKED, desk_files, desk_page, desk_version

DESK = Path(__file__).parents[3] / "layers" / "desk" / "faktura_desk" / "assets"
MAX_BYTES = 150_000
"""Of the whole desk, compressed."""


@pytest.mark.parametrize(("handler", "page"), [(docs.handler, "docs"), (desk.handler, "desk")])
def test_a_page_with_a_slash_at_its_end_redirects_to_the_page(handler, page: str) -> None:
    response = handler(http_event("GET", f"/{page}/"), None)

    assert (response["statusCode"], response["headers"]["Location"]) == (308, f"../{page}")


@pytest.mark.parametrize("name", ["../page.html", "..", ".", "", "/etc/passwd", "page.html", "assets", "\0"])
def test_a_name_that_the_api_page_does_not_use_is_not_found(name: str) -> None:
    response = docs_asset.handler(http_event("GET", "/docs/x", asset=name), None)

    assert (response["statusCode"], json.loads(response["body"])) == (404, {"message": "Not found"})


@pytest.mark.parametrize(
    ("version", "room", "asset"),
    [
        ("VERSION", "shell", "start.js"),
        ("0123456789ab", "shell", "start.js"),
        ("{now}", "shell", "start.js.gz"),
        ("{now}", "shell", "..\0"),
        ("{now}", "..", "page.html"),
        ("{now}", "", "/etc/passwd"),
        ("{now}", "shell/../shell", "start.js"),
        ("..", "licences", "preact-LICENSE.txt"),
    ],
)
def test_a_path_that_the_desk_does_not_use_is_not_found(version: str, room: str, asset: str) -> None:
    version = version.replace("{now}", desk_version())

    response = desk_asset.handler(http_event("GET", "/desk/x/y/z", version=version, room=room, asset=asset), None)

    assert (response["statusCode"], json.loads(response["body"])) == (404, {"message": "Not found"})
    assert response["headers"]["Cache-Control"] == "no-store"


def test_the_whole_desk_is_small() -> None:
    sizes = [file.stat().st_size for file in PACKED.rglob("*.gz")]

    assert len(sizes) == len(desk_files()) + 1
    assert sum(sizes) < MAX_BYTES


def test_the_page_asks_at_once_for_every_module_that_its_first_module_imports() -> None:
    files, wanted = desk_files(), ["shell/start.js"]
    for module in wanted:
        imported = re.findall(r'(?:^|[\s;}])(?:from|import)\s*"(\.[^"]+)"', files[module].decode())
        folder = PurePosixPath(module).parent
        names = [_joined(folder, name) for name in imported]
        wanted += [name for name in dict.fromkeys(names) if name not in wanted]

    preloaded = re.findall(r'modulepreload" href="desk/[^/]+/([^"]+)"', desk_page())

    assert len(wanted) > 10
    assert sorted(preloaded) == sorted(wanted)


def test_the_comments_of_our_modules_are_not_served_and_their_code_is() -> None:
    modules = {name: text for name, text in desk_files().items() if name.endswith(".js")}
    ours = {name: text.decode() for name, text in modules.items() if not name.startswith("library/")}

    assert [name for name, text in ours.items() if re.search(r"^\s*(?://|/\*\*)", text, flags=re.M)] == []
    for name, text in ours.items():
        code = iter((DESK / name).read_text("utf-8").splitlines())
        assert all(line in code for line in text.splitlines()), name
        assert text.count("export ") == len(re.findall(r"^export ", (DESK / name).read_text("utf-8"), flags=re.M)), name


def test_the_desk_has_no_markup_from_text_and_no_other_host() -> None:
    ours = {name: text.decode() for name, text in desk_files().items() if not name.startswith("library/")}

    for name, text in ours.items():
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), name
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", re.sub(r"^\s*//.*$", "", text, flags=re.M)), name


def _joined(folder: PurePosixPath, name: str) -> str:
    parts: list[str] = list(folder.parts)
    for part in PurePosixPath(name).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
