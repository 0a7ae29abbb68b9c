"""Documents through `process` and `lookup`: several pages, too many pages, and duplicates."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine

from tests.support.builders import pims_invoice
from tests.support.capture.documents import joined
from tests.support.capture.requests import bind, look_up, look_up_document, mga, process, processing, push
from tests.support.deployment import Deployment, Reply
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.interleaving import Interleaving
from tests.support.faults.recording import recorded
from tests.support.faults.state import snapshot
from tests.support.paper import page

pytestmark = pytest.mark.usefixtures("_textract")


def process_without_dynamodb_queries(faktura: Deployment) -> Reply:
    """Process a document while the practices' invoices cannot be searched."""
    with Faults(seed=1, rate=1.0, kinds=(Fault.NO_CONNECTION,), on=frozenset({"dynamodb.Query"})):
        return process(faktura, page(pims_invoice()))


def checks(reply: Reply, field: str) -> list[tuple[str, str]]:
    verified = reply.json["validationResults"]["checks"]
    return [(check["status"], check["message"]) for check in verified if check["field"] == field]


def fingerprints(faktura: Deployment) -> list[dict[str, Any]]:
    return [item for item in faktura.items("CaptureTable") if item["record"].startswith("mark#")]


def test_a_lookup_returns_the_practices_data(faktura: Deployment) -> None:
    bind(faktura)
    push(faktura, pims_invoice())

    reply = look_up_document(faktura, page(pims_invoice()))

    assert (reply.status, reply.json["source"]) == (200, "PIMS")
    assert reply.json["data"] == look_up(faktura, "1234567").json["data"]
    assert reply.json["validationResults"]["passed"] is True


def test_a_lookup_without_result_is_completed_without_data(faktura: Deployment) -> None:
    bind(faktura, email="ben@example.com")
    push(faktura, pims_invoice())

    reply = look_up_document(faktura, page(pims_invoice()))

    assert (reply.status, reply.json["status"]) == (200, "completed")
    assert set(reply.json) == {"requestId", "status", "completedAt", "readFrom", "validationResults"}
    assert reply.json["readFrom"] == "OCR"
    assert checks(reply, "invoiceNumber")[0] == ("failed", "No practice has an invoice 1234567 for the customer")
    assert [status for status, _ in checks(reply, "duplicate")] == ["skipped"]


def test_a_repeated_lookup_with_the_same_key_reads_nothing_again(faktura: Deployment) -> None:
    bind(faktura)

    first = look_up_document(faktura, page(pims_invoice()), **{"Idempotency-Key": "one"})
    with recorded() as calls:
        again = look_up_document(faktura, page(pims_invoice()), **{"Idempotency-Key": "one"})

    assert (first.status, again.json) == (200, first.json)
    assert "textract.AnalyzeExpense" not in map(str, calls)


def test_ten_pages_are_one_invoice(faktura: Deployment) -> None:
    bind(faktura)
    sheets = [pims_invoice(invoiceItems=[_line(f"Charge {n}", 10 + n)], total=10 + n) for n in range(9)]
    last = {**pims_invoice(invoiceItems=[_line("Last", 5.5)]), "total": sum(sheet["total"] for sheet in sheets) + 5.5}

    reply = process(faktura, joined(*map(page, [*sheets, last])))

    assert (reply.status, reply.json["source"]) == (200, "OCR")
    data = reply.json["data"]
    assert (data["invoiceNumber"], data["invoiceDate"], data["totalAmount"]) == ("1234567", "2023-09-03", 131.5)
    assert [line["totalPrice"] for line in data["lineItems"]] == [*range(10, 19), 5.5]


def test_twenty_one_pages_are_refused_and_nothing_is_stored(faktura: Deployment) -> None:
    bind(faktura)
    before = snapshot()

    reply = process(faktura, joined(*[page(pims_invoice())] * 21))

    assert (reply.status, reply.json["error"]["code"]) == (400, "INVALID_FILE")
    assert reply.json["error"]["message"] == "The PDF has 21 pages; it must have 1 to 20."
    assert snapshot() == before


def test_a_body_over_the_limit_is_refused_with_a_pointer_to_the_uploads(faktura: Deployment) -> None:
    bind(faktura)

    reply = process(faktura, bytes(4_500_000))

    assert (reply.status, reply.json["error"]) == (
        413,
        {
            "code": "FILE_TOO_LARGE",
            "message": "The body is larger than 4.5 MB. Send a larger file by POST /api/v1/invoice/C1/uploads.",
        },
    )


def test_the_same_file_again_is_a_duplicate_of_the_first(faktura: Deployment) -> None:
    bind(faktura)

    first = process(faktura, page(pims_invoice()))
    again = process(faktura, page(pims_invoice()))

    assert checks(first, "duplicate") == [("passed", "No earlier document is the same")]
    earlier = first.json["requestId"]
    assert checks(again, "duplicate") == [
        ("failed", f"The same file was sent before, in request {earlier}"),
        ("failed", f"An invoice with the same practice, number and total was sent before, in request {earlier}"),
    ]
    assert again.json["validationResults"]["passed"] is False
    assert {item["requestId"] for item in fingerprints(faktura)} == {earlier}


def test_an_invoice_that_was_read_is_a_duplicate_after_its_practice_has_pushed_it(faktura: Deployment) -> None:
    bind(faktura)
    process(faktura, page(pims_invoice()))
    push(faktura, pims_invoice())

    again = process(faktura, page(pims_invoice()) + b" ")

    assert again.json["source"] == "PIMS"
    assert [status for status, _ in checks(again, "duplicate")] == ["failed"]


def test_a_document_is_no_duplicate_of_one_whose_lookup_found_nothing(faktura: Deployment) -> None:
    bind(faktura)
    look_up_document(faktura, page(pims_invoice()))

    assert checks(process(faktura, page(pims_invoice())), "duplicate")[0][0] == "passed"


def test_a_document_is_no_duplicate_of_another_mgas_document(faktura: Deployment) -> None:
    for name in ("alpha", "beta"):
        bind(faktura, token=mga(faktura, name))
        reply = process(faktura, page(pims_invoice()), token=mga(faktura, name))

    assert checks(reply, "duplicate")[0][0] == "passed"


def test_a_document_is_no_duplicate_of_one_whose_request_failed(faktura: Deployment) -> None:
    bind(faktura)
    assert process_without_dynamodb_queries(faktura).status == 500

    assert checks(process(faktura, page(pims_invoice())), "duplicate")[0][0] == "passed"


def test_a_document_is_no_duplicate_of_one_that_is_no_longer_kept(faktura: Deployment) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        bind(faktura)
        process(faktura, page(pims_invoice()))
        clock.shift(timedelta(days=90))
        again = process(faktura, page(pims_invoice()))

    assert checks(again, "duplicate")[0][0] == "passed"


@pytest.mark.parametrize("seed", range(10))
def test_of_two_equal_documents_at_once_exactly_one_is_a_duplicate(faktura: Deployment, seed: int) -> None:
    token = mga(faktura)  # known by then not to be revoked: Python 3.11 looks that up under a lock
    bind(faktura, token=token)
    events = [processing(faktura, page(pims_invoice()), request_id=f"r{n}", token=token) for n in range(2)]

    def sending(event: dict[str, Any]) -> Callable[[], object]:
        return lambda: import_module("capture.process_invoice").handler(event, None)

    with faktura.environment("capture.process_invoice"):
        answers: list[Any] = [worker.result for worker in Interleaving(seed).run(*map(sending, events))]

    replies = [Reply(answer["statusCode"], answer["headers"], answer["body"]) for answer in answers]
    assert sorted(checks(reply, "duplicate")[0][0] for reply in replies) == ["failed", "passed"]


def test_a_crash_at_any_call_of_a_duplicate_leaves_the_state_of_no_crash(faktura: Deployment) -> None:
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False):
        token = mga(faktura)
        events = [processing(faktura, page(pims_invoice()), request_id=f"r{n}", token=token) for n in (1, 2)]

        def run() -> None:
            bind(faktura, token=token)
            for event in events:
                assert faktura.request("capture.process_invoice", event).status == 200

        for point in crash_points(faktura.afresh, run):
            run()
            assert snapshot() == point.undisturbed, point


def _line(description: str, amount: float) -> dict[str, Any]:
    return {"description": description, "quantity": 1, "amountCharged": amount}
