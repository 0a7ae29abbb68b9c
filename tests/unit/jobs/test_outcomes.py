"""What becomes of a job's orders, whoever records it first."""

from datetime import UTC, datetime
from itertools import pairwise, permutations

from faktura.jobs.job import (
    CHUNK,
    Chunk,
    ChunkReference,
    Job,
    JobChunks,
    JobReference,
    Outcome,
)

JOB = JobReference(tenant="acme", job_id="j")
REFERENCE = ChunkReference(tenant="acme", job_id="j", chunk=0)


def test_an_order_only_comes_forward_in_any_order_of_telling() -> None:
    told = [Outcome("A"), Outcome.failed("A", "The order was not processed."), Outcome.invoiced("A", "R-1")]

    for order in permutations(told):
        chunk = Chunk(REFERENCE, (Outcome("A"),))
        for outcome in order:
            chunk = chunk.settled({"A": outcome})

        assert chunk.outcomes == (Outcome.invoiced("A", "R-1"),)


def test_the_first_failure_stays() -> None:
    chunk = Chunk(REFERENCE, (Outcome.failed("A", "The order does not exist."),))

    assert chunk.settled({"A": Outcome.failed("A", "The order was not processed.")}) is chunk


def test_what_is_no_order_of_the_chunk_changes_nothing() -> None:
    chunk = Chunk(REFERENCE, (Outcome("A"),))

    assert chunk.settled({"B": Outcome.invoiced("B", "R-1")}) is chunk


def test_a_change_counts_as_a_version() -> None:
    chunk = Chunk(REFERENCE, (Outcome("A"), Outcome("B")), version=3)

    assert chunk.settled({"B": Outcome.invoiced("B", "R-1")}).version == 4


def test_a_failed_order_still_wants_its_pdf() -> None:
    chunk = Chunk(REFERENCE, (Outcome("A"), Outcome.failed("B", "-", "R-1"), Outcome.invoiced("C", "R-2")))

    assert (chunk.unfinished(), chunk.without_pdf()) == (["A"], ["A", "B"])


def test_a_jobs_orders_are_parted_in_hundreds() -> None:
    chunks = Chunk.pending(JOB, [str(n) for n in range(2 * CHUNK + 1)])

    assert [(one.reference.chunk, len(one.outcomes)) for one in chunks] == [(0, 100), (1, 100), (2, 1)]
    assert JobChunks.of(JOB, 2 * CHUNK + 1).chunks == [one.reference for one in chunks]
    assert JobChunks.of(JOB, 0).chunks == []


def test_job_ids_sort_by_age_and_are_unique() -> None:
    moments = [datetime(2026, 1, 1, 0, 0, 0, 1000 * n, tzinfo=UTC) for n in range(5)]
    ids = [Job.new("acme", "MANUAL", moment, 1, "r").job_id for moment in moments]

    assert all(earlier < later for earlier, later in pairwise(ids))
    assert Job.new("acme", "MANUAL", moments[0], 1, "r").job_id != ids[0]


def test_a_schedules_moment_is_one_job_for_each_tenant() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)

    assert Job.scheduled("acme", moment) == Job.scheduled("acme", moment)
    assert Job.scheduled("acme", moment).job_id != Job.scheduled("globex", moment).job_id
