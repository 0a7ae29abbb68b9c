"""The exports of the office and of the cases in the desk, by keyboard: tables, bookings, and the accounts they need."""

import csv
from pathlib import Path
from secrets import randbelow
from uuid import uuid4

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.support.local.calls import Caller
from tests.support.local.desk import NARROW, PHONE, DeskPage
from tests.support.local.desk_shop import reported
from tests.support.local.stacks import Served, eventually

ACCOUNTS = {
    "Consultant number": "29098",
    "Client number": "55003",
    "Debtors\N{RIGHT SINGLE QUOTATION MARK} account": "10000",
    "Revenue account": "8200",
    "Bank or cash account": "1200",
}


def paid_invoice(stack: Served, day: str) -> str:
    """The number of an office's invoice of this day over 40.10, of which 10 are paid."""
    office = Caller(stack, "office")
    created = office.call("POST", "/api/invoices").json()
    line = {"serviceId": 1, "name": "DACA", "quantity": 1, "rate": 50}
    change = {"lineItems": [line], "totalCharged": 40.1, "billTo": "=1+1 Müller", "invoiceDate": day}
    changed = office.call("PATCH", f"/api/invoices/{created['id']}", json=change)
    assert changed.status_code == 200, changed.text
    share = {"invoiceId": created["id"], "amount": 10}
    payment = {"paymentDate": day, "paymentAmount": 10, "paymentType": "cash", "invoices": [share]}
    assert office.call("POST", "/api/payments", json=payment).status_code == 201
    number = changed.json()["invoiceNumber"]
    eventually(lambda: len(office.call("GET", f"/api/invoices?from={day}&to={day}").json()) > 0)
    return str(number)


def choose_period(desk: DeskPage, day: str) -> None:
    """Type a period of one day, as the browser's fields take a date: month, day, year."""
    year, month, date = day.split("-")
    for label in ("From", "To"):
        desk.tab_to(label)
        desk.press(*month, *date, *year)


def choose_datev(desk: DeskPage) -> None:
    desk.one("form.search")
    desk.tab_to("Format")
    desk.press("D")
    desk.sees("Consultant number")


def export(desk: DeskPage) -> None:
    desk.tab_to("Export")  # from within the form: before it, there is a link of that name
    desk.press(Keys.ENTER)


def awaits_focus(desk: DeskPage, name: str) -> None:
    """Wait until the page has moved the focus to what is called so."""
    desk.awaited(lambda: [name] if desk.focused_name == name else [])


def saved(desk: DeskPage, folder: Path, pattern: str) -> Path:
    """The file of the newest export."""
    desk.activate("Save")
    found: Path = desk.awaited(lambda: list(folder.glob(pattern)))
    return found


def test_a_clerk_exports_a_table_and_bookings_and_saves_both(desk: DeskPage, running: Served, tmp_path: Path) -> None:
    day = f"{2000 + randbelow(20)}-0{1 + randbelow(9)}-1{randbelow(10)}"  # no other invoice is of this day
    number = paid_invoice(running, day)
    desk.save_to(tmp_path)
    desk.sign_in("clara", "#/billing/exports")
    desk.one("form.search")
    choose_period(desk, day)
    export(desk)
    desk.sees("Ready")
    table = saved(desk, tmp_path, f"invoices_{day}_{day}.csv")

    choose_datev(desk)
    for label, text in ACCOUNTS.items():
        desk.fill(label, text)
    export(desk)
    desk.awaited(lambda: desk.driver.find_elements(By.CSS_SELECTOR, ".badge.good")[1:])
    batch = saved(desk, tmp_path, f"EXTF_Buchungsstapel_{day}_{day}.csv")

    [row] = csv.DictReader(table.read_text("utf-8-sig").splitlines())
    assert (row["invoiceNumber"], row["totalCharged"], row["balance"]) == (number, "40.1", "30.1")
    header, _, *lines = csv.reader(batch.read_bytes().decode("cp1252").splitlines(), delimiter=";")
    assert header[10:12] == ["29098", "55003"]
    assert [(*line[:2], *line[6:8], line[10]) for line in lines] == [
        ("40,10", "S", "10000", "8200", number),
        ("10,00", "S", "1200", "10000", number),
    ]
    assert desk.axe() == []


def test_wrong_accounts_are_told_at_their_fields_and_right_ones_are_kept(desk: DeskPage) -> None:
    desk.sign_in("clara", "#/billing/exports")
    choose_datev(desk)
    for label, text in (ACCOUNTS | {"Revenue account": "820"}).items():
        desk.fill(label, text)
    export(desk)
    desk.sees("Type an account of 4 digits.")
    awaits_focus(desk, "Revenue account")
    assert desk.focused.get_attribute("aria-invalid") == "true"
    assert desk.axe() == []

    desk.type("8200")
    desk.sees_no_more("Type an account of 4 digits.")
    export(desk)
    desk.one("tbody tr")
    desk.open("#/billing/exports")
    choose_datev(desk)

    kept = {label: desk.tab_to(label).get_attribute("value") for label in ACCOUNTS}
    assert kept == ACCOUNTS


def test_the_next_person_at_the_browser_is_not_shown_anothers_accounts(desk: DeskPage) -> None:
    """Before, whoever signed in after a sign-out was shown them, also somebody of another tenant."""
    desk.sign_in("clara", "#/billing/exports")
    left = "localStorage.setItem('faktura.datev.api/exports', JSON.stringify({ consultant: '29098', debtor: '10000' }))"
    desk.driver.execute_script(left)  # as an earlier version kept them
    desk.open("#/billing/exports")
    choose_datev(desk)
    for label, text in ACCOUNTS.items():
        desk.fill(label, text)
    export(desk)
    desk.one("tbody tr")

    def seen_by_the_next(name: str, person: str) -> list[str]:
        desk.activate(name)
        desk.activate("Sign out")
        desk.awaited(lambda: desk.driver.find_elements(By.CSS_SELECTOR, ".sign-in"))
        desk.sign_in(person, "#/billing/exports")
        choose_datev(desk)
        return [desk.tab_to(label).get_attribute("value") or "" for label in ACCOUNTS]

    assert seen_by_the_next("Clara Clerk", "tadeo") == [""] * len(ACCOUNTS)
    assert seen_by_the_next("Tadeo Torres", "clara") == list(ACCOUNTS.values())


def test_a_provider_books_by_rate_and_is_told_what_cannot_be_booked(desk: DeskPage, running: Served) -> None:
    number = uuid4().hex
    reported(running, str(uuid4()), number)
    desk.sign_in("wanda", "#/cases/exports")
    desk.activate("This month")
    choose_datev(desk)
    for label, text in list(ACCOUNTS.items())[:3]:
        desk.fill(label, text)
    desk.fill("Currency", "sek")
    desk.fill("VAT rate in percent", "25")
    desk.fill("Revenue account", "8400")
    desk.activate("Add a rate")
    awaits_focus(desk, "VAT rate in percent")
    desk.type("5,5")
    desk.fill("Revenue account", "8300")
    desk.activate("Add a rate")
    awaits_focus(desk, "VAT rate in percent")
    desk.activate("Remove rate 3")
    awaits_focus(desk, "Remove rate 2")
    assert desk.axe() == []

    desk.tab_to("Tax key")
    export(desk)

    desk.sees(f"{number} has no lines, so its VAT is not known.")


def test_a_partner_is_not_offered_bookings(desk: DeskPage) -> None:
    desk.sign_in("ines", "#/cases/exports")

    offered = [one.text for one in desk.one("form.search select").find_elements(By.TAG_NAME, "option")]

    assert offered == ["Table (CSV)", "Table (Excel)"]


def test_the_heading_of_numbers_is_above_them_and_a_period_is_in_one_row_on_a_phone(desk: DeskPage) -> None:
    """Before, the heading began at the left of a column of numbers, and the format cut off its own name on a phone."""
    desk.sign_in("clara", "#/billing/exports")
    export(desk)
    desk.one("tbody tr")
    column = "[...document.querySelectorAll('.table tr > :nth-child(4)')]"
    aligned = desk.driver.execute_script(f"return {column}.map((one) => getComputedStyle(one).textAlign)")

    desk.resize(*PHONE)

    places = [desk.one(f"form.search .field:nth-child({place}) :is(select, input)").rect for place in (1, 2, 3)]
    assert set(aligned) == {"end"}
    assert (places[1]["y"], places[0]["x"]) == (places[2]["y"], places[1]["x"])
    assert places[0]["width"] > 1.9 * places[1]["width"]


@pytest.mark.parametrize(("person", "page"), [("clara", "#/billing/exports"), ("wanda", "#/cases/exports")])
@pytest.mark.parametrize(("theme", "language"), [("light", "de"), ("dark", "en")])
def test_the_accounts_are_accessible_and_fit_a_phone(
    desk: DeskPage, person: str, page: str, theme: str, language: str
) -> None:
    desk.sign_in(person)
    desk.prefer(theme, language)
    desk.resize(*NARROW)
    desk.open(page).one("form.search")

    desk.tab_to("Format")
    desk.press("D")

    desk.one("fieldset.accounts")
    assert desk.axe() == []
    assert desk.driver.execute_script("return document.documentElement.scrollWidth") == NARROW[0]
