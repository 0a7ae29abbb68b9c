"""The invoice that a lookup finds on the running stack, despite confusing data of others."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.builders import pims_invoice
from tests.support.local.calls import Caller, registered
from tests.support.local.stacks import Served, eventually

FRONT_DESK = "desk@lookups.example"


@pytest.fixture(scope="module")
def pims(running: Served) -> Caller:
    return Caller(running, "pims-demo")


@pytest.fixture(scope="module")
def insurer(running: Served) -> Caller:
    """An MGA that may see only one practice."""
    return registered(
        running, "mga-lookups", ("invoice:lookup", "customer:write"), mga_id="lookups", practices=["lookups"]
    )


def owned(number: str, practice: str = "lookups", **owner: str) -> dict[str, Any]:
    person = {"firstName": "", "lastName": "", "email": "", "phone": ""} | owner
    return pims_invoice(
        id=f"{number}-{'-'.join(owner.values())}",
        invoiceNumber=number,
        petOwner=person,
        vetPractice={"practiceId": practice, "name": practice},
        invoiceItems=...,
    )


def found(insurer: Caller, number: str, **owner: str) -> int:
    assert insurer.bind("C", **owner).status_code == 200
    return insurer.look_up("C", number).status_code


@pytest.mark.parametrize("placeholder", ["n/a", "none", "0", "noemail@example.com", "na@na.com"])
def test_a_placeholder_never_leads_to_another_customers_invoice(
    pims: Caller, insurer: Caller, placeholder: str
) -> None:
    """Regression: owner `n/a` and customer `N/A` were the same person, so another person's invoice was returned."""
    bobs = owned("L-1", firstName="Bob", lastName="Stone", email=placeholder, phone="305-555-0177")
    assert pims.push(bobs).status_code == 202
    assert eventually(lambda: found(insurer, "L-1", phone="+1 305 555 0177") == 200, seconds=120)

    assert found(insurer, "L-1", firstName="Ana", lastName="Ortiz", email=placeholder.upper()) == 404


def test_an_address_that_a_practice_uses_for_many_owners_needs_the_name_too(pims: Caller, insurer: Caller) -> None:
    """Regression: a customer with the practice's own address found all owners' invoices."""
    names = [("Bob", "Stone"), ("Cleo", "Reed"), ("Dan", "Hill"), ("Łucja", "O\u2019Brien")]
    invoices = [owned(f"L-2{n}", firstName=a, lastName=b, email=FRONT_DESK) for n, (a, b) in enumerate(names)]
    assert pims.push(*invoices).status_code == 202
    assert eventually(
        lambda: found(insurer, "L-23", firstName="Lucja", lastName="O'Brien", email=FRONT_DESK) == 200, seconds=120
    )

    assert found(insurer, "L-20", firstName="Bob", lastName="Stone", email=FRONT_DESK) == 200
    assert found(insurer, "L-20", firstName="Cleo", lastName="Reed", email=FRONT_DESK) == 404
    assert found(insurer, "L-20", email=FRONT_DESK) == 404


def test_many_invoices_with_one_number_hide_no_invoice(pims: Caller, insurer: Caller) -> None:
    """Regression: a lookup read all practices' invoices with the number, and failed after 20 s."""
    for batch in range(3):
        flood = [owned("L-3", "flood", email="ana@lookups.example") | {"id": f"{batch}-{n}"} for n in range(1_000)]
        assert pims.push(*flood).status_code == 202
    mine = owned("L-3", firstName="Ana", lastName="Ortiz", email="ana@lookups.example")
    assert pims.push(mine).status_code == 202

    assert eventually(lambda: found(insurer, "L-3", email="ana@lookups.example") == 200, seconds=120)


def test_a_number_is_found_in_either_of_unicodes_forms(pims: Caller, insurer: Caller) -> None:
    """Regression: a number with a combining accent was another number."""
    assert pims.push(owned("RE\u0301-4", email="eve@lookups.example")).status_code == 202

    assert eventually(lambda: found(insurer, "r\u00e9-4", email="EVE@lookups.example") == 200, seconds=120)


def test_an_update_time_far_ahead_is_refused_by_name(pims: Caller) -> None:
    """Regression: it was accepted, and no later update could change the invoice."""
    ahead = (datetime.now(UTC) + timedelta(days=2, minutes=1)).isoformat()

    answer = pims.push(owned("L-5", email="ana@lookups.example") | {"invoiceUpdatedAt": ahead})

    assert answer.status_code == 400
    [detail] = answer.json()["error"]["details"]
    assert detail == {
        "target": "invoices[0].invoiceUpdatedAt",
        "message": "must not be more than two days in the future",
    }
