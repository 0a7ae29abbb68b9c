"""Ends an overdue request, or resumes its webhook, for the sweep."""

from contextlib import suppress
from dataclasses import dataclass

from faktura.capture.requests.end_service import EndService
from faktura.capture.requests.errors import RequestEnded, WebhookNotStarted
from faktura.capture.requests.overdue import OverdueRequest
from faktura.capture.requests.overdue_store import OverdueStore
from faktura.capture.uploads.arrival_store import ArrivalStore
from faktura.capture.webhooks.delivery_store import DeliveryStore
from faktura.capture.webhooks.delivery_workflow import DeliveryWorkflow
from faktura.core.observability import log


@dataclass(frozen=True)
class OverdueService:
    """Ends overdue requests, and resumes overdue webhooks."""

    requests: OverdueStore
    arrivals: ArrivalStore
    deliveries: DeliveryStore
    webhooks: DeliveryWorkflow
    ends: EndService

    @classmethod
    def from_settings(cls) -> "OverdueService":
        """With the stores that the template names."""
        return cls(
            OverdueStore.from_settings(),
            ArrivalStore.from_settings(),
            DeliveryStore.from_settings(),
            DeliveryWorkflow.from_settings(),
            EndService.from_settings(),
        )

    def end(self, overdue: OverdueRequest) -> None:
        """Fail the request, or resume its webhook. A request whose file waits in the queue is postponed.

        Nothing changes if it is not overdue any more.
        """
        if overdue.owing == "webhook":
            self.resume(overdue.mga, overdue.request_id)
        elif self.requests.is_waiting(overdue) and self.arrivals.has_arrived(overdue.mga, overdue.request_id):
            self.requests.postpone(overdue)
        elif lost := self.requests.lost(overdue):
            with suppress(RequestEnded, WebhookNotStarted):
                self.ends.fail(lost.processing, lost.failure, lost.overdue_since)

    def resume(self, mga: str, request_id: str) -> bool:
        """Start an overdue delivery again where it stopped; false if it is not overdue."""
        taken = self.deliveries.take_over(mga, request_id)
        if taken is None:
            return False
        self.webhooks.start(*taken)
        log.info("webhook resumed", mga=mga)
        return True
