"""The files of exports, in the bucket under `exports/`. S3 deletes them after seven days."""

from pathlib import Path
from typing import Any, BinaryIO, Self

from faktura.core.aws import client
from faktura.core.object_name import object_name
from faktura.core.response import content_disposition
from faktura.core.settings import setting
from faktura.exports.export import Export

LINK_SECONDS = 15 * 60

PART_BYTES = 32 * 1024**2
"""Of a part in memory. S3 takes 10,000 parts of an object."""

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
        """Store the file at `path`; it is read in pieces. A second call replaces it.

        A large file is sent in parts. S3 deletes the parts of an upload that does not end.
        """
        target = {"Bucket": self._bucket, "Key": _key(export)}
        with path.open("rb") as file:
            if path.stat().st_size > PART_BYTES:
                _put_parts(target, file, _TYPES[export.format])
            else:
                client("s3").put_object(**target, Body=file, ContentType=_TYPES[export.format])

    def delete(self, export: Export) -> None:
        """Delete the file of an export; a second call changes nothing."""
        client("s3").delete_object(Bucket=self._bucket, Key=_key(export))

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
    return f"exports/{object_name(export.owner)}/{export.export_id}"


def _put_parts(target: dict[str, str], file: BinaryIO, content_type: str) -> None:
    upload = target | {"UploadId": client("s3").create_multipart_upload(**target, ContentType=content_type)["UploadId"]}
    parts: list[dict[str, Any]] = []
    while body := file.read(PART_BYTES):
        number = len(parts) + 1
        stored = client("s3").upload_part(**upload, PartNumber=number, Body=body)
        parts.append({"PartNumber": number, "ETag": stored["ETag"]})
    client("s3").complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
