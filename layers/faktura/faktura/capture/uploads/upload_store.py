"""Files that come to the bucket's `uploads/` prefix and are read behind: S3 tells the queue of each.

They are put there by a request that is not answered at once, by whoever was given a form, and by the operator's own
programs, which say in the object's metadata whose it is (`UploadMetadata`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import unquote_plus
from uuid import NAMESPACE_URL, uuid5

from botocore.response import StreamingBody
from pydantic import Field, TypeAdapter

from faktura.capture.files.invoice_file import InvoiceFile, verify_size
from faktura.capture.keys import UPLOADS, file_key, request_of
from faktura.capture.requests.request import (
    LONGEST_REQUEST_ID,
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

_UNREADABLE = "application/octet-stream"
"""The type of content that no reader of ours knows, or that is broken."""


class _Object(Model):
    key: str
    e_tag: str = ""
    sequencer: str = ""


class _Stored(Model):
    object: _Object


class _Record(Model):
    s3: _Stored


class UploadEvent(Model):
    """What S3 tells the queue; the message with which it tries the queue out has no records."""

    records: Annotated[Sequence[_Record], Field(alias="Records")] = ()

    @property
    def objects(self) -> list[_Object]:
        """The objects that were put; a folder, as consoles make it, is none."""
        return [record.s3.object for record in self.records if not record.s3.object.key.endswith("/")]


class UploadMetadata(Model):
    """The user metadata (`x-amz-meta-...`) of an object that the operator's own program puts under `uploads/`.

    `practices` are those whose invoices may be looked up, by their ids with spaces between them, or `*`. With a
    `request-id` of its own the program can ask for the request's state.
    """

    mga_id: Annotated[ShortText, Field(alias="mga-id", min_length=1)]
    customer_id: Annotated[ShortText, Field(alias="customer-id", min_length=1)]
    mode: Mode = "process"
    practices: str = ""
    webhook_url: Annotated[str, Field(alias="webhook-url")] = ""
    request_id: Annotated[
        str, Field(alias="request-id", pattern=r"^[A-Za-z0-9_-]*$", max_length=LONGEST_REQUEST_ID)
    ] = ""


@dataclass
class Upload:
    """An object under `uploads/`; `processing` is the request that its metadata makes it, where it has any.

    `claimed_type` is what it was put as, `examined_type` what its content is, empty until `file` has looked.
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
        """The file, if it can be read; an `InvalidFile` that says why not. Too large a one is not fetched."""
        verify_size(self.size)
        self.examined_type = _UNREADABLE
        file = InvoiceFile.examined(self.body.read())
        self.examined_type = file.media_type
        return file


class Uploads:
    """The bucket's `uploads/` prefix."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket
        client("s3")

    @classmethod
    def from_settings(cls) -> "Uploads":
        """The bucket the template names."""
        return cls(setting("CAPTURE_BUCKET"))

    def put(self, processing: Processing, file: InvoiceFile) -> None:
        """Let the accepted request's file be read behind; again is the same."""
        client("s3").put_object(
            Bucket=self._bucket, Key=_key(processing), Body=file.content, ContentType=file.media_type
        )

    def open(self, stored: _Object) -> Upload:
        """The object that S3 told of; an `InvalidRequest` where neither key nor metadata say whose it is."""
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
        """Let an examined object be of the type that its content has; the holder of a form may have claimed another.

        S3 tells of it once more, so its request must have ended. What an operator's program puts stays as it is: told
        of once more, it would be another request.
        """
        if upload.processing or upload.examined_type in ("", upload.claimed_type):
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
    """The request that an object is. What S3 tells twice is one; the same key written again is another."""
    said = validated(_METADATA, metadata)
    if said.webhook_url:
        Target.parse(said.webhook_url)
    again = f"{stored.key} {stored.e_tag} {stored.sequencer}"
    return Processing(
        mga=said.mga_id,
        request_id=said.request_id or str(uuid5(NAMESPACE_URL, again)),
        customer_id=said.customer_id,
        mode=said.mode,
        practices=Practices(tuple(said.practices.split())),
        began_at=now(),
        webhook_url=said.webhook_url,
    )


def _key(processing: Processing) -> str:
    return file_key(UPLOADS, processing.mga, processing.request_id)
