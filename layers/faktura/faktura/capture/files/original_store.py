"""Reads the documents of requests as they were sent, and the words on their pages.

It imports nothing that reads documents: a function that shows the words needs none of that.
"""

import gzip
from typing import Any

from botocore.exceptions import ClientError

from faktura.capture.keys import ORIGINALS, WORDS, file_key
from faktura.core import json
from faktura.core.aws import client
from faktura.core.settings import setting

_MISSING = {"NoSuchKey", "AccessDenied", "404"}
"""S3's codes for an object that is not there. Without the right to list the bucket it is `AccessDenied`."""


class OriginalStore:
    """The bucket's `originals/` and `words/` prefixes."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> "OriginalStore":
        """The bucket that the template names."""
        return cls(setting("CAPTURE_BUCKET"))

    def get(self, mga: str, request_id: str) -> bytes | None:
        """The document of a request; `None` if there is none, or if it is not kept any more."""
        return self._read(file_key(ORIGINALS, mga, request_id))

    def words(self, mga: str, request_id: str) -> list[dict[str, Any]]:
        """The words of each page as JSON: `{"page": 1, "words": [...]}`; none if they are not stored."""
        stored = self._read(file_key(WORDS, mga, request_id))
        return list(json.loads(gzip.decompress(stored))["pages"]) if stored else []

    def _read(self, key: str) -> bytes | None:
        try:
            return bytes(client("s3").get_object(Bucket=self._bucket, Key=key)["Body"].read())
        except ClientError as fault:
            if fault.response["Error"]["Code"] not in _MISSING:
                raise
            return None
