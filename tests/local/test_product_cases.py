"""Provider invoices on the running stack: workshops report, workshops and insurers search (seed 004)."""

from typing import Any
from uuid import uuid4

import requests

from tests.builders import provider_invoice
from tests.local.calls import Caller
from tests.local.stacks import Served


def report(provider: Caller, *invoices: dict[str, Any], **terms: Any) -> requests.Response:
    return provider.call("POST", "/api/v2/invoices", json=invoices, **terms)


def find(caller: Caller, filters: dict[str, Any], **pagination: int) -> requests.Response:
    return caller.call("POST", "/api/v2/invoices/find", json={"filters": filters, "pagination": pagination})


def case_for(provider: Caller, partner: str) -> str:
    guid = str(uuid4())
    answer = provider.call("PUT", f"/api/v2/cases/{guid}", json={"partnerId": partner, "plate": "ABC 123"})
    assert (answer.status_code, answer.json()) == (200, {"guid": guid, "partnerId": partner, "plate": "ABC 123"})
    return guid


def test_a_workshop_reports_two_invoices_and_both_it_and_the_insurer_find_them(running: Served) -> None:
    north, insurer = Caller(running, "workshop-north"), Caller(running, "insurer-one")
    guid = case_for(north, "one")
    first, second = (provider_invoice(guid=guid, externalId=f"{guid}/{n}") for n in range(2))

    reported = report(north, first, second)
    again = report(north, {**first, "priceNet": 1}, second)
    found, seen = find(north, {"guid": guid}), find(insurer, {"guid": guid})

    assert (reported.status_code, again.status_code, found.status_code) == (200, 200, 200)
    before, after = reported.json(), again.json()
    assert [one["id"] for one in before] == [one["id"] for one in after]
    assert [one["createdAt"] for one in before] == [one["createdAt"] for one in after]
    assert after[0]["updatedAt"] > before[0]["updatedAt"]
    assert (after[0]["priceNet"], after[1]["priceNet"]) == (1, 10000)
    assert found.json() == {"data": after[::-1], "pagination": {"count": 2, "offset": 0}}
    assert seen.json() == found.json()
    assert after[0]["case"] == {"guid": guid, "partnerId": "one", "plate": "ABC 123"}


def test_neither_another_workshop_nor_another_insurer_sees_anything_of_it(running: Served) -> None:
    north, others = Caller(running, "workshop-north"), ["workshop-south", "insurer-two"]
    guid = case_for(north, "one")
    report(north, provider_invoice(guid=guid, externalId=guid))
    searches: list[dict[str, Any]] = [{"guid": guid}, {"externalId": guid}, {"$or": [{"guid": guid}, {"type": "none"}]}]

    found = [find(Caller(running, other), filters).json() for other in others for filters in searches]

    assert found == [{"data": [], "pagination": {"count": 0, "offset": 0}}] * 6


def test_who_is_no_provider_reports_nothing_and_who_is_neither_finds_nothing(running: Served) -> None:
    insurer, stranger = Caller(running, "insurer-one"), Caller(running, "pims-demo")
    guid = case_for(Caller(running, "workshop-north"), "one")

    answers = [
        report(insurer, provider_invoice(guid=guid)),
        insurer.call("PUT", f"/api/v2/cases/{guid}", json={"partnerId": "one"}),
        insurer.call("GET", f"/api/v2/cases/{guid}"),
        find(stranger, {}),
        Caller(running, "workshop-south").call("PUT", f"/api/v2/cases/{guid}", json={"partnerId": "two"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5
    assert {tuple(answer.json()) for answer in answers} == {("error", "details")}
