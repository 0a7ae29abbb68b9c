"""Exports of invoice jobs; the handlers run on moto (docs/apis/jobs.md, "Exports")."""

import csv
import json
import zipfile
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
import time_machine

from tests.support.builders import sales_order
from tests.support.deployment import Deployment
from tests.support.exports import ACCOUNTS, AMOUNT, PERIOD, SIDE, ask, begun, bookings, content, found, made
from tests.support.jobs import Shop

KEY = {"Idempotency-Key": "november"}


@pytest.fixture
def acme(faktura: Deployment) -> Shop:
    """A shop that numbers its invoices and its credit notes."""
    shop = Shop(faktura)
    shop.numbering()
    shop.numbers_credit_notes()
    return shop


def table(link: str) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its columns."""
    return list(csv.DictReader(StringIO(content(link).decode("utf-8-sig"), newline="")))


def numbers(link: str) -> list[str]:
    """The numbers of the documents in a CSV file."""
    return list(dict.fromkeys(row["number"] for row in table(link)))


# ---------------------------------------------------------------- the life of an export


def test_an_export_is_accepted_and_later_linked(acme: Shop) -> None:
    acme.issued("A", "B")

    asked = ask(acme)
    before = found(acme, asked.json["exportId"])
    acme.faktura.call("jobs.make_export", begun(acme.faktura)[0])
    after = found(acme, asked.json["exportId"])

    assert (asked.status, asked.json["status"], before.json["status"]) == (202, "IN_PROGRESS", "IN_PROGRESS")
    assert asked.headers["Location"].endswith(f"/invoice/acme/exports/{asked.json['exportId']}")
    assert (after.json["status"], after.json["records"]) == ("DONE", 2)
    assert numbers(after.json["downloadLink"]) == ["R-0001", "R-0002"]


def test_a_key_that_is_sent_again_begins_no_second_export(acme: Shop) -> None:
    first = ask(acme, headers=KEY)

    again = ask(acme, headers=KEY)

    assert again.json == first.json
    assert len(begun(acme.faktura)) == 1


def test_a_task_that_runs_again_leaves_the_finished_file(acme: Shop) -> None:
    acme.issued("A")
    done = made(acme)

    acme.issued("B")
    acme.faktura.call("jobs.make_export", begun(acme.faktura)[0])

    assert numbers(done.json["downloadLink"]) == ["R-0001"]
    assert found(acme, done.json["exportId"]).json["records"] == 1


def test_an_export_whose_tries_all_failed_says_so(acme: Shop) -> None:
    asked = ask(acme)

    acme.faktura.call("jobs.make_export", begun(acme.faktura)[0] | {"givenUp": True})

    failed = found(acme, asked.json["exportId"]).json
    assert (failed["status"], failed["message"]) == (
        "FAILED",
        "The export could not be made. Please start a new one.",
    )


def test_an_export_whose_start_was_lost_fails_after_an_hour(acme: Shop) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z"):
        export_id = ask(Shop(acme.faktura)).json["exportId"]

    with time_machine.travel("2026-11-02T10:00:01Z"):
        late = Shop(acme.faktura)
        assert found(late, export_id).json["status"] == "FAILED"


def test_exports_are_listed_newest_first_and_end_after_seven_days(acme: Shop) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z"):
        ask(Shop(acme.faktura))
    with time_machine.travel("2026-11-08T09:00:00Z"):
        newer = ask(Shop(acme.faktura)).json["exportId"]
        both = Shop(acme.faktura).request("jobs.list_exports", "GET", "/invoice/{tenant}/exports").json

    with time_machine.travel("2026-11-09T09:00:01Z"):
        left = Shop(acme.faktura).request("jobs.list_exports", "GET", "/invoice/{tenant}/exports").json

    assert (len(both), both[0]["exportId"]) == (2, newer)
    assert [one["exportId"] for one in left] == [newer]


def test_another_tenant_s_export_does_not_exist(acme: Shop) -> None:
    export_id = made(acme).json["exportId"]
    other = Shop(acme.faktura, tenant="globex")

    theirs, absent = found(other, export_id), found(other, "0" * 32)

    assert (theirs.status, theirs.json) == (404, absent.json)


@pytest.mark.parametrize(
    "body",
    [
        {"format": "PDF", **PERIOD},
        {"format": "CSV", "dateFrom": "2026-02-30", "dateTo": "2026-03-01"},
        {"format": "CSV", "dateFrom": "2026-03-02", "dateTo": "2026-03-01"},
        {"format": "CSV", "dateFrom": "2025-01-01", "dateTo": "2026-12-31"},
        {"format": "CSV"},
        [],
    ],
)
def test_a_request_that_breaks_a_rule_is_refused(acme: Shop, body: Any) -> None:
    refused = acme.request("jobs.create_export", "POST", "/invoice/{tenant}/exports", body)

    assert refused.status == 400, refused.text
    assert begun(acme.faktura) == []


# ---------------------------------------------------------------- what a file has


def test_a_credit_note_is_negative_and_only_the_period_is_exported(acme: Shop) -> None:
    with time_machine.travel("2026-11-30T23:59:59Z"):
        [invoice] = Shop(acme.faktura).issued("A")
    with time_machine.travel("2026-12-01T00:00:00Z"):
        assert Shop(acme.faktura).credit(invoice).status == 201

    november = table(made(acme, "CSV", {"dateFrom": "2026-11-30", "dateTo": "2026-11-30"}).json["downloadLink"])
    both = table(made(acme, "CSV", {"dateFrom": "2026-11-30", "dateTo": "2026-12-01"}).json["downloadLink"])

    assert {row["kind"] for row in november} == {"INVOICE"}
    assert [row["kind"] for row in both] == ["INVOICE"] * (len(both) // 2) + ["CREDIT_NOTE"] * (len(both) // 2)
    assert sum(Decimal(row["gross"]) for row in both) == 0
    assert sum(Decimal(row["payable"] or 0) for row in both) == 0
    assert both[-1]["gross"].startswith("-")


def test_a_buyer_who_looks_like_a_formula_is_a_text(acme: Shop) -> None:
    order = sales_order("A")
    order = json.loads(json.dumps(order).replace("Templatecompany", "=HYPERLINK(1)"))
    acme.has(order)
    acme.invoice("A")

    row = table(made(acme).json["downloadLink"])[0]
    workbook = zipfile.ZipFile(BytesIO(content(made(acme, "XLSX").json["downloadLink"])))
    sheet = workbook.read("xl/worksheets/sheet1.xml")

    assert row["buyer"].startswith("'=HYPERLINK")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet


# ---------------------------------------------------------------- DATEV


def test_datev_without_accounts_names_what_is_missing(acme: Shop) -> None:
    refused = ask(acme, "DATEV")

    assert (refused.status, refused.json["message"]) == (409, "The configuration datev is missing.")


def test_datev_over_two_financial_years_is_refused(acme: Shop) -> None:
    assert acme.configure("datev", ACCOUNTS | {"financialYearStart": "07-01"}).status == 200

    assert ask(acme, "DATEV").status == 409


def test_a_rate_without_an_account_fails_the_export(acme: Shop) -> None:
    assert acme.configure("datev", ACCOUNTS | {"revenueAccounts": [{"rate": 3, "account": "8000"}]}).status in (
        200,
        204,
    )
    acme.issued("A")

    failed = made(acme, "DATEV").json

    assert failed["status"] == "FAILED"
    assert "revenue account" in failed["message"]


def test_a_credit_note_is_booked_on_the_other_side(acme: Shop) -> None:
    assert acme.configure("datev", ACCOUNTS).status == 200
    [invoice] = acme.issued("A")
    acme.credit(invoice)

    done = made(acme, "DATEV").json
    header, lines = bookings(done["downloadLink"])

    assert header[:5] == ["EXTF", "700", "21", "Buchungsstapel", "13"]
    assert (len(header), header[10:16]) == (31, ["29098", "55003", "20260101", "4", "20260101", "20261231"])
    half = len(lines) // 2
    amounts, sides = ([line[name] for line in lines] for name in (AMOUNT, SIDE))
    assert sides == ["S"] * half + ["H"] * half
    assert amounts[:half] == amounts[half:]
    assert lines[0]["Belegfeld 1"] == "R-0001"
    assert done["fileName"].startswith("EXTF_")
