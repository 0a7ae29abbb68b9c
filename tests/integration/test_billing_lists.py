"""Client billing's lists: who is on them, and how they are paged (CONTRACT sections 0 and 2)."""

from collections.abc import Iterable
from re import sub
from typing import Any
from urllib.parse import quote

import pytest

from faktura.core import aws
from faktura.core.attributes import marshalled
from tests.support.deployment import Deployment
from tests.support.offices import (
    CLARA,
    DACA,
    ROUTES,
    OfficeDesk,
    done,
    faults_of,
    ids,
    query_of,
)

LISTS = [name for name in ROUTES if name.startswith("list_")]


@pytest.fixture
def desk(faktura: Deployment) -> OfficeDesk:
    return OfficeDesk(faktura)


class TestInvoices:
    """A client's invoices are those it is on now; detached ones have no client and charge something."""

    def test_a_client_has_the_invoices_it_is_on_in_full_and_in_order(self, desk: OfficeDesk) -> None:
        for clients in ([45], [45, 23], [23], [], [45]):
            desk.priced(30, clients=clients)
        desk.paid(20, {2: 5})

        listed = done(desk.invoices_of_client(45)).json

        assert listed == [done(desk.invoice(n)).json for n in (1, 2, 5)]
        assert ids(desk.invoices_of_client(23)) == [2, 3]
        assert ids(desk.invoices_of_client(4)) == []

    def test_the_list_follows_a_change_of_clients(self, desk: OfficeDesk) -> None:
        desk.priced(30, clients=[45, 23])
        done(desk.change_invoice(1, {"clients": [23, 7]}))

        assert [ids(desk.invoices_of_client(n)) for n in (45, 23, 7)] == [[], [1], [1]]

        done(desk.change_invoice(1, {"clients": []}))

        assert [ids(desk.invoices_of_client(n)) for n in (45, 23, 7)] == [[], [], []]

    def test_detached_is_what_has_no_client_and_charges_something(self, desk: OfficeDesk) -> None:
        desk.create_invoice()
        desk.priced(0)
        desk.priced(30, clients=[45])
        desk.priced(0.01)
        desk.priced(30, status="closed")

        assert done(desk.detached_invoices()).json == [done(desk.invoice(n)).json for n in (4, 5)]

    def test_an_invoice_is_detached_and_attached_by_its_changes(self, desk: OfficeDesk) -> None:
        desk.priced(30, clients=[45])
        changes = [{"clients": []}, {"totalCharged": 0}, {"totalCharged": 5}, {"clients": [1]}]

        found = []
        for change in changes:
            done(desk.change_invoice(1, change))
            found.append(ids(desk.detached_invoices()))

        assert found == [[1], [], [1], []]


class TestPayments:
    """A client's payments are those it makes or that are made on its invoices; detached ones reach no client."""

    def test_a_client_has_the_payments_it_makes_and_those_on_its_invoices_once_each(self, desk: OfficeDesk) -> None:
        desk.priced(30, clients=[45])
        desk.priced(30, clients=[23])
        desk.paid(20, payerClientIds=[45])
        desk.paid(20, {1: 5})
        desk.paid(20, {1: 5}, payerClientIds=[45, 76])
        desk.paid(20, {2: 5})
        desk.paid(20, {1: 1, 2: 1})
        desk.paid(20)

        assert done(desk.payments_of_client(45)).json == [done(desk.payment(n)).json for n in (1, 2, 3, 5)]
        assert [ids(desk.payments_of_client(n)) for n in (23, 76, 4)] == [[4, 5], [3], []]

    def test_the_list_follows_a_change_of_the_invoices_clients(self, desk: OfficeDesk) -> None:
        desk.priced(30, clients=[45])
        desk.paid(20, {1: 5})
        done(desk.change_invoice(1, {"clients": [23]}))

        assert [ids(desk.payments_of_client(n)) for n in (45, 23)] == [[], [1]]

    def test_the_list_follows_a_change_of_shares_and_payers(self, desk: OfficeDesk) -> None:
        desk.priced(30, clients=[45])
        desk.priced(30, clients=[23])
        desk.paid(20, {1: 5}, payerClientIds=[76])
        done(desk.change_payment(1, {"invoices": [{"invoiceId": 2, "amount": 5}], "payerClientIds": [77]}))

        assert [ids(desk.payments_of_client(n)) for n in (45, 23, 76, 77)] == [[], [1], [], [1]]

        done(desk.change_invoice(2, {"payments": []}))

        assert [ids(desk.payments_of_client(n)) for n in (23, 77)] == [[], [1]]

    def test_an_invoice_has_the_payments_allotted_to_it(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.priced(30)
        desk.paid(20, {1: 5, 2: 5}, donationAmount=3)
        desk.paid(20, {2: 5})
        desk.paid(20, {1: 1})
        done(desk.change_payment(3, {"invoices": []}))

        assert done(desk.payments_of_invoice(1)).json == [done(desk.payment(1)).json]
        assert ids(desk.payments_of_invoice(2)) == [1, 2]

    def test_detached_is_a_payment_that_reaches_no_client(self, desk: OfficeDesk) -> None:
        desk.priced(30, clients=[45])
        desk.priced(30)
        for shares, payers in [({}, []), ({}, [7]), ({1: 1}, []), ({2: 1}, []), ({1: 1, 2: 1}, []), ({2: 1}, [7])]:
            desk.paid(20, shares, payerClientIds=payers)

        assert done(desk.detached_payments()).json == [done(desk.payment(n)).json for n in (1, 4)]

    def test_a_payment_is_detached_and_attached_by_changes_on_either_side(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.paid(20, {1: 5})
        found = [ids(desk.detached_payments())]

        for change in [{"clients": [45]}, {"clients": []}, {"clients": [45]}, {"payments": []}]:
            done(desk.change_invoice(1, change))
            found.append(ids(desk.detached_payments()))
        for change in [{"payerClientIds": [7]}, {"payerClientIds": []}]:
            done(desk.change_payment(1, change))
            found.append(ids(desk.detached_payments()))

        assert found == [[1], [], [1], [], [1], [], [1]]


def test_two_offices_see_nothing_of_each_other_in_any_list(faktura: Deployment, desk: OfficeDesk) -> None:
    other = OfficeDesk(faktura, office="second")
    desk.priced(30, clients=[1])
    desk.priced(30)
    desk.paid(20, {1: 5}, payerClientIds=[1])
    desk.paid(20, {2: 5})
    other.create_invoice()

    assert [done(other.call_example(name)).json for name in LISTS] == [[]] * len(LISTS)
    assert [len(done(desk.call_example(name)).json) for name in LISTS] == [1] * len(LISTS)


def five_on(desk: OfficeDesk, function: str) -> None:
    """Put five elements on a list of client 1, invoice 1 or what is detached."""
    if "invoices" in function:
        for _ in range(5):
            desk.priced(30, clients=[1] if "client" in function else [])
        return
    desk.priced(30)
    for _ in range(5):
        desk.paid(20, {1: 1} if "invoice" in function else {}, payerClientIds=[1] if "client" in function else [])


@pytest.mark.parametrize("function", LISTS)
class TestPaging:
    """`?limit` and an opaque `?cursor`, bound to caller and list, in the Link header of every page but the last."""

    def of(self, function: str) -> dict[str, Any]:
        return dict.fromkeys(ROUTES[function].variables, 1)

    @pytest.mark.parametrize("limit", [1, 2, 4])
    def test_the_links_lead_through_the_whole_list_once(self, desk: OfficeDesk, function: str, limit: int) -> None:
        five_on(desk, function)
        whole = done(desk.call(function, **self.of(function)))

        pages = list(desk.pages(function, {"limit": str(limit)}, **self.of(function)))

        assert len(whole.json) == 5
        assert [element for page in pages for element in page.json] == whole.json
        assert [len(page.json) for page in pages] == [limit] * (5 // limit) + ([5 % limit] if 5 % limit else [])

    @pytest.mark.parametrize("query", [{}, {"limit": "5"}, {"limit": "1000"}])
    def test_a_page_that_holds_all_has_no_link(self, desk: OfficeDesk, function: str, query: dict[str, str]) -> None:
        five_on(desk, function)

        reply = done(desk.call(function, query=query, **self.of(function)))

        assert len(reply.json) == 5
        assert "Link" not in reply.headers

    @pytest.mark.parametrize("limit", ["0", "1001", "x", "-1", "", "1.5", "1e2", "9" * 400, " 5", "\u0665"])
    def test_a_limit_is_a_whole_number_from_1_to_1000(self, desk: OfficeDesk, function: str, limit: str) -> None:
        desk.priced(30)

        [fault] = faults_of(desk.call(function, query={"limit": limit}, **self.of(function)))

        assert "limit" in fault

    def test_the_tag_is_carried_from_page_to_page(self, desk: OfficeDesk, function: str) -> None:
        five_on(desk, function)
        for invoice_id in range(1, 6 if "invoices" in function else 2):
            done(desk.change_invoice(invoice_id, {"billTo": "Somebody"}, tags="immigration"))
        query = {"limit": "2", "tags": "immigration"}

        pages = list(desk.pages(function, query, **self.of(function)))

        assert len(pages) == 3
        assert {element["redacted"] for page in pages for element in page.json} == {False}

    def cursor(self, desk: OfficeDesk, function: str) -> str:
        reply = done(desk.call(function, query={"limit": "2"}, **self.of(function)))
        return query_of(reply.headers["Link"], ROUTES[function].filled(**self.of(function)))["cursor"]

    def test_a_cursor_works_for_no_other_caller(self, desk: OfficeDesk, function: str) -> None:
        five_on(desk, function)
        cursor = self.cursor(desk, function)
        second = OfficeDesk(desk.faktura, office="second")
        five_on(second, function)

        for other in (OfficeDesk(desk.faktura, client_id="clerk", user=CLARA), second):
            [fault] = faults_of(other.call(function, query={"cursor": cursor}, **self.of(function)))
            assert "cursor" in fault

    def test_a_cursor_works_for_no_other_list(self, desk: OfficeDesk, function: str) -> None:
        five_on(desk, function)
        cursor = self.cursor(desk, function)

        for other in LISTS:
            for n in {1} if other != function else {2} if self.of(function) else set():
                variables = dict.fromkeys(ROUTES[other].variables, n)
                [fault] = faults_of(desk.call(other, query={"cursor": cursor}, **variables))
                assert "cursor" in fault

    @pytest.mark.parametrize(
        "cursor", ["", "x", "bnVsbA", "W10", "e30", "%00", "WyJ4IiwgeyJhZnRlciI6IDF9XQ", "9" * 3_000, "é", "a b", "=="]
    )
    def test_what_is_no_cursor_is_a_fault(self, desk: OfficeDesk, function: str, cursor: str) -> None:
        desk.priced(30)

        [fault] = faults_of(desk.call(function, query={"cursor": cursor}, **self.of(function)))

        assert "cursor" in fault

    def test_a_spoilt_cursor_is_a_fault_or_a_place_in_the_same_list(self, desk: OfficeDesk, function: str) -> None:
        five_on(desk, function)
        cursor = self.cursor(desk, function)
        whole = ids(desk.call(function, **self.of(function)))

        for place in range(0, len(cursor), 5):
            spoilt = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]
            reply = desk.call(function, query={"cursor": spoilt}, **self.of(function))
            assert reply.status in (200, 400), spoilt
            if reply.status == 200:
                assert set(ids(reply)) <= set(whole)


def test_what_comes_and_goes_between_two_pages_repeats_and_hides_nothing_else(desk: OfficeDesk) -> None:
    for _ in range(6):
        desk.paid(20)
    pages = desk.pages("list_detached_payments", {"limit": "2"})

    first = ids(next(pages))
    desk.delete_payment(2)
    desk.delete_payment(4)
    desk.paid(20)
    rest = [found for page in pages for found in ids(page)]

    assert (first, rest) == ([1, 2], [3, 5, 6, 7])


def test_a_list_of_more_than_a_thousand_is_a_plain_array_of_a_thousand_and_a_link_to_the_rest(
    desk: OfficeDesk,
) -> None:
    desk.paid(20)
    kept_again(desk, "paymentAmount", range(2, 1_004))

    pages = list(desk.pages("list_detached_payments", {}))

    assert [len(page.json) for page in pages] == [1_000, 3]
    assert [one["id"] for page in pages for one in page.json] == list(range(1, 1_004))


def kept_again(desk: OfficeDesk, field: str, numbers: Iterable[int]) -> None:
    """Store the one item that has `field` under these ids too, as creating them would take long."""
    table = desk.faktura.stack.physical["BillingTable"]
    [item] = [found for found in desk.faktura.items("BillingTable") if field in found]
    puts = []
    for number in numbers:
        record = sub(r"\d+$", lambda digits, number=number: str(number).zfill(len(digits[0])), item["record"])
        puts.append({"PutRequest": {"Item": marshalled({**item, "record": record, "id": number})}})
    for first in range(0, len(puts), 25):
        aws.client("dynamodb").batch_write_item(RequestItems={table: puts[first : first + 25]})


def test_a_page_ends_early_before_an_answer_could_not_carry_it(desk: OfficeDesk) -> None:
    lines = [{**DACA, "description": "x" * 2_000} for _ in range(165)]
    for _ in range(17):
        desk.priced(30, clients=[1], lineItems=lines)

    pages = list(desk.pages("list_client_invoices", {}, clientId=1))

    assert len(pages) > 1
    assert [one["id"] for page in pages for one in page.json] == list(range(1, 18))
    assert all(one["lineItems"] == lines for page in pages for one in page.json)
    assert max(len(page.text.encode()) for page in pages) < 5_500_000


@pytest.mark.parametrize("text", ["0", "-1", "x", "1/2", ""])
def test_a_client_id_that_can_be_none_is_a_fault(desk: OfficeDesk, text: str) -> None:
    faults_of(desk.invoices_of_client(quote(text, safe="")))
    faults_of(desk.payments_of_client(quote(text, safe="")))
