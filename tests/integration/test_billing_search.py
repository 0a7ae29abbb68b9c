"""The search for invoices: filters, order, pages and redaction (docs/apis/billing.md)."""

from typing import Any

import pytest

from faktura.billing.search import search_service
from tests.support.deployment import Deployment
from tests.support.offices import CLERICAL, OfficeDesk, done, faults_of, ids


def dated(desk: OfficeDesk, *days: str, **fields: Any) -> None:
    """One invoice for each day."""
    for day in days:
        desk.priced(30, invoiceDate=day, **fields)


class TestFilters:
    """A search finds the invoices that meet all of its filters."""

    def test_without_a_filter_all_invoices_are_found_the_newest_date_first(self, desk: OfficeDesk) -> None:
        dated(desk, "2026-02-01", "2026-03-01", "2025-12-31")

        found = done(desk.search())

        assert found.json == [done(desk.invoice(n)).json for n in (2, 1, 3)]
        assert "Link" not in found.headers

    def test_the_days_of_a_period_are_included(self, desk: OfficeDesk) -> None:
        dated(desk, "2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04")

        assert ids(desk.search(from_="2026-02-02", to="2026-02-03")) == [3, 2]
        assert ids(desk.search(from_="2026-02-03")) == [4, 3]
        assert ids(desk.search(to="2026-02-01")) == [1]

    @pytest.mark.parametrize("text", ["peña", "PENA", "ana\u0301 pe", "ana peña 12", " Main  St "])
    def test_bill_to_is_found_without_case_accents_and_line_breaks(self, desk: OfficeDesk, text: str) -> None:
        desk.priced(30, billTo="Ana Peña\n12 Main St")
        desk.priced(30, billTo="Someone else")
        desk.create_invoice()

        assert ids(desk.search(billTo=text)) == [1]

    def test_bill_to_is_found_at_the_end_of_a_long_address(self, desk: OfficeDesk) -> None:
        desk.priced(30, billTo="x" * 1_480 + " Ana Ortiz " + "y" * 500)

        assert ids(desk.search(billTo="ana ortiz")) == [1]
        assert ids(desk.search(billTo="ana ortega")) == []

    def test_a_status_selects(self, desk: OfficeDesk) -> None:
        desk.create_invoice()
        desk.priced(30)
        desk.priced(30, status="closed")

        assert [ids(desk.search(status=one)) for one in ("draft", "open", "closed", "completed")] == [[1], [2], [3], []]

    def test_a_number_is_found_exactly_and_only_with_the_other_filters(self, desk: OfficeDesk) -> None:
        desk.priced(30, invoiceNumber="A/7", billTo="Ana")
        desk.priced(30)

        assert [ids(desk.search(number=one)) for one in ("A/7", "0002", "2", "a/7", "A")] == [[1], [2], [], [], []]
        assert ids(desk.search(number="A/7", billTo="ana", status="open")) == [1]
        assert ids(desk.search(number="A/7", status="closed")) == []

    def test_a_number_given_away_finds_its_new_invoice(self, desk: OfficeDesk) -> None:
        desk.priced(30, invoiceNumber="X")
        done(desk.change_invoice(1, {"invoiceNumber": "Y"}))
        desk.priced(30, invoiceNumber="X")

        assert [ids(desk.search(number=one)) for one in "XY"] == [[2], [1]]

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ({"number": ""}, "number"),
            ({"number": "9" * 65}, "number"),
            ({"number": "a\u200bb"}, "number"),
            ({"billTo": " "}, "billTo"),
            ({"billTo": "\u0301"}, "billTo"),
            ({"billTo": "x" * 201}, "billTo"),
            ({"status": "void"}, "status"),
            ({"status": ""}, "status"),
            ({"from": "2026-02-30"}, "from"),
            ({"from": "\u0662026-02-01"}, "from"),
            ({"to": "tomorrow"}, "to"),
            ({"from": "2026-02-02", "to": "2026-02-01"}, "to"),
            ({"limit": "0"}, "limit"),
            ({"cursor": "x"}, "cursor"),
        ],
    )
    def test_an_impossible_filter_is_told(self, desk: OfficeDesk, query: dict[str, str], name: str) -> None:
        [fault] = faults_of(desk.call("search_invoices", query=query))

        assert fault.startswith(f"{name} ")


class TestRedaction:
    """A search leaves out nothing, and tells nothing of what is redacted."""

    def test_a_tagged_invoice_is_found_redacted(self, desk: OfficeDesk) -> None:
        desk.priced(30, tags="immigration", billTo="Ana Ortiz")
        clerk = OfficeDesk(desk.faktura, scopes=CLERICAL)

        for query in ({"billTo": "ortiz"}, {"number": "0001"}, {"status": "open"}):
            [found] = done(clerk.search(**query)).json
            assert (found["redacted"], found["totalCharged"], found["lineItems"]) == (True, None, [])
        assert done(desk.search(tags="immigration")).json[0]["totalCharged"] == 30
        assert clerk.search(tags="immigration").status == 403

    def test_an_office_finds_nothing_of_another(self, faktura: Deployment, desk: OfficeDesk) -> None:
        desk.priced(30)
        other = OfficeDesk(faktura, office="second")

        assert [ids(other.search()), ids(other.search(number="0001"))] == [[], []]


class TestPages:
    """The Link header leads through all results once, whatever a page had room for."""

    @pytest.mark.parametrize("limit", ["1", "2", "3", "5"])
    @pytest.mark.parametrize("query", [{}, {"status": "open"}, {"billTo": "ana", "from": "2026-01-01"}])
    def test_the_links_lead_through_all_once(self, desk: OfficeDesk, query: dict[str, str], limit: str) -> None:
        dated(desk, "2026-02-01", "2026-02-03", "2026-02-02", "2026-02-02", "2026-02-02", billTo="Ana")
        desk.create_invoice()
        whole = ids(desk.call("search_invoices", query=query))

        pages = list(desk.pages("search_invoices", {**query, "limit": limit}))

        assert [one["id"] for page in pages for one in page.json] == whole
        assert [one for one in whole if one != 6][0:1] == [2]
        assert all(len(page.json) <= int(limit) for page in pages)

    def test_a_page_that_has_compared_enough_ends_and_the_next_goes_on(
        self, desk: OfficeDesk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(search_service, "MAX_EXAMINED", 2)
        dated(desk, "2026-02-05", "2026-02-04", "2026-02-03", "2026-02-02")
        done(desk.change_invoice(4, {"billTo": "Ana"}))

        with desk.faktura.environment("billing.search_invoices"):
            pages = list(desk.pages("search_invoices", {"billTo": "ana"}))

        assert [one["id"] for page in pages for one in page.json] == [4]

    @pytest.mark.parametrize("other", [{"status": "open"}, {"billTo": "ana"}, {"from": "2026-02-02"}])
    def test_a_cursor_of_other_filters_is_refused(self, desk: OfficeDesk, other: dict[str, str]) -> None:
        dated(desk, "2026-02-01", "2026-02-02", "2026-02-03")
        link = done(desk.search(limit="1")).headers["Link"]
        cursor = link.partition("cursor=")[2].partition(">")[0]

        [fault] = faults_of(
            desk.search(cursor=cursor, **{name.replace("from", "from_"): n for name, n in other.items()})
        )

        assert fault == "cursor is not a cursor of this list"

    def test_a_change_between_two_pages_hides_no_other_invoice(self, desk: OfficeDesk) -> None:
        dated(desk, "2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04")
        pages = desk.pages("search_invoices", {"status": "open", "limit": "2"})

        first = ids(next(pages))
        done(desk.change_invoice(3, {"invoiceDate": "2026-03-01"}))
        done(desk.change_invoice(2, {"status": "closed"}))
        rest = [found for page in pages for found in ids(page)]

        assert (first, rest) == ([4, 3], [1])
