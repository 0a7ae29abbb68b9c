from faktura.billing.api import api
from faktura.billing.errors import NoSuchPayment
from faktura.billing.fields.identity import PathId
from faktura.billing.member import Member
from faktura.billing.payment_service import PaymentService
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import NoContent


@api.delete("/api/payments/{paymentId}", scope="payments:write", raises=[InvalidRequest, NoSuchPayment])
def handler(payment_id: PathId, member: Member, tags: Tags, payments: PaymentService) -> NoContent:
    """Delete a payment and its donation.

    The amounts that it paid are due again.
    """
    payments.delete(payment_id, member, tags)
    return NoContent()
