"""Exports all data of one tenant to a folder: items as JSON lines, one file for each kind, and documents.

Each page is read consistently, the whole is not one moment: what changes meanwhile is in the export as it was before or
after. On a stopped stack the export is of one moment.
"""

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import PurePosixPath

from faktura.core import json
from faktura.core.clock import now, timestamp
from faktura.operations.stack_store import StackStore
from faktura.operations.tenants.contents import CONTENTS, DOCUMENTS, TABLES_LEFT_OUT
from faktura.operations.tenants.folder import Folder
from faktura.operations.tenants.item_store import ItemStore
from faktura.operations.tenants.line import line_of
from faktura.operations.tenants.manifest import DOCUMENTS as LIST
from faktura.operations.tenants.manifest import Manifest
from faktura.operations.tenants.object_store import ObjectStore
from faktura.operations.tenants.section_service import DocumentSection, Section, SectionService
from faktura.operations.tenants.tenant import Tenant

Say = Callable[[str], None]

_MAX_NAME = 200
"""Characters of the name of a document's file."""


class ExportService:
    """Exports tenants of a stack. A repeated call goes on with the first section that is not complete."""

    def __init__(self, stack: StackStore, say: Say) -> None:
        self._sections, self._objects = SectionService(ItemStore(stack)), ObjectStore(stack)
        self._say = say

    def export(self, tenant: Tenant, folder: Folder) -> Manifest:
        """Export a tenant to a folder; the manifest of what is there then."""
        manifest = folder.begin(str(tenant), timestamp(now()))
        for section in self._sections.sections(tenant):
            if section.name not in manifest.sections:
                self._say(f"exporting {section.name}")
                manifest.sections[section.name] = folder.write_lines(_lines(section))
                folder.note(manifest)
        self._say("exporting documents")
        listed = folder.write_lines(self._documents(tenant, folder))
        manifest.sections["documents"] = listed
        ended = {"documents": sum(one.lines or 0 for one in listed), "ended_at": timestamp(now())}
        manifest = manifest.model_copy(update={**ended, "left_out": _left_out(manifest)})
        folder.complete(manifest)
        return manifest

    def _documents(self, tenant: Tenant, folder: Folder) -> Iterator[tuple[str, bytes]]:
        """The list of the documents, each as it is saved. One that is there already is not read again."""
        for section in self._sections.documents(tenant):
            contents = DOCUMENTS[section.name]
            found = self._objects.issued if contents.is_issued else self._objects.current
            for place in found(contents.bucket, section.prefix):
                name = _name(section, place["Key"])
                path = folder.path / name
                path.parent.mkdir(parents=True, exist_ok=True)
                if not path.exists():
                    self._objects.save(contents.bucket, place, path)
                entry = folder.entry(name).model_dump(by_alias=True, exclude={"lines"})
                yield LIST, json.dumps(entry) + b"\n"


def _lines(section: Section) -> Iterator[tuple[str, bytes]]:
    contents = CONTENTS[section.name]
    for item in section.items():
        if kind := contents.kind_of(item):
            yield f"{section.name}-{kind}.jsonl", line_of(contents.shown(item))


def _name(section: DocumentSection, key: str) -> str:
    """The document's path in the folder: keys are percent-encoded, so their last part is a file name.

    File systems allow names of up to 255 bytes, some fewer. A longer name ends in its digest.
    """
    path = PurePosixPath(key)
    stem = path.stem
    if len(path.name) > _MAX_NAME:
        digest = sha256(path.name.encode()).hexdigest()
        stem = f"{stem[: _MAX_NAME - len(digest) - 1]}-{digest}"
    return f"documents/{section.name}/{section.word}/{stem}{path.suffix}"


def _left_out(manifest: Manifest) -> dict[str, str]:
    """What the export does not have, and why."""
    found = {
        f"{name}-{kind}": why
        for name in manifest.sections
        if name in CONTENTS
        for kind, why in CONTENTS[name].left_out.items()
    }
    objects = {
        f"{one.bucket}/{word}": why
        for name, one in DOCUMENTS.items()
        if name in manifest.sections
        for word, why in one.left_out.items()
    }
    return {**found, **objects, **TABLES_LEFT_OUT}
