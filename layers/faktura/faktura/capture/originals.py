"""The files as they came and were read, by request: private, encrypted, gone after the retention time."""

from faktura.capture.files import InvoiceFile
from faktura.capture.keys import ORIGINALS, file_key
from faktura.capture.requests import Processing
from faktura.core.aws import client
from faktura.core.settings import setting


class Originals:
    """The bucket's `originals/` prefix."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> "Originals":
        """The bucket the template names."""
        return cls(setting("CAPTURE_BUCKET"))

    def keep(self, processing: Processing, file: InvoiceFile) -> None:
        """Store the request's file; again is the same."""
        key = file_key(ORIGINALS, processing.mga, processing.request_id)
        client("s3").put_object(Bucket=self._bucket, Key=key, Body=file.content, ContentType=file.media_type)
