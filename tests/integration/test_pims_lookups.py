"""Lookups find the customer's own invoice, whatever practices push: PIMS and capture together, on moto."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import permutations
from typing import Any
from unittest.mock import patch

import pytest
from botocore.client import BaseClient

from tests.support.builders import http_event, pims_invoice
from tests.support.deployment import Deployment, Reply
from tests.support.faults.recording import recorded

OWNER = {"firstName": "Ana", "lastName": "Ortiz", "email": "ana@example.com", "phone": "305-555-0100"}
NAMES = [("Bob", "Stone"), ("Cleo", "Reed"), ("Dan", "Hill"), ("Eve", "Marsh")]
FRONT_DESK = "desk@petwell.example"


def owned(number: str = "77", practice: str = "petwell", **owner: str) -> dict[str, Any]:
    """An invoice of this owner, by default of Ana."""
    return pims_invoice(
        id=f"{number}-{owner.get('firstName', 'Ana')}-{owner.get('lastName', '')}",
        invoiceNumber=number,
        petOwner={"firstName": "", "lastName": "", "email": "", "phone": ""} | (owner or OWNER),
        vetPractice={"practiceId": practice, "name": practice, "country": "USA"},
        invoiceItems=...,
    )


def push(faktura: Deployment, *invoices: Any) -> None:
    event = http_event("POST", "/api/data-on-demand/invoices", {"invoices": invoices}, faktura.token(practices="*"))
    assert faktura.request("pims.upsert_invoices", event).status == 202
    assert faktura.deliver("PimsQueue", "pims.store_invoices") == [{"batchItemFailures": []}]


def look_up(faktura: Deployment, number: str = "77", practices: object = "*", **owner: str) -> Reply:
    """The lookup of a customer with these details."""
    token = faktura.token("mga-alpha", ("invoice:lookup", "customer:write"), mga_id="alpha", practices=practices)
    bound = http_event("PUT", "/api/v1/customers/C1", owner or OWNER, token, customerId="C1")
    assert faktura.request("capture.put_customer", bound).status == 200
    path = f"/api/v1/invoice/C1/lookup/{number}"
    event = http_event("GET", path, b"", token, customerId="C1", invoiceNumber=number)
    return faktura.request("capture.find_invoice", event)


@pytest.mark.parametrize("placeholder", ["n/a", "none", "-", "unknown", "@", "0", "x@", "noemail@example.com"])
def test_a_placeholder_matches_no_strangers_invoice(faktura: Deployment, placeholder: str) -> None:
    """Owner `n/a` and customer `N/A` used to match, and another person's invoice was returned."""
    push(faktura, owned(firstName="Bob", lastName="Stone", email=placeholder))

    found = look_up(faktura, firstName="Ana", lastName="Ortiz", email=placeholder.upper())

    assert (found.status, found.json["error"]["code"]) == (404, "INVOICE_NOT_FOUND")


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_the_practices_own_address_matches_only_with_the_name_in_any_order_of_pushes(
    faktura: Deployment, order: tuple[int, ...]
) -> None:
    """An address that a practice enters for every owner used to open all its owners' invoices to each of them."""
    invoices = [
        owned(str(n), firstName=first, lastName=last, email=FRONT_DESK) for n, (first, last) in enumerate(NAMES)
    ]
    for n in order:
        push(faktura, invoices[n])

    statuses = [
        look_up(faktura, "0", firstName="Bob", lastName="Stone", email=FRONT_DESK).status,
        look_up(faktura, "0", firstName="Cleo", lastName="Reed", email=FRONT_DESK).status,
        look_up(faktura, "0", email=FRONT_DESK).status,
    ]

    assert statuses == [200, 404, 404]


@pytest.mark.parametrize("names", [["", "", "", "", ""], [f"Client {n}" for n in range(5)]])
def test_owners_of_an_address_without_names_are_counted_by_their_other_contacts(
    faktura: Deployment, names: list[str]
) -> None:
    """Owners without a name, or with a numbered one, are distinguished by what else the practice has of them."""
    owners = [{"firstName": name, "phone": f"305-555-01{n}7"} for n, name in enumerate(names)]
    push(faktura, *(owned(str(n), email=FRONT_DESK, **owner) | {"id": str(n)} for n, owner in enumerate(owners)))

    assert look_up(faktura, "0", firstName="Rita", lastName="Reed", email=FRONT_DESK).status == 404
    assert look_up(faktura, "0", phone="305-555-0107").status == 200


def test_half_a_name_does_not_open_a_shared_address(faktura: Deployment) -> None:
    push(
        faktura,
        *(owned(str(n), lastName=last, email=FRONT_DESK) for n, last in enumerate(["Kim", "Lee", "Ray", "Poe"])),
    )

    assert look_up(faktura, "0", lastName="Kim", email=FRONT_DESK).status == 404


def test_telephone_numbers_that_only_end_like_the_customers_are_not_read(faktura: Deployment) -> None:
    """Numbers with the same last digits at many practices used to hide the customer's invoice."""
    practices = [f"rival-{n}" for n in range(120)]
    push(faktura, *(owned("77", one, firstName="X", phone="212-555-0100") for one in practices))
    push(faktura, owned(phone="305-555-0100"))

    with _items_read() as read:
        found = look_up(faktura, phone="(305) 555 0100")

    assert (found.status, read.items <= 5) == (200, True)


def test_too_many_matches_are_not_reported_as_none(faktura: Deployment) -> None:
    flood = [
        owned("77", f"p{n}", email=OWNER["email"], lastName=f"n{m}") | {"id": str(m)}
        for n in range(150)
        for m in range(5)
    ]
    push(faktura, *flood)

    answer = look_up(faktura, email=OWNER["email"])

    assert (answer.status, answer.json["error"]["code"]) == (500, "PIMS_LOOKUP_FAILED")


def test_an_owner_with_a_hostile_address_does_not_slow_the_worker(faktura: Deployment) -> None:
    """Five owners whose e-mail address is a long run of accents used to stop the storing of all invoices."""
    slow = "a" + "\u0301\u0316" * 40_000
    started = time.process_time()

    push(faktura, owned() | {"petOwner": {"firstName": slow[:40_000], "lastName": slow[:40_000], "email": slow}})

    assert time.process_time() - started < 5


def test_a_shared_telephone_number_matches_only_with_the_name(faktura: Deployment) -> None:
    push(
        faktura,
        *(owned(str(n), firstName=a, lastName=b, phone="+1 305 555 0142") for n, (a, b) in enumerate(NAMES)),
    )

    assert look_up(faktura, "0", firstName="BOB", lastName="stone", phone="305-555-0142").status == 200
    assert look_up(faktura, "0", firstName="Cleo", lastName="Reed", phone="305-555-0142").status == 404


def test_a_family_with_three_names_can_share_an_address(faktura: Deployment) -> None:
    push(faktura, *(owned(str(n), firstName=a, lastName=b, email=FRONT_DESK) for n, (a, b) in enumerate(NAMES[:3])))

    assert look_up(faktura, "0", firstName="Cleo", lastName="Reed", email=FRONT_DESK).status == 200


def test_a_name_counts_once_in_all_its_spellings(faktura: Deployment) -> None:
    for n, first in enumerate(["Łukasz", "lukasz", "LUKASZ ", "Lu-kasz", "Łukasz"]):
        push(faktura, owned(str(n), firstName=first, lastName="Nowak", email=FRONT_DESK))

    assert look_up(faktura, "0", email=FRONT_DESK).status == 200


def test_another_practices_pushes_do_not_hide_an_invoice(faktura: Deployment) -> None:
    push(faktura, owned())
    push(
        faktura,
        *(owned(str(n), "rival", firstName=a, lastName=b, email=OWNER["email"]) for n, (a, b) in enumerate(NAMES)),
    )

    assert look_up(faktura, email=OWNER["email"]).status == 200


def test_a_newer_version_with_another_owner_no_longer_matches_the_first_one(faktura: Deployment) -> None:
    push(faktura, owned(id="1") | {"invoiceUpdatedAt": "2026-01-01T00:00:00Z", "id": "1"})
    push(faktura, owned(email="bob@example.com") | {"invoiceUpdatedAt": "2026-01-02T00:00:00Z", "id": "1"})

    assert look_up(faktura).status == 404
    assert look_up(faktura, email="bob@example.com").status == 200


def test_of_a_practices_many_invoices_the_newest_is_found(faktura: Deployment) -> None:
    push(faktura, *(owned() | {"id": str(n), "date": f"20{n:02}-01-01T00:00:00Z"} for n in range(1, 30)))

    assert look_up(faktura).json["data"]["invoiceDate"] == "2029-01-01"


@pytest.mark.parametrize("mine", [["petwell"], ["petwell", "zebra", "aardvark"], "*"])
def test_many_pushes_of_the_same_number_and_owner_hide_no_other_practice(faktura: Deployment, mine: object) -> None:
    """A hostile practice that knows a customer's number and address may push many such invoices; it is skipped."""
    for rival in ("alpha", "beta", "mu", "rho", "zulu"):
        push(faktura, *(owned(practice=rival) | {"id": str(n), "total": 1} for n in range(60)))
    push(faktura, owned() | {"total": 732.39, "date": "2027-01-01T00:00:00Z"})

    with recorded() as calls, _items_read() as read:
        found = look_up(faktura, practices=mine)

    assert found.json["data"]["totalAmount"] == 732.39
    assert len([call for call in calls if call.operation == "Query"]) <= 40
    assert read.items <= 300


def test_a_hundred_thousand_invoices_of_the_same_number_do_not_slow_a_lookup(faktura: Deployment) -> None:
    """A lookup used to read all practices' invoices of the number; with 13,000 it took 20 s and failed."""
    push(faktura, owned(practice="flood", firstName="Ana", lastName="Ortiz", email="rival@example.com"))
    [rivals] = faktura.items("PimsTable")
    faktura.fill("PimsTable", ({**rivals, "invoice": f"f{n:06}", "id": f"f{n:06}"} for n in range(100_000)))
    push(faktura, owned())
    married = {**OWNER, "lastName": "Ortiz-Reed"}

    for practices in ("*", ["petwell"], ["flood", "petwell"]):
        with _items_read() as read:
            found = look_up(faktura, practices=practices, **married)

        assert (found.status, found.json["validationResults"]["passed"]) == (200, True)
        assert 3 <= read.items <= 5


@dataclass
class Read:
    """Items that DynamoDB read from the lookup's own tables."""

    items: int = 0


@contextmanager
def _items_read() -> Iterator[Read]:
    read, plainly = Read(), BaseClient._make_api_call

    def counted(client: Any, operation: str, parameters: Any) -> Any:
        answer = plainly(client, operation, parameters)
        if operation == "Query":
            read.items += answer["ScannedCount"]
        if operation == "BatchGetItem" and any("Pims" in table for table in parameters["RequestItems"]):
            read.items += sum(len(keys["Keys"]) for keys in parameters["RequestItems"].values())
        return answer

    with patch.object(BaseClient, "_make_api_call", counted):
        yield read
