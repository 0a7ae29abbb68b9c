"""Files in the bucket's `uploads/` prefix, which are processed in the background: S3 notifies the queue of each.

They are put there by an accepted request, by the holder of a form, or by the operator's own programs. The programs name
the MGA and its customer in the object's metadata (`UploadMetadata`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import unquote_plus
from uuid import NAMESPACE_URL, uuid5

from botocore.response import StreamingBody
from pydantic import Field, TypeAdapter

from faktura.capture.files.invoice_file import InvoiceFile, verify_maximum
from faktura.capture.keys import UPLOADS, file_key, request_of
from faktura.capture.requests.request import (
    MAX_REQUEST_ID_LENGTH,
    Mode,
    Processing,
    RequestKey,
)
from faktura.capture.webhooks.target import Target
from faktura.core.auth import Practices
from faktura.core.aws import client
from faktura.core.clock import now
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import Model, ShortText, validated
from faktura.core.settings import setting

_SAME_TYPES = {"text/xml": "application/xml"}
"""Another name of a type."""

_UNREADABLE = "application/octet-stream"
"""The type of content that is damaged or of no accepted kind."""


class _Object(Model):
    key: str
    e_tag: str = ""
    sequencer: str = ""


class _Stored(Model):
    object: _Object


class _Record(Model):
    s3: _Stored


class UploadEvent(Model):
    """S3's notification. The test message that S3 sends once has no records."""

    records: Annotated[Sequence[_Record], Field(alias="Records")] = ()

    @property
    def objects(self) -> list[_Object]:
        """The objects that were put, except for folders, which consoles create as empty objects."""
        return [record.s3.object for record in self.records if not record.s3.object.key.endswith("/")]


class UploadMetadata(Model):
    """The user metadata (`x-amz-meta-...`) of an object that the operator's own program puts under `uploads/`.

    `practices` are the ids of those whose invoices may be looked up, separated by spaces, or `*`. With a `request-id`
    the program can ask for the request's state.
    """

    mga_id: Annotated[ShortText, Field(alias="mga-id", min_length=1)]
    customer_id: Annotated[ShortText, Field(alias="customer-id", min_length=1)]
    mode: Mode = "process"
    practices: str = ""
    webhook_url: Annotated[str, Field(alias="webhook-url")] = ""
    request_id: Annotated[
        str, Field(alias="request-id", pattern=r"^[A-Za-z0-9_-]*$", max_length=MAX_REQUEST_ID_LENGTH)
    ] = ""


@dataclass
class Upload:
    """An object under `uploads/`. `processing` is the request that its metadata describes, if it has any.

    `claimed_type` is the type it was put with. `examined_type` is that of its content, empty until `file` is called.
    """

    request: RequestKey
    processing: Processing | None
    key: str
    digest: str
    size: int
    body: StreamingBody
    claimed_type: str
    examined_type: str = ""

    def file(self) -> InvoiceFile:
        """The file, else an `InvalidFile`. One that is too large is not fetched."""
        verify_maximum(self.size)
        self.examined_type = _UNREADABLE
        file = InvoiceFile.examined(self.body.read())
        self.examined_type = file.media_type
        return file


class UploadStore:
    """The bucket's `uploads/` prefix."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> "UploadStore":
        """The bucket that the template names."""
        return cls(setting("CAPTURE_BUCKET"))

    def put(self, processing: Processing, file: InvoiceFile) -> None:
        """Store an accepted request's file, so that it is processed in the background. Storing it twice is harmless."""
        client("s3").put_object(
            Bucket=self._bucket, Key=_key(processing), Body=file.content, ContentType=file.media_type
        )

    def open(self, stored: _Object) -> Upload:
        """The object of a notification; `InvalidRequest` if neither its key nor its metadata names its owner."""
        key = unquote_plus(stored.key)
        found = client("s3").get_object(Bucket=self._bucket, Key=key)
        content = key, found["ETag"], found["ContentLength"], found["Body"], found["ContentType"]
        if "mga-id" in found["Metadata"]:
            processing = _processing(found["Metadata"], stored)
            return Upload(RequestKey(processing.mga, processing.request_id), processing, *content)
        if (named := request_of(key)) is None:
            raise InvalidRequest(Fault("mga-id", "is required in the metadata of an upload"))
        return Upload(RequestKey(*named), None, *content)

    def label(self, upload: Upload) -> None:
        """Set the type of an examined object to that of its content. The holder of a form may have claimed another.

        S3 notifies the queue once more, so its request must have ended. An object of an operator's program is left as
        it is: another notification would make it another request.
        """
        claimed = _SAME_TYPES.get(upload.claimed_type, upload.claimed_type)
        if upload.processing or upload.examined_type in ("", claimed):
            return
        client("s3").copy_object(
            Bucket=self._bucket,
            Key=upload.key,
            CopySource={"Bucket": self._bucket, "Key": upload.key},
            CopySourceIfMatch=upload.digest,
            MetadataDirective="REPLACE",
            ContentType=upload.examined_type,
        )


_METADATA: TypeAdapter[UploadMetadata] = TypeAdapter(UploadMetadata)


def _processing(metadata: dict[str, Any], stored: _Object) -> Processing:
    """The request of an object. Two notifications of one object are one request; a key that is put again is another."""
    given = validated(_METADATA, metadata)
    if given.webhook_url:
        Target.parse(given.webhook_url)
    again = f"{stored.key} {stored.e_tag} {stored.sequencer}"
    return Processing(
        mga=given.mga_id,
        request_id=given.request_id or str(uuid5(NAMESPACE_URL, again)),
        customer_id=given.customer_id,
        mode=given.mode,
        practices=Practices(tuple(given.practices.split())),
        began_at=now(),
        webhook_url=given.webhook_url,
    )


def _key(processing: Processing) -> str:
    return file_key(UPLOADS, processing.mga, processing.request_id)
