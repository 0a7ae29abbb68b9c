"""The end of a job: every order gets an outcome, whatever happened to the job's tasks."""

from faktura.jobs.chunk import Chunk, JobChunks
from faktura.jobs.job import JobReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.orders.order_store import OrderStore
from faktura.jobs.outcome import Outcome


def end_job(job: JobReference, jobs: JobStore, orders: OrderStore) -> int:
    """End the job; returns how many orders were still pending. A job that is done or does not exist stays as it is.

    The job stops assigning numbers first, so an order that fails here gets no invoice from this job later.
    """
    if not jobs.stop_numbering(job):
        return 0
    last = len(JobChunks.of(job, jobs.get(job).orders or 0).chunks) - 1
    unfinished = 0
    for chunk in jobs.chunks(job, 0, last) if last >= 0 else ():
        outcomes = _failures(chunk, orders)
        jobs.record(chunk, outcomes)
        unfinished += len(outcomes)
    jobs.end(job)
    return unfinished


def _failures(chunk: Chunk, orders: OrderStore) -> dict[str, Outcome]:
    """A failure for each pending order; one that has a number names it, so that its PDF can be made later."""
    pending = chunk.pending_ids()
    stored = orders.get_each(chunk.reference.tenant, pending) if pending else {}
    numbers = {order.order_id: orders.number_by(chunk.reference, order) for order in stored.values()}
    return {
        order_id: Outcome.without_pdf(order_id, numbers[order_id])
        if numbers.get(order_id)
        else Outcome.failed(order_id, "The order was not processed.")
        for order_id in pending
    }
