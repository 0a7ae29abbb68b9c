"""Amounts as they are typed and shown in English and German: what could be two numbers is never the wrong one."""

import json
from uuid import uuid4

import pytest
import requests
from selenium.webdriver.common.keys import Keys

from tests.support.local.calls import Caller
from tests.support.local.desk import DeskPage
from tests.support.local.stacks import Served

TYPED = {
    "en": {"450.50": "450.50", "450,50": "450.50", "1,234.5": "1234.5", "1,234": "1234", "1.234": "1.234"},
    "de": {"450.50": "450.50", "450,50": "450.50", "1.234,5": "1234.5", "1.234": "1234", "1,234": "1.234"},
}
ALIKE = {
    "1 234": "1234",
    "1\N{NO-BREAK SPACE}234": "1234",
    "1'234": "1234",
    "1.234.567": "1234567",
    "-4": "-4",
    "-0": "0",
    "0.125": "0.125",
    ",5": "0.5",
    "12345.678.9": None,
    "1,23,45": None,
    "1.2.3": None,
    "12 3": None,
    "1234.567,8.9": None,
    "1e5": None,
    "12 €": None,
    "٣": None,
    "\N{RIGHT-TO-LEFT OVERRIDE}12": None,
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_typed_amount_is_read_by_the_decimal_mark_of_the_language(desk: DeskPage, language: str) -> None:
    desk.open().one(".sign-in button")
    desk.prefer(language=language)
    desk.open().one(".sign-in button")
    expected = {**TYPED[language], **ALIKE}

    read = desk.evaluate("parts/typed.js", f"{json.dumps(list(expected))}.map((text) => module.decimalIn(text))")

    assert dict(zip(expected, read, strict=True)) == expected


def test_a_number_that_could_be_two_is_never_taken_for_the_smaller_one(desk: DeskPage) -> None:
    desk.open().one(".sign-in button")
    desk.prefer(language="de")
    desk.open().one(".sign-in button")

    kept = desk.evaluate("parts/typed.js", '["1234.567", "1,2,3"].map(module.keptOf)')
    cents = desk.evaluate("parts/cents.js", f"{json.dumps(kept)}.map((one) => module.cents(one))")
    decimals = desk.evaluate("parts/decimals.js", f"{json.dumps(kept)}.map((one) => module.decimalOf(one))")

    assert cents == decimals == [None, None]
    assert desk.evaluate("parts/typed.js", f"{json.dumps(kept)}.map((one) => module.inputText(one))") == [
        "1234.567",
        "1,2,3",
    ]


def test_a_clerk_types_and_sees_german_amounts(desk: DeskPage, running: Served) -> None:
    payer = uuid4().hex
    desk.sign_in("clara")
    desk.prefer(language="de")
    desk.open("#/billing/payments/new")

    desk.fill("Betrag", "1.450,5")
    desk.fill("Spende", "0.50")
    desk.sees("Verteilt: 0,50. Übrig: 1.450,00.")
    desk.fill("Zahler", payer)
    shown = [
        one.get_attribute("value") for one in desk.driver.find_elements("css selector", "input[inputmode=decimal]")
    ]
    desk.activate("Speichern")
    desk.sees("Quittung anzeigen")

    assert shown == ["1450,50", "0,50"]
    headers = {"Authorization": f"Bearer {desk.token}"}
    number = desk.place.rpartition("/")[2]
    stored = requests.get(f"{running.url}/api/payments/{number}", headers=headers, timeout=60).json()
    assert (stored["paymentAmount"], stored["donationAmount"], stored["payerName"]) == (1450.5, 0.5, payer)


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        ("0.12345678901234567890", "0.1234567890123456789", "0,1234567890123456789"),
        ("1234567.0000001", "1,234,567.0000001", "1.234.567,0000001"),
        ("12345678901234567890.5", "12,345,678,901,234,567,890.50", "12.345.678.901.234.567.890,50"),
        ("-0.5", "-0.50", "-0,50"),
        ("1e-7", "0.0000001", "0,0000001"),
    ],
)
def test_an_amount_is_shown_with_all_its_digits(desk: DeskPage, value: str, english: str, german: str) -> None:
    shown = []
    for language in ("en", "de"):
        desk.open().one(".sign-in button")
        desk.prefer(language=language)
        desk.open().one(".sign-in button")
        shown.append(desk.evaluate("shell/language.js", f"module.amount('{value}')"))

    assert shown == [english, german]


def test_an_amount_that_is_pasted_is_taken_whole_or_refused(desk: DeskPage) -> None:
    desk.sign_in("clara", "#/billing/payments/new")
    desk.fill("Amount", "   1,234,567,890.50   ")
    desk.fill("Donation", "12345678901234.567")
    desk.press(Keys.TAB)

    desk.sees("Enter an amount such as 12.50.")
    assert desk.tab_to("Amount", backwards=True).get_attribute("value") == "1234567890.50"


def test_numbers_with_spaces_around_them_are_taken(desk: DeskPage, running: Served) -> None:
    desk.sign_in("clara", "#/billing/invoices/new")
    desk.fill("Bill to", name := uuid4().hex)
    desk.activate("Add a line")
    desk.fill("Name", "DACA")
    desk.fill("Service number", " 12 ")
    desk.fill("Quantity", " 3 ")
    desk.fill("Price each", " 2.50 ")
    desk.sees("Sum 7.50")
    desk.activate("Save")
    desk.sees("Last changed by")

    [found] = Caller(running, "office").call("GET", f"/api/invoices?billTo={name}").json()
    [line] = found["lineItems"]
    assert (line["serviceId"], line["quantity"], found["totalCharged"]) == (12, 3, 7.5)
