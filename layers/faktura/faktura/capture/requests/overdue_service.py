"""What becomes of a request that is past its deadline."""

from dataclasses import dataclass

from faktura.capture.requests.overdue_store import OverdueStore
from faktura.capture.requests.request import OverdueRequest
from faktura.capture.uploads.arrival_store import Arrivals
from faktura.capture.webhooks.delivery_store import DeliveryStore
from faktura.capture.webhooks.machine import DeliveryMachine
from faktura.capture.webhooks.starting import resume, start


@dataclass(frozen=True)
class Sweeping:
    """Brings what is overdue to its end."""

    requests: OverdueStore
    arrivals: Arrivals
    deliveries: DeliveryStore
    webhooks: DeliveryMachine

    @classmethod
    def from_settings(cls) -> "Sweeping":
        """With the stores the template names."""
        return cls(
            OverdueStore.from_settings(),
            Arrivals.from_settings(),
            DeliveryStore.from_settings(),
            DeliveryMachine.from_settings(),
        )

    def end(self, overdue: OverdueRequest) -> None:
        """Fail the request, and start its webhook, or resume it; a request whose file waits in the queue is postponed.

        What has moved in the meantime stays as it is.
        """
        if overdue.owing == "webhook":
            resume(overdue.mga, overdue.request_id, self.deliveries, self.webhooks)
        elif self.requests.is_waiting(overdue) and self.arrivals.has_come(overdue.mga, overdue.request_id):
            self.requests.postpone(overdue)
        elif (failed := self.requests.fail(overdue)) and failed.webhook_url:
            start(failed.delivery, self.webhooks)
