from faktura.billing.api import api
from faktura.billing.errors import InvoiceClosed, PaymentExceeded, TooManyChanges
from faktura.billing.member import Member
from faktura.billing.payment import Payment
from faktura.billing.payment_service import PaymentService
from faktura.billing.printing.organisation_store import OrganisationStore
from faktura.billing.schemas.requests import NewPayment
from faktura.billing.schemas.responses import PaymentBody
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.response import Created


@api.post(
    "/api/payments",
    scope="payments:write",
    raises=[MalformedBody, InvalidRequest, PaymentExceeded, InvoiceClosed, TooManyChanges],
)
def handler(
    new: NewPayment,
    member: Member,
    tags: Tags,
    idempotency: Idempotency,
    payments: PaymentService,
    organisations: OrganisationStore,
) -> Created[PaymentBody]:
    """Record a payment, the invoices that it pays, and its donation.

    The payment gets the tags of the request.
    """

    time_zone = organisations.time_zone(member.office.name)

    def created(payment: Payment) -> Created[PaymentBody]:
        return Created(payment.redacted_for(tags, time_zone), at=f"/api/payments/{payment.id}")

    payment = payments.create(new, member, tags, lambda payment: idempotency.writes_recording(created(payment)))
    return created(payment)
