"""The PDF that was issued stays and is the one that is read, whatever is put over it; drawing again writes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest

from faktura.jobs.credit_notes import drawing_service
from faktura.jobs.invoices import rendering_service
from tests.support.deployment import REGION, Deployment
from tests.support.exports import content, made
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.crashes import Crash
from tests.support.faults.injected import Fault, meet, refusal
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.jobs import Shop, linked
from tests.support.local.exports import archived

NUMBER, CREDIT_NOTE = "R-0001", "C-0001"


@pytest.fixture
def acme(faktura: Deployment) -> Shop:
    shop = Shop(faktura)
    shop.numbering()
    shop.numbers_credit_notes()
    shop.has("A")
    return shop


def s3() -> Any:
    return boto3.client("s3", region_name=REGION)


def place(shop: Shop, number: str = NUMBER) -> dict[str, str]:
    return {"Bucket": shop.faktura.stack.physical["JobBucket"], "Key": f"invoices/{shop.tenant}/{number}.pdf"}


def versions(shop: Shop, number: str = NUMBER) -> list[str]:
    """The ids of the versions of a PDF, the newest first."""
    bucket, key = place(shop, number).values()
    return [one["VersionId"] for one in s3().list_object_versions(Bucket=bucket, Prefix=key).get("Versions", [])]


def numbered(shop: Shop) -> dict[str, Any]:
    """A job whose order has a number and no PDF yet."""
    job = {"tenant": shop.tenant, "jobId": shop.start("A").json["jobId"], "chunk": 0}
    shop.faktura.call("jobs.number_chunk", job)
    return job


def pdf(link: str) -> bytes:
    return bytes(linked(link)["Body"].read())


def link_of(shop: Shop, job: dict[str, Any]) -> str:
    """The download link of the job's only order."""
    [order] = shop.job(job["jobId"]).json["orders"]
    return str(order["downloadLink"])


@contextmanager
def on(operation: str, *fates: Any) -> Iterator[None]:
    """The first calls of an operation meet these fates: faults, the code of a refusal with 409, or a crash after it."""
    left = list(fates)

    def around(call: Call, carry_out: Carry) -> Answer:
        if not call.url or call.operation != operation or not left:
            return carry_out()
        fate = left.pop(0)
        if isinstance(fate, Fault):
            return meet(fate, call, carry_out)
        if fate is Crash:
            carry_out()
            raise Crash
        return refusal(call, 409, fate)

    with virtual_sleep(), intercepted(around):
        yield
    assert left == []


# ---------------------------------------------------------------- drawing again


@pytest.mark.parametrize("fault", [Fault.TIMED_OUT, Fault.ANSWER_LOST])
def test_a_pdf_whose_answer_was_lost_is_stored_once(acme: Shop, fault: Fault) -> None:
    job = numbered(acme)

    with on("PutObject", fault):
        acme.faktura.call("jobs.render_chunk", job)

    assert acme.outcomes(job["jobId"]) == {"A": ("SUCCESS", NUMBER)}
    assert len(versions(acme)) == 1
    assert linked(link_of(acme, job))["VersionId"] == versions(acme)[0]


@pytest.mark.parametrize("operation", ["PutObject", "UpdateItem"])
def test_what_was_issued_stays_when_later_code_draws_it_otherwise(
    acme: Shop, operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies when the PDF is stored, and when its version is recorded."""
    job = numbered(acme)
    monkeypatch.setattr(rendering_service, "pdf_of", lambda _: b"%PDF first")
    with pytest.raises(Crash), on(operation, Crash):
        acme.faktura.call("jobs.render_chunk", job)

    monkeypatch.setattr(rendering_service, "pdf_of", lambda _: b"%PDF later")
    acme.faktura.call("jobs.render_chunk", job)

    assert acme.outcomes(job["jobId"]) == {"A": ("SUCCESS", NUMBER)}
    assert (len(versions(acme)), pdf(link_of(acme, job))) == (1, b"%PDF first")


def test_a_pdf_is_put_again_while_s3_sees_another_request_for_its_key(acme: Shop) -> None:
    job = numbered(acme)

    with on("PutObject", *["ConditionalRequestConflict"] * 3):
        acme.faktura.call("jobs.render_chunk", job)

    assert acme.outcomes(job["jobId"]) == {"A": ("SUCCESS", NUMBER)}
    assert len(versions(acme)) == 1


def test_a_job_that_is_drawn_again_calls_nothing_in_s3(acme: Shop) -> None:
    job = numbered(acme)
    acme.faktura.call("jobs.render_chunk", job)
    called: list[str] = []

    def note(call: Call, carry_out: Carry) -> Answer:
        called.extend([call.operation] if call.service == "s3" else [])
        return carry_out()

    with intercepted(note):
        acme.faktura.call("jobs.render_chunk", job)

    assert (called, len(versions(acme))) == ([], 1)


def test_a_credit_note_that_is_drawn_again_is_stored_once(acme: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    [invoice] = acme.issued("A")
    monkeypatch.setattr(drawing_service, "pdf_of", lambda _: b"%PDF first")
    with on("UpdateItem", *[Fault.NO_CONNECTION] * 4):
        credit_note = acme.credit(invoice).json["invoiceId"]

    monkeypatch.setattr(drawing_service, "pdf_of", lambda _: b"%PDF later")
    document = acme.document(credit_note).json

    assert pdf(document["downloadLink"]) == b"%PDF first"
    assert versions(acme, CREDIT_NOTE) == [linked(document["downloadLink"])["VersionId"]]


def test_the_pdf_of_another_document_with_the_number_is_neither_replaced_nor_served(acme: Shop) -> None:
    """A table that was restored issues a number anew, and the bucket still has the first document."""
    job = numbered(acme)
    s3().put_object(**place(acme), Body=b"%PDF other", Metadata={"issued-at": "2020-01-01T00:00:00+00:00"})

    acme.faktura.call("jobs.render_chunk", job)

    unmade = f"Invoice {NUMBER} was created, but its PDF could not be made."
    assert acme.outcomes(job["jobId"]) == {"A": ("FAILURE", unmade)}
    assert len(versions(acme)) == 1


def test_a_pdf_that_was_stored_before_versions_were_kept_is_the_issued_one(acme: Shop) -> None:
    job, bucket = numbered(acme), place(acme)["Bucket"]
    s3().put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    s3().put_object(**place(acme), Body=b"%PDF earlier")
    s3().put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})

    acme.faktura.call("jobs.render_chunk", job)
    s3().put_object(**place(acme), Body=b"%PDF over it")

    assert pdf(link_of(acme, job)) == b"%PDF earlier"


# ---------------------------------------------------------------- reading


def put_over(shop: Shop, number: str) -> None:
    s3().put_object(**place(shop, number), Body=b"%PDF forged")


def delete(shop: Shop, number: str) -> None:
    s3().delete_object(**place(shop, number))


@pytest.mark.parametrize("harm", [put_over, delete])
def test_every_reader_gets_what_was_issued_whatever_is_put_over_it(acme: Shop, harm: Any) -> None:
    job = numbered(acme)
    acme.faktura.call("jobs.render_chunk", job)
    [invoice] = [one["invoiceId"] for one in acme.job(job["jobId"]).json["orders"]]
    credit_note = acme.credit(invoice).json["invoiceId"]
    issued = {number: bytes(s3().get_object(**place(acme, number))["Body"].read()) for number in (NUMBER, CREDIT_NOTE)}

    for number in issued:
        harm(acme, number)

    assert pdf(link_of(acme, job)) == issued[NUMBER]
    assert pdf(acme.document(invoice).json["downloadLink"]) == issued[NUMBER]
    assert pdf(acme.document(credit_note).json["downloadLink"]) == issued[CREDIT_NOTE]
    files, _ = archived(content(made(acme, "ZIP").json["downloadLink"]))
    assert files == {f"{number}.pdf": content for number, content in issued.items()}
