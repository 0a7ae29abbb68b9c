"""The PDFs of the invoices, in the bucket under `invoices/`, and the links that download them.

The bucket keeps versions. The first PDF that is stored of a document is the one that was issued. Its version is
recorded with the document, and readers name it: nothing that is put over it reaches them.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from urllib.parse import quote

from botocore.exceptions import ClientError

from faktura.core.aws import client
from faktura.core.dynamo import WriteConflict, retry_on_conflict
from faktura.core.response import content_disposition
from faktura.core.settings import setting
from faktura.jobs.errors import PdfTaken

LINK_SECONDS = 15 * 60
"""A link works for so long (docs/apis/jobs.md)."""

_PDF = "application/pdf"
_ISSUED_AT = "issued-at"
"""Metadata that tells the PDFs of two documents with one number apart."""

_BEFORE_VERSIONS = "null"
"""S3's name of the version that was stored before the bucket kept versions."""

_MISSING = {"NoSuchKey", "NoSuchVersion", "AccessDenied"}
"""S3 denies access to an absent object to a function that must not list the bucket."""


class PdfStore:
    """PDFs by tenant and number."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> "PdfStore":
        """The bucket that the template names."""
        return cls(setting("JOB_BUCKET"))

    def put(self, tenant: str, number: str, issued_at: datetime, pdf: bytes) -> str:
        """Store the PDF of a document if none is stored; the id of the version that is stored now.

        A PDF that is stored stays, also if later code draws it in other bytes. `PdfTaken` if it is another document's.
        """
        return retry_on_conflict(partial(_put, self._place(tenant, number), issued_at.isoformat(), pdf))

    def get(self, tenant: str, number: str, version: str = "") -> bytes | None:
        """The PDF of an invoice in this version, or without one the current PDF; None if there is none."""
        try:
            pdf: bytes = client("s3").get_object(**self._place(tenant, number, version))["Body"].read()
        except ClientError as fault:
            if fault.response["Error"]["Code"] in _MISSING:
                return None
            raise
        return pdf

    def link(self, tenant: str, number: str, version: str = "") -> str:
        """A URL that lets a browser download the PDF for 15 minutes: this version of it, or without one the current."""
        parameters = {
            **self._place(tenant, number, version),
            "ResponseContentType": _PDF,
            "ResponseContentDisposition": content_disposition(f"{number}.pdf", is_download=True),
        }
        link: str = client("s3").generate_presigned_url("get_object", Params=parameters, ExpiresIn=LINK_SECONDS)
        return link

    def _place(self, tenant: str, number: str, version: str = "") -> dict[str, str]:
        place = {"Bucket": self._bucket, "Key": key_of(tenant, number)}
        return place | {"VersionId": version} if version else place


def _put(place: Mapping[str, str], issued_at: str, pdf: bytes) -> str:
    """Put the PDF; `WriteConflict` if S3 asks to try again. Object Lock needs the checksum that botocore sends."""
    terms = {"ContentType": _PDF, "Metadata": {_ISSUED_AT: issued_at}, "IfNoneMatch": "*"}
    try:
        stored = client("s3").put_object(**place, **terms, Body=pdf)
    except ClientError as fault:
        code = fault.response["Error"]["Code"]
        if code == "ConditionalRequestConflict":
            raise WriteConflict from fault
        if code != "PreconditionFailed":
            raise
        return _stored(place, issued_at)
    return str(stored.get("VersionId", ""))


def _stored(place: Mapping[str, str], issued_at: str) -> str:
    """The version of a PDF that is stored already: its process died, or the answer was lost."""
    found = client("s3").head_object(**place)
    version: str = found.get("VersionId", "")
    other = found["Metadata"].get(_ISSUED_AT)
    if other != issued_at and not (other is None and version == _BEFORE_VERSIONS):
        raise PdfTaken
    return version


def folder_of(tenant: str) -> str:
    """The beginning of the keys of a tenant's PDFs."""
    return f"invoices/{tenant}/"


def key_of(tenant: str, number: str) -> str:
    """The key of a document's PDF."""
    return f"{folder_of(tenant)}{quote(number, safe='')}.pdf"
