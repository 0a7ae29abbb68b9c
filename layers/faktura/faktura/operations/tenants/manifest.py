"""What an exported folder holds: each file with its size and digest."""

from pydantic import Field

from faktura.core.model import Model

MANIFEST, PROGRESS, DOCUMENTS = "manifest.json", "progress.json", "documents.jsonl"
"""The manifest of a complete folder, that of an unfinished one, and the list of the documents."""


class FileEntry(Model):
    """A file of the folder; `lines` are its records. The digest is SHA-256 in hexadecimal."""

    name: str
    bytes: int
    sha256: str
    lines: int | None = None


class Manifest(Model):
    """The files with records, by section; `documents` counts those that `documents.jsonl` lists."""

    tenant: str
    began_at: str
    ended_at: str = ""
    sections: dict[str, list[FileEntry]] = Field(default_factory=dict)
    documents: int = 0
    left_out: dict[str, str] = Field(default_factory=dict)

    @property
    def files(self) -> list[FileEntry]:
        """The files of all sections."""
        return [one for files in self.sections.values() for one in files]
