"""Each change of a library's files is the one that is meant, says so, and stops the build of another version."""

import re
import shutil
import sysconfig
from pathlib import Path
from runpy import run_path

import pytest

from tests.support.architecture.template import ROOT

PUBLISHED = Path(sysconfig.get_path("purelib"))
TRIMS = {layer: run_path(str(ROOT / "layers" / layer / "trim.py")) for layer in ("dependencies", "documents")}
FILES = [(layer, name) for layer, trim in TRIMS.items() for name in trim["CHANGES"]]


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The published files that are changed."""
    for _, name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PUBLISHED / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("layer", TRIMS)
def test_the_layer_has_the_changes_of_today(changed: Path, layer: str) -> None:
    trim, installed = TRIMS[layer], ROOT / ".faktura" / "layers" / layer / "python"

    trim["change"](changed, trim["CHANGES"], trim["NOTICE"])

    assert {name: (changed / name).read_text("utf-8") for name in trim["CHANGES"]} == {
        name: (installed / name).read_text("utf-8") for name in trim["CHANGES"]
    }


@pytest.mark.parametrize(("layer", "name"), FILES)
def test_a_changed_file_says_so_in_its_first_line(layer: str, name: str) -> None:
    installed = (ROOT / ".faktura" / "layers" / layer / "python" / name).read_text("utf-8")

    assert installed.startswith(TRIMS[layer]["NOTICE"])
    assert f"layers/{layer}/trim.py" in TRIMS[layer]["NOTICE"]


@pytest.mark.parametrize(("layer", "name"), FILES)
def test_the_notice_names_each_changed_library_in_its_version(layer: str, name: str) -> None:
    package = {"fpdf": "fpdf2", "pydantic_core": "pydantic-core"}.get(top := name.partition("/")[0], top)
    pinned = (ROOT / "layers" / layer / "requirements.txt").read_text("utf-8")

    [version] = re.findall(rf"^{package}==(\S+)", pinned, re.MULTILINE)
    assert f"\n{package} {version}\n" in (ROOT / "NOTICE").read_text("utf-8")


@pytest.mark.parametrize(("layer", "name"), FILES)
def test_another_version_of_the_library_stops_the_build(changed: Path, layer: str, name: str) -> None:
    trim, file = TRIMS[layer], changed / name
    text = file.read_text("utf-8")

    for old in (*trim["CHANGES"][name].replaced, *trim["CHANGES"][name].needed):
        for other in (text.replace(old, ""), text + "\n" + old):
            file.write_text(other, "utf-8")
            with pytest.raises(ValueError, match="another version of the library"):
                trim["change"](changed, trim["CHANGES"], trim["NOTICE"])
            assert file.read_text("utf-8") == other
