from faktura.billing.api import api
from faktura.billing.errors import NoSuchPayment
from faktura.billing.identity import IdInPath
from faktura.billing.member import Member
from faktura.billing.payment_service import Paying
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest
from faktura.core.response import NoContent


@api.delete("/api/payments/{paymentId}", scope="payments:write", raises=[InvalidRequest, NoSuchPayment])
def handler(payment_id: IdInPath, member: Member, tags: Tags, paying: Paying) -> NoContent:
    """Delete a payment with its donation; what it paid is owed again."""
    paying.delete(payment_id, member, tags)
    return NoContent()
