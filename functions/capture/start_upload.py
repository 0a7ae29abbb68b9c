from faktura.capture.api import api
from faktura.capture.customers.customer import CustomerKey
from faktura.capture.errors import NoSuchCustomer, UnsupportedFormat
from faktura.capture.uploads.form_service import UploadFormService
from faktura.capture.uploads.schemas import UploadForm, UploadRequest
from faktura.capture.webhooks.errors import InvalidWebhookUrl
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Created


@api.post(
    "/api/v1/invoice/{customerId}/uploads",
    scope="invoice:process",
    implied_by="invoice:lookup",
    raises=[MalformedBody, InvalidRequest, UnsupportedFormat, InvalidWebhookUrl, NoSuchCustomer],
)
def handler(
    key: CustomerKey, upload: UploadRequest, request: Request, idempotency: Idempotency, forms: UploadFormService
) -> Created[UploadForm]:
    """Get a form that uploads one file of up to 10 MB. The file is processed as soon as it has arrived."""
    return forms.issue(key, upload, request, idempotency)
