"""Erasing a customer of an MGA, and a pet owner at a practice: documents, lists, fingerprints and contacts."""

import json
from contextlib import nullcontext
from typing import Any

import pytest

from faktura.core.dynamo import Table
from tests.support.builders import pims_invoice
from tests.support.capture.requests import accept, bind, look_up, mga, mga_with_webhooks, process, push, state
from tests.support.capture.reviews import listed
from tests.support.deployment import Deployment, forget
from tests.support.faults.crashes import crash_points
from tests.support.faults.state import snapshot
from tests.support.operations import erase, places_of, stored, things
from tests.support.operator import operating
from tests.support.paper import page

pytestmark = pytest.mark.usefixtures("_textract")

OWNER = {"firstName": "Canary", "lastName": "Zeisig", "email": "canary@example.com", "phone": "+1 305 555 0177"}


def captured(faktura: Deployment, customer: str = "C1", name: str = "alpha", **changes: Any) -> str:
    """The id of a request about a document that names the customer."""
    token = mga(faktura, name)
    bind(faktura, customer, token, **OWNER)
    file = page(pims_invoice(petOwner=OWNER, **changes))
    reply = process(faktura, file, customer, token=token, headers={"Idempotency-Key": f"read {customer}"})
    assert reply.status == 200, reply.text
    return str(reply.json["requestId"])


def test_nothing_of_a_customer_is_left(faktura: Deployment) -> None:
    request = captured(faktura)
    number = str(pims_invoice()["invoiceNumber"])
    assert set(places_of(faktura, request)) >= {"CaptureTable", "IdempotencyTable"}

    report = erase("mga:alpha", "customer:C1")

    assert things(report["erased"]) == [("customer", "C1"), ("request", request)]
    assert report["kept"] == []
    assert places_of(faktura, number) == places_of(faktura, "Zeisig") == []
    assert [place for place in stored(faktura) if place.startswith("s3/")] == []
    assert state(faktura, request).status == 404
    assert listed(faktura).json == []
    assert [item["record"] for item in faktura.items("CaptureTable")] == ["erasure#C1"]


def test_a_document_of_an_erased_customer_is_no_duplicate_for_the_next_one(faktura: Deployment) -> None:
    captured(faktura)
    erase("mga:alpha", "customer:C1")

    again = captured(faktura, "C2")

    checks = state(faktura, again).json["validationResults"]["checks"]
    assert [one["status"] for one in checks if one["field"] == "duplicate"] == ["passed"]


def test_customers_of_the_same_and_of_another_mga_are_untouched(faktura: Deployment) -> None:
    captured(faktura)
    other = captured(faktura, "C2", invoiceNumber="7654321")
    elsewhere = captured(faktura, "C1", "beta")

    erase("mga:alpha", "customer:C1")

    assert state(faktura, other).status == 200
    assert state(faktura, elsewhere, "beta").status == 200
    assert len(listed(faktura).json) == 1


def test_a_request_whose_webhook_is_due_is_kept_until_it_has_ended(faktura: Deployment) -> None:
    mga_with_webhooks(faktura)
    bind(faktura, **OWNER)
    request = accept(faktura).json["requestId"]

    report = erase("mga:alpha", "customer:C1")

    assert things(report["erased"]) == [("customer", "C1")]
    assert things(report["kept"]) == [("request", request)]


def test_an_erasure_that_breaks_off_anywhere_goes_on_when_it_is_repeated(faktura: Deployment) -> None:
    captured(faktura)
    wanted = ["erasure#C1"]
    before = faktura.kept()

    def run() -> None:
        erase("mga:alpha", "customer:C1")

    points = 0
    for point in crash_points(lambda: restored(faktura, before), run):
        run()
        points += 1
        assert [item["record"] for item in faktura.items("CaptureTable")] == wanted, point
        assert [one.key for one in snapshot() if one.service == "s3"] == [], point
        assert places_of(faktura, "Zeisig") == [], point
    assert points >= 9


def restored(faktura: Deployment, kept: Any) -> Any:
    faktura.restore(kept)
    forget(clients=False)
    return nullcontext()


def test_a_pet_owner_is_erased_with_the_contacts_that_nobody_shares(faktura: Deployment) -> None:
    push(faktura, pims_invoice(petOwner=OWNER), pims_invoice(id="2", invoiceNumber="99"))
    bind(faktura, **OWNER)

    report = erase("practice:petwell", "phone:(305) 555-0177")

    assert [one["what"] for one in report["erased"]] == ["accepted push", "invoice"]
    assert report["kept"] == []
    assert [item["invoice"] for item in faktura.items("PimsTable")] == ["2"]
    assert places_of(faktura, "Zeisig") == ["CaptureTable"]
    assert look_up(faktura, "1234567").json.get("data") is None
    assert erase("practice:petwell", "--registered")[0]["notFound"] is True


def test_a_contact_that_other_owners_share_is_kept(faktura: Deployment) -> None:
    other = {**OWNER, "firstName": "Ida", "lastName": "Bell"}
    push(faktura, pims_invoice(petOwner=OWNER), pims_invoice(id="2", invoiceNumber="99", petOwner=other))

    report = erase("practice:petwell", "invoice:57b367cd")

    assert [one["what"] for one in report["kept"]] == ["contact", "contact"]
    assert len(faktura.items("PimsContactTable")) == 3


def test_a_restore_does_not_bring_back_an_erased_customer_or_send_a_webhook_again(faktura: Deployment) -> None:
    mga_with_webhooks(faktura)
    bind(faktura, **OWNER)
    bind(faktura, "C2", **OWNER)
    request = accept(faktura).json["requestId"]
    with operating(faktura) as operator:
        moment = operator.moment()
        table = Table(faktura.stack.physical["CaptureTable"])
        table.update(
            {"mga": "alpha", "record": f"request#{request}"},
            "REMOVE unfinished SET #s = :s",
            {":s": "completed"},
            ExpressionAttributeNames={"#s": "state"},
        )
        erase("mga:alpha", "customer:C1")
        operator.damage("capture", lambda item: item["record"] == "customer#C2")

        outcome = operator.restore("capture", moment, "--apply")

        assert (outcome.status, outcome.report["counts"]["customer"]) == (0, {"returned": 1})
        assert {item["record"] for item in faktura.items("CaptureTable")} >= {"customer#C2", "erasure#C1"}
        assert places_of(faktura, request) == ["IdempotencyTable"] or places_of(faktura, request) == []


def test_a_restore_does_not_bring_back_the_fingerprints_of_an_erased_customer(faktura: Deployment) -> None:
    captured(faktura)
    kept = captured(faktura, "C2", invoiceNumber="7654321")
    with operating(faktura) as operator:
        moment = operator.moment()
        erase("mga:alpha", "customer:C1")
        lost = operator.damage("capture", lambda item: item.get("requestId") == kept and "mark#" in item["record"])

        outcome = operator.restore("capture", moment, "--apply")

    assert (outcome.status, outcome.report["counts"]["fingerprint"]) == (0, {"returned": lost})
    again = captured(faktura, "C3")
    checks = state(faktura, again).json["validationResults"]["checks"]
    assert [one["status"] for one in checks if one["field"] == "duplicate"] == ["passed"]


def pushes() -> list[list[tuple[str, str]]]:
    """The practice and id of each invoice in each accepted push that is stored."""
    bodies = [json.loads(one.value) for one in snapshot() if one.service == "s3"]
    return [[(one["vetPractice"]["practiceId"], one["id"]) for one in body["invoices"]] for body in bodies]


def test_an_owner_is_left_out_of_accepted_pushes_and_the_rest_stays_as_it_was(faktura: Deployment) -> None:
    mine, other = pims_invoice(petOwner=OWNER), pims_invoice(id="2", invoiceNumber="99")
    [practice] = {one["vetPractice"]["practiceId"] for one in (mine, other)}
    push(faktura, mine, other)
    push(faktura, mine)

    erase("practice:petwell", "invoice:57b367cd")

    assert pushes() == [[(practice, "2")]]
    assert erase("practice:petwell", "--registered")[0]["notFound"] is True


def test_an_earlier_state_that_named_the_owner_is_left_out_of_pushes(faktura: Deployment) -> None:
    """The owner's e-mail has changed since, so the stored invoice does not name it any more."""
    renamed = {**OWNER, "email": "new@example.com"}
    push(faktura, pims_invoice(petOwner=OWNER, invoiceUpdatedAt="2020-01-01T10:00:00Z"))
    push(faktura, pims_invoice(petOwner=renamed, invoiceUpdatedAt="2020-01-02T10:00:00Z"))

    report = erase("practice:petwell", "email:canary@example.com")

    assert [one["what"] for one in report["erased"]] == ["accepted push"]
    assert places_of(faktura, "canary@example.com") == []


def test_a_push_of_another_practice_is_untouched(faktura: Deployment) -> None:
    push(faktura, pims_invoice(petOwner=OWNER))
    before = pushes()

    erase("practice:other", "email:canary@example.com")

    assert pushes() == before
