"""Forms that upload a file directly to S3, for files too large for one call. S3 then notifies the queue.

A form permits its holder one key, one content type and an accepted size, for an hour.
"""

from dataclasses import dataclass
from datetime import timedelta

from faktura.capture.customers.customer import CustomerKey
from faktura.capture.customers.customer_store import CustomerStore
from faktura.capture.errors import UnsupportedFormat
from faktura.capture.keys import UPLOADS, file_key
from faktura.capture.requests.request import Processing, path_of
from faktura.capture.requests.request_store import RequestStore
from faktura.capture.uploads.schemas import DATA_TYPES, MEDIA_TYPES, UploadForm, UploadRequest
from faktura.capture.webhooks.secret_store import SecretStore
from faktura.capture.webhooks.target import Target
from faktura.core.aws import client
from faktura.core.clock import timestamp
from faktura.core.idempotency import Idempotency
from faktura.core.observability import log
from faktura.core.request import Request
from faktura.core.response import Created
from faktura.core.settings import setting

LIFETIME = timedelta(hours=1)
"""How long an upload with a form may begin."""


@dataclass(frozen=True)
class UploadFormService:
    """Issues forms for the bucket's `uploads/` prefix."""

    customers: CustomerStore
    requests: RequestStore
    secrets: SecretStore
    bucket: str

    @classmethod
    def from_settings(cls) -> "UploadFormService":
        """With the stores and the bucket that the template names."""
        client("s3")
        return cls(
            CustomerStore.from_settings(),
            RequestStore.from_settings(),
            SecretStore.from_settings(),
            setting("CAPTURE_BUCKET"),
        )

    def issue(
        self, key: CustomerKey, upload: UploadRequest, request: Request, idempotency: Idempotency
    ) -> Created[UploadForm]:
        """Accept a request and return the form for its file."""
        request.caller.must_have(f"invoice:{upload.mode}")
        if upload.content_type not in MEDIA_TYPES:
            raise UnsupportedFormat(f"The content type must be one of {', '.join(MEDIA_TYPES)}.")
        webhook_url = upload.webhook_url or ""
        if webhook_url:
            Target.parse(webhook_url)
            self.secrets.must_exist(key.mga)
        self.customers.get(key)
        processing = Processing.of(request, key, upload.mode, webhook_url)
        form = Created(self._form(processing, upload.content_type), at=path_of(processing.request_id))
        self.requests.accept(processing, idempotency.writes_recording(form))
        log.info("upload expected", RequestsAccepted=1, mga=processing.mga, mode=processing.mode)
        return form

    def _form(self, processing: Processing, content_type: str) -> UploadForm:
        fields = {"Content-Type": content_type, "success_action_status": "201"}
        minimum = 1 if content_type in DATA_TYPES else int(setting("MIN_FILE_BYTES"))
        size = ["content-length-range", minimum, int(setting("MAX_FILE_BYTES"))]
        post = client("s3").generate_presigned_post(
            self.bucket,
            file_key(UPLOADS, processing.mga, processing.request_id),
            Fields=fields,
            Conditions=[*({name: value} for name, value in fields.items()), size],
            ExpiresIn=int(LIFETIME.total_seconds()),
        )
        return UploadForm(
            request_id=processing.request_id,
            url=post["url"],
            fields=post["fields"],
            expires_at=timestamp(processing.began_at + LIFETIME),
        )
