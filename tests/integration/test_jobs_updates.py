"""A job during a gradual update: the former release and this one work on the same chunk."""

import json
import zlib
from dataclasses import dataclass
from typing import Any

import pytest

from faktura.core.dynamo import Table
from tests.support.deployment import Deployment
from tests.support.jobs import Shop, linked


@dataclass(frozen=True)
class FormerOutcome:
    """An outcome as the former release has it; more values than these are an error there."""

    order_id: str
    status: str
    message: str
    number: str


class FormerRelease:
    """Reads and writes the first chunk of a job as the release before versions of PDFs does."""

    def __init__(self, shop: Shop, job_id: str) -> None:
        self._table = Table(shop.faktura.stack.physical["JobTable"])
        self._key = {"tenant": f"{shop.tenant}#chunk#{job_id}", "record": "000"}

    def item(self) -> dict[str, Any]:
        found = self._table.get(self._key)
        assert found
        return found

    def outcomes(self) -> list[FormerOutcome]:
        return [FormerOutcome(*one) for one in json.loads(zlib.decompress(self.item()["outcomes"]))]

    def write(self, outcomes: list[list[str]]) -> None:
        """Replace the chunk, with nothing but what that release knows."""
        packed = zlib.compress(json.dumps(outcomes).encode())
        self._table.put({**self._key, "outcomes": packed, "version": self.item()["version"] + 1})

    def record(self, *changed: FormerOutcome) -> None:
        """Record outcomes."""
        by_id = {one.order_id: one for one in changed}
        merged = [by_id.get(one.order_id, one) for one in self.outcomes()]
        self.write([[one.order_id, one.status, one.message, one.number] for one in merged])


@pytest.fixture
def shop(faktura: Deployment) -> Shop:
    shop = Shop(faktura)
    shop.numbering()
    shop.has("A", "B")
    return shop


def version_in(link: str) -> str | None:
    """The version of the PDF that a link names; the link must give a PDF."""
    found = linked(link)
    assert found["Body"].read().startswith(b"%PDF")
    return found["VersionId"] if "versionId=" in link else None


def finished(shop: Shop, *order_ids: str) -> str:
    """The id of a job for these orders that has ended."""
    shop.invoice(*order_ids)
    [newest, *_] = shop.jobs().json
    return str(newest["jobId"])


def orders(shop: Shop, job_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.job(job_id).json["orders"]
    return found


def test_the_former_release_reads_what_this_one_writes(shop: Shop) -> None:
    job_id = finished(shop, "A", "missing")

    outcomes = FormerRelease(shop, job_id).outcomes()

    assert [(one.order_id, one.status, one.number) for one in outcomes] == [
        ("A", "SUCCESS", "R-0001"),
        ("missing", "FAILURE", ""),
    ]
    assert version_in(orders(shop, job_id)[0]["downloadLink"])


def test_this_release_reads_what_the_former_one_writes(shop: Shop) -> None:
    job_id = finished(shop, "A", "B")
    former = FormerRelease(shop, job_id)

    former.record(*former.outcomes())

    assert [(one["orderStatus"], one["invoiceNumber"]) for one in orders(shop, job_id)] == [
        ("SUCCESS", "R-0001"),
        ("SUCCESS", "R-0002"),
    ]
    assert [version_in(one["downloadLink"]) for one in orders(shop, job_id)] == [None, None]


def test_a_chunk_that_the_former_release_began_is_finished_by_this_one(shop: Shop) -> None:
    job_id = shop.start("A", "missing").json["jobId"]
    chunk = {"tenant": shop.tenant, "jobId": job_id, "chunk": 0}
    shop.faktura.call("jobs.number_chunk", chunk)
    FormerRelease(shop, job_id).record(FormerOutcome("missing", "FAILURE", "The order does not exist.", ""))

    shop.faktura.call("jobs.render_chunk", chunk)

    assert [one.status for one in FormerRelease(shop, job_id).outcomes()] == ["SUCCESS", "FAILURE"]
    assert version_in(orders(shop, job_id)[0]["downloadLink"])


def test_outcomes_of_five_values_are_read_with_their_version(shop: Shop) -> None:
    job_id = finished(shop, "A", "missing")
    version = version_in(orders(shop, job_id)[0]["downloadLink"])
    assert version
    former = FormerRelease(shop, job_id)

    former.write([[*vars(one).values(), version if one.number else ""] for one in former.outcomes()])

    assert version_in(orders(shop, job_id)[0]["downloadLink"]) == version
