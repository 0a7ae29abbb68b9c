from faktura.billing.api import api
from faktura.billing.errors import InvoiceClosed, PaymentExceeded, TooMuchAtOnce
from faktura.billing.invoice import Payment
from faktura.billing.member import Member
from faktura.billing.payment_service import Paying
from faktura.billing.schemas.requests import NewPayment
from faktura.billing.schemas.responses import PaymentShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Idempotency
from faktura.core.response import Created


@api.post(
    "/api/payments",
    scope="payments:write",
    raises=[MalformedBody, InvalidRequest, PaymentExceeded, InvoiceClosed, TooMuchAtOnce],
)
def handler(
    new: NewPayment, member: Member, tags: Tags, idempotency: Idempotency, paying: Paying
) -> Created[PaymentShape]:
    """Record a payment and what of it is for which invoices and for a donation."""

    def created(payment: Payment) -> Created[PaymentShape]:
        return Created(payment.seen_with(tags), at=f"/api/payments/{payment.id}")

    payment = paying.create(new, member, tags, lambda payment: idempotency.writes_recording(created(payment)))
    return created(payment)
