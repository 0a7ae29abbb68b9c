"""A practice's invoice over HTTP: pushed, found, and recognised on a photo."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests

from faktura.core.attributes import marshalled
from tests.support.builders import pims_invoice
from tests.support.local.calls import Caller
from tests.support.local.stacks import Served, eventually
from tests.support.paper import photograph

PETWELL = Path(__file__).parents[3] / "shared" / "data" / "pims_invoice_petwell.json"
OWNER = {"firstName": "Ana", "lastName": "Ortiz", "email": "ana@example.com", "phone": "305-555-0100"}
STRANGER = {"firstName": "Ben", "lastName": "Stone", "email": "ben@example.com"}


@pytest.fixture(scope="module")
def pims(running: Served) -> Caller:
    return Caller(running, "pims-demo")


@pytest.fixture(scope="module")
def alpha(running: Served) -> Caller:
    mga = Caller(running, "mga-alpha")
    assert mga.bind("owner", **OWNER).status_code == 200
    assert mga.bind("stranger", **STRANGER).status_code == 200
    return mga


def stored(pims: Caller, mga: Caller, invoice: dict[str, Any], customer: str = "owner") -> dict[str, Any]:
    """Push an invoice and wait until it is found by its number."""
    assert pims.push(invoice).status_code == 202

    def found() -> Any:
        answer = mga.look_up(customer, invoice["invoiceNumber"])
        ready = answer.status_code == 200 and answer.json()["data"]["totalAmount"] == invoice["total"]
        return answer.json() if ready else None

    return dict(eventually(found))


def numbered(number: str, **changes: Any) -> dict[str, Any]:
    return pims_invoice(id=f"id-{number}", invoiceNumber=number, **changes)


def checks(answer: requests.Response) -> list[tuple[str, str]]:
    return [(check["field"], check["status"]) for check in answer.json()["validationResults"]["checks"]]


def test_a_pushed_invoice_is_found_by_its_number(pims: Caller, alpha: Caller) -> None:
    found = stored(pims, alpha, numbered("4711001"))

    assert found["source"] == "PIMS"
    assert found["data"]["totalAmount"] == 732.39
    assert [line["totalPrice"] for line in found["data"]["lineItems"]] == [222.8, 353.4, 54.6, 101.59]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "PDF"])
def test_a_photo_of_the_invoice_returns_the_practices_own_data(pims: Caller, alpha: Caller, form: str) -> None:
    invoice = numbered(f"47120{len(form)}{ord(form[1])}")
    expected = stored(pims, alpha, invoice)

    answer = alpha.processed("owner", photograph(invoice, form), f"invoice.{form.lower()}")

    assert (answer.status_code, answer.json()["source"]) == (200, "PIMS")
    assert answer.json()["data"] == expected["data"]
    assert answer.json()["validationResults"]["passed"] is True


def test_a_changed_total_fails_the_check_with_its_message(pims: Caller, alpha: Caller) -> None:
    invoice = numbered("4713001")
    stored(pims, alpha, {**invoice, "total": 700})

    answer = alpha.processed("owner", photograph(invoice))

    failed = [check for check in answer.json()["validationResults"]["checks"] if check["status"] == "failed"]
    assert answer.json()["source"] == "PIMS"
    assert answer.json()["validationResults"]["passed"] is False
    assert "The invoice total doesn't match to the total sum of the line items" in [one["message"] for one in failed]


def test_another_customer_gets_404_and_the_data_of_the_photo(pims: Caller, alpha: Caller) -> None:
    invoice = numbered("4714001")
    stored(pims, alpha, invoice)

    found = alpha.look_up("stranger", "4714001")
    answer = alpha.processed("stranger", photograph(invoice))

    assert (found.status_code, found.json()["error"]["code"]) == (404, "INVOICE_NOT_FOUND")
    assert (answer.status_code, answer.json()["source"]) == (200, "OCR")
    data = json.loads(answer.text, parse_float=Decimal)["data"]
    assert (data["invoiceNumber"], data["invoiceDate"], data["totalAmount"]) == (
        "4714001",
        "2023-09-03",
        Decimal("732.39"),
    )
    assert "ana@example.com" not in answer.text


def test_another_mga_does_not_find_the_customer(pims: Caller, alpha: Caller, running: Served) -> None:
    stored(pims, alpha, numbered("4715001"))
    beta = Caller(running, "mga-beta")

    answer = beta.look_up("owner", "4715001")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "CUSTOMER_NOT_FOUND")


def test_a_number_may_have_characters_that_a_url_must_escape(pims: Caller, alpha: Caller) -> None:
    invoice = numbered("Nº 47/16 ä%2F")
    assert pims.push(invoice).status_code == 202

    def found() -> Any:
        answer = alpha.look_up("owner", "n%C2%BA%2047%2F16%20%C3%84%252f")
        return answer if answer.status_code == 200 else None

    assert eventually(found).json()["data"]["invoiceNumber"] == "Nº 47/16 ä%2F"


def test_the_same_request_again_gets_the_first_response(pims: Caller, alpha: Caller) -> None:
    invoice = numbered("4717001")
    stored(pims, alpha, invoice)
    picture, headers = photograph(invoice), {"Idempotency-Key": "4717001"}

    first = alpha.process("owner", picture, headers=headers)
    again = alpha.process("owner", picture, headers=headers)
    other = alpha.process("owner", picture + b" ", headers=headers)

    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 422)
    assert again.json() == first.json()


def test_the_sweep_fails_a_request_whose_function_was_killed(running: Served) -> None:
    table, dynamodb = running.physical("CaptureTable"), running.client("dynamodb")
    key = {"mga": {"S": "alpha"}, "record": {"S": "request#died"}}
    begun = {"requestId": "died", "customerId": "owner", "mode": "process", "state": "processing", "practices": ["*"]}
    hanging = {
        "beganAt": "2026-01-01T00:00:00+00:00",
        "unfinished": "request",
        "deadline": 1,
        "expiresAt": 4_000_000_000,
    }
    dynamodb.put_item(TableName=table, Item=key | marshalled(begun | hanging))

    running.client("stepfunctions").start_execution(stateMachineArn=running.physical("CaptureRequestSweep"), input="{}")

    def ended() -> Any:
        item = dynamodb.get_item(TableName=table, Key=key)["Item"]
        return item["state"]["S"] if "unfinished" not in item else None

    assert eventually(ended) == "failed"


@pytest.mark.skipif(not PETWELL.exists(), reason="the recorded invoice is not on this machine")
def test_the_recorded_invoice_of_petwell_is_found_and_recognised(pims: Caller, alpha: Caller) -> None:
    recorded = json.loads(PETWELL.read_text())
    practice = recorded["practice"]
    invoice = pims_invoice(
        id=recorded["invoiceId"],
        date=recorded["date"],
        invoiceNumber=recorded["number"],
        total=recorded["total"],
        invoiceItems=[
            {("codeName" if name == "code" else name): value for name, value in line.items()}
            for line in recorded["pets"][0]["invoiceItems"]
        ],
        vetPractice={"practiceId": practice.pop("id"), **practice},
    )

    found = stored(pims, alpha, invoice)
    answer = alpha.processed("owner", photograph(invoice))

    assert (found["data"]["totalAmount"], len(found["data"]["lineItems"])) == (732.39, 4)
    assert (answer.json()["source"], answer.json()["data"]) == ("PIMS", found["data"])
