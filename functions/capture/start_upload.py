from faktura.capture.api import api
from faktura.capture.customers.customer import CustomerKey
from faktura.capture.errors import CustomerNotFound, InvalidWebhookUrl, UnsupportedFormat
from faktura.capture.uploads.form_service import UploadForm, UploadForms, UploadRequest
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.request import Request
from faktura.core.response import Created


@api.post(
    "/api/v1/invoice/{customerId}/uploads",
    scope="invoice:process",
    implied_by="invoice:lookup",
    raises=[MalformedBody, InvalidRequest, UnsupportedFormat, InvalidWebhookUrl, CustomerNotFound],
)
def handler(
    key: CustomerKey, wanted: UploadRequest, request: Request, idempotency: Idempotency, forms: UploadForms
) -> Created[UploadForm]:
    """Get a form with which one file of up to 10 MB is uploaded; it is read as soon as it has come."""
    return forms.issue(key, wanted, request, idempotency)
