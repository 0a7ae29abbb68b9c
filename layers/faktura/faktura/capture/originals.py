"""The files as they came, in the bucket's `originals/` prefix: private, encrypted, gone after the retention time."""

from urllib.parse import quote

from faktura.capture.files import InvoiceFile
from faktura.capture.requests import Processing
from faktura.core.aws import client
from faktura.core.settings import setting


class Originals:
    """Uploaded invoice files by MGA and request."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> "Originals":
        """The bucket the template names."""
        return cls(setting("CAPTURE_BUCKET"))

    def keep(self, processing: Processing, file: InvoiceFile) -> None:
        """Store the request's file; again is the same."""
        key = f"originals/{quote(processing.mga, safe='')}/{processing.request_id}"
        client("s3").put_object(Bucket=self._bucket, Key=key, Body=file.content, ContentType=file.media_type)
