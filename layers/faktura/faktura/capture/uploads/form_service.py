"""Forms with which a file goes straight to S3, for what one call cannot carry; S3 then tells the queue of it.

The form is all its holder may do: one key, one content type, a readable size, for an hour.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from faktura.capture.customers.customer import CustomerKey
from faktura.capture.customers.customer_store import CustomerStore
from faktura.capture.errors import UnsupportedFormat
from faktura.capture.keys import UPLOADS, file_key
from faktura.capture.requests.request import Mode, Processing, path_of
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.webhooks.secret_store import WebhookSecrets
from faktura.capture.webhooks.target import WEBHOOK_URL, Target
from faktura.core.aws import client
from faktura.core.clock import timestamp
from faktura.core.idempotency import Idempotency
from faktura.core.model import NOT_NULL, Model
from faktura.core.observability import log
from faktura.core.request import Request
from faktura.core.response import Created
from faktura.core.settings import setting

LIFE = timedelta(hours=1)
"""In which the upload must begin."""

MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png", "image/tiff")


class UploadRequest(Model):
    """What is going to be uploaded, and what for."""

    content_type: Annotated[str, Field(json_schema_extra={"enum": list(MEDIA_TYPES)})]
    mode: Mode
    webhook_url: Annotated[Annotated[str, Field(json_schema_extra=WEBHOOK_URL)] | None, NOT_NULL] = None


class UploadForm(Model):
    """Where to post the file as multipart/form-data: each of the `fields` as it is, then `file`."""

    request_id: str
    url: str
    fields: dict[str, str]
    expires_at: str


@dataclass(frozen=True)
class UploadForms:
    """Hands out forms for the bucket's `uploads/` prefix."""

    customers: CustomerStore
    requests: RequestStore
    secrets: WebhookSecrets
    bucket: str

    @classmethod
    def from_settings(cls) -> "UploadForms":
        """With the stores and the bucket the template names."""
        client("s3")
        return cls(
            CustomerStore.from_settings(),
            RequestStore.from_settings(),
            WebhookSecrets.from_settings(),
            setting("CAPTURE_BUCKET"),
        )

    def issue(
        self, key: CustomerKey, wanted: UploadRequest, request: Request, idempotency: Idempotency
    ) -> Created[UploadForm]:
        """The form of a request that is accepted herewith, and waits for its file."""
        request.caller.must_have(f"invoice:{wanted.mode}")
        if wanted.content_type not in MEDIA_TYPES:
            raise UnsupportedFormat(f"The content type must be one of {', '.join(MEDIA_TYPES)}.")
        webhook_url = wanted.webhook_url or ""
        if webhook_url:
            Target.parse(webhook_url)
            self.secrets.must_exist(key.mga)
        self.customers.get(key)
        processing = Processing.of(request, key, wanted.mode, webhook_url)
        form = Created(self._form(processing, wanted.content_type), at=path_of(processing.request_id))
        self.requests.accept(processing, idempotency.writes_recording(form))
        log.info("upload expected", RequestsAccepted=1, mga=processing.mga, mode=processing.mode)
        return form

    def _form(self, processing: Processing, content_type: str) -> UploadForm:
        fields = {"Content-Type": content_type, "success_action_status": "201"}
        size = ["content-length-range", int(setting("SMALLEST_FILE")), int(setting("LARGEST_FILE"))]
        post = client("s3").generate_presigned_post(
            self.bucket,
            file_key(UPLOADS, processing.mga, processing.request_id),
            Fields=fields,
            Conditions=[*({name: value} for name, value in fields.items()), size],
            ExpiresIn=int(LIFE.total_seconds()),
        )
        return UploadForm(
            request_id=processing.request_id,
            url=post["url"],
            fields=post["fields"],
            expires_at=timestamp(processing.began_at + LIFE),
        )
