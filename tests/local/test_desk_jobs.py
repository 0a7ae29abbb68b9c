"""The desk's shop in a browser: jobs, invoices, credit notes and exports, by keyboard."""

from pathlib import Path
from uuid import uuid4

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.support.local.desk import NARROW, DeskPage
from tests.support.local.desk_shop import HOSTILE, invoiced, ordered
from tests.support.local.stacks import Served

PAGES = ("#/jobs", "#/jobs/new", "#/jobs/invoices", "#/jobs/exports")
MANAGING = ("Start a job", "Credit", "Try the failed orders again")


def test_a_manager_starts_a_job_by_keyboard_and_sees_it_end(desk: DeskPage, running: Served) -> None:
    order = f"DESK-{uuid4()}"
    ordered(running, order)
    desk.sign_in("mona", "#/jobs")

    desk.activate("Start a job")
    desk.one("textarea")
    desk.fill("Order numbers", f"{order}\nNOPE-{order}\n{order}")
    desk.sees("2 orders. Named more than once, and taken once:")
    desk.activate("Start the job")

    desk.sees("The job has ended: 1 invoiced, 1 failed.")
    assert "The order does not exist." in desk.text
    assert desk.axe() == []


def test_failed_orders_are_tried_again_as_a_new_job(desk: DeskPage, running: Served) -> None:
    order = f"DESK-{uuid4()}"
    shop = ordered(running)
    first = shop.start(order)
    shop.done(first)
    ordered(running, order)
    desk.sign_in("mona", f"#/jobs/runs/{first}")

    desk.activate("Try the failed orders again (1)")

    desk.sees("The job has ended: 1 invoiced, none failed.")
    assert first not in desk.place


def test_an_accountant_finds_an_invoice_and_saves_it(desk: DeskPage, running: Served) -> None:
    outcome = invoiced(running, f"DESK-{uuid4()}", company=HOSTILE)
    desk.sign_in("anton", "#/jobs/invoices")

    desk.one("form.search")
    desk.fill("Number", outcome["invoiceNumber"])
    desk.press(Keys.ENTER)
    desk.sees("<img src=x onerror=alert(1)>")
    desk.activate(outcome["invoiceNumber"])
    desk.sees("E-invoices")
    desk.activate("Save as XRechnung (UBL)")

    desk.sees("Saved as XRechnung (UBL).")
    assert desk.axe() == []
    desk.activate("Show PDF")
    frame = desk.one("iframe.pdf")
    assert str(frame.get_attribute("src")).startswith("blob:")
    assert not [one for one in MANAGING if one in desk.text.splitlines()]


def test_a_manager_credits_a_part_of_an_invoice_after_being_asked(desk: DeskPage, running: Served) -> None:
    outcome = invoiced(running, f"DESK-{uuid4()}")
    desk.sign_in("mona", f"#/jobs/invoices/{outcome['invoiceId']}")

    desk.activate("Credit")
    desk.one("input[value=all]")
    desk.tab_to("All that is left of the invoice")
    desk.press(Keys.ARROW_DOWN)
    desk.fill("Quantity to credit of", "4")
    desk.sees("More than is left.")
    desk.type("1")
    desk.sees("119.00 EUR")
    desk.activate("Issue the credit note")
    desk.sees("cannot be taken back")
    desk.activate("Issue it now")

    desk.sees("The credit note was issued: CREDIT-")
    assert "(119.00 EUR)" in desk.text
    assert desk.axe() == []


def test_an_accountant_exports_a_period_and_saves_the_file(desk: DeskPage, running: Served, tmp_path: Path) -> None:
    outcome = invoiced(running, f"DESK-{uuid4()}")
    desk.save_to(tmp_path)
    desk.sign_in("anton", "#/jobs/exports")

    desk.one("form.search")
    desk.activate("This month")
    desk.tab_to("Export", backwards=True)
    desk.press(Keys.ENTER)

    desk.sees("Ready")
    assert desk.axe() == []
    desk.activate("Save")
    file = desk.awaited(lambda: list(tmp_path.glob("*.csv")))
    assert outcome["invoiceNumber"] in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("status", "told"), [(0, "The server cannot be reached."), (503, "Something went wrong on the server.")]
)
def test_typed_order_numbers_survive_a_failure_and_the_job_starts_once(
    desk: DeskPage, running: Served, status: int, told: str
) -> None:
    order = f"DESK-{uuid4()}"
    ordered(running, order)
    desk.sign_in("mona", "#/jobs/new")
    desk.one("textarea")
    desk.fill("Order numbers", order)
    desk.answering("jobs/invoices", status, "POST")

    desk.activate("Start the job")

    desk.sees(told)
    assert desk.one("textarea").get_attribute("value") == order
    desk.answering_again()
    desk.activate("Try again")
    desk.sees("The job has ended: 1 invoiced, none failed.")


def test_another_shop_sees_nothing_of_an_invoice_or_a_job(desk: DeskPage, running: Served) -> None:
    shop = ordered(running, order := f"DESK-{uuid4()}")
    job = shop.start(order)
    [outcome] = shop.done(job)

    desk.sign_in("gloria", f"#/jobs/invoices/{outcome['invoiceId']}")

    desk.one(".notice.problem")
    assert outcome["invoiceNumber"] not in desk.text
    desk.driver.execute_script("location.hash = arguments[0]", f"#/jobs/runs/{job}")
    desk.one(".notice.problem")
    assert order not in desk.text


def test_an_accountant_gets_no_page_that_manages(desk: DeskPage) -> None:
    desk.sign_in("anton", "#/jobs/new")

    desk.sees("There is no such page, or you may not open it.")


def test_every_page_of_the_shop_is_accessible_and_fits_a_phone(desk: DeskPage, running: Served) -> None:
    ordered(running)
    desk.sign_in("mona")
    desk.resize(*NARROW)

    for page in PAGES:
        desk.open(page).one("h1")
        desk.sees_no_more("Loading")
        assert (page, desk.axe()) == (page, [])
        wide = desk.driver.execute_script("return document.documentElement.scrollWidth")
        assert (page, wide) == (page, NARROW[0])
        assert len(desk.driver.find_elements(By.TAG_NAME, "h1")) == 1
