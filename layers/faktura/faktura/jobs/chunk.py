"""Chunks: a job's orders in hundreds, each with the outcomes of its orders. One task handles one chunk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from faktura.jobs.job import JobReference
from faktura.jobs.outcome import Outcome

CHUNK_SIZE = 100
"""Orders of one chunk."""


class ChunkReference(JobReference):
    """Which chunk of a job; `chunk` counts from 0."""

    chunk: int


class JobChunks(JobReference):
    """All chunks of a job, for the workflow's loop."""

    chunks: list[ChunkReference]

    @classmethod
    def of(cls, job: JobReference, orders: int) -> "JobChunks":
        """The chunks that hold this many orders."""
        fields = {"tenant": job.tenant, "job_id": job.job_id, "correlation_id": job.correlation_id}
        numbers = range(-(-orders // CHUNK_SIZE))
        return cls(**fields, chunks=[ChunkReference(**fields, chunk=number) for number in numbers])


@dataclass(frozen=True)
class Chunk:
    """The outcomes of up to 100 orders; `version` counts the changes."""

    reference: ChunkReference
    outcomes: tuple[Outcome, ...]
    version: int = 0

    @classmethod
    def pending(cls, job: JobReference, order_ids: Sequence[str]) -> "list[Chunk]":
        """The chunks of a new job: every order is pending."""
        return [
            cls(reference, tuple(Outcome(order_id) for order_id in order_ids[first : first + CHUNK_SIZE]))
            for reference, first in zip(
                JobChunks.of(job, len(order_ids)).chunks, range(0, len(order_ids), CHUNK_SIZE), strict=True
            )
        ]

    @property
    def success_count(self) -> int:
        """How many of the orders have an invoice with a PDF."""
        return sum(outcome.status == "SUCCESS" for outcome in self.outcomes)

    def pending_ids(self) -> list[str]:
        """Ids of the orders that are pending."""
        return [outcome.order_id for outcome in self.outcomes if outcome.status == "PENDING"]

    def ids_without_pdf(self) -> list[str]:
        """Ids of the orders without a PDF: the pending ones and the failures."""
        return [outcome.order_id for outcome in self.outcomes if outcome.status != "SUCCESS"]

    def with_outcomes(self, outcomes: Mapping[str, Outcome]) -> "Chunk":
        """The chunk with these outcomes, by order id, where they are further along; itself if none is."""
        merged = tuple(one.advanced_to(outcomes.get(one.order_id, one)) for one in self.outcomes)
        return self if merged == self.outcomes else replace(self, outcomes=merged, version=self.version + 1)
