"""Archives of PDFs, and the pages of the list of exports; the handlers run on moto (docs/apis/jobs.md, "Exports")."""

import csv
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError

from faktura.exports import file_store
from faktura.jobs.exports import pdf_archive, period_service
from faktura.jobs.exports.pdf_archive import MISSING, Names
from faktura.jobs.invoices import rendering_service
from tests.support.builders import sales_order
from tests.support.deployment import REGION, Deployment, Reply
from tests.support.exports import EXPORTS, ask, begun, content, found, made
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.jobs import Shop


@pytest.fixture
def acme(faktura: Deployment) -> Shop:
    """A shop that numbers its invoices and its credit notes."""
    shop = Shop(faktura)
    shop.numbering()
    shop.numbers_credit_notes()
    return shop


def archive(link: str) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """The files of an archive by name, and the rows of its index."""
    with zipfile.ZipFile(BytesIO(content(link))) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    index = files.pop("index.csv").decode("utf-8-sig")
    return files, list(csv.DictReader(StringIO(index, newline="")))


def archive_of(shop: Shop) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """The archive of all that the shop has issued."""
    return archive(made(shop, "ZIP").json["downloadLink"])


def make(shop: Shop, seconds: float = 30) -> None:
    """Run the task of the only export."""
    shop.faktura.call("jobs.make_export", begun(shop.faktura)[0], seconds)


def listed(shop: Shop, **query: Any) -> Reply:
    """A page of the exports."""
    return shop.request("jobs.list_exports", "GET", EXPORTS, query=query)


def following(reply: Reply) -> dict[str, str]:
    """The query of the next page; empty after the last one."""
    address = reply.headers.get("Link", "").partition(">")[0].lstrip("<")
    return {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}


# ---------------------------------------------------------------- what an archive has


def test_an_archive_has_the_pdfs_by_number_and_an_index(acme: Shop) -> None:
    [invoice, _] = acme.issued("A", "B")
    assert acme.credit(invoice).status == 201

    done = made(acme, "ZIP").json
    files, index = archive(done["downloadLink"])

    assert (done["records"], len(files)) == (3, 3)
    assert [row["file"] for row in index] == list(files)
    assert [row["file"] for row in index[:2]] == ["R-0001.pdf", "R-0002.pdf"]
    assert all(pdf.startswith(b"%PDF") for pdf in files.values())
    assert {row["note"] for row in index} == {""}
    assert [row["gross"].startswith("-") for row in index] == [False, False, True]


def test_a_missing_pdf_is_named_in_the_index(acme: Shop) -> None:
    acme.issued("A", "B")
    place = {"Bucket": acme.faktura.stack.physical["JobBucket"], "Key": "invoices/acme/R-0001.pdf"}
    s3 = boto3.client("s3", region_name=REGION)
    s3.delete_object(**place, VersionId=s3.head_object(**place)["VersionId"])

    files, index = archive(made(acme, "ZIP").json["downloadLink"])

    assert list(files) == ["R-0002.pdf"]
    assert [(row["number"], row["file"], row["note"]) for row in index] == [
        ("R-0001", "", MISSING),
        ("R-0002", "R-0002.pdf", ""),
    ]


def test_hostile_numbers_and_buyers_stay_harmless_in_an_archive(acme: Shop) -> None:
    acme.numbering(preText="../..\\=")
    acme.has(json.loads(json.dumps(sales_order("A")).replace("Templatecompany", "=HYPERLINK(1)")))
    acme.invoice("A")

    [name], [row] = archive_of(acme)

    assert not set("/\\=") & set(name)
    assert not name.startswith(".")
    assert row["buyer"].startswith("'=HYPERLINK")


def test_names_are_safe_and_unique_whatever_the_case_of_letters() -> None:
    names = Names()

    given = [
        names.name(number)
        for number in ("../a", "A", "a", "CON", "", "index.csv", "-rf", "x" * 300, "\u202ea", "r:1", "r?1")
    ]

    assert given[:7] == ["_a.pdf", "A.pdf", "a (2).pdf", "_CON.pdf", "_.pdf", "index.csv.pdf", "_-rf.pdf"]
    assert len({name.casefold() for name in given}) == len(given)
    assert max(map(len, given)) < 128


def test_a_large_archive_is_stored_in_parts(acme: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_store, "PART_BYTES", 5 * 1024**2)
    large = b"%PDF" + bytes(range(256)) * 50_000
    monkeypatch.setattr(rendering_service, "pdf_of", lambda _: large)
    acme.issued("A")

    files, _ = archive_of(acme)

    assert files == {"R-0001.pdf": large}


@pytest.mark.parametrize("limit", ["bytes", "documents"])
def test_a_period_that_is_too_large_for_an_archive_says_so(
    acme: Shop, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    acme.issued("A", "B")
    if limit == "bytes":
        monkeypatch.setattr(pdf_archive, "MAX_BYTES", 100)
    else:
        monkeypatch.setattr(period_service, "MAX_PDFS", 1)

    failed = made(acme, "ZIP").json

    assert (failed["status"], "downloadLink" in failed) == ("FAILED", False)
    assert "Choose a shorter one" in failed["message"]


# ---------------------------------------------------------------- faults


def test_a_crash_at_any_point_leaves_an_export_that_a_second_run_ends_with_the_same_file(acme: Shop) -> None:
    acme.issued("A", "B")
    ask(acme, "ZIP")
    export_id = begun(acme.faktura)[0]["exportId"]
    kept = acme.faktura.kept()
    files = set()

    @contextmanager
    def world() -> Iterator[None]:
        acme.faktura.restore(kept)
        yield

    for point in crash_points(world, lambda: make(acme)):
        make(acme)
        done = found(acme, export_id).json
        assert done["status"] == "DONE", point
        files.add(content(done["downloadLink"]))

    assert len(files) == 1


@pytest.mark.parametrize("service", ["s3", "dynamodb"])
def test_a_throttled_task_fails_for_its_workflow_and_the_next_try_makes_the_file(acme: Shop, service: str) -> None:
    acme.issued("A")
    export_id = ask(acme, "ZIP").json["exportId"]

    with Faults(1, 1, (Fault.THROTTLED,), frozenset({service})), pytest.raises(ClientError):
        make(acme)
    between = found(acme, export_id).json["status"]
    make(acme)

    assert (between, found(acme, export_id).json["status"]) == ("IN_PROGRESS", "DONE")


def test_an_export_that_cannot_end_in_time_fails_by_itself(acme: Shop) -> None:
    acme.issued("A")
    export_id = ask(acme, "ZIP").json["exportId"]

    make(acme, seconds=5)

    failed = found(acme, export_id).json
    assert (failed["status"], failed["message"]) == ("FAILED", "The export took too long. Choose a shorter period.")


# ---------------------------------------------------------------- the list


def test_the_list_has_pages_and_a_cursor_is_its_tenant_s_only(acme: Shop) -> None:
    ids = sorted((ask(acme).json["exportId"] for _ in range(3)), reverse=True)

    first = listed(acme, limit=2)
    second = listed(acme, **following(first))
    other = listed(Shop(acme.faktura, tenant="globex"), **following(first))

    assert [one["exportId"] for one in first.json + second.json] == ids
    assert (len(second.json), following(second)) == (1, {})
    assert other.status == 400


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"cursor": "x"}, {"limit": "ten"}])
def test_a_page_that_breaks_a_rule_is_refused(acme: Shop, query: dict[str, Any]) -> None:
    assert listed(acme, **query).status == 400
