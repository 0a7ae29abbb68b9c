"""Files that are sent and that come back."""

from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import httpx

_TYPES = {
    ".pdf": "application/pdf",
    ".xml": "application/xml",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class Upload:
    """A file to send. Its type is that of its name, unless it is given."""

    content: bytes
    name: str = "file"
    content_type: str = ""

    @classmethod
    def of(cls, file: "Path | Upload") -> "Upload":
        """A file by its path, or as it is."""
        return file if isinstance(file, Upload) else cls(file.read_bytes(), file.name)

    @property
    def type(self) -> str:
        """The type of the content, such as `image/jpeg`."""
        return self.content_type or _TYPES.get(Path(self.name).suffix.lower(), _UNKNOWN)

    def parts(self) -> tuple[str, bytes, str]:
        """As a part of a form."""
        return self.name, self.content, self.type


@dataclass(frozen=True)
class File:
    """A file that the API has sent: a PDF, an e-invoice or a picture."""

    content: bytes
    name: str
    content_type: str

    @classmethod
    def of(cls, response: httpx.Response) -> "File":
        """The body of an answer, with the name that its `Content-Disposition` gives it."""
        header = Message()
        header["Content-Disposition"] = response.headers.get("content-disposition", "attachment")
        return cls(response.content, header.get_filename() or "", response.headers.get("content-type", ""))

    def save(self, folder: Path) -> Path:
        """Write the file into a folder under its own name, and return its path."""
        path = folder / (Path(self.name).name or "file")
        path.write_bytes(self.content)
        return path
