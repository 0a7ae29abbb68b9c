from faktura.core.clock import Deadline
from faktura.core.task import task
from faktura.jobs.job_store import JobStore
from faktura.jobs.job_workflow import JobWorkflow
from faktura.jobs.orders.order_store import OrderStore
from faktura.jobs.schedule_service import SweepEvent, sweep


@task
def handler(event: SweepEvent, jobs: JobStore, workflow: JobWorkflow, orders: OrderStore, deadline: Deadline) -> None:
    """End the job of an execution that died (an event of Step Functions), or look at all jobs that are overdue."""
    sweep(event, jobs, workflow, orders, deadline)
