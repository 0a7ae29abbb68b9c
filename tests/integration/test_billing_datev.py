"""DATEV exports of client billing; the handlers run on moto (docs/apis/billing.md, "Exports")."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError

from faktura.exports.datev_file import reference
from tests.support.dated_index import changed_after_the_first_page
from tests.support.datev import batch_of
from tests.support.deployment import Deployment, Reply
from tests.support.exports import begun, booked, bookings, content
from tests.support.faults.injected import Fault, Faults
from tests.support.offices import CLARA, CLERICAL, OfficeDesk, done, faults_of, refused

TAG = {"tags": "immigration"}
YEAR = {"dateFrom": "2026-01-01", "dateTo": "2026-12-31"}
ACCOUNTS = {
    "consultant": 29098,
    "client": "55003",
    "debtorAccount": "10000",
    "revenueAccounts": [{"category": "O", "account": "8200"}],
}
WITH_PAYMENTS = ACCOUNTS | {"paymentAccount": "1200"}
TEXT = "Buchungstext"


@pytest.fixture
def clerk(faktura: Deployment) -> OfficeDesk:
    """May not name the tag."""
    return OfficeDesk(faktura, client_id="clerk", scopes=CLERICAL, user=CLARA)


@pytest.fixture
def biller(faktura: Deployment) -> OfficeDesk:
    """May not read payments."""
    return OfficeDesk(faktura, client_id="biller", scopes=["invoices:read"], user=CLARA)


def ask(desk: OfficeDesk, accounts: Any = ACCOUNTS, form: str = "DATEV", period: Any = YEAR, **terms: Any) -> Reply:
    return desk.call("create_export", {"format": form, **period, "datev": accounts}, **terms)


def made(desk: OfficeDesk, accounts: Any = ACCOUNTS, **terms: Any) -> dict[str, Any]:
    """An export whose file is made."""
    asked = ask(desk, accounts, **terms)
    assert asked.status == 202, asked.text
    export_id = asked.json["exportId"]
    [document] = [one for one in begun(desk.faktura, "BillingExport") if one["exportId"] == export_id]
    desk.faktura.call("billing.make_export", document)
    ended: dict[str, Any] = done(desk.call("get_export", exportId=export_id)).json
    if ended["status"] == "DONE":
        batch_of(content(ended["downloadLink"]))  # has the form that DATEV describes
    return ended


def texts(link: str) -> list[str]:
    """The texts of the bookings."""
    _, lines = bookings(link)
    return [line[TEXT] for line in lines]


# ---------------------------------------------------------------- invoices


def test_an_open_and_a_paid_invoice_are_booked_with_what_they_charge(desk: OfficeDesk) -> None:
    desk.priced(317.77, invoiceDate="2026-02-01", billTo="Łódź Müller")
    desk.priced(30, invoiceDate="2026-12-31")
    desk.paid(30, {2: 30}, paymentDate="2026-12-31")

    ended = made(desk)

    header, _ = bookings(ended["downloadLink"])
    assert (ended["status"], ended["records"]) == ("DONE", 2)
    assert ended["fileName"] == "EXTF_Buchungsstapel_2026-01-01_2026-12-31.csv"
    assert (header[10:16], header[16]) == (
        ["29098", "55003", "20260101", "4", "20260101", "20261231"],
        "Rechnungsausgang",
    )
    assert sorted(booked(ended["downloadLink"])) == [
        ("30,00", "S", "10000", "8200", "3112", "0002"),
        ("317,77", "S", "10000", "8200", "0102", "0001"),
    ]
    assert "0001 ?ódz Müller" in texts(ended["downloadLink"])


def test_a_discount_lowers_the_revenue_and_is_no_booking_of_its_own(desk: OfficeDesk) -> None:
    desk.priced(25.5, invoiceDate="2026-02-01")  # of lines of 40

    link = made(desk)["downloadLink"]

    assert [amount for amount, *_ in booked(link)] == ["25,50"]


def test_drafts_void_invoices_and_those_without_a_charge_are_not_booked(desk: OfficeDesk) -> None:
    desk.create_invoice()
    done(desk.change_invoice(1, {"totalCharged": 50, "invoiceDate": "2026-02-01"}))
    desk.priced(40, invoiceDate="2026-02-01", status="closed")
    desk.priced(0, invoiceDate="2026-02-01")

    ended = made(desk)

    assert (ended["status"], ended["records"], booked(ended["downloadLink"])) == ("DONE", 0, [])


def test_a_text_that_looks_like_a_formula_begins_with_an_apostrophe_and_stays_within_its_quotes(
    desk: OfficeDesk,
) -> None:
    desk.priced(10, invoiceDate="2026-02-01", invoiceNumber='=1+1;"x"', billTo='";"S\n=2+2' + "x" * 100)

    [(*_, settled)] = booked((ended := made(desk))["downloadLink"])
    [text] = texts(ended["downloadLink"])

    assert settled.startswith("-1+1--x--")
    assert text.startswith('\'=1+1;"x" ";"S =2+2')
    assert len(text) == 60


def test_a_redacted_invoice_fails_the_batch_whatever_it_charges(desk: OfficeDesk, clerk: OfficeDesk) -> None:
    desk.priced(317.77, tags="immigration", invoiceDate="2026-02-01")
    desk.priced(0, tags="immigration", invoiceDate="2026-03-01")

    first = made(clerk, period={"dateFrom": "2026-02-01", "dateTo": "2026-02-28"})
    free = made(clerk, period={"dateFrom": "2026-03-01", "dateTo": "2026-03-31"})
    full = made(desk, query=TAG)

    assert (first["status"], free["status"], full["status"]) == ("FAILED", "FAILED", "DONE")
    assert first["message"] == "Invoice 0001 has a tag that the request does not name, so it cannot be booked."
    assert first["message"].replace("0001", "0002") == free["message"]
    assert [amount for amount, *_ in booked(full["downloadLink"])] == ["317,77"]


@pytest.mark.parametrize(("moved", "day"), [(1, "2026-09-01"), (4, "2026-01-01")])
def test_an_invoice_whose_date_changes_while_the_batch_is_made_is_booked_once(
    desk: OfficeDesk, moved: int, day: str
) -> None:
    for month in range(2, 6):
        desk.priced(month, invoiceDate=f"2026-{month:02}-01")

    with changed_after_the_first_page(lambda: done(desk.change_invoice(moved, {"invoiceDate": day}))):
        ended = made(desk)

    assert sorted(amount for amount, *_ in booked(ended["downloadLink"])) == ["2,00", "3,00", "4,00", "5,00"]


def test_an_invoice_that_leaves_the_period_while_the_batch_is_made_is_not_booked(desk: OfficeDesk) -> None:
    for month in range(2, 6):
        desk.priced(month, invoiceDate=f"2026-{month:02}-01")

    with changed_after_the_first_page(lambda: done(desk.change_invoice(4, {"invoiceDate": "2025-12-31"}))):
        ended = made(desk)

    assert [amount for amount, *_ in booked(ended["downloadLink"])] == ["4,00", "3,00", "2,00"]


def test_invoices_of_one_day_are_booked_in_the_order_of_their_ids(desk: OfficeDesk) -> None:
    for amount, day in ((1, "2026-02-01"), (2, "2026-02-02"), (3, "2026-02-01"), (4, "2026-02-02")):
        desk.priced(amount, invoiceDate=day)

    ended = made(desk)

    assert [amount for amount, *_ in booked(ended["downloadLink"])] == ["2,00", "4,00", "1,00", "3,00"]


# ---------------------------------------------------------------- payments


def test_a_payment_is_booked_once_for_each_invoice_its_donation_and_what_is_left(desk: OfficeDesk) -> None:
    desk.priced(30, invoiceDate="2025-11-01")
    desk.priced(20.5, invoiceDate="2025-12-01")
    desk.paid(100, {1: 30, 2: 20.25}, paymentDate="2026-01-01", donationAmount=40, payerName="Ana Müller")

    ended = made(desk, WITH_PAYMENTS | {"donationAccount": "8950"})

    header, _ = bookings(ended["downloadLink"])
    assert (ended["records"], header[16]) == (1, "Rechnungen und Zahlungen")
    receipt = reference("Receipt 0001", "receipt")
    assert receipt.startswith("Receipt-0001-")
    assert booked(ended["downloadLink"]) == [
        ("30,00", "S", "1200", "10000", "0101", "0001"),
        ("20,25", "S", "1200", "10000", "0101", "0002"),
        ("40,00", "S", "1200", "8950", "0101", receipt),
        ("9,75", "S", "1200", "10000", "0101", receipt),
    ]
    assert set(texts(ended["downloadLink"])) == {"Receipt 0001 Ana Müller"}


def test_a_payment_settles_its_invoice_and_no_other_in_a_batch_of_its_own(desk: OfficeDesk) -> None:
    numbers = ("A 7", "A-7", "x" * 36 + "1", "x" * 36 + "2", "Receipt 0001", "Receipt-0001")
    for number in numbers:
        desk.priced(10, invoiceDate="2025-12-01", invoiceNumber=number)
    desk.paid(20, {1: 10}, paymentDate="2026-01-01")

    charged = made(desk, period={"dateFrom": "2025-12-01", "dateTo": "2025-12-31"})["downloadLink"]
    settled, left = [one[-1] for one in booked(made(desk, WITH_PAYMENTS)["downloadLink"])]

    charges = [one[-1] for one in booked(charged)]
    assert (charges.count(settled), charges.count(left)) == (1, 0)
    assert len(set(charges)) == len(numbers)


def test_a_donation_without_an_account_fails_the_batch_and_is_named(desk: OfficeDesk) -> None:
    desk.paid(50, paymentDate="2026-01-01", donationAmount=40)

    ended = made(desk, WITH_PAYMENTS)

    assert ended["status"] == "FAILED"
    assert ended["message"] == "The payment of Receipt 0001 has a donation, and there is no donationAccount."


def test_payments_of_other_days_and_deleted_ones_are_not_booked(desk: OfficeDesk) -> None:
    desk.paid(1, paymentDate="2025-12-31T23:59:59.999Z")
    desk.paid(2, paymentDate="2026-01-01T00:00:00Z")
    desk.paid(3, paymentDate="2026-12-31T23:59:59.999Z")
    desk.paid(4, paymentDate="2027-01-01")
    desk.delete_payment(desk.paid(5, paymentDate="2026-06-01"))

    link = made(desk, WITH_PAYMENTS)["downloadLink"]

    assert [amount for amount, *_ in booked(link)] == ["2,00", "3,00"]


def test_a_payment_is_of_the_day_in_the_office_s_time_zone(desk: OfficeDesk) -> None:
    zone = {
        "office": {"S": "main"},
        "record": {"S": "organisation"},
        "name": {"S": "x"},
        "timeZone": {"S": "Asia/Tokyo"},
    }
    boto3.client("dynamodb").put_item(TableName=desk.faktura.stack.physical["BillingTable"], Item=zone)
    desk.paid(1, paymentDate="2025-12-31T15:00:00Z")
    desk.paid(2, paymentDate="2026-12-31T15:00:00Z")
    desk.paid(3, paymentDate="2026-12-31")

    link = made(desk, WITH_PAYMENTS)["downloadLink"]

    assert [(amount, day) for amount, _, _, _, day, _ in booked(link)] == [("1,00", "0101"), ("3,00", "3112")]


def test_a_payment_of_a_tagged_invoice_fails_the_batch_too(desk: OfficeDesk, clerk: OfficeDesk) -> None:
    secret = desk.priced(30, tags="immigration", invoiceDate="2025-02-01")
    desk.paid(30, {secret: 30}, tags="immigration", paymentDate="2026-02-01")

    ended = made(clerk, WITH_PAYMENTS)

    assert (ended["status"], "Receipt 0001" in ended["message"]) == ("FAILED", True)
    assert made(desk, WITH_PAYMENTS, query=TAG)["status"] == "DONE"


def test_a_file_with_payments_is_only_for_callers_who_may_read_payments(desk: OfficeDesk, biller: OfficeDesk) -> None:
    secret, plain = made(desk, WITH_PAYMENTS)["exportId"], made(desk)["exportId"]

    hidden, absent = (biller.call("get_export", exportId=one) for one in (secret, "0" * 32))

    assert (hidden.status, hidden.json) == (404, absent.json)
    assert [one["exportId"] for one in done(biller.call("list_exports")).json] == [plain]
    assert refused(ask(biller, WITH_PAYMENTS), 403)
    assert ask(biller).status == 202


def test_a_batch_that_broke_off_is_made_whole_by_the_next_try(desk: OfficeDesk) -> None:
    desk.priced(30, invoiceDate="2026-02-01")
    desk.paid(30, {1: 30}, paymentDate="2026-02-02")
    export_id = ask(desk, WITH_PAYMENTS).json["exportId"]
    [document] = begun(desk.faktura, "BillingExport")

    with (
        Faults(seed=1, rate=1, kinds=(Fault.NO_CONNECTION,), on=frozenset({"s3"})) as faults,
        pytest.raises(BotoCoreError),
    ):
        desk.faktura.call("billing.make_export", document)
    before = done(desk.call("get_export", exportId=export_id)).json
    for _ in range(2):
        desk.faktura.call("billing.make_export", document)

    ended = done(desk.call("get_export", exportId=export_id)).json
    assert faults.struck
    assert (before["status"], ended["status"], ended["records"]) == ("IN_PROGRESS", "DONE", 2)
    assert [amount for amount, *_ in booked(ended["downloadLink"])] == ["30,00", "30,00"]


# ---------------------------------------------------------------- the request


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"datev": None}, "datev is required with the format DATEV"),
        ({"datev": ...}, "datev is required with the format DATEV"),
        ({"format": "XLSX"}, "datev is only for the format DATEV"),
        ({"dateFrom": "2025-12-31"}, "The period lies in two financial years. Export each of them by itself."),
        ({"format": "ZIP"}, "format must be 'CSV', 'XLSX' or 'DATEV'"),
    ],
)
def test_accounts_belong_to_datev_and_a_period_to_one_financial_year(
    desk: OfficeDesk, changes: dict[str, Any], fault: str
) -> None:
    body = {"format": "DATEV", **YEAR, "dateTo": "2026-11-30", "datev": ACCOUNTS, **changes}

    answer = desk.call("create_export", {name: value for name, value in body.items() if value is not ...})

    assert faults_of(answer) == [fault]
    assert begun(desk.faktura, "BillingExport") == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"debtorAccount": "1000"}, "datev debtorAccount must have one digit more than accountLength"),
        ({"paymentAccount": "12000"}, "datev all other accounts must have as many digits as accountLength"),
        ({"paymentAccount": "10000"}, "datev all other accounts must have as many digits as accountLength"),
        (
            {"paymentAccount": 8200},
            "datev paymentAccount must be no revenue account: its money would cancel the revenue",
        ),
        (
            {"paymentAccount": "1200", "donationAccount": 1200},
            "datev paymentAccount and donationAccount must differ: donations would be booked against themselves",
        ),
        (
            {"revenueAccounts": [{"account": 8200}, {"rate": 7, "account": 8300}], "paymentAccount": "8300"},
            "datev paymentAccount must be no revenue account: its money would cancel the revenue",
        ),
        ({"donationAccount": 1}, "datev.donationAccount must be an account number of 4 to 9 digits"),
        ({"debtorAccount": "=1+1"}, "datev.debtorAccount must be an account number of 4 to 9 digits"),
        ({"currency": "EUR"}, "datev.currency must be 'USD'"),
        ({"client": 100_000}, "datev.client must be at most 99999"),
        (
            {"financialYearStart": "02-30"},
            "datev.financialYearStart must be a month and a day from 1 to 28, such as 01-01",
        ),
        ({"revenueAccounts": []}, "datev.revenueAccounts must have 1 to 100 elements"),
        (
            {"revenueAccounts": [{"rate": 19, "account": "8400"}]},
            "datev revenueAccounts must have one account with the rate 0, as invoices show no VAT",
        ),
        (
            {"revenueAccounts": [{"account": "8400"}, {"account": "8200", "category": "O"}]},
            "datev revenueAccounts must have one account with the rate 0, as invoices show no VAT",
        ),
        (
            {"revenueAccounts": [{"account": "8400", "taxKey": "x"}]},
            "datev.revenueAccounts[0].taxKey must be a tax key of at most 4 digits",
        ),
    ],
)
def test_wrong_accounts_are_named(desk: OfficeDesk, changes: dict[str, Any], fault: str) -> None:
    assert faults_of(ask(desk, ACCOUNTS | changes)) == [fault]


def test_a_batch_is_made_with_the_accounts_that_its_request_named(desk: OfficeDesk) -> None:
    desk.priced(30, invoiceDate="2026-08-01")
    accounts = {
        "consultant": 1001,
        "client": 1,
        "accountLength": 5,
        "debtorAccount": 100_000,
        "revenueAccounts": [{"rate": 7, "account": "83000"}, {"rate": 0.0, "account": 82000, "taxKey": 2}],
        "financialYearStart": "07-01",
        "currency": "USD",
    }

    link = made(desk, accounts, period={"dateFrom": "2026-07-01", "dateTo": "2027-06-30"})["downloadLink"]

    header, [line] = bookings(link)
    assert (header[10:14], header[21]) == (["1001", "1", "20260701", "5"], "USD")
    assert (line["Konto"], line["Gegenkonto (ohne BU-Schlüssel)"], line["BU-Schlüssel"]) == ("100000", "82000", "0002")
