from faktura.core.clock import Deadline
from faktura.core.task import task
from faktura.jobs.job_store import JobStore
from faktura.jobs.machine import JobMachine
from faktura.jobs.order_store import OrderStore
from faktura.jobs.schedule_service import SweepEvent, sweep


@task
def handler(event: SweepEvent, jobs: JobStore, machine: JobMachine, orders: OrderStore, deadline: Deadline) -> None:
    """End the job whose execution died (an event of Step Functions), or look after all that should be done by now."""
    sweep(event, jobs, machine, orders, deadline)
