"""Lists of more than one page."""

from decimal import Decimal
from typing import Any

import pytest

from faktura_client import found_invoices, found_invoices_async, job_orders, job_orders_async, models
from tests.support.client import json_answer, scripted

ELSEWHERE = "https://elsewhere.example/invoice/acme/jobs/invoices?pageSize=2&cursor=c%2B1"


def page(*names: str, link: str = "") -> Any:
    jobs = [{"jobId": name, "jobStatus": "DONE", "jobType": "MANUAL", "createdAt": "2026-11-28"} for name in names]
    return json_answer(200, jobs, **({"Link": f'<{link}>; rel="next"'} if link else {}))


def invoice(number: int) -> dict[str, Any]:
    nothing = dict.fromkeys(
        ("customData", "priceNet", "currency", "isActive", "dueDate", "status", "details", "linkedInvoice")
    )
    guid = "734b0739-7dfe-4f6e-a2a7-6a2871458309"
    moments = {"createdAt": "2026-11-28T00:00:00Z", "updatedAt": "2026-11-28T00:00:00Z"}
    rest = {"isSent": False, "isPaid": False, "case": {"guid": guid, "partnerId": "one"}}
    return {"id": number, "guid": guid, "externalId": str(number), "type": "invoice", **nothing, **moments, **rest}


def found(offset: int, *numbers: int, count: int = 3) -> Any:
    return json_answer(
        200, {"data": [invoice(one) for one in numbers], "pagination": {"count": count, "offset": offset}}
    )


def test_a_loop_goes_through_all_pages(client_of: Any) -> None:
    client = client_of(page("a", "b", link=ELSEWHERE), page("c"))

    jobs = client.call(lambda one: one.jobs.list_jobs("acme", page_size=2))

    assert [job.job_id for job in jobs] == ["a", "b", "c"]


def test_the_token_goes_to_the_clients_own_address_only(client_of: Any) -> None:
    client = client_of(page("a", link=ELSEWHERE), page("b"))

    client.call(lambda one: one.jobs.list_jobs("acme", page_size=2))

    assert {call.url.host for call in client.api.calls} == {"api.example"}
    assert dict(client.api.calls[1].url.params) == {"pageSize": "2", "cursor": "c+1"}


def test_a_page_is_fetched_when_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    client = scripted("blocking", monkeypatch, page("a", "b", link=ELSEWHERE), page("c"))
    jobs = iter(client.client.jobs.list_jobs("acme"))

    taken = [next(jobs).job_id, next(jobs).job_id]

    assert (taken, len(client.api.calls)) == (["a", "b"], 1)
    assert (next(jobs).job_id, len(client.api.calls)) == ("c", 2)


@pytest.mark.parametrize("kind", ["blocking", "async"])
def test_a_search_goes_through_all_it_finds(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = scripted(kind, monkeypatch, found(0, 3, 2), found(2, 1))
    search = found_invoices_async if kind == "async" else found_invoices

    filters = models.Filters(price_net={"$gt": Decimal("0.30")})
    numbers = client.call(lambda one: search(one.cases, filters, page_size=2))

    assert [one.id for one in numbers] == [3, 2, 1]
    assert [call.content for call in client.api.calls] == [
        b'{"filters":{"priceNet":{"$gt":0.30}},"pagination":{"offset":0,"limit":2}}',
        b'{"filters":{"priceNet":{"$gt":0.30}},"pagination":{"offset":2,"limit":2}}',
    ]


def test_a_search_without_a_match_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    client = scripted("blocking", monkeypatch, found(0, count=0))

    assert list(found_invoices(client.client.cases, models.Filters())) == []
    assert len(client.api.calls) == 1


@pytest.mark.parametrize("kind", ["blocking", "async"])
def test_the_orders_of_a_job_come_from_all_its_pages(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def job(*names: str) -> Any:
        orders = [{"orderId": name, "orderStatus": "SUCCESS"} for name in names]
        return json_answer(200, {"jobStatus": "DONE", "jobType": "MANUAL", "orders": orders})

    client = scripted(kind, monkeypatch, job("a", "b"), job("c"))
    all_of = job_orders_async if kind == "async" else job_orders

    orders = client.call(lambda one: all_of(one.jobs, "acme", "j", page_size=2))

    assert [order.order_id for order in orders] == ["a", "b", "c"]
    assert [call.url.params["pageNumber"] for call in client.api.calls] == ["1", "2"]
