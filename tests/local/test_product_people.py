"""Demo people sign in at the running stack and do what their roles allow, and nothing of another tenant."""

from collections.abc import Mapping

import jwt
import pytest

from local import demo_people
from tests.support.local.people import call, code_for, exchange, post, signed_in
from tests.support.local.stacks import Served

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

CALLS: Mapping[str, tuple[str, str]] = {
    "billing": ("GET", "/api/detached-invoices"),
    "billing, writing": ("POST", "/api/invoices"),
    "tagged": ("GET", "/api/detached-invoices?tags=immigration"),
    "acme": ("GET", "/invoice/acme/invoices"),
    "acme, orders": ("GET", "/order-v2/acme/salesorders/none"),
    "globex": ("GET", "/invoice/globex/invoices"),
    "case": ("GET", "/api/v2/cases/0b6f1e5e-5a3c-4a53-9d2a-3f0f8a5a7c11"),
    "capture": ("PUT", "/api/v1/customers/someone"),
    "pims": ("POST", "/api/data-on-demand/invoices"),
}
ALLOWED: Mapping[str, set[str]] = {
    "rosa": set(),
    "clara": {"billing", "billing, writing"},
    "tadeo": {"billing", "billing, writing", "tagged"},
    "rita": {"billing"},
    "mona": {"acme", "acme, orders"},
    "anton": {"acme"},
    "gloria": {"globex"},
    "wanda": {"case"},
    "ines": set(),
    "olga": {"billing", "billing, writing", "acme", "acme, orders"},
}
"""What each may call; a 404 is allowed, too: there is nothing by that id."""


@pytest.mark.parametrize("person", ALLOWED)
def test_a_person_may_call_what_the_roles_allow_and_nothing_else(running: Served, person: str) -> None:
    token = signed_in(running, person).token

    statuses = {
        name: call(running, token, method, path, {} if method == "POST" else None)
        for name, (method, path) in CALLS.items()
    }

    assert {name for name, status in statuses.items() if status < 300 or status in (400, 404)} == ALLOWED[person]
    assert {status for name, status in statuses.items() if name not in ALLOWED[person]} == {403}


@pytest.mark.parametrize("person", ["dana", "nobody"])
def test_whoever_is_disabled_or_not_invited_gets_no_token(running: Served, person: str) -> None:
    reply = signed_in(running, person).exchanged

    assert (reply.status_code, reply.json()["error"]) == (400, "invalid_grant")


def test_every_demo_person_has_a_role_that_grants_something(running: Served) -> None:
    granted = {
        person.id: signed_in(running, person.id).exchanged.json()["scope"]
        for person in demo_people.PEOPLE
        if person.roles and person.enabled
    }

    assert all(granted.values())
    assert len(granted) == 12


def test_a_sign_in_is_renewed_and_the_nonce_comes_back(running: Served) -> None:
    first = signed_in(running, "clara")

    renewed = post(running, "sign-in", refresh_token=first.refresh_token)
    again = post(running, "sign-in", refresh_token=first.refresh_token)

    assert exchange(running, renewed.json()["id_token"]).status_code == 200
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert jwt.decode(first.id_token, options={"verify_signature": False})["nonce"] == "a nonce"


def test_a_wrong_verifier_and_a_used_code_are_refused(running: Served) -> None:
    wrong = code_for(running, "rosa", VERIFIER)
    used = code_for(running, "rosa", VERIFIER)
    post(running, "sign-in", code=used, code_verifier=VERIFIER)

    replies = [
        post(running, "sign-in", code=wrong, code_verifier=VERIFIER[::-1]),
        post(running, "sign-in", code=wrong, code_verifier=VERIFIER),
        post(running, "sign-in", code=used, code_verifier=VERIFIER),
    ]

    assert [(reply.status_code, reply.json()["error"]) for reply in replies] == [(400, "invalid_grant")] * 3


def test_a_person_who_signs_out_is_refused(running: Served) -> None:
    token = signed_in(running, "rita").token

    signed_out = post(running, "revoke", token=token).status_code

    assert (signed_out, call(running, token, "GET", "/api/detached-invoices")) == (200, 401)


def test_the_stack_names_the_desk_and_the_demo_people(running: Served) -> None:
    assert f"The desk is at {running.url}/desk; sign in as rosa, ravi," in running.log.read_text()
