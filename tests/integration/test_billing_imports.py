"""Imports of client billing: files that are refused whole, files that are stored once, and numbers beside the API's."""

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.architecture.template import ROOT
from tests.support.deployment import Deployment
from tests.support.faults.calls import between
from tests.support.faults.recording import recorded
from tests.support.imports import (
    INVOICE,
    LINE,
    PAID,
    PAYMENT,
    Run,
    Table,
    into_office,
    invoice_rows,
    number_of,
    paid_of,
    payment_rows,
    total_of,
    written,
)
from tests.support.offices import OfficeDesk, created, done, exactly, payment_of

TAGGED = {"tags": "immigration"}
NOTHING = "{}: nothing was written. Problems: {}."


@pytest.fixture
def bring(desk: OfficeDesk, tmp_path: Path) -> Callable[..., Run]:
    """Import rows into the office."""

    def bring(*rows: Any, words: tuple[str, ...] = (), office: str = "main") -> Run:
        return into_office(desk.faktura, written(tmp_path / "rows.csv", rows), *words, office=office)

    return bring


def stored(desk: OfficeDesk) -> list[dict[str, Any]]:
    return sorted(desk.faktura.items("BillingTable"), key=lambda item: str(item["record"]))


def numbered(desk: OfficeDesk, number: str) -> Any:
    """The invoice with this number, with exact amounts."""
    [invoice] = exactly(done(desk.search(number=number, tags="immigration")))
    return invoice


def test_the_samples_are_imported_as_the_page_says(faktura: Deployment, desk: OfficeDesk) -> None:
    samples = ROOT / "docs" / "samples"

    runs = [into_office(faktura, samples / name) for name in ("invoices.csv", "payments.csv")]

    assert [run.out for run in runs] == ["invoices: 4 created, 0 unchanged.", "payments: 2 created, 0 unchanged."]
    paid = numbered(desk, "2025-0017")
    assert (paid["billTo"], paid["clients"], paid["status"]) == ("Łódź Müller\n12 Main Street", [45, 23], "completed")
    assert [line["name"] for line in paid["lineItems"]] == ["DACA", "Consultation"]
    assert (paid["totalCharged"], paid["totalPaid"], paid["createdBy"]["fullName"]) == (130, 130, "Import")
    assert [numbered(desk, "0041")[name] for name in ("status", "totalPaid")] == ["open", 20]
    assert numbered(desk, "2025-0018")["status"] == "closed"
    assert done(desk.search(number="0042")).json[0]["redacted"]
    donation = done(desk.payment(2, **TAGGED)).json
    assert (donation["donationAmount"], donation["payerName"]) == (10, "Kim Lee")
    assert done(desk.payment(2)).json["redacted"]


@pytest.mark.parametrize("rows", [list(invoice_rows(1)), list(invoice_rows(250))], ids=["one", "several batches"])
def test_a_second_run_writes_nothing(bring: Callable[..., Run], desk: OfficeDesk, rows: Table) -> None:
    first, before = bring(*rows), stored(desk)

    with recorded() as calls:
        second = bring(*rows)

    count = len({row["invoiceNumber"] for row in rows})
    assert first.out == f"invoices: {count} created, 0 unchanged."
    assert (second.status, second.out) == (0, f"invoices: 0 new, {count} unchanged.")
    assert {call.operation for call in calls} == {"BatchGetItem"}
    assert stored(desk) == before


def test_invoices_and_payments_give_the_balances_of_the_file(bring: Callable[..., Run], desk: OfficeDesk) -> None:
    count = 120

    runs = [bring(*invoice_rows(count)), bring(*payment_rows(count)), bring(*payment_rows(count))]

    assert [run.out for run in runs] == [
        "invoices: 120 created, 0 unchanged.",
        "payments: 30 created, 0 unchanged.",
        "payments: 0 new, 30 unchanged.",
    ]
    for position in (0, 1, 2, 3, 117):
        invoice = numbered(desk, number_of(position))
        assert (invoice["totalCharged"], invoice["totalPaid"]) == (total_of(position), paid_of(position))
        assert invoice["status"] == ("completed" if position % 4 == 0 else "open")
    owed = exactly(done(desk.report(start="2025-01-01", end="2025-12-31")))["results"]
    charged, paid = sum(map(total_of, range(count))), sum(map(paid_of, range(count)))
    parts = [owed["outstandingSummary"], owed["completedSummary"]]
    assert sum(part["totalCharged"] - part["totalPaid"] for part in parts) == charged - paid
    assert sum(part["invoices"] for part in parts) == count


def test_the_sequence_steps_over_imported_numbers_when_it_reaches_them(
    bring: Callable[..., Run], desk: OfficeDesk
) -> None:
    desk.create_invoice()
    rows = [{**INVOICE, "invoiceNumber": number} for number in ("0002", "0003", "0005", "2025-0006", "6")]

    bring(*rows)

    new = [done(desk.invoice(created(desk.create_invoice()))).json for _ in range(4)]
    assert [(one["id"], one["invoiceNumber"]) for one in new] == [(7, "0004"), (8, "0006"), (9, "0007"), (10, "0008")]
    assert desk.change_invoice(7, {"invoiceNumber": "2025-0006"}).status == 400


def test_what_people_did_after_an_import_stays(bring: Callable[..., Run], desk: OfficeDesk) -> None:
    rows = [{**INVOICE, **LINE}, {**INVOICE, **LINE, "invoiceNumber": "0009"}]
    bring(*rows)
    bring({**PAYMENT, **PAID})
    done(desk.change_invoice(1, {"invoiceNumber": "X", "billTo": "Somebody else", "status": "closed"}))
    created(desk.create_payment(payment_of(7, {2: 7})))
    assert desk.delete_payment(1).status == 204
    before = stored(desk)

    again = [bring(*rows), bring({**PAYMENT, **PAID})]

    assert [run.out for run in again] == ["invoices: 0 new, 2 unchanged.", "payments: 0 new, 1 unchanged."]
    assert stored(desk) == before


def test_a_file_that_changes_during_its_import_is_imported_as_it_was_checked(desk: OfficeDesk, tmp_path: Path) -> None:
    path = written(tmp_path / "rows.csv", [INVOICE])

    with between("BatchGetItem", lambda: written(path, [{**INVOICE, "totalCharged": 99}])):
        run = into_office(desk.faktura, path)

    assert run.out == "invoices: 1 created, 0 unchanged."
    assert numbered(desk, "2025-0017")["totalCharged"] == 40


def test_a_file_may_come_from_a_pipe(desk: OfficeDesk, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(written(tmp_path / "rows.csv", [INVOICE]).read_bytes())

    run = into_office(desk.faktura, Path(f"/dev/fd/{reading}"))

    os.close(reading)
    assert run.out == "invoices: 1 created, 0 unchanged."


def test_a_dry_run_checks_and_writes_nothing(bring: Callable[..., Run], desk: OfficeDesk) -> None:
    run = bring(INVOICE, words=("--dry-run",))

    assert (run.status, run.out) == (0, "invoices: 1 new, 0 unchanged. Nothing was written.")
    assert stored(desk) == []


def test_offices_have_their_own_imports(bring: Callable[..., Run], desk: OfficeDesk) -> None:
    runs = [bring(INVOICE), bring({**INVOICE, "totalCharged": 5}, office="second")]

    assert [run.out for run in runs] == ["invoices: 1 created, 0 unchanged."] * 2
    assert numbered(desk, "2025-0017")["totalCharged"] == 40


INVOICE_PROBLEMS: dict[str, tuple[dict[str, Any], str]] = {
    "no number": ({"invoiceNumber": ""}, "column invoiceNumber: is required"),
    "a long number": ({"invoiceNumber": "1" * 65}, "column invoiceNumber: must have at most 64 characters"),
    "an invisible number": (
        {"invoiceNumber": "1\u200b"},
        "column invoiceNumber: must not contain invisible characters",
    ),
    "no date": ({"invoiceDate": ""}, "column invoiceDate: is required"),
    "a date in words": ({"invoiceDate": "14.03.2025"}, "column invoiceDate: must be a date such as 2020-10-01"),
    "no day": ({"invoiceDate": "2025-02-30"}, "column invoiceDate: must be a date such as 2020-10-01"),
    "no total": ({"totalCharged": ""}, "column totalCharged: is required"),
    "a total below zero": ({"totalCharged": -1}, "column totalCharged: must be an amount from 0 to 999999999.99"),
    "a third decimal": ({"totalCharged": "1.005"}, "column totalCharged: must have at most 2 decimal places"),
    "a decimal comma": ({"totalCharged": "1,5"}, "column totalCharged: must be a number such as 1234.50"),
    "a status": ({"status": "paid"}, "column status: must be 'draft', 'open', 'completed' or 'closed'"),
    "a control": ({"billTo": "A\x00"}, "column billTo: must not contain control characters"),
    "a long address": ({"billTo": "A\n" * 21}, "column billTo: must have at most 20 lines"),
    "a long note": ({"clientNote": "x" * 10_001}, "column clientNote: must have at most 10000 characters"),
    "a client twice": ({"clients": "7 7"}, "column clients: must not contain the same id twice"),
    "a client 0": ({"clients": "7 0"}, "column clients: must be at least 1"),
    "a client in words": ({"clients": "Bob"}, "column clients: must be a number such as 1234.50"),
    "a tag": ({"tags": "secret"}, "column tags: must be 'immigration'"),
    "a line without a name": ({**LINE, "lineItems.name": ""}, "column lineItems.name: is required"),
    "half a piece": ({**LINE, "lineItems.quantity": "0.5"}, "column lineItems.quantity: must be a whole number"),
    "a rate below zero": (
        {**LINE, "lineItems.rate": -1},
        "column lineItems.rate: must be an amount from 0 to 999999999.99",
    ),
}


@pytest.mark.parametrize("problem", INVOICE_PROBLEMS)
def test_an_invoice_that_breaks_a_rule_keeps_its_whole_file_out(
    bring: Callable[..., Run], desk: OfficeDesk, problem: str
) -> None:
    change, message = INVOICE_PROBLEMS[problem]
    good = {**INVOICE, "status": "", "billTo": "", "clientNote": "", "clients": "", "tags": "", **dict.fromkeys(LINE)}

    run = bring({**good, "invoiceNumber": "0001"}, {**good, **change})

    assert run.problems == [f"row 3, {message}", NOTHING.format("invoices", 1)]
    assert (run.status, run.out, stored(desk)) == (1, "", [])


def test_all_problems_are_named_at_once_with_the_rows_of_their_lines(
    bring: Callable[..., Run], desk: OfficeDesk
) -> None:
    run = bring(
        {**INVOICE, **LINE},
        {**INVOICE, **LINE, "lineItems.quantity": -1},
        {**INVOICE, **LINE, "invoiceNumber": "0001", "invoiceDate": "x", "lineItems.rate": "x"},
        {**INVOICE, **LINE, "invoiceNumber": "0002", "totalCharged": ""},
    )

    assert run.problems == [
        "row 3, column lineItems.quantity: must be at least 0",
        "row 4, column lineItems.rate: must be a number such as 1234.50",
        "row 5, column totalCharged: is required",
        NOTHING.format("invoices", 3),
    ]
    assert stored(desk) == []


def test_a_hundred_problems_end_the_check(bring: Callable[..., Run]) -> None:
    run = bring(*({**INVOICE, "invoiceNumber": str(number), "invoiceDate": "x"} for number in range(300)))

    assert len(run.problems) == 101
    assert run.problems[-2:] == [
        "row 101, column invoiceDate: must be a date such as 2020-10-01",
        NOTHING.format("invoices", 100),
    ]


def test_a_number_is_in_a_file_once(bring: Callable[..., Run], desk: OfficeDesk) -> None:
    composed, decomposed = "Caf\u00e9", "Cafe\u0301"

    run = bring(*({**INVOICE, "invoiceNumber": number} for number in (composed, "0001", decomposed)))

    again = "is in row 2 already; the rows of one record follow each other"
    assert run.problems == [f"row 4, column invoiceNumber: {again}", NOTHING.format("invoices", 1)]
    assert stored(desk) == []


def test_a_number_that_is_taken_keeps_the_whole_file_out(bring: Callable[..., Run], desk: OfficeDesk) -> None:
    bring(INVOICE)
    desk.create_invoice()
    before = stored(desk)

    run = bring(
        {**INVOICE, "invoiceNumber": "0002"}, {**INVOICE, "invoiceNumber": "0001"}, {**INVOICE, "totalCharged": 41}
    )

    assert run.problems == [
        "row 3, column invoiceNumber: Invoice number '0001' is already taken",
        "row 4, column invoiceNumber: was imported before with other content",
        NOTHING.format("invoices", 2),
    ]
    assert (run.status, stored(desk)) == (1, before)


PAYMENT_PROBLEMS: dict[str, tuple[dict[str, Any], str]] = {
    "no reference": ({"paymentReference": ""}, "column paymentReference: is required"),
    "no date": ({"paymentDate": "x"}, "column paymentDate: must be a date or a date-time such as 2020-10-01T00:00:00Z"),
    "nothing": ({"paymentAmount": 0}, "column paymentAmount: must be greater than 0"),
    "a type": (
        {"paymentType": "cheque"},
        "column paymentType: must be 'cash', 'credit', 'debit', 'check' or 'other'",
    ),
    "an unknown invoice": (
        {"invoices.invoiceNumber": "0815"},
        "column invoices.invoiceNumber: No such invoice with number '0815'",
    ),
    "no number": ({"invoices.invoiceNumber": ""}, "column invoices.invoiceNumber: is required"),
    "a closed invoice": (
        {"invoices.invoiceNumber": "0002"},
        "column paymentReference: Invoice 2 is closed and takes no payments",
    ),
    "too little for the invoice": (
        {"paymentAmount": 39},
        "column paymentReference: Invoice and donation amount exceed the total payment amount. "
        "The payment is 39; invoices and donation are 40.",
    ),
    "too little for the donation": (
        {"donationAmount": "0.01"},
        "column paymentReference: Invoice and donation amount exceed the total payment amount. "
        "The payment is 40; invoices and donation are 40.01.",
    ),
}


@pytest.mark.parametrize("problem", PAYMENT_PROBLEMS)
def test_a_payment_that_breaks_a_rule_keeps_its_whole_file_out(
    bring: Callable[..., Run], desk: OfficeDesk, problem: str
) -> None:
    change, message = PAYMENT_PROBLEMS[problem]
    bring({**INVOICE, "status": ""}, {**INVOICE, "invoiceNumber": "0002", "status": "closed"})
    before, good = stored(desk), {**PAYMENT, **PAID, "donationAmount": ""}

    run = bring({**good, "paymentReference": "P-0"}, {**good, **change})

    assert run.problems == [f"row 3, {message}", NOTHING.format("payments", 1)]
    assert stored(desk) == before


def test_payments_that_are_too_many_together_keep_their_file_out(bring: Callable[..., Run], desk: OfficeDesk) -> None:
    bring(INVOICE)
    before = stored(desk)

    run = bring(*({**PAYMENT, **PAID, "paymentReference": f"P-{number}"} for number in range(41)))

    assert run.problems == ["row 42: Invoice 1 would have more than 40 payments", NOTHING.format("payments", 1)]
    assert stored(desk) == before


def test_two_equal_payments_under_one_reference_are_not_taken_for_one(
    bring: Callable[..., Run], desk: OfficeDesk
) -> None:
    before = stored(desk)

    run = bring(PAYMENT, PAYMENT)

    assert run.problems == [
        "row 3, column paymentReference: is that of row 2, and this row adds nothing to invoices: each record needs"
        " its own",
        NOTHING.format("payments", 1),
    ]
    assert stored(desk) == before


def test_one_payment_pays_an_invoice_once(bring: Callable[..., Run]) -> None:
    bring(INVOICE)

    run = bring({**PAYMENT, **PAID, "invoices.amount": 1}, {**PAYMENT, **PAID, "invoices.amount": 2})

    assert run.problems[0] == "row 2, column invoices: must not contain the same number twice"


def test_a_payment_of_a_tagged_invoice_gets_its_tag(bring: Callable[..., Run], desk: OfficeDesk) -> None:
    bring({**INVOICE, "tags": "immigration"})

    run = bring({**PAYMENT, **PAID})

    assert run.out == "payments: 1 created, 0 unchanged."
    assert numbered(desk, "2025-0017")["totalPaid"] == Decimal(40)
    assert done(desk.payment(1)).json["redacted"]


READS_OF_PAYMENTS = 6
READS_BEFORE_THE_FIRST_WRITE = 4
"""The check reads what was imported and which numbers are taken, and so does the write."""

RIVALS: dict[str, tuple[Callable[[OfficeDesk], object], str, int]] = {
    "an invoice is given the number": (
        lambda desk: done(desk.change_invoice(1, {"invoiceNumber": "2025-1"})),
        "2025-1",
        1,
    ),
    "the sequence takes the number": (lambda desk: created(desk.create_invoice()), "0002", 2),
}
"""What takes a number, the number, and how many invoices the office then has."""


@pytest.mark.parametrize("rival", RIVALS)
def test_a_number_that_the_api_takes_during_the_import_is_reported_and_the_others_are_stored(
    bring: Callable[..., Run], desk: OfficeDesk, rival: str
) -> None:
    take, taken, own = RIVALS[rival]
    created(desk.create_invoice())
    rows = [{**INVOICE, "invoiceNumber": number} for number in ("A", taken, "B")]

    with between("BatchGetItem", lambda: take(desk), READS_BEFORE_THE_FIRST_WRITE):
        run = bring(*rows)

    assert run.problems == [
        f"row 3, column invoiceNumber: Invoice number '{taken}' is already taken",
        "invoices: 2 created, 0 unchanged. Problems: 1. Correct them and run the command again: it goes on.",
    ]
    assert run.status == 1
    assert {numbered(desk, number)["createdBy"]["fullName"] for number in ("A", "B")} == {"Import"}
    assert numbered(desk, taken)["createdBy"]["fullName"] == "Shigeru Miyamoto"
    assert created(desk.create_invoice()) == own + len(rows)


@pytest.mark.parametrize("read", range(1, READS_BEFORE_THE_FIRST_WRITE + 1))
def test_two_imports_of_one_file_at_once_store_it_once(bring: Callable[..., Run], desk: OfficeDesk, read: int) -> None:
    rows = [{**INVOICE, "invoiceNumber": number} for number in ("A", "B", "C")]
    other: list[Run] = []

    with between("BatchGetItem", lambda: other.append(bring(*rows)), read):
        run = bring(*rows)

    assert [(one.status, one.problems) for one in (run, *other)] == [(0, []), (0, [])]
    assert run.out.startswith("invoices: 0 ")
    assert " 3 unchanged." in run.out
    assert sorted(numbered(desk, number)["id"] for number in ("A", "B", "C")) == [1, 2, 3]


@pytest.mark.parametrize("read", range(1, READS_OF_PAYMENTS + 1))
def test_two_imports_of_payments_at_once_store_each_once(
    bring: Callable[..., Run], desk: OfficeDesk, read: int
) -> None:
    bring(INVOICE)
    other: list[Run] = []

    with between("BatchGetItem", lambda: other.append(bring({**PAYMENT, **PAID})), read):
        run = bring({**PAYMENT, **PAID})

    assert [(one.status, one.problems) for one in (run, *other)] == [(0, []), (0, [])]
    assert numbered(desk, "2025-0017")["totalPaid"] == 40
    assert desk.payment(2).status == 404
