"""The ids of jobs."""

from datetime import UTC, datetime
from itertools import pairwise

from faktura.jobs.job import Job


def test_job_ids_sort_by_age_and_are_unique() -> None:
    moments = [datetime(2026, 1, 1, 0, 0, 0, 1000 * n, tzinfo=UTC) for n in range(5)]
    ids = [Job.new("acme", "MANUAL", moment, 1, "r").job_id for moment in moments]

    assert all(earlier < later for earlier, later in pairwise(ids))
    assert Job.new("acme", "MANUAL", moments[0], 1, "r").job_id != ids[0]


def test_a_moment_of_the_schedule_is_one_job_for_each_tenant() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)

    assert Job.scheduled("acme", moment) == Job.scheduled("acme", moment)
    assert Job.scheduled("acme", moment).job_id != Job.scheduled("globex", moment).job_id
