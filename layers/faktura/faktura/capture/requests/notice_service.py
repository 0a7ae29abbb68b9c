"""The webhooks of requests: what `webhooks/` delivers, with the bodies that requests have."""

from faktura.capture.requests.shown import notice_of
from faktura.capture.webhooks.delivery_service import DeliveryService
from faktura.capture.webhooks.delivery_store import DeliveryStore
from faktura.capture.webhooks.secret_store import SecretStore


class NoticeService(DeliveryService):
    """Delivers the result of a request, and its review."""

    @classmethod
    def from_settings(cls) -> "NoticeService":
        """With the stores that the template names."""
        return cls(DeliveryStore.from_settings(notice_of), SecretStore.from_settings())
