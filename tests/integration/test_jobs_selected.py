"""AUTOMATIC jobs: what they select, and the schedule that starts them (CONTRACT section 4)."""

import json
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from unittest.mock import patch

import boto3
import pytest
import time_machine

from tests.support.builders import sales_order
from tests.support.deployment import REGION, Deployment
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.recording import capacity
from tests.support.jobs import Shop, executions, invoking
from tests.support.workflow import carry_out

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def delivered(order_id: str, hours: float | None, **changes: Any) -> dict[str, Any]:
    """An order that was delivered so many hours before noon."""
    extended = changes.pop("extended", "70")
    mixins: dict[str, Any] = {"generalAttributes": {"extendedOrderStatus": extended}}
    if hours is not None:
        mixins["deliveryTime"] = {"deliveryDate": (NOON - timedelta(hours=hours)).isoformat()}
    return sales_order(order_id, mixins=mixins, **changes)


def at_noon(faktura: Deployment, *orders: dict[str, Any], **settings: str) -> dict[str, tuple[str, str]]:
    """What an AUTOMATIC job of noon does."""
    with time_machine.travel(NOON, tick=False):
        shop = Shop(faktura)
        shop.numbering()
        shop.has(*orders)
        if settings:
            assert shop.configure("invoiceSettings", settings).status == 200
        answer = shop.invoice()
    assert (answer["jobStatus"], answer["jobType"]) == ("DONE", "AUTOMATIC")
    return {one["orderId"]: (one["orderStatus"], one.get("invoiceNumber", one["message"])) for one in answer["orders"]}


def test_what_was_delivered_the_threshold_ago_is_taken_and_nothing_else(faktura: Deployment) -> None:
    found = at_noon(
        faktura,
        delivered("25 hours ago", 25),
        delivered("exactly 24 hours ago", 24),
        delivered("23 hours ago", 23),
        delivered("a second too late", 24 - 1 / 3600),
        delivered("never", None),
        delivered("cancelled", 48, status="CANCELLED"),
        delivered("on its way", 48, extended="60"),
        delivered("without an extended status", 48, extended=None),
        threshold="24",
        status="CREATED",
        extendedOrderStatus="70",
    )

    assert found == {"25 hours ago": ("SUCCESS", "R-0001"), "exactly 24 hours ago": ("SUCCESS", "R-0002")}


def test_without_settings_the_defaults_select(faktura: Deployment) -> None:
    found = at_noon(faktura, delivered("96 hours ago", 96), delivered("95 hours ago", 95))

    assert list(found) == ["96 hours ago"]


def test_the_window_tells_the_date_where_the_mixin_does_not(faktura: Deployment) -> None:
    window = {"deliveryWindow": {"deliveryDate": "2026-11-20"}}

    found = at_noon(faktura, delivered("A", None, **window), delivered("B", 1, **window), threshold="24")

    assert list(found) == ["A"]


def test_several_statuses_are_selected_the_longest_delivered_first(faktura: Deployment) -> None:
    found = at_noon(
        faktura,
        delivered("third", 100, status="SHIPPED", extended="80"),
        delivered("first", 300, status="CREATED", extended="70"),
        delivered("second", 200, status="SHIPPED", extended="70"),
        delivered("not asked for", 400, status="IN_CHECKOUT"),
        threshold=" 24 ",
        status=" CREATED, SHIPPED ",
        extendedOrderStatus="70 , 80",
    )

    assert list(found) == ["first", "second", "third"]


def test_what_is_invoiced_already_is_not_selected(faktura: Deployment) -> None:
    at_noon(faktura, delivered("A", 200), delivered("B", 300))

    assert at_noon(faktura, delivered("C", 100)) == {"C": ("SUCCESS", "R-0003")}
    assert at_noon(faktura) == {}


def test_an_order_that_moves_on_is_selected_by_what_it_says_now(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.has(delivered("A", 200), delivered("B", 200, status="IN_CHECKOUT"))
    shop.has(delivered("A", 200, status="CANCELLED"), delivered("B", 200))

    assert list(at_noon(faktura)) == ["B"]


def test_an_order_that_failed_is_selected_again(faktura: Deployment) -> None:
    assert at_noon(faktura, delivered("A", 200, currency=...)) == {"A": ("FAILURE", "The order lacks currency.")}

    assert at_noon(faktura, delivered("A", 200)) == {"A": ("SUCCESS", "R-0001")}


def test_a_status_may_hold_what_separates_keys(faktura: Deployment) -> None:
    found = at_noon(
        faktura,
        delivered("A", 200, status="A#B", extended="C"),
        delivered("B", 200, status="A", extended="B#C"),
        status="A#B",
        extendedOrderStatus="C",
    )

    assert list(found) == ["A"]


def test_another_tenants_orders_are_never_selected(faktura: Deployment) -> None:
    Shop(faktura, "globex").has(delivered("A", 200))
    Shop(faktura, "acm").has(delivered("B", 200))

    assert at_noon(faktura) == {}


def test_more_than_a_page_of_matches_are_all_taken(faktura: Deployment) -> None:
    names = [f"{'x' * 100}-{n:04d}" for n in range(120)]
    with patch("local.dynamodb.pages.MAX_PAGE_BYTES", 8_000):
        found = at_noon(faktura, *(delivered(name, 200 + n, currency=...) for n, name in enumerate(names)))

    assert sorted(found) == names


def test_the_oldest_ten_thousand_are_taken_and_the_next_run_takes_the_rest(faktura: Deployment) -> None:
    names = [f"{n:02d}" for n in range(12)]

    with patch("jobs.select_orders.MOST_ORDERS", 7):
        first = at_noon(faktura, *(delivered(name, 200 - n) for n, name in enumerate(names)))
        second = at_noon(faktura)

    assert (list(first), list(second)) == (names[:7], names[7:])


def test_orders_that_do_not_match_are_not_read(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.has(*(delivered(f"later {n}", 1) for n in range(50)), delivered("A", 200))
    job = {"tenant": "acme", "jobId": shop.start().json["jobId"]}

    with time_machine.travel(NOON, tick=False), capacity() as used:
        chosen = faktura.call("jobs.select_orders", job)

    assert len(chosen["chunks"]) == 1
    assert used.read_units <= 3


def test_selecting_twice_is_selecting_once(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.has(delivered("A", 200))
    job = {"tenant": "acme", "jobId": shop.start().json["jobId"]}
    chosen = faktura.call("jobs.select_orders", job)

    shop.has(delivered("B", 300))
    again = faktura.call("jobs.select_orders", job)

    assert again == chosen
    assert list(shop.outcomes(job["jobId"])) == ["A"]


# ---------------------------------------------------------------- the schedule


def ticked(faktura: Deployment, due_at: str = "2026-11-21T12:00:00Z") -> list[str]:
    """The tenants whose executions a moment of the schedule has started."""
    faktura.call("jobs.start_scheduled_jobs", {"dueAt": due_at})
    machines = boto3.client("stepfunctions", region_name=REGION)
    started = machines.list_executions(stateMachineArn=faktura.stack.physical["JobsInvoiceJob"])["executions"]
    inputs = [machines.describe_execution(executionArn=one["executionArn"])["input"] for one in started]
    return sorted(json.loads(one)["tenant"] for one in inputs)


def test_the_schedule_starts_a_job_for_each_tenant_that_has_settings(faktura: Deployment) -> None:
    for tenant in ("acme", "globex"):
        shop = Shop(faktura, tenant)
        shop.numbering()
        shop.configure("invoiceSettings", {"threshold": "24"})
        shop.has(delivered("A", 25))
    Shop(faktura, "initech").numbering()

    assert ticked(faktura) == ["acme", "globex"]
    carry_out(executions(faktura), invoking(faktura), Random(0))

    for tenant in ("acme", "globex"):
        [job] = Shop(faktura, tenant).jobs().json
        assert (job["jobType"], job["jobStatus"]) == ("AUTOMATIC", "DONE")
        assert Shop(faktura, tenant).outcomes(job["jobId"]) == {"A": ("SUCCESS", "R-0001")}
    assert Shop(faktura, "initech").jobs().json == []


def test_a_moment_that_is_told_twice_starts_each_job_once(faktura: Deployment) -> None:
    Shop(faktura).configure("invoiceSettings", {})

    assert ticked(faktura) == ["acme"]
    assert ticked(faktura) == ["acme"]
    assert ticked(faktura, "2026-11-21T13:00:00Z") == ["acme", "acme"]


def test_settings_of_null_take_the_tenant_off_the_schedule(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.configure("invoiceSettings", {})
    shop.configure("invoiceSettings", None)

    assert ticked(faktura) == []


def test_one_tenants_trouble_keeps_no_other_from_its_job(faktura: Deployment) -> None:
    for tenant in ("acme", "globex", "initech"):
        Shop(faktura, tenant).configure("invoiceSettings", {})

    with Faults(seed=3, rate=0.6, kinds=(Fault.FAILED,), on=frozenset({"stepfunctions"})), pytest.raises(Exception):  # noqa: B017, PT011
        ticked(faktura)

    assert ticked(faktura) == ["acme", "globex", "initech"]
    assert [len(Shop(faktura, tenant).jobs().json) for tenant in ("acme", "globex", "initech")] == [1, 1, 1]
