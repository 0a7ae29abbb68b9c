"""The PDFs of the invoices, in the bucket under `invoices/`, and the links that download them."""

from urllib.parse import quote

from botocore.exceptions import ClientError

from faktura.core.aws import client
from faktura.core.response import content_disposition
from faktura.core.settings import setting

LINK_SECONDS = 15 * 60
"""A link works for so long (docs/apis/jobs.md)."""

_PDF = "application/pdf"

_MISSING = {"NoSuchKey", "AccessDenied"}
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

    def put(self, tenant: str, number: str, pdf: bytes) -> None:
        """Store the PDF of an invoice; a second call replaces it with the same bytes."""
        client("s3").put_object(Bucket=self._bucket, Key=key_of(tenant, number), Body=pdf, ContentType=_PDF)

    def get(self, tenant: str, number: str) -> bytes | None:
        """The PDF of an invoice; None if there is none."""
        try:
            pdf: bytes = client("s3").get_object(Bucket=self._bucket, Key=key_of(tenant, number))["Body"].read()
        except ClientError as fault:
            if fault.response["Error"]["Code"] in _MISSING:
                return None
            raise
        return pdf

    def link(self, tenant: str, number: str) -> str:
        """A URL that lets a browser download the PDF for 15 minutes."""
        parameters = {
            "Bucket": self._bucket,
            "Key": key_of(tenant, number),
            "ResponseContentType": _PDF,
            "ResponseContentDisposition": content_disposition(f"{number}.pdf", is_download=True),
        }
        link: str = client("s3").generate_presigned_url("get_object", Params=parameters, ExpiresIn=LINK_SECONDS)
        return link


def folder_of(tenant: str) -> str:
    """The beginning of the keys of a tenant's PDFs."""
    return f"invoices/{tenant}/"


def key_of(tenant: str, number: str) -> str:
    """The key of a document's PDF."""
    return f"{folder_of(tenant)}{quote(number, safe='')}.pdf"
