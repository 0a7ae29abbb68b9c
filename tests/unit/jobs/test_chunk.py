"""The chunks of a job and the outcomes of their orders."""

from itertools import permutations

from faktura.jobs.chunk import CHUNK_SIZE, Chunk, ChunkReference, JobChunks
from faktura.jobs.job import JobReference
from faktura.jobs.outcome import Outcome

JOB = JobReference(tenant="acme", job_id="j")
REFERENCE = ChunkReference(tenant="acme", job_id="j", chunk=0)


def test_an_outcome_only_advances_in_whatever_order_it_is_recorded() -> None:
    outcomes = [Outcome("A"), Outcome.failed("A", "The order was not processed."), Outcome.invoiced("A", "R-1")]

    for order in permutations(outcomes):
        chunk = Chunk(REFERENCE, (Outcome("A"),))
        for outcome in order:
            chunk = chunk.with_outcomes({"A": outcome})

        assert chunk.outcomes == (Outcome.invoiced("A", "R-1"),)


def test_the_first_failure_stays() -> None:
    chunk = Chunk(REFERENCE, (Outcome.failed("A", "The order does not exist."),))

    assert chunk.with_outcomes({"A": Outcome.failed("A", "The order was not processed.")}) is chunk


def test_the_outcome_of_an_order_of_another_chunk_changes_nothing() -> None:
    chunk = Chunk(REFERENCE, (Outcome("A"),))

    assert chunk.with_outcomes({"B": Outcome.invoiced("B", "R-1")}) is chunk


def test_a_change_increases_the_version() -> None:
    chunk = Chunk(REFERENCE, (Outcome("A"), Outcome("B")), version=3)

    assert chunk.with_outcomes({"B": Outcome.invoiced("B", "R-1")}).version == 4


def test_a_failed_order_still_needs_its_pdf() -> None:
    chunk = Chunk(REFERENCE, (Outcome("A"), Outcome.without_pdf("B", "R-1"), Outcome.invoiced("C", "R-2")))

    assert (chunk.pending_ids(), chunk.ids_without_pdf()) == (["A"], ["A", "B"])


def test_the_orders_of_a_job_are_divided_into_hundreds() -> None:
    chunks = Chunk.pending(JOB, [str(n) for n in range(2 * CHUNK_SIZE + 1)])

    assert [(one.reference.chunk, len(one.outcomes)) for one in chunks] == [(0, 100), (1, 100), (2, 1)]
    assert JobChunks.of(JOB, 2 * CHUNK_SIZE + 1).chunks == [one.reference for one in chunks]
    assert JobChunks.of(JOB, 0).chunks == []
