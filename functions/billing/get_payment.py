from faktura.billing.api import api
from faktura.billing.billing_store import BillingStore
from faktura.billing.errors import NoSuchPayment
from faktura.billing.fields.identity import PathId
from faktura.billing.member import Office
from faktura.billing.printing.organisation_store import OrganisationStore
from faktura.billing.schemas.responses import PaymentBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest


@api.get("/api/payments/{paymentId}", scope="payments:read", raises=[InvalidRequest, NoSuchPayment])
def handler(
    payment_id: PathId, office: Office, tags: Tags, store: BillingStore, organisations: OrganisationStore
) -> PaymentBody:
    """Get a payment.

    It is redacted unless the request names its tags and those of its invoices.
    """
    return store.payment(office.name, payment_id).redacted_for(tags, organisations.time_zone(office.name))
