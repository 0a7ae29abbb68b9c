"""Lists of client billing: what they contain, and their pages (docs/apis/billing.md)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from re import sub
from typing import Any
from urllib.parse import quote

import pytest

from faktura.core import aws
from faktura.core import json as exact
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


MAX_RESPONSE_BYTES = 6 * 1024 * 1024
"""The limit of Lambda."""


class TestInvoices:
    """The invoices of a client, and the detached ones: those without a client that charge something."""

    def test_the_invoices_of_a_client_are_complete_and_in_order(self, desk: OfficeDesk) -> None:
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

    def test_an_invoice_that_charges_something_and_has_no_client_is_detached(self, desk: OfficeDesk) -> None:
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
    """The payments that a client makes or that are on its invoices, and the detached ones, which reach no client."""

    def test_a_client_has_the_payments_it_makes_and_those_on_its_invoices_each_once(self, desk: OfficeDesk) -> None:
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

    def test_the_list_follows_a_change_of_allocations_and_payers(self, desk: OfficeDesk) -> None:
        desk.priced(30, clients=[45])
        desk.priced(30, clients=[23])
        desk.paid(20, {1: 5}, payerClientIds=[76])
        done(desk.change_payment(1, {"invoices": [{"invoiceId": 2, "amount": 5}], "payerClientIds": [77]}))

        assert [ids(desk.payments_of_client(n)) for n in (45, 23, 76, 77)] == [[], [1], [], [1]]

        done(desk.change_invoice(2, {"payments": []}))

        assert [ids(desk.payments_of_client(n)) for n in (23, 77)] == [[], [1]]

    def test_an_invoice_has_the_payments_allocated_to_it(self, desk: OfficeDesk) -> None:
        desk.priced(30)
        desk.priced(30)
        desk.paid(20, {1: 5, 2: 5}, donationAmount=3)
        desk.paid(20, {2: 5})
        desk.paid(20, {1: 1})
        done(desk.change_payment(3, {"invoices": []}))

        assert done(desk.payments_of_invoice(1)).json == [done(desk.payment(1)).json]
        assert ids(desk.payments_of_invoice(2)) == [1, 2]

    def test_a_payment_that_reaches_no_client_is_detached(self, desk: OfficeDesk) -> None:
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
    """Put five elements on a list of client 1 or invoice 1, or on a detached list."""
    if "invoices" in function:
        for _ in range(5):
            desk.priced(30, clients=[1] if "client" in function else [])
        return
    desk.priced(30)
    for _ in range(5):
        desk.paid(20, {1: 1} if "invoice" in function else {}, payerClientIds=[1] if "client" in function else [])


@pytest.mark.parametrize("function", LISTS)
class TestPaging:
    """`limit`, and the `cursor` of the Link header, which is valid for one caller and one list."""

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
            done(desk.change_invoice(invoice_id, {"billTo": "Ana Ortiz"}, tags="immigration"))
        query = {"limit": "2", "tags": "immigration"}

        pages = list(desk.pages(function, query, **self.of(function)))

        assert len(pages) == 3
        assert {element["redacted"] for page in pages for element in page.json} == {False}

    def cursor(self, desk: OfficeDesk, function: str) -> str:
        reply = done(desk.call(function, query={"limit": "2"}, **self.of(function)))
        return query_of(reply.headers["Link"], ROUTES[function].filled(**self.of(function)))["cursor"]

    def test_a_cursor_of_another_caller_is_refused(self, desk: OfficeDesk, function: str) -> None:
        five_on(desk, function)
        cursor = self.cursor(desk, function)
        second = OfficeDesk(desk.faktura, office="second")
        five_on(second, function)

        for other in (OfficeDesk(desk.faktura, client_id="clerk", user=CLARA), second):
            [fault] = faults_of(other.call(function, query={"cursor": cursor}, **self.of(function)))
            assert "cursor" in fault

    def test_a_cursor_of_another_list_is_refused(self, desk: OfficeDesk, function: str) -> None:
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
    def test_an_invalid_cursor_is_refused(self, desk: OfficeDesk, function: str, cursor: str) -> None:
        desk.priced(30)

        [fault] = faults_of(desk.call(function, query={"cursor": cursor}, **self.of(function)))

        assert "cursor" in fault

    def test_a_changed_cursor_is_refused_or_stays_in_the_same_list(self, desk: OfficeDesk, function: str) -> None:
        five_on(desk, function)
        cursor = self.cursor(desk, function)
        whole = ids(desk.call(function, **self.of(function)))

        for place in range(0, len(cursor), 5):
            spoilt = cursor[:place] + ("A" if cursor[place] != "A" else "B") + cursor[place + 1 :]
            reply = desk.call(function, query={"cursor": spoilt}, **self.of(function))
            assert reply.status in (200, 400), spoilt
            if reply.status == 200:
                assert set(ids(reply)) <= set(whole)


def test_changes_between_two_pages_repeat_and_hide_no_other_element(desk: OfficeDesk) -> None:
    for _ in range(6):
        desk.paid(20)
    pages = desk.pages("list_detached_payments", {"limit": "2"})

    first = ids(next(pages))
    desk.delete_payment(2)
    desk.delete_payment(4)
    desk.paid(20)
    rest = [found for page in pages for found in ids(page)]

    assert (first, rest) == ([1, 2], [3, 5, 6, 7])


def test_without_a_limit_a_page_has_a_thousand_elements_and_a_link_to_the_rest(
    desk: OfficeDesk,
) -> None:
    desk.paid(20)
    kept_again(desk, "paymentAmount", range(2, 1_004))

    pages = list(desk.pages("list_detached_payments", {}))

    assert [len(page.json) for page in pages] == [1_000, 3]
    assert [one["id"] for page in pages for one in page.json] == list(range(1, 1_004))


def kept_again(desk: OfficeDesk, field: str, numbers: Iterable[int]) -> None:
    """Copy the one item that has `field` to these ids, as creating them would take long."""
    table = desk.faktura.stack.physical["BillingTable"]
    [item] = [found for found in desk.faktura.items("BillingTable") if field in found]
    puts = []
    for number in numbers:
        record = sub(r"\d+$", lambda digits, number=number: str(number).zfill(len(digits[0])), item["record"])
        puts.append({"PutRequest": {"Item": marshalled({**item, "record": record, "id": number})}})
    for first in range(0, len(puts), 25):
        aws.client("dynamodb").batch_write_item(RequestItems={table: puts[first : first + 25]})


def test_a_page_ends_early_where_a_response_could_not_carry_more(desk: OfficeDesk) -> None:
    lines = [{**DACA, "description": "x" * 2_000} for _ in range(165)]
    for _ in range(17):
        desk.priced(30, clients=[1], lineItems=lines)

    pages = list(desk.pages("list_client_invoices", {}, clientId=1))

    assert len(pages) > 1
    assert [one["id"] for page in pages for one in page.json] == list(range(1, 18))
    assert all(one["lineItems"] == lines for page in pages for one in page.json)
    assert max(len(page.text.encode()) for page in pages) < 5_500_000


@pytest.mark.parametrize("text", ["0", "-1", "x", "1/2", ""])
def test_an_impossible_client_id_is_refused(desk: OfficeDesk, text: str) -> None:
    faults_of(desk.invoices_of_client(quote(text, safe="")))
    faults_of(desk.payments_of_client(quote(text, safe="")))


def test_a_page_fits_into_a_response_as_json_within_json(desk: OfficeDesk) -> None:
    desk.call("create_invoice")
    lines = [{**DACA, "description": '"' * 2_000} for _ in range(150)]
    for invoice in range(1, 7):
        if invoice > 1:
            desk.call("create_invoice")
        change = {"lineItems": lines, "clients": [7]}
        assert desk.call("update_invoice", change, invoiceId=invoice).status == 200

    page = desk.call("list_client_invoices", clientId=7)

    assert len(exact.dumps({"body": page.text})) < MAX_RESPONSE_BYTES
    assert 1 <= len(page.json) < 6
    assert "Link" in page.headers


@pytest.mark.parametrize("after", ["1" + "0" * 1_200, "-5", "true", '"1"', "null"])
def test_a_forged_cursor_is_refused(desk: OfficeDesk, after: str) -> None:
    desk.call("create_invoice")
    desk.call("update_invoice", {"totalCharged": 5}, invoiceId=1)
    desk.call("create_invoice")
    desk.call("update_invoice", {"totalCharged": 5}, invoiceId=2)
    link = desk.call("list_detached_invoices", query={"limit": "1"}).headers["Link"]
    seal = exact.loads(decoded(link.partition("cursor=")[2].partition(">")[0]))[0]

    forged = urlsafe_b64encode(f'["{seal}",{{"after":{after}}}]'.encode()).decode().rstrip("=")
    reply = desk.call("list_detached_invoices", query={"cursor": forged})

    assert (reply.status, reply.json) == (400, {"error": ["cursor is not a cursor of this list"]})


def test_a_link_has_only_the_parameters_of_the_list(desk: OfficeDesk) -> None:
    desk.call("create_invoice")
    desk.call("update_invoice", {"totalCharged": 5}, invoiceId=1)
    desk.call("create_invoice")
    desk.call("update_invoice", {"totalCharged": 5}, invoiceId=2)

    query = {"limit": "1", "tags": "immigration", "x": "/" * 4_000}
    link = desk.call("list_detached_invoices", query=query).headers["Link"]

    assert len(link) < 500
    assert "tags=immigration&limit=1&cursor=" in link


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
