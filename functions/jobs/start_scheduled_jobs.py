from faktura.core.observability import log
from faktura.core.task import task
from faktura.jobs.job_store import JobStore
from faktura.jobs.machine import JobMachine
from faktura.jobs.order_store import ConfigurationStore
from faktura.jobs.schedule_service import ScheduledMoment, start_jobs


@task
def handler(moment: ScheduledMoment, jobs: JobStore, machine: JobMachine, configurations: ConfigurationStore) -> None:
    """Start an AUTOMATIC job for each tenant that has `invoiceSettings`; a moment told twice starts each but once."""
    started = start_jobs(moment, configurations.scheduled(), jobs, machine)
    log.info("scheduled jobs started", due_at=moment.due_at.isoformat(), jobs=started)
