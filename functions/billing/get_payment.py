from faktura.billing.api import api
from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import NoSuchPayment
from faktura.billing.identity import IdInPath
from faktura.billing.member import Office
from faktura.billing.schemas.responses import PaymentShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest


@api.get("/api/payments/{paymentId}", scope="payments:read", raises=[InvalidRequest, NoSuchPayment])
def handler(payment_id: IdInPath, office: Office, tags: Tags, store: BillingStore) -> PaymentShape:
    """Fetch one payment, redacted to what the request's tags allow."""
    return store.payment(office.name, payment_id).seen_with(tags)
