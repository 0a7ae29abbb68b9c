from faktura.billing.api import api
from faktura.billing.errors import InvoiceClosed, NoSuchPayment, PaymentExceeded, TooMuchAtOnce
from faktura.billing.identity import IdInPath
from faktura.billing.member import Member
from faktura.billing.payment_service import Paying
from faktura.billing.schemas.requests import PaymentChange
from faktura.billing.schemas.responses import PaymentShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest, MalformedBody


@api.patch(
    "/api/payments/{paymentId}",
    scope="payments:write",
    raises=[MalformedBody, InvalidRequest, PaymentExceeded, InvoiceClosed, TooMuchAtOnce, NoSuchPayment],
)
def handler(payment_id: IdInPath, change: PaymentChange, member: Member, tags: Tags, paying: Paying) -> PaymentShape:
    """Change some of a payment's properties; an array replaces the whole array, the tags named are added."""
    return paying.revise(payment_id, change, member, tags).seen_with(tags)
