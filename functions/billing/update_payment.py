from faktura.billing.api import api
from faktura.billing.changes import PaymentChange
from faktura.billing.errors import InvoiceClosed, NoSuchPayment, PaymentExceeded, TooMuchAtOnce
from faktura.billing.identities import IdInPath
from faktura.billing.members import Member
from faktura.billing.paying import Paying
from faktura.billing.shapes import PaymentShape
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest, MalformedBody


@api.patch(
    "/api/payments/{paymentId}",
    allow="payments:write",
    raises=[MalformedBody, InvalidRequest, PaymentExceeded, InvoiceClosed, TooMuchAtOnce, NoSuchPayment],
)
def handler(payment_id: IdInPath, change: PaymentChange, member: Member, tags: Tags, paying: Paying) -> PaymentShape:
    """Change some of a payment's properties; an array replaces the whole array, the tags named are added."""
    return paying.revise(payment_id, change, member, tags).seen_with(tags)
