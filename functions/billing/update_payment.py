from faktura.billing.api import api
from faktura.billing.errors import InvoiceClosed, NoSuchPayment, PaymentExceeded, TooManyChanges
from faktura.billing.fields.identity import PathId
from faktura.billing.member import Member
from faktura.billing.payment_service import PaymentService
from faktura.billing.printing.organisation_store import OrganisationStore
from faktura.billing.schemas.requests import PaymentChange
from faktura.billing.schemas.responses import PaymentBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest, MalformedBody


@api.patch(
    "/api/payments/{paymentId}",
    scope="payments:write",
    raises=[MalformedBody, InvalidRequest, PaymentExceeded, InvoiceClosed, TooManyChanges, NoSuchPayment],
)
def handler(
    payment_id: PathId,
    change: PaymentChange,
    member: Member,
    tags: Tags,
    payments: PaymentService,
    organisations: OrganisationStore,
) -> PaymentBody:
    """Change properties of a payment.

    Properties that are left out stay as they are. An array replaces the whole array. The payment gets the tags of the
    request.
    """
    time_zone = organisations.time_zone(member.office.name)  # before the change, which its failure would hide
    return payments.change(payment_id, change, member, tags).redacted_for(tags, time_zone)
