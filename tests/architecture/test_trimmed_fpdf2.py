"""The fpdf2 of the documents layer draws what the published one draws, and imports only what documents need."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from runpy import run_path
from typing import Any

import fpdf
import pytest

from tests.support.architecture import drawn
from tests.support.architecture.template import ROOT

TRIM = run_path(str(ROOT / "layers" / "documents" / "trim.py"))
LAYER = ROOT / ".faktura" / "layers" / "documents" / "python"
PUBLISHED = Path(sysconfig.get_path("purelib"))
POSTPONED = ("unittest", "asyncio", "cryptography", "fontTools.ttLib", "fontTools.varLib", "fontTools.subset", "uuid")
IMPORT = """
import json, sys
from pathlib import Path
import fpdf, faktura.documents.sheet
json.dump({"library": str(Path(fpdf.__file__).parents[1]), "modules": list(sys.modules)}, sys.stdout)
"""


@pytest.fixture(scope="module")
def hashes() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The hash of each document, drawn with the fpdf2 of the layer and with the published one."""
    ours, theirs = (_run(library, "-m", drawn.__name__) for library in (LAYER, PUBLISHED))
    return ours, theirs


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The files of the published fpdf2 that are changed."""
    (tmp_path / "fpdf").mkdir()
    for name in TRIM["CHANGES"]:
        shutil.copy(PUBLISHED / "fpdf" / name, tmp_path / "fpdf")
    return tmp_path


@pytest.mark.parametrize("document", drawn.DOCUMENTS)
def test_a_document_is_that_of_the_published_library(
    hashes: tuple[Mapping[str, str], Mapping[str, str]], document: str
) -> None:
    ours, theirs = hashes

    assert ours[document] == theirs[document]


def test_what_our_documents_do_not_need_is_not_imported() -> None:
    ours, theirs = (_run(library, "-c", IMPORT) for library in (LAYER, PUBLISHED))

    assert (ours["library"], theirs["library"]) == (str(LAYER), str(PUBLISHED))
    assert set(POSTPONED) & set(ours["modules"]) == set()
    assert set(POSTPONED) <= set(theirs["modules"])


def test_tests_draw_with_the_library_of_the_layer() -> None:
    assert Path(fpdf.__file__).parents[1] == LAYER


def test_the_layer_has_the_changes_of_today(copy: Path) -> None:
    TRIM["trim"](copy)

    assert {name: (copy / "fpdf" / name).read_text("utf-8") for name in TRIM["CHANGES"]} == {
        name: (LAYER / "fpdf" / name).read_text("utf-8") for name in TRIM["CHANGES"]
    }


def test_each_changed_file_says_so_in_its_first_line(copy: Path) -> None:
    TRIM["trim"](copy)

    assert {file.read_text("utf-8").splitlines(keepends=True)[0] for file in copy.rglob("*.py")} == {TRIM["NOTICE"]}


@pytest.mark.parametrize("name", TRIM["CHANGES"])
def test_another_version_of_the_library_stops_the_build(copy: Path, name: str) -> None:
    change = TRIM["CHANGES"][name]
    file = copy / "fpdf" / name
    text = file.read_text("utf-8")

    for line in (*change.replaced, *change.needed):
        for other in (text.replace(line, ""), text + "\n" + line):
            file.write_text(other, "utf-8")
            with pytest.raises(ValueError, match="fpdf2 is not the version"):
                TRIM["trim"](copy)
            assert file.read_text("utf-8") == other


def _run(library: Path, *program: str) -> Any:
    """The JSON that a program of Python prints with the fpdf2 in this folder."""
    path = [library, ROOT, ROOT / "layers" / "faktura", ROOT / "layers" / "documents"]
    variables = {"PYTHONPATH": os.pathsep.join(map(str, path))}
    command = [sys.executable, *program]
    done = subprocess.run(command, env=variables, capture_output=True, check=False, text=True)  # noqa: S603  # our own
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
