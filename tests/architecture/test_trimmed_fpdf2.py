"""The fpdf2 of the documents layer draws what the published one draws, and imports only what documents need."""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import fpdf
import pytest

from tests.support.architecture import drawn
from tests.support.architecture.template import ROOT

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


def _run(library: Path, *program: str) -> Any:
    """The JSON that a program of Python prints with the fpdf2 in this folder."""
    path = [library, ROOT, ROOT / "layers" / "faktura", ROOT / "layers" / "documents"]
    variables = {"PYTHONPATH": os.pathsep.join(map(str, path))}
    command = [sys.executable, *program]
    done = subprocess.run(command, env=variables, capture_output=True, check=False, text=True)  # noqa: S603  # our own
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
