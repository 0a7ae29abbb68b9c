"""Verifying an exported folder: whatever is damaged is named, and nothing else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from faktura.core import json
from faktura.operations.errors import CannotExport
from faktura.operations.tenants.folder import Folder
from faktura.operations.tenants.manifest import DOCUMENTS, MANIFEST
from faktura.operations.tenants.verification import problems


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A complete export of one document."""
    folder = Folder(tmp_path)
    manifest = folder.begin("office:main", "2026-11-30T00:00:00.000Z")
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    manifest.sections["documents"] = folder.write_lines(_lines(folder))
    folder.complete(manifest.model_copy(update={"documents": 1}))
    return folder


def _lines(folder: Folder) -> Iterator[tuple[str, bytes]]:
    yield DOCUMENTS, json.dumps(folder.entry("a.pdf").model_dump(by_alias=True, exclude={"lines"})) + b"\n"


@pytest.mark.parametrize("content", [b"no JSON\n", b"{}\n", b'{"name": "a.pdf"', b"\xff\xfe"])
def test_a_damaged_list_of_documents_is_named(folder: Folder, content: bytes) -> None:
    (folder.path / DOCUMENTS).write_bytes(content)

    assert problems(folder) == [
        f"{DOCUMENTS} differs from what was exported",
        "0 documents are listed, and 1 were exported",
        "1 files are not of the export",
    ]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"tenant": "office:main"'])
def test_a_damaged_manifest_is_named(folder: Folder, content: bytes) -> None:
    (folder.path / MANIFEST).write_bytes(content)

    with pytest.raises(CannotExport, match=r"manifest\.json is damaged"):
        problems(folder)


def test_a_folder_in_the_place_of_a_file_is_a_file_that_is_missing(folder: Folder) -> None:
    (folder.path / "a.pdf").unlink()
    (folder.path / "a.pdf").mkdir()

    assert problems(folder) == ["a.pdf is missing"]
