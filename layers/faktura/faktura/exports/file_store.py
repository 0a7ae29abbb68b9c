"""The files of exports, in the bucket under `exports/`. S3 deletes them after seven days."""

from pathlib import Path
from typing import Self
from urllib.parse import quote

from faktura.core.aws import client
from faktura.core.response import content_disposition
from faktura.core.settings import setting
from faktura.exports.export import Export

LINK_SECONDS = 15 * 60

_TYPES = {
    "CSV": "text/csv; charset=utf-8",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "DATEV": "text/csv; charset=windows-1252",
    "ZIP": "application/zip",
}


class FileStore:
    """Files by the owner and the id of their exports."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> Self:
        """The bucket that the template names."""
        return cls(setting("EXPORT_BUCKET"))

    def put(self, export: Export, path: Path) -> None:
        """Store the file at `path`; it is read in pieces. A second call replaces it."""
        with path.open("rb") as file:
            client("s3").put_object(Bucket=self._bucket, Key=_key(export), Body=file, ContentType=_TYPES[export.format])

    def link(self, export: Export) -> str:
        """A URL that lets a browser download the file for 15 minutes."""
        parameters = {
            "Bucket": self._bucket,
            "Key": _key(export),
            "ResponseContentType": _TYPES[export.format],
            "ResponseContentDisposition": content_disposition(export.file_name, is_download=True),
        }
        link: str = client("s3").generate_presigned_url("get_object", Params=parameters, ExpiresIn=LINK_SECONDS)
        return link


def _key(export: Export) -> str:
    return f"exports/{quote(export.owner, safe='')}/{export.export_id}"
