"""The folder of an export. A section is written to files that get their names at its end, so a crash leaves no half."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from faktura.core import json
from faktura.core.errors import MalformedBody
from faktura.operations.errors import CannotExport
from faktura.operations.tenants.manifest import MANIFEST, PROGRESS, FileEntry, Manifest


class Folder:
    """A folder with its manifest."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def begin(self, tenant: str, moment: str) -> Manifest:
        """The manifest to go on with, or a new one; `CannotExport` if the folder holds anything else."""
        self.path.mkdir(parents=True, exist_ok=True)
        if (self.path / MANIFEST).exists():
            raise CannotExport(f"{self.path} holds a complete export; choose another folder")
        if not (self.path / PROGRESS).exists():
            if any(self.path.iterdir()):
                raise CannotExport(f"{self.path} is not empty; choose another folder")
            manifest = Manifest(tenant=tenant, began_at=moment)
            self.note(manifest)
            return manifest
        manifest = self._read(PROGRESS)
        if manifest.tenant != tenant:
            raise CannotExport(f"{self.path} holds an unfinished export of {manifest.tenant}")
        return manifest

    def note(self, manifest: Manifest) -> None:
        """Remember how far the export is."""
        self._write(PROGRESS, manifest)

    def complete(self, manifest: Manifest) -> None:
        """Write the manifest of the complete folder."""
        self._write(MANIFEST, manifest)
        (self.path / PROGRESS).unlink()

    def manifest(self) -> Manifest:
        """That of a complete folder; `CannotExport` for any other."""
        if not (self.path / MANIFEST).exists():
            raise CannotExport(f"{self.path} holds no complete export")
        return self._read(MANIFEST)

    def write_lines(self, lines: Iterable[tuple[str, bytes]]) -> list[FileEntry]:
        """Write each line to the file that it names; the files, by name."""
        files: dict[str, BinaryIO] = {}
        counts: dict[str, int] = {}
        with ExitStack() as opened:
            for name, line in lines:
                if name not in files:
                    files[name] = opened.enter_context(self._part(name).open("wb"))
                files[name].write(line)
                counts[name] = counts.get(name, 0) + 1
        for name in files:
            self._part(name).rename(self.path / name)
        return [self.entry(name, counts[name]) for name in sorted(files)]

    def entry(self, name: str, lines: int | None = None) -> FileEntry:
        """The size and the digest of a file."""
        path = self.path / name
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return FileEntry(name=name, bytes=path.stat().st_size, sha256=digest, lines=lines)

    def names(self) -> Iterator[str]:
        """All files but the manifest."""
        found = (one.relative_to(self.path).as_posix() for one in self.path.rglob("*") if one.is_file())
        return (name for name in found if name != MANIFEST)

    def _part(self, name: str) -> Path:
        return self.path / f"{name}.part"

    def _read(self, name: str) -> Manifest:
        try:
            return Manifest.model_validate(json.loads((self.path / name).read_bytes()))
        except (MalformedBody, ValidationError) as fault:
            raise CannotExport(f"{self.path / name} is damaged: it is not as it was written") from fault

    def _write(self, name: str, manifest: Manifest) -> None:
        part = self._part(name)
        part.write_bytes(json.dumps(manifest.model_dump(by_alias=True)))
        part.rename(self.path / name)
