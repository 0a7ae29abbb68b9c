from faktura.billing.api import api
from faktura.billing.errors import NoSuchPayment
from faktura.billing.identity import IdInPath
from faktura.billing.member import Member
from faktura.billing.payment_service import Paying
from faktura.billing.tags import Tags
from faktura.core.errors import InvalidRequest


@api.delete("/api/payments/{paymentId}", allow="payments:write", raises=[InvalidRequest, NoSuchPayment], status=204)
def handler(payment_id: IdInPath, member: Member, tags: Tags, paying: Paying) -> None:
    """Delete a payment with its donation; what it paid is owed again."""
    paying.delete(payment_id, member, tags)
