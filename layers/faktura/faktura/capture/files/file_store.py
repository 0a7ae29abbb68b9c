"""The files as they came and were read, by request, and the pages of them that are read so far.

Private, encrypted, gone after the retention time.
"""

import zlib

from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.keys import ORIGINALS, PAGES, file_key
from faktura.capture.reading.textract_client import Pages
from faktura.capture.requests.request import Processing
from faktura.core import json
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

    def keep_pages(self, processing: Processing, pages: Pages) -> None:
        """Store what was read of the request's file, for its next reading."""
        body = zlib.compress(json.dumps({str(number): answer for number, answer in pages.items()}))
        client("s3").put_object(Bucket=self._bucket, Key=_pages_key(processing), Body=body)

    def pages(self, processing: Processing) -> Pages:
        """What was read of it before; nothing where the request does not say so."""
        if not processing.has_pages:
            return {}
        found = client("s3").get_object(Bucket=self._bucket, Key=_pages_key(processing))
        kept = json.loads(zlib.decompress(found["Body"].read()))
        return {int(number): answer for number, answer in kept.items()}

    def keep(self, processing: Processing, file: InvoiceFile) -> None:
        """Store the request's file; again is the same."""
        key = file_key(ORIGINALS, processing.mga, processing.request_id)
        client("s3").put_object(Bucket=self._bucket, Key=key, Body=file.content, ContentType=file.media_type)


def _pages_key(processing: Processing) -> str:
    return file_key(PAGES, processing.mga, processing.request_id)
