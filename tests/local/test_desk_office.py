"""The office in the desk, by keyboard: invoices, payments, confidential ones and the outstanding report."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import requests
from selenium.webdriver.common.keys import Keys

from tests.support.local.desk import NARROW, DeskPage
from tests.support.local.stacks import Served

HOSTILE = "<img src=x onerror=alert(1)>\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe =1+1"
TIMEOUT = 60
STAYING = "window.asked = []; window.confirm = (question) => { asked.push(question); return false; }"
Calls = Callable[..., Any]


@pytest.fixture
def office(running: Served) -> Calls:
    """Calls of the API as a client of the office."""
    secret = ("office", "local-only")
    form = {"grant_type": "client_credentials"}
    answer = requests.post(f"{running.url}/oauth/token", data=form, auth=secret, timeout=TIMEOUT)
    sender = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def call(method: str, path: str, body: Any = None) -> Any:
        reply = requests.request(method, f"{running.url}/{path}", json=body, headers=sender, timeout=TIMEOUT)
        assert reply.ok, reply.text
        return reply.json()

    return call


def invoice(office: Calls, total: float = 40, tags: str = "", **fields: Any) -> Any:
    """A new open invoice that charges `total`."""
    query = f"?tags={tags}" if tags else ""
    line = {"serviceId": 1, "name": "DACA", "quantity": 1, "rate": total}
    created = office("POST", f"api/invoices{query}")
    change = {"lineItems": [line], "totalCharged": total, "billTo": uuid4().hex, **fields}
    return office("PATCH", f"api/invoices/{created['id']}{query}", change)


def test_a_clerk_writes_an_invoice_with_lines_and_a_discount_by_keyboard(desk: DeskPage, office: Calls) -> None:
    name = f"Ana {uuid4().hex}"

    desk.sign_in("clara", "#/billing")
    desk.activate("New invoice")
    desk.sees("Leave it empty")
    desk.fill("Bill to", name)
    desk.activate("Add a line")
    desk.fill("Name", "DACA")
    desk.fill("Service number", "7")
    desk.fill("Quantity", "3")
    desk.fill("Price each", "0.10")
    desk.fill("Total", "0.20")
    desk.sees("Discount\n0.10")
    desk.activate("Save")
    desk.sees("Last changed by")

    [found] = office("GET", f"api/invoices?billTo={name}")
    assert (found["totalCharged"], found["status"], found["lineItems"][0]["rate"]) == (0.2, "open", 0.1)


def test_lines_are_moved_and_removed_by_keyboard(desk: DeskPage, office: Calls) -> None:
    lines = [{"serviceId": n, "name": f"Service {n}", "quantity": 1, "rate": n} for n in (1, 2, 3)]
    stored = invoice(office, lineItems=lines, totalCharged=6)

    desk.sign_in("clara", f"#/billing/invoices/{stored['id']}")
    desk.activate("Move line 1 down")
    desk.sees("The line is now line 2.")
    desk.activate("Remove line 3")
    desk.activate("Save")
    desk.sees("Saved.")

    saved = office("GET", f"api/invoices/{stored['id']}")
    assert ([one["serviceId"] for one in saved["lineItems"]], saved["totalCharged"]) == ([2, 1], 3)


def test_a_payment_adds_up_while_one_types_and_too_much_is_told_at_once(desk: DeskPage, office: Calls) -> None:
    stored = invoice(office)

    desk.sign_in("clara", f"#/billing/payments/new?number={stored['invoiceNumber']}")
    desk.sees(f"Invoice {stored['invoiceNumber']}")
    desk.fill("Amount", "40.30")
    desk.fill("Donation", "0.31")
    desk.sees("0.01 more is given out than was paid.")
    desk.type("0.30")
    desk.sees("Given out: 40.30. Left: 0.00.")
    desk.activate("Save")
    desk.sees("Show the receipt")

    paid = office("GET", f"api/invoices/{stored['id']}")
    assert (paid["totalPaid"], paid["status"]) == (40, "completed")


def test_a_payment_has_the_day_of_its_receipt_and_keeps_a_day_that_is_typed(desk: DeskPage, office: Calls) -> None:
    """Before, the desk cut the day in UTC off the moment, and a payment of 10:00 had another day in Kiritimati."""
    fields = {"paymentDate": "2025-05-31T10:00:00Z", "paymentAmount": 10, "paymentType": "cash"}
    stored = office("POST", "api/payments", fields)
    in_kiritimati = stored | {"paymentDay": "2025-06-01"}
    desk.sign_in("clara")
    desk.answering("api/detached-payments", 200, body=[in_kiritimati])
    desk.answering(f"api/payments/{stored['id']}", 200, body=in_kiritimati)

    desk.driver.execute_script("location.hash = '#/billing/detached'")
    desk.sees("1 Jun 2025")
    desk.driver.execute_script("location.hash = arguments[0]", f"#/billing/payments/{stored['id']}")
    desk.sees("1 Jun 2025 · Cash")
    assert desk.tab_to("Date").get_attribute("value") == "2025-06-01"
    desk.press(*"05312025")
    desk.activate("Save")
    desk.sees("Saved.")

    saved = office("GET", f"api/payments/{stored['id']}")
    assert (stored["paymentDay"], saved["paymentDay"]) == ("2025-05-31", "2025-05-31")
    assert saved["paymentDate"] == "2025-05-31T00:00:00Z"  # a day, which has no time of day


def test_an_invoice_that_somebody_else_changed_is_not_overwritten_unasked(desk: DeskPage, office: Calls) -> None:
    stored = invoice(office)
    desk.sign_in("clara", f"#/billing/invoices/{stored['id']}")
    desk.sees("Lines")

    office("PATCH", f"api/invoices/{stored['id']}", {"clientNote": "theirs"})
    desk.fill("Note to the client", "mine")
    desk.activate("Save")
    desk.sees("Shigeru Miyamoto changed this meanwhile")

    assert office("GET", f"api/invoices/{stored['id']}")["clientNote"] == "theirs"
    desk.activate("Save mine")
    desk.sees("Saved.")
    assert office("GET", f"api/invoices/{stored['id']}")["clientNote"] == "mine"


def test_what_is_typed_survives_a_failing_server_and_is_saved_once(desk: DeskPage, office: Calls) -> None:
    name = uuid4().hex
    desk.sign_in("clara", "#/billing/invoices/new")
    desk.fill("Bill to", name)
    desk.answering("api/invoices", 503, method="POST", times=1)

    desk.activate("Save")
    desk.sees("Nothing you typed is lost.")
    desk.activate("Try again")
    desk.sees("Last changed by")

    assert len(office("GET", f"api/invoices?billTo={name}")) == 1


def test_what_the_form_finds_wrong_is_told_and_gets_the_focus(desk: DeskPage) -> None:
    desk.sign_in("clara", "#/billing/payments/new")
    desk.sees("Paid invoices")

    desk.activate("Save")

    desk.sees("Amount: enter an amount above 0")
    assert "problem-place" in (desk.focused.get_attribute("class") or "")


def test_a_confidential_invoice_shows_a_clerk_no_amount_and_nothing_to_edit(desk: DeskPage, office: Calls) -> None:
    stored = invoice(office, 777.77, tags="immigration")

    desk.sign_in("clara", f"#/billing/invoices/{stored['id']}")
    desk.sees("This is confidential.")

    assert "777.77" not in desk.text
    assert "Save" not in desk.text
    assert "Show confidential" not in desk.text


def test_the_report_shows_what_is_owed_and_by_whom(desk: DeskPage, office: Calls) -> None:
    stored = invoice(office, 50.25, clients=[987], invoiceDate="2031-01-05")

    desk.sign_in("clara", "#/billing/report?start=2031-01-01&end=2031-01-31")

    desk.sees(stored["invoiceNumber"])
    desk.sees("Clients who owe")
    assert "50.25" in desk.text


def test_hostile_texts_are_shown_as_text(desk: DeskPage, office: Calls) -> None:
    stored = invoice(office, billTo=HOSTILE)

    desk.sign_in("clara", f"#/billing?number={stored['invoiceNumber']}")

    desk.sees("<img src=x onerror=alert(1)>")
    assert desk.driver.execute_script("return document.querySelectorAll('main img').length") == 0


@pytest.mark.parametrize(
    "place", ["", "/detached", "/clients/23", "/report", "/invoices/new", "/invoices/{id}", "/payments/new"]
)
def test_every_page_is_accessible_and_fits_a_narrow_window(desk: DeskPage, office: Calls, place: str) -> None:
    stored = invoice(office, clients=[23])

    desk.sign_in("clara", f"#/billing{place.format(id=stored['id'])}")
    desk.one("h1")
    desk.sees_no_more("Loading")

    assert desk.axe() == []
    desk.resize(*NARROW)
    assert desk.driver.execute_script("return document.documentElement.scrollWidth") == NARROW[0]


@pytest.mark.parametrize(
    ("place", "field", "text"),
    [
        ("payments/new", "Amount", "12 pieces"),
        ("payments/new", "Donation", "12 pieces"),
        ("payments/new", "Invoice number", "2026"),
        ("invoices/new", "Total", "12 pieces"),
    ],
)
def test_what_is_typed_and_not_valid_yet_is_not_lost_without_a_question(
    desk: DeskPage, place: str, field: str, text: str
) -> None:
    desk.sign_in("clara", f"#/billing/{place}")
    desk.one("form.card")
    desk.driver.execute_script(
        "window.asked = []; window.confirm = (question) => { asked.push(question); return false; }"
    )
    desk.fill(field, text)

    desk.driver.execute_script("location.hash = '#/billing/report'")

    desk.awaited(lambda: desk.driver.execute_script("return window.asked"))
    assert desk.place == f"/billing/{place}"
    assert desk.driver.execute_script("return asked.length") == 1


def test_a_box_that_is_ticked_is_not_lost_without_a_question(desk: DeskPage) -> None:
    desk.sign_in("tadeo", "#/billing/payments/new")
    desk.one("form.card")
    desk.driver.execute_script(
        "window.asked = []; window.confirm = (question) => { asked.push(question); return false; }"
    )
    desk.tab_to("Confidential")
    desk.press(" ")
    desk.driver.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0]))")  # a person sees the tick

    desk.driver.execute_script("location.hash = '#/billing/report'")

    desk.awaited(lambda: desk.driver.execute_script("return window.asked"))


@pytest.mark.parametrize(("language", "told"), [("en", "There is an invoice"), ("de", "Es gibt schon eine Rechnung")])
def test_a_number_that_is_taken_is_told_before_anything_is_created(
    desk: DeskPage, office: Calls, language: str, told: str
) -> None:
    number, name = invoice(office)["invoiceNumber"], uuid4().hex
    desk.sign_in("clara")
    desk.prefer(language=language)
    desk.open("#/billing/invoices/new")
    newest = office("GET", "api/invoices?limit=1")
    desk.fill("Nummer" if language == "de" else "Number", number)
    desk.fill("Rechnung an" if language == "de" else "Bill to", name)

    desk.press(Keys.TAB)
    desk.activate("Speichern" if language == "de" else "Save")

    desk.sees(f"{told} {number}")
    assert office("GET", "api/invoices?limit=1") == newest
    assert office("GET", f"api/invoices?billTo={name}") == []


def test_a_new_invoice_that_is_refused_says_which_draft_exists_and_fills_it(desk: DeskPage, office: Calls) -> None:
    name = uuid4().hex
    desk.sign_in("clara", "#/billing/invoices/new")
    desk.fill("Bill to", name)
    taken = {"error": [f"Invoice number '{name}' is already taken"]}
    desk.answering("api/invoices", 409, method="PATCH", body=taken, times=1)

    desk.activate("Save")
    desk.sees(f"There is an invoice {name} already.")
    desk.sees("exists now. What you have typed is not in it yet.")
    desk.activate("Save")
    desk.sees("Last changed by")

    assert len(office("GET", f"api/invoices?billTo={name}")) == 1
