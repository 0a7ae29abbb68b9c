"""The files of requests in S3, the words on their pages, and the Textract responses for their pages so far.

The bucket is private and encrypted; its objects are deleted after the retention time.
"""

import gzip
import zlib
from collections.abc import Sequence
from datetime import timedelta

from faktura.capture.files.invoice_file import InvoiceFile
from faktura.capture.keys import ORIGINALS, PAGES, WORDS, file_key
from faktura.capture.reading.geometry import PageWords
from faktura.capture.reading.textract_response import PageResponses
from faktura.capture.requests.request import Processing
from faktura.core import json
from faktura.core.aws import at_most, client, until
from faktura.core.clock import Deadline, now
from faktura.core.settings import setting

_TIME_FOR_WORDS = timedelta(seconds=1)
"""No attempt begins later or waits longer. A caller may be waiting, and the answer does not need the words."""


class FileStore:
    """The bucket's `originals/`, `words/` and `pages/` prefixes."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> "FileStore":
        """The bucket that the template names."""
        return cls(setting("CAPTURE_BUCKET"))

    def put(self, processing: Processing, file: InvoiceFile) -> None:
        """Store the request's file as it was sent. Storing it again changes nothing."""
        key = file_key(ORIGINALS, processing.mga, processing.request_id)
        client("s3").put_object(Bucket=self._bucket, Key=key, Body=file.content, ContentType=file.media_type)

    def put_words(self, processing: Processing, pages: Sequence[PageWords]) -> None:
        """Store the words of the pages beside the file, as gzipped JSON: `{"pages": [{"page": 1, "words": [...]}]}`.

        Storing them again replaces them. Besides what AWS reports it raises `DeadlinePassed` if S3 takes too long.
        """
        key = file_key(WORDS, processing.mga, processing.request_id)
        kind = {"ContentType": "application/json", "ContentEncoding": "gzip"}
        body = gzip.compress(json.dumps({"pages": pages}), mtime=0)  # the same words give the same bytes
        with until(Deadline(now() + _TIME_FOR_WORDS)), at_most(_TIME_FOR_WORDS.total_seconds()):
            client("s3").put_object(Bucket=self._bucket, Key=key, Body=body, **kind)

    def put_pages(self, processing: Processing, pages: PageResponses) -> None:
        """Store the responses for the pages read so far, so that the next attempt reads only the others."""
        body = zlib.compress(json.dumps({str(number): response for number, response in pages.items()}))
        client("s3").put_object(Bucket=self._bucket, Key=_pages_key(processing), Body=body)

    def get_pages(self, processing: Processing) -> PageResponses:
        """The stored responses; none if the request has none."""
        if not processing.has_pages:
            return {}
        found = client("s3").get_object(Bucket=self._bucket, Key=_pages_key(processing))
        stored = json.loads(zlib.decompress(found["Body"].read()))
        return {int(number): response for number, response in stored.items()}


def _pages_key(processing: Processing) -> str:
    return file_key(PAGES, processing.mga, processing.request_id)
