"""Erases a customer: notes the customer, redacts recorded answers, then carries out each step.

The note comes first and what leads to the customer goes last, so a run that broke off can be repeated, and goes on.
"""

from collections.abc import Callable
from typing import Protocol

from faktura.operations.erasure.billing_service import BillingErasureService
from faktura.operations.erasure.capture_service import CaptureErasureService
from faktura.operations.erasure.copies.answer_store import AnswerStore
from faktura.operations.erasure.customer import Customer
from faktura.operations.erasure.job_service import JobErasureService
from faktura.operations.erasure.pims_service import PimsErasureService
from faktura.operations.erasure.report import Report
from faktura.operations.erasure.retention import Retention
from faktura.operations.erasure.step import Redaction, Steps
from faktura.operations.errors import CannotErase
from faktura.operations.stack_store import StackStore
from faktura.operations.tenants.item_store import ItemStore
from faktura.operations.tenants.tenant import Tenant


class Erasure(Protocol):
    """What one API has of a customer."""

    def registered(self) -> list[Customer]: ...  # noqa: D102  -- each API says what it is
    def note(self, customer: Customer) -> None: ...  # noqa: D102
    def redaction(self, customer: Customer) -> Redaction: ...  # noqa: D102
    def steps(self, customer: Customer) -> Steps: ...  # noqa: D102


class ErasureService:
    """Erases customers of one tenant."""

    def __init__(self, stack: StackStore, tenant: Tenant, retention: Retention) -> None:
        self._tenant, self._answers = tenant, AnswerStore(ItemStore(stack))
        made: dict[str, Callable[[], Erasure]] = {
            "office": lambda: BillingErasureService(stack, tenant.name, retention),
            "mga": lambda: CaptureErasureService(stack, tenant.name),
            "tenant": lambda: JobErasureService(stack, tenant.name, retention),
            "practice": lambda: PimsErasureService(stack, tenant.name),
        }
        if tenant.kind not in made:
            raise CannotErase(f"{tenant} has no customers that Faktura knows of")
        self._erasure = made[tenant.kind]()

    def registered(self) -> list[Customer]:
        """The customers that were erased before: to erase after a restore, or what may go by now."""
        return self._erasure.registered()

    def erase(self, customer: Customer, is_applied: bool) -> Report:
        """Erase a customer, or only find out what there is."""
        report = Report(str(self._tenant), customer.shown, is_applied)
        if is_applied:
            self._erasure.note(customer)
        for step in self._steps(customer):
            if is_applied and step.erase:
                step.erase()
            report.add(step)
        return report

    def _steps(self, customer: Customer) -> Steps:
        yield from self._answers.steps(self._tenant, self._erasure.redaction(customer))
        yield from self._erasure.steps(customer)
