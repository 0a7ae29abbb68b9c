"""The report on outstanding invoices (docs/apis/billing.md)."""

from typing import Any

import pytest

from faktura.billing.reports import report_service
from tests.support.dated_index import changed_after_the_first_page, lagging
from tests.support.deployment import Deployment
from tests.support.offices import CLERICAL, OfficeDesk, done, faults_of


def results(desk: OfficeDesk, **query: str) -> Any:
    return done(desk.report(**query)).json["results"]


def owed(desk: OfficeDesk, **query: str) -> list[tuple[int, Any]]:
    return [(one["id"], one["balance"]) for one in results(desk, **query)["outstandingInvoices"]]


def sums(summary: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(summary[name] for name in ("invoices", "redactedInvoices", "totalCharged", "totalPaid"))


def test_an_office_without_invoices_has_an_empty_report(desk: OfficeDesk) -> None:
    empty = {"invoices": 0, "redactedInvoices": 0, "totalCharged": 0, "totalPaid": 0}

    assert done(desk.report()).json == {
        "results": {
            "outstandingSummary": empty,
            "completedSummary": empty,
            "clientsWhoOwe": [],
            "outstandingInvoices": [],
        },
        "reportParameters": {"start": None, "end": None},
    }


def test_open_and_completed_invoices_count_the_highest_balance_first(desk: OfficeDesk) -> None:
    desk.create_invoice()
    desk.priced(30, clients=[7, 8])
    desk.priced(50.1, clients=[7])
    desk.priced(30, status="closed")
    desk.priced(20)
    desk.paid(100, {2: 0.3, 5: 20})

    found = results(desk)

    assert owed(desk) == [(3, 50.1), (2, 29.7)]
    assert sums(found["outstandingSummary"]) == (2, 0, 80.1, 0.3)
    assert sums(found["completedSummary"]) == (1, 0, 20, 20)
    assert [(one["clientId"], one["balance"]) for one in found["clientsWhoOwe"]] == [
        (7, 79.8),
        (8, 29.7),
    ]


def test_a_deleted_payment_is_owed_again(desk: OfficeDesk) -> None:
    desk.priced(30)
    payment = desk.paid(30, {1: 30})
    assert owed(desk) == []

    desk.delete_payment(payment)

    assert owed(desk) == [(1, 30)]


def test_an_invoice_without_clients_is_outstanding_too(desk: OfficeDesk) -> None:
    desk.priced(30)

    assert owed(desk) == [(1, 30)]
    assert results(desk)["clientsWhoOwe"] == []


def test_the_days_of_the_period_are_included_and_repeated_in_the_answer(desk: OfficeDesk) -> None:
    for day in ("2026-02-01", "2026-02-02", "2026-02-03"):
        desk.priced(30, invoiceDate=day)

    report = done(desk.report(start="2026-02-02", end="2026-02-03")).json

    assert sorted(one["id"] for one in report["results"]["outstandingInvoices"]) == [2, 3]
    assert report["reportParameters"] == {"start": "2026-02-02", "end": "2026-02-03"}


def test_a_redacted_invoice_is_listed_last_without_amounts_and_is_in_no_sum(desk: OfficeDesk) -> None:
    desk.priced(500, tags="immigration", clients=[7])
    desk.priced(30, clients=[7, 8])
    clerk = OfficeDesk(desk.faktura, scopes=CLERICAL)

    found = results(clerk)

    assert owed(clerk) == [(2, 30), (1, None)]
    hidden = found["outstandingInvoices"][1]
    assert (hidden["redacted"], hidden["totalCharged"], hidden["totalPaid"]) == (True, None, None)
    assert sums(found["outstandingSummary"]) == (2, 1, 30, 0)
    assert [(one["clientId"], one["balance"]) for one in found["clientsWhoOwe"]] == [(8, 30), (7, None)]
    assert sums(results(desk, tags="immigration")["outstandingSummary"]) == (2, 0, 530, 0)


@pytest.mark.parametrize(("amount", "status"), [(0, "open"), (30, "open"), (30, "completed")])
def test_the_place_of_a_redacted_invoice_tells_only_its_status(desk: OfficeDesk, amount: int, status: str) -> None:
    desk.priced(amount, tags="immigration", status=status)
    clerk = OfficeDesk(desk.faktura, scopes=CLERICAL)

    found = results(clerk)

    assert len(found["outstandingInvoices"]) == (status == "open")
    assert found["completedSummary"]["invoices"] == (status == "completed")


@pytest.mark.parametrize(
    ("query", "name"),
    [({"start": "x"}, "start"), ({"end": "2026-13-01"}, "end"), ({"start": "2026-02-02", "end": "2026-02-01"}, "end")],
)
def test_an_impossible_period_is_told(desk: OfficeDesk, query: dict[str, str], name: str) -> None:
    [fault] = faults_of(desk.report(**query))

    assert fault.startswith(f"{name} ")


def test_a_period_that_is_too_large_is_refused(desk: OfficeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_service, "MAX_INVOICES", 2)
    for _ in range(3):
        desk.priced(30)

    reply = desk.report()

    assert reply.status == 400
    assert reply.json["error"].endswith("Choose a shorter period.")


def test_an_office_sees_nothing_of_another(faktura: Deployment, desk: OfficeDesk) -> None:
    desk.priced(30)

    assert owed(OfficeDesk(faktura, office="second")) == []


@pytest.mark.parametrize(("moved", "day"), [(1, "2026-09-01"), (4, "2026-01-01")])
def test_an_invoice_whose_date_changes_while_the_report_is_made_counts_once(
    desk: OfficeDesk, moved: int, day: str
) -> None:
    for month in range(2, 6):
        desk.priced(month, invoiceDate=f"2026-{month:02}-01")

    with changed_after_the_first_page(lambda: done(desk.change_invoice(moved, {"invoiceDate": day}))):
        found = owed(desk, start="2026-01-01", end="2026-12-31")

    assert found == [(4, 5), (3, 4), (2, 3), (1, 2)]


def test_an_invoice_is_reported_as_it_is_and_not_as_the_index_still_has_it(desk: OfficeDesk) -> None:
    for amount in (50, 40, 30, 20):
        desk.priced(amount, invoiceDate="2026-02-01")
    clerk = OfficeDesk(desk.faktura, scopes=CLERICAL)

    with lagging():
        before = owed(clerk, start="2026-02-01")
        done(desk.change_invoice(1, {"clientNote": "secret"}, tags="immigration"))
        done(desk.change_invoice(2, {"status": "closed"}))
        done(desk.change_invoice(3, {"invoiceDate": "2026-01-31"}))
        after = owed(clerk, start="2026-02-01")

    assert before == [(1, 50), (2, 40), (3, 30), (4, 20)]
    assert after == [(4, 20), (1, None)]
