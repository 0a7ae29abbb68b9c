"""The end of a job: whatever happened to its tasks, every order has an outcome and the job is DONE."""

from faktura.jobs.job import (
    Chunk,
    JobChunks,
    JobReference,
    Outcome,
)
from faktura.jobs.job_store import JobStore
from faktura.jobs.order_store import OrderStore


def end(job: JobReference, jobs: JobStore, orders: OrderStore) -> int:
    """End the job; how many orders had come to no end by themselves. A job that is done or gone stays as it is.

    Numbering stops first, so that an order that is told here to have no invoice will not get one from this job.
    """
    if not jobs.stop_numbering(job):
        return 0
    found = jobs.get(job)
    last = len(JobChunks.of(job, found.orders or 0).chunks) - 1
    unfinished = 0
    for chunk in jobs.chunks(job, 0, last) if last >= 0 else ():
        outcomes = _unfinished(chunk, orders)
        jobs.settle(chunk, outcomes)
        unfinished += len(outcomes)
    jobs.end(job)
    return unfinished


def _unfinished(chunk: Chunk, orders: OrderStore) -> dict[str, Outcome]:
    """A failure for each order without an end; one that was numbered names its number, under which it can be drawn."""
    waiting = chunk.unfinished()
    stored = orders.get_each(chunk.reference.tenant, waiting) if waiting else {}
    numbers = {order.order_id: order.number for order in stored.values() if order.job_id == chunk.reference.job_id}
    return {
        order_id: Outcome.failed(
            order_id,
            f"Invoice {number} was created and could not be drawn." if number else "The order was not processed.",
            number,
        )
        for order_id in waiting
        for number in [numbers.get(order_id, "")]
    }
