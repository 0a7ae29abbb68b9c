"""Words of any length fit the page at any width, and amounts stay in sight."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support.local.calls import Caller
from tests.support.local.desk import NARROW, WIDE, DeskPage
from tests.support.local.desk_shop import invoiced, reported
from tests.support.local.stacks import Served

WORD = "W" * 500
OUT_OF_SIGHT = """
return [...document.querySelectorAll("main *")].filter((one) => {
  const { left, right, width } = one.getBoundingClientRect();
  const isAmount = one.matches("tbody td.amount:last-child");
  return width > 1 && (right > innerWidth + 1 || left < 0) && (isAmount || !one.closest(".table, pre"));
}).map((one) => one.outerHTML.slice(0, 80));
"""


def fits(desk: DeskPage) -> None:
    """Nothing is beside the page, and the amounts of tables are in sight."""
    for size in (NARROW, WIDE):
        desk.resize(*size)
        assert desk.driver.execute_script("return document.documentElement.scrollWidth") <= size[0]
        assert desk.driver.execute_script(OUT_OF_SIGHT) == []


def of_office(running: Served) -> tuple[Any, Any]:
    """An invoice and its payment with long words in all their texts."""
    office = Caller(running, "office")
    created = office.call("POST", "/api/invoices").json()
    number = uuid4().hex + "N" * 32
    line = {"serviceId": 1, "name": WORD[:255], "description": WORD, "quantity": 1, "rate": 40}
    body = {"invoiceNumber": number, "billTo": WORD, "clientNote": WORD, "lineItems": [line], "totalCharged": 40}
    invoice = office.call("PATCH", f"/api/invoices/{created['id']}", json={**body, "clients": [4711]}).json()
    terms = {"paymentDate": "2026-11-01", "paymentAmount": 40, "paymentType": "cash", "payerName": WORD[:255]}
    given = [{"invoiceId": invoice["id"], "amount": 40}]
    body = {**terms, "payerClientIds": [4711], "invoices": given}
    answer = office.call("POST", "/api/payments", json=body)
    assert answer.ok, answer.text
    return invoice, answer.json()


@pytest.mark.parametrize("person", ["clara", "olga"])
def test_long_words_fit_the_pages_of_the_office(desk: DeskPage, running: Served, person: str) -> None:
    invoice, payment = of_office(running)

    desk.sign_in(person)
    for place in ("/invoices/{0}", "/payments/{1}", "?number={2}", "/clients/4711", "/payments/new?number={2}"):
        desk.open("#/billing" + place.format(invoice["id"], payment["id"], invoice["invoiceNumber"]))
        desk.one(".table, form.card, .notice")
        desk.sees_no_more("Loading")
        fits(desk)


def test_long_words_fit_the_pages_of_the_shop(desk: DeskPage, running: Served) -> None:
    outcome = invoiced(running, f"DESK-{uuid4()}", company=WORD[:100])

    desk.sign_in("mona")
    for place in ("invoices/{0}", "invoices/{0}/credit", "invoices?number={1}"):
        desk.open("#/jobs/" + place.format(outcome["invoiceId"], outcome["invoiceNumber"]))
        desk.one(".table, form fieldset")
        desk.sees_no_more("Loading")
        fits(desk)


def test_long_words_fit_the_pages_of_the_cases(desk: DeskPage, running: Served) -> None:
    guid = str(uuid4())
    reported(running, guid, WORD[:200], note=WORD)

    desk.sign_in("wanda", f"#/cases/case/{guid}")
    desk.one(".table")

    fits(desk)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("\N{RIGHT-TO-LEFT OVERRIDE}abc", "abc"),
        ("\u05d0\u05d1\u2069\u202e", "\u2068\u05d0\u05d1\u2069"),
        ("abc", "abc"),
    ],
)
def test_a_value_does_not_turn_the_sentence_that_it_stands_in(desk: DeskPage, value: str, shown: str) -> None:
    desk.open().one(".sign-in button")

    said = desk.evaluate(
        "shell/language.js",
        f"module.speaker({{ en: {{ said: '{{it}} was said' }}, de: {{}} }})('said', {{ it: '{value}' }})",
    )

    assert said == f"{shown} was said"
