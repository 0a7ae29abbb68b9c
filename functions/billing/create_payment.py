from faktura.billing.api import api
from faktura.billing.errors import InvoiceClosed, PaymentExceeded, TooMuchAtOnce
from faktura.billing.invoice import Payment
from faktura.billing.member import Member
from faktura.billing.payment_service import Paying
from faktura.billing.schemas.requests import NewPayment
from faktura.billing.schemas.responses import PaymentShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest, MalformedBody
from faktura.core.idempotency import Once
from faktura.core.request import Answer, Request


@api.post(
    "/api/payments",
    allow="payments:write",
    raises=[MalformedBody, InvalidRequest, PaymentExceeded, InvoiceClosed, TooMuchAtOnce],
    status=201,
    answers=PaymentShape,
)
def handler(new: NewPayment, member: Member, tags: Tags, once: Once, request: Request, paying: Paying) -> Answer:
    """Record a payment and what of it is for which invoices and for a donation."""

    def created(payment: Payment) -> Answer:
        return Answer(201, payment.seen_with(tags), {"Location": f"{request.base_url}/api/payments/{payment.id}"})

    payment = paying.create(new, member, tags, lambda payment: once.keeping(created(payment)))
    return created(payment)
