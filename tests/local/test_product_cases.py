"""Provider invoices on the running stack: workshops report, workshops and insurers search (docs/apis/cases.md)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import requests

from tests.support.builders import provider_invoice
from tests.support.local.calls import Caller
from tests.support.local.stacks import Served


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


def test_another_workshop_or_insurer_sees_none_of_it(running: Served) -> None:
    north, others = Caller(running, "workshop-north"), ["workshop-south", "insurer-two"]
    guid = case_for(north, "one")
    report(north, provider_invoice(guid=guid, externalId=guid))
    searches: list[dict[str, Any]] = [{"guid": guid}, {"externalId": guid}, {"$or": [{"guid": guid}, {"type": "none"}]}]

    found = [find(Caller(running, other), filters).json() for other in others for filters in searches]

    assert found == [{"data": [], "pagination": {"count": 0, "offset": 0}}] * 6


def test_only_providers_report_and_only_providers_and_partners_find(running: Served) -> None:
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


def test_a_case_that_changes_its_insurer_shows_all_its_invoices_to_the_new_one_only(running: Served) -> None:
    north, one, two = (Caller(running, name) for name in ("workshop-north", "insurer-one", "insurer-two"))
    guid = case_for(north, "one")
    report(north, *(provider_invoice(guid=guid, externalId=f"{guid}/{n}") for n in range(3)))
    searches: list[dict[str, Any]] = [{"guid": guid}, {"externalId": {"$gte": guid, "$lt": f"{guid}0"}}]

    moved = north.call("PUT", f"/api/v2/cases/{guid}", json={"partnerId": "two"})

    counts = [[find(each, filters).json()["pagination"]["count"] for filters in searches] for each in (one, two)]
    assert moved.json() == north.call("GET", f"/api/v2/cases/{guid}").json() == {"guid": guid, "partnerId": "two"}
    assert counts == [[0, 0], [3, 3]]


def test_twenty_concurrent_reports_of_one_invoice_make_one(running: Served) -> None:
    north = Caller(running, "workshop-north")
    guid = case_for(north, "one")

    with ThreadPoolExecutor(20) as reporters:
        answers = list(
            reporters.map(
                lambda n: report(north, provider_invoice(guid=guid, externalId=guid, priceNet=n, status=f"by {n}")),
                range(20),
            )
        )

    [stored] = find(north, {"guid": guid}).json()["data"]
    assert [answer.status_code for answer in answers] == [200] * 20
    assert {answer.json()[0]["id"] for answer in answers} == {stored["id"]}
    assert stored["status"] == f"by {stored['priceNet']}"
    assert stored["updatedAt"] == max(answer.json()[0]["updatedAt"] for answer in answers)


def test_a_broken_rule_gets_400_with_the_place(running: Served) -> None:
    north = Caller(running, "workshop-north")
    guid = case_for(north, "one")
    good = provider_invoice(guid=guid, externalId=guid)
    refusals = [
        (report(north), '"value" must contain at least 1 items'),
        (report(north, good, good), at(1, "externalId", "contains a duplicate value")),
        (report(north, good, {**good, "externalId": 1}), at(1, "externalId", "must be a string")),
        (report(north, {**good, "reaction": "approved"}), at(0, "reaction", "is not allowed")),
        (report(north, {**good, "guid": str(uuid4())}), at(0, "guid", "must be the GUID of a case of yours")),
        (report(north, {**good, "linkedInvoice": guid}), at(0, "linkedInvoice", "is not allowed")),
        (find(north, {"$where": "1"}), 'child "filters" fails because [child "$where" fails because ["$where" is not'),
        (
            find(north, {"isActive": True}),
            'child "filters" fails because [child "isActive" fails because ["isActive" is',
        ),
        (find(north, {}, limit=101), 'child "pagination" fails because [child "limit" fails because ["limit" must be'),
    ]

    for answer, message in refusals:
        assert (answer.status_code, set(answer.json())) == (400, {"error", "details"})
        assert answer.json()["error"]["message"].startswith(message)
        assert answer.headers["x-request-id"]
    assert find(north, {"guid": guid}).json()["pagination"]["count"] == 0


def test_a_credit_note_shows_its_linked_invoice_and_pages_are_newest_first(running: Served) -> None:
    north = Caller(running, "workshop-north")
    guid = case_for(north, "one")
    names = [f"{guid}/{n}" for n in range(4)]
    note = {"type": "credit note", "linkedInvoice": names[3]}

    answers = report(
        north,
        provider_invoice(guid=guid, externalId=names[0], **note),
        *(provider_invoice(guid=guid, externalId=name, priceNet=0.29) for name in names[1:]),
        headers={"Idempotency-Key": guid},
    ).json()
    pages = [find(north, {"guid": guid}, offset=offset, limit=3).json() for offset in (0, 3)]

    assert answers[0]["linkedInvoice"] == {"id": answers[3]["id"], "externalId": names[3]}
    assert [one["priceNet"] for one in answers[1:]] == [0.29] * 3
    by_id = sorted(answers, key=lambda one: one["id"], reverse=True)
    assert [page["data"] for page in pages] == [by_id[:3], by_id[3:]]
    assert [page["pagination"] for page in pages] == [{"count": 4, "offset": 0}, {"count": 4, "offset": 3}]


def test_a_find_that_compares_too_much_is_refused_by_name_and_harms_no_other(running: Served) -> None:
    """Regression: its function was killed after 28 s (502), and the next caller had to wait for a new one."""
    north, one = Caller(running, "workshop-north"), Caller(running, "insurer-one")
    guid, row = case_for(north, "one"), [0] * 30
    report(north, provider_invoice(guid=guid, externalId=guid, customData={"a": [row] * 5_400})).raise_for_status()
    costly = {"$or": [{"customData": {"a": {"$in": [[*row[1:], n + 1]]}}} for n in range(19)], "guid": guid}
    hundred = [[*row[1:], n + 1] for n in range(100)]

    for caller in (north, one):
        refused = find(caller, costly)
        missed, found = (
            find(caller, {"guid": guid, "customData": {"a": {"$in": rows}}}) for rows in (hundred, [*hundred[1:], row])
        )

        [(path, fault)] = refused.json()["details"].items()
        assert (refused.status_code, path[:12], path[-17:]) == (400, "filters.$or[", ".customData.a.$in")
        assert fault.startswith("would look at more than 3000000 values of invoices, or for more than 2 seconds;")
        assert [answer.json()["pagination"]["count"] for answer in (missed, found)] == [0, 1]
    assert report(north, provider_invoice(guid=guid, externalId=guid)).status_code == 200


def test_a_nested_array_is_found_as_a_whole_and_not_by_its_elements(running: Served) -> None:
    """Regression: {"a": "A"} found it. MongoDB looks one level deep."""
    north = Caller(running, "workshop-north")
    guid = case_for(north, "one")
    report(north, provider_invoice(guid=guid, externalId=guid, customData={"a": [["A", "B"], [1]]})).raise_for_status()
    filters: list[Any] = ["A", {"$in": ["A", 1]}, {"$gt": 0}, ["A", "B"], {"$in": [[1.0]]}, [["A", "B"], [1]]]

    counts = [find(north, {"guid": guid, "customData": {"a": one}}).json()["pagination"]["count"] for one in filters]

    assert counts == [0, 0, 0, 1, 1, 1]


def at(position: int, field: str, fault: str) -> str:
    return f'"value" at position {position} fails because [child "{field}" fails because ["{field}" {fault}]]'
