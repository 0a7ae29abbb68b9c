from faktura.core.clock import Deadline
from faktura.core.observability import log
from faktura.core.schedule import ScheduledMoment
from faktura.core.task import task
from faktura.jobs.configurations.configuration_store import ConfigurationStore
from faktura.jobs.job_store import JobStore
from faktura.jobs.job_workflow import JobWorkflow
from faktura.jobs.schedule_service import start_jobs


@task
def handler(
    moment: ScheduledMoment,
    jobs: JobStore,
    workflow: JobWorkflow,
    configurations: ConfigurationStore,
    deadline: Deadline,
) -> None:
    """Start an AUTOMATIC job for each tenant that has `invoiceSettings`. A repeated event starts no job twice."""
    started = start_jobs(moment, configurations.scheduled_tenants(), jobs, workflow, deadline)
    log.info("scheduled jobs started", due_at=moment.due_at.isoformat(), jobs=started)
