"""Answers that are lost: whatever is typed meanwhile and however often it is sent, what is created is created once."""

from typing import Any
from uuid import uuid4

import pytest
from selenium.webdriver.common.keys import Keys

from tests.support.local.calls import Caller
from tests.support.local.desk import DeskPage
from tests.support.local.desk_shop import invoiced, ordered
from tests.support.local.shops import Shop
from tests.support.local.stacks import Served

LOST = "The server cannot be reached. Nothing you typed is lost."
IN_USE = {"error": ["A request with this Idempotency-Key is still running."]}


@pytest.fixture
def invoice(running: Served) -> Any:
    """An invoice of the office over 40."""
    office = Caller(running, "office")
    created = office.call("POST", "/api/invoices").json()
    line = {"serviceId": 1, "name": "DACA", "quantity": 1, "rate": 40}
    change = {"lineItems": [line], "totalCharged": 40}
    return office.call("PATCH", f"/api/invoices/{created['id']}", json=change).json()


def payments(running: Served, invoice: Any) -> list[Any]:
    """What its payments give to the invoice."""
    path = f"/api/invoices/{invoice['id']}/payments"
    found = Caller(running, "office").call("GET", path).json()
    return [one["paymentAmount"] for one in found]


def take_payment(desk: DeskPage, invoice: Any, amount: str) -> None:
    """Type a payment of the invoice as a clerk."""
    desk.sign_in("clara", f"#/billing/payments/new?number={invoice['invoiceNumber']}")
    desk.sees(f"Invoice {invoice['invoiceNumber']}")
    desk.fill("Amount", amount)


def lose_payment(desk: DeskPage, invoice: Any, amount: str) -> None:
    """Take a payment whose answer is lost."""
    take_payment(desk, invoice, amount)
    desk.losing_answer("api/payments")
    desk.activate("Save")
    desk.sees(LOST)


def test_a_payment_whose_answer_is_lost_is_taken_once(desk: DeskPage, running: Served, invoice: Any) -> None:
    take_payment(desk, invoice, "40.00")
    desk.losing_answer("api/payments")

    desk.activate("Save")
    desk.sees(LOST)
    desk.activate("Try again")
    desk.sees("Show the receipt")

    assert payments(running, invoice) == [40]
    assert "Your first attempt" not in desk.text


def test_what_is_typed_after_a_lost_answer_changes_the_payment_that_was_stored(
    desk: DeskPage, running: Served, invoice: Any
) -> None:
    lose_payment(desk, invoice, "40.00")

    desk.fill("Amount", "45.00")
    desk.answering("api/payments", 503, method="PATCH", times=1)
    desk.activate("Save")
    desk.sees("What you have changed since is not saved yet.")
    desk.activate("Save")
    desk.sees("What you changed afterwards was saved as a change of it")

    assert payments(running, invoice) == [45]


def test_a_payment_that_is_still_being_stored_is_not_sent_under_another_key(
    desk: DeskPage, running: Served, invoice: Any
) -> None:
    lose_payment(desk, invoice, "40.00")
    desk.fill("Amount", "45.00")
    desk.answering("api/payments", 409, method="POST", body=IN_USE, times=1)

    desk.activate("Save")
    desk.sees("Your first attempt is still being worked on.")
    assert "Idempotency-Key" not in desk.text
    desk.activate("Try again")
    desk.sees("What you changed afterwards was saved as a change of it")

    assert payments(running, invoice) == [45]


def test_a_payment_that_was_certainly_refused_is_sent_as_it_is_typed_now(
    desk: DeskPage, running: Served, invoice: Any
) -> None:
    take_payment(desk, invoice, "40.00")
    desk.answering("api/payments", 400, method="POST", body={"error": ["refused"]}, times=1)
    desk.activate("Save")
    desk.sees("refused")

    desk.fill("Amount", "45.00")
    desk.activate("Save")
    desk.sees("Show the receipt")

    assert payments(running, invoice) == [45]
    assert "Your first attempt" not in desk.text


def test_an_invoice_whose_answer_is_lost_is_written_once(desk: DeskPage, running: Served) -> None:
    name = uuid4().hex
    desk.sign_in("clara", "#/billing/invoices/new")
    desk.fill("Number", name)
    desk.fill("Bill to", name)
    desk.losing_answer("api/invoices")
    desk.activate("Save")
    desk.sees(LOST)

    desk.fill("Note to the client", "changed")
    desk.activate("Save")
    desk.sees("Last changed by")

    [found] = Caller(running, "office").call("GET", f"/api/invoices?billTo={name}").json()
    assert (found["invoiceNumber"], found["clientNote"]) == (name, "changed")


def credit_notes(running: Served, invoice_id: str) -> list[Any]:
    """The credit notes of an invoice of the shop."""
    found = Shop(running, "shop-acme").call("GET", f"/invoice/acme/invoices/{invoice_id}").json()
    return list(found["creditNotes"])


def lose_a_credit_note(desk: DeskPage, running: Served) -> str:
    """Credit one piece of an invoice as a manager, without an answer. Returns the invoice."""
    invoice_id = str(invoiced(running, f"DESK-{uuid4()}")["invoiceId"])
    desk.sign_in("mona", f"#/jobs/invoices/{invoice_id}/credit")
    desk.one("input[value=part]").click()
    desk.fill("Quantity to credit of", "1")
    desk.losing_answer("credit-note")
    desk.activate("Issue the credit note")
    desk.activate("Issue it now")
    desk.sees(LOST)
    return invoice_id


def test_a_credit_note_whose_answer_is_lost_is_issued_once(desk: DeskPage, running: Served) -> None:
    invoice_id = lose_a_credit_note(desk, running)

    desk.activate("Try again")
    desk.sees("The credit note was issued: CREDIT-")

    assert len(credit_notes(running, invoice_id)) == 1
    assert "(119.00 EUR)" in desk.text
    assert "Your first attempt" not in desk.text


def test_what_is_typed_after_a_lost_credit_note_is_not_issued_as_a_second_one(desk: DeskPage, running: Served) -> None:
    invoice_id = lose_a_credit_note(desk, running)

    desk.fill("Quantity to credit of", "2")
    desk.activate("Issue the credit note")
    desk.activate("Issue it now")
    desk.sees("Your first attempt had issued it already")

    assert len(credit_notes(running, invoice_id)) == 1
    assert "(119.00 EUR)" in desk.text


def test_a_job_whose_answer_is_lost_is_shown_and_other_orders_are_not_sent(desk: DeskPage, running: Served) -> None:
    first, second = f"DESK-{uuid4()}", f"DESK-{uuid4()}"
    ordered(running, first, second)
    desk.sign_in("mona", "#/jobs/new")
    desk.one("textarea")
    desk.fill("Order numbers", first)
    desk.losing_answer("jobs/invoices")
    desk.activate("Start the job")
    desk.sees(LOST)

    desk.fill("Order numbers", second)
    desk.activate("Start the job")
    desk.sees("Your first attempt had started a job already.")
    assert desk.one("textarea").get_attribute("value") == second
    desk.driver.execute_script("window.confirm = () => true")
    desk.activate("Show that job")

    desk.sees("The job has ended: 1 invoiced, none failed.")
    assert first in desk.text
    assert second not in desk.text


def test_an_export_whose_answer_is_lost_is_shown(desk: DeskPage) -> None:
    desk.sign_in("ines", "#/cases/exports")
    desk.one("form.search")
    desk.activate("This month")
    desk.losing_answer("api/v2/exports")
    desk.tab_to("Export", backwards=True)
    desk.press(Keys.ENTER)
    desk.sees(LOST)

    desk.activate("Last month")
    desk.tab_to("Export", backwards=True)
    desk.press(Keys.ENTER)
    desk.sees("Your first attempt had asked for")
