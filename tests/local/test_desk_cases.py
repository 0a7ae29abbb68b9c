"""The desk's cases in a browser: the search as a form, and a case with its invoices, by keyboard."""

import json
from urllib.parse import quote
from uuid import uuid4

import pytest
from selenium.webdriver.common.by import By

from tests.support.local.desk import NARROW, DeskPage
from tests.support.local.desk_shop import HOSTILE, reported
from tests.support.local.stacks import Served


@pytest.mark.parametrize("person", ["wanda", "ines"])
def test_a_person_finds_invoices_by_conditions_and_opens_the_case(desk: DeskPage, running: Served, person: str) -> None:
    guid, number = str(uuid4()), uuid4().hex
    reported(running, guid, number, f"other-{number}", note=HOSTILE)
    desk.sign_in(person, "#/cases")

    desk.one("form.search")
    desk.tab_to("Field")
    desk.press("I", "n")
    desk.fill("Value", number)
    desk.activate("Search")
    desk.sees("1 to 1 of 1")
    assert number in desk.place
    desk.activate("Show more of")
    desk.sees("<img src=x onerror=alert(1)>\\u202egpj.exe")
    desk.activate("ABC 123")

    desk.sees("1 to 2 of 2")
    assert desk.heading == f"Case {guid}"
    desk.sees("123456789012345678901234567890")
    assert desk.axe() == []


def test_an_amount_is_sent_with_all_its_digits(desk: DeskPage) -> None:
    rows = '{"joined":"all","rows":[{"field":"priceNet","operator":"at_least","value":"12345678901234567.89"}]}'
    desk.sign_in("wanda")
    desk.open(f"#/cases?search={rows}")

    desk.activate("The search as it is sent")

    desk.sees('"$gte": 12345678901234567.89')
    desk.sees("No invoices match.")


def test_what_is_missing_is_told_at_the_condition_and_stays_typed(desk: DeskPage) -> None:
    rows = (
        '{"joined":"any","rows":[{"field":"status","operator":"is","value":"kept"},{"field":"priceNet","value":"x"}]}'
    )
    desk.sign_in("wanda")

    desk.open(f"#/cases?search={rows}")

    desk.sees("Type a number.")
    assert [one.get_attribute("value") for one in desk.driver.find_elements(By.CSS_SELECTOR, "form input")] == [
        "kept",
        "x",
    ]
    assert desk.axe() == []


def test_another_insurer_finds_nothing_of_a_case(desk: DeskPage, running: Served) -> None:
    guid = str(uuid4())
    reported(running, guid, number := uuid4().hex, partner="two")

    desk.sign_in("ines", f"#/cases/case/{guid}")

    desk.sees("No invoices match.")
    assert number not in desk.text
    assert "ABC 123" not in desk.text


@pytest.mark.parametrize(
    ("status", "told"), [(0, "The server cannot be reached."), (503, "Something went wrong on the server.")]
)
def test_a_failed_search_is_told_and_can_be_tried_again(desk: DeskPage, status: int, told: str) -> None:
    desk.sign_in("wanda", "#/cases")
    desk.one("form.search")
    desk.fill("Value", "nothing-like-this")
    desk.answering("invoices/find", status, "POST")

    desk.activate("Search")

    desk.sees(told)
    desk.answering_again()
    desk.activate("Try again")
    desk.sees("No invoices match.")
    assert desk.one("form input").get_attribute("value") == "nothing-like-this"


def test_the_pages_of_the_cases_are_accessible_and_fit_a_phone(desk: DeskPage, running: Served) -> None:
    reported(running, str(uuid4()), uuid4().hex)
    desk.sign_in("wanda")
    desk.resize(*NARROW)

    for page in ("#/cases", "#/cases/exports"):
        desk.open(page).one("h1")
        desk.sees_no_more("Searching")
        assert (page, desk.axe()) == (page, [])
        assert desk.driver.execute_script("return document.documentElement.scrollWidth") == NARROW[0]


def rows_in(desk: DeskPage, count: int, operator: str = "is", **more: str) -> None:
    """Open a search with so many conditions."""
    rows = [{"field": "status", "operator": operator, "value": f"s{n}", **more} for n in range(count)]
    desk.open(f"#/cases?search={quote(json.dumps({'joined': 'any', 'rows': rows}))}")
    desk.one("form.search")


def test_a_search_takes_as_many_conditions_as_the_api_and_says_so(desk: DeskPage) -> None:
    desk.sign_in("wanda")
    rows_in(desk, 20)

    desk.sees("A search takes 20 conditions at most")

    buttons = [one for one in desk.driver.find_elements(By.CSS_SELECTOR, "form button") if one.text.startswith("Add")]
    assert [one.is_enabled() for one in buttons] == [False, False]
    desk.sees("No invoices match.")


def test_no_condition_of_a_search_in_the_address_is_dropped(desk: DeskPage) -> None:
    desk.sign_in("wanda")

    rows_in(desk, 21)
    desk.sees("These are too many conditions")
    assert len(desk.driver.find_elements(By.CSS_SELECTOR, ".condition")) == 21
    assert "match" not in desk.text

    rows_in(desk, 1, operator="resembles")
    desk.sees("A part of the search in the address cannot be understood")
    assert "match" not in desk.text
