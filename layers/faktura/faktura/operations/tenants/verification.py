"""Verifies an exported folder by its manifest, without AWS."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain

from pydantic import ValidationError

from faktura.core import json
from faktura.core.errors import MalformedBody
from faktura.operations.tenants.folder import Folder
from faktura.operations.tenants.manifest import DOCUMENTS, FileEntry


def problems(folder: Folder) -> list[str]:
    """What differs from the manifest; none if the folder is complete and unchanged."""
    manifest, found = folder.manifest(), list[str]()
    documents, present = 0, 0
    for entry in chain(manifest.files, _documents(folder, {one.name for one in manifest.files})):
        documents += entry.lines is None
        present += (folder.path / entry.name).is_file()
        found += _of_file(folder, entry)
    if documents != manifest.documents:
        found.append(f"{documents} documents are listed, and {manifest.documents} were exported")
    if more := sum(1 for _ in folder.names()) - present:
        found.append(f"{more} files are not of the export")
    return found


def _documents(folder: Folder, listed: set[str]) -> Iterator[FileEntry]:
    if DOCUMENTS not in listed or not (folder.path / DOCUMENTS).exists():
        return
    with (folder.path / DOCUMENTS).open("rb") as lines, suppress(MalformedBody, ValidationError):
        for line in lines:  # a line that cannot be read makes the list differ
            yield FileEntry.model_validate(json.loads(line))


def _of_file(folder: Folder, entry: FileEntry) -> Iterator[str]:
    if not (folder.path / entry.name).is_file():
        yield f"{entry.name} is missing"
        return
    found = folder.entry(entry.name)
    if (found.bytes, found.sha256) != (entry.bytes, entry.sha256):
        yield f"{entry.name} differs from what was exported"
    elif entry.lines is not None and (count := _records(folder, entry.name)) != entry.lines:
        yield f"{entry.name} has {count} records, and {entry.lines} were exported"


def _records(folder: Folder, name: str) -> int:
    """How many lines are JSON."""
    count = 0
    with (folder.path / name).open("rb") as lines:
        for line in lines:
            try:
                json.loads(line)
            except MalformedBody:
                continue
            count += 1
    return count
