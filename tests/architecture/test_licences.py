"""The licence, and the notices of the works of others that the repository and its layers carry."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.support.architecture.template import ROOT

NOTICE = (ROOT / "NOTICE").read_text("utf-8")
FONTS = ROOT / "layers" / "documents" / "faktura_fonts"
PAGE = ROOT / "layers" / "api_page"
PAGE_LICENCES = PAGE / "faktura_page" / "licences"
DESK = ROOT / "layers" / "desk" / "faktura_desk"
LAYERS = ROOT / ".faktura" / "layers"
PACKED_API_PAGE = LAYERS / "api_page" / "python" / "faktura_page"
PACKED_DESK = LAYERS / "desk" / "python" / "faktura_desk"
TYPEFACES = sorted({file.stem.rpartition("-")[0] for file in FONTS.glob("*.ttf")})


def test_the_licence_is_the_one_that_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    licence = (ROOT / "LICENSE").read_text("utf-8")

    assert project["license"] == "Apache-2.0"
    assert licence.split()[:4] == ["Apache", "License", "Version", "2.0,"]
    assert "END OF TERMS AND CONDITIONS" in licence
    assert all((ROOT / name).is_file() for name in project["license-files"])


def test_the_notice_names_each_bundled_typeface_and_no_other() -> None:
    lists = re.findall(r"Files?\b[^:]*:\s+([\w,\s]+)\.", _section("Fonts"))

    assert sorted(", ".join(lists).replace("\n", " ").replace(",", " ").split()) == TYPEFACES


@pytest.mark.parametrize("asset", re.findall(r'"(swagger-ui[\w.-]+)"', (PAGE / "pack.py").read_text("utf-8")))
def test_the_notice_names_each_packed_asset_of_others(asset: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(asset)}(?![\w.-])", _section("API page"))


def test_the_notice_names_the_pinned_version_of_swagger_ui() -> None:
    """A new version needs its own `swagger-ui-bundle.js.LICENSE.txt`; npm's `swagger-ui-dist` has it."""
    requirements = (PAGE / "requirements.txt").read_text("utf-8")

    [version] = re.findall(r"^flask-swagger-ui==(\S+)$", requirements, re.MULTILINE)

    assert f"Swagger UI {version}\n" in _section("API page")


def test_the_notice_names_the_pinned_version_of_the_pdf_library() -> None:
    requirements = (ROOT / "layers" / "documents" / "requirements.txt").read_text("utf-8")

    [version] = re.findall(r"^fpdf2==(\S+)$", requirements, re.MULTILINE)

    assert set(re.findall(r"fpdf2[ -](\d[\d.]*\d)", _section("PDF library"))) == {version}
    assert list((LAYERS / "documents" / "python" / f"fpdf2-{version}.dist-info").rglob("LICENSE"))


def test_the_notice_names_each_library_of_the_desk() -> None:
    """`view.js` is ours: it puts the libraries together."""
    libraries = {file.name for file in (DESK / "assets" / "library").iterdir()} - {"view.js"}

    assert {name for name in libraries if name in _section("Desk")} == libraries


@pytest.mark.parametrize(
    ("section", "folder"), [("Fonts", FONTS), ("API page", PAGE_LICENCES), ("Desk", DESK / "licences")]
)
def test_the_licence_texts_that_the_notice_names_are_there(section: str, folder: Path) -> None:
    texts = {file.name for file in folder.glob("*.txt")}

    assert texts == set(re.findall(r"[\w.-]+\.txt", _section(section)))


@pytest.mark.parametrize(
    ("packed", "source"), [(PACKED_API_PAGE, PAGE_LICENCES), (PACKED_DESK, DESK / "licences")], ids=["API page", "desk"]
)
def test_a_packed_page_carries_its_licences(packed: Path, source: Path) -> None:
    texts = {file.name: file.read_bytes() for file in (packed / "licences").iterdir()}

    assert texts == {file.name: file.read_bytes() for file in source.iterdir()}


def _section(title: str) -> str:
    """The part of the notice below the underlined `title`."""
    [text] = re.findall(rf"^{title}\n-+\n(.*?)(?=\n\n\n|\Z)", NOTICE, re.MULTILINE | re.DOTALL)
    return str(text)
