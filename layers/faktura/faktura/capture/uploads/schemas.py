"""Request and response bodies of uploads."""

from typing import Annotated

from pydantic import Field

from faktura.capture.requests.request import Mode
from faktura.capture.schemas import RequestId
from faktura.capture.webhooks.target import WEBHOOK_URL
from faktura.core.model import NOT_NULL, Model

DATA_TYPES = ("application/pdf", "application/xml", "text/xml")
"""Media types of files that may be read from their data, so that they may be small."""

MEDIA_TYPES = ("application/pdf", "application/xml", "image/jpeg", "image/png", "image/tiff", "text/xml")


class UploadRequest(Model):
    """The file you are going to upload."""

    content_type: Annotated[
        str, Field(json_schema_extra={"enum": list(MEDIA_TYPES)}, description="The media type of the file.")
    ]
    mode: Annotated[
        Mode,
        Field(
            description="`process` returns the practice's record of the invoice, or else what was read from the file. "
            "`lookup` returns the practice's record only."
        ),
    ]
    webhook_url: Annotated[Annotated[str, Field(json_schema_extra=WEBHOOK_URL)] | None, NOT_NULL] = None


class UploadForm(Model):
    """Where to upload the file: post each of the `fields` as it is, then the file as `file`, as multipart/form-data."""

    request_id: RequestId
    url: Annotated[str, Field(description="The URL to post the form to.")]
    fields: Annotated[dict[str, str], Field(description="The fields of the form, by name.")]
    expires_at: Annotated[
        str,
        Field(description="When the upload must have begun, in UTC.", examples=["2026-11-26T02:00:00.000Z"]),
    ]
