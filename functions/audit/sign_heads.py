from itertools import chain

from faktura.audit.head_service import HeadService
from faktura.billing.journals.journal_store import OfficeRegister
from faktura.core.clock import Deadline
from faktura.core.schedule import ScheduledMoment
from faktura.core.task import task
from faktura.jobs.ranges.range_store import RangeStore


@task
def handler(
    moment: ScheduledMoment, heads: HeadService, tenants: RangeStore, offices: OfficeRegister, deadline: Deadline
) -> None:
    """Sign the head of each journal that has new entries. A repeated event signs only what was left."""
    heads.sign(chain(tenants.journals(), offices.journals()), moment.due_at, deadline)
