"""Invoice numbers without gaps and duplicates, with the handlers on moto (docs/apis/jobs.md)."""

from random import Random
from typing import Any

import time_machine

from tests.support.builders import sales_order
from tests.support.deployment import Deployment
from tests.support.jobs import Shop


def numbers(answer: dict[str, Any]) -> list[str]:
    return [one.get("invoiceNumber", one["message"]) for one in answer["orders"]]


def ids(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{n}" for n in range(count)]


def test_numbers_follow_the_order_of_the_request(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering(startValue="41", numberOfDigits="3", postText="/A")
    shop.has(*ids("A", 80))

    answer = shop.invoice(*ids("A", 80))

    assert numbers(answer) == [f"R-{n:03d}/A" for n in range(42, 122)]


def test_a_second_job_continues_the_numbers(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering()
    shop.has("A", "B")

    assert numbers(shop.invoice("A")) + numbers(shop.invoice("B")) == ["R-0001", "R-0002"]


def test_without_a_numbering_no_order_is_invoiced(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.has("A")

    answer = shop.invoice("A", "NOPE")

    assert numbers(answer) == ["The configuration invoiceNumbering is missing.", "The order does not exist."]
    assert answer["jobStatus"] == "DONE"
    shop.numbering()
    assert numbers(shop.invoice("A")) == ["R-0001"]


def test_orders_are_invoiced_until_the_numbers_are_exhausted(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.numbering(startValue=0, maxValue=50)
    shop.has(*ids("A", 70))

    answer = shop.invoice(*ids("A", 70))

    assert numbers(answer)[:50] == [f"R-{n:04d}" for n in range(1, 51)]
    assert numbers(answer)[50:] == ["All invoice numbers up to 50 (maxValue) are used."] * 20
    assert numbers(shop.invoice("A69")) == ["All invoice numbers up to 50 (maxValue) are used."]
    shop.numbering(maxValue=60)
    assert numbers(shop.invoice("A69")) == ["R-0051"]


def test_raising_the_start_value_lifts_the_counter_and_lowering_it_changes_nothing(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.has(*ids("A", 4))
    found = []

    for order_id, start in zip(ids("A", 4), (10, 100, 0, 100), strict=True):
        shop.numbering(startValue=start)
        found += numbers(shop.invoice(order_id))

    assert found == ["R-0011", "R-0101", "R-0102", "R-0103"]


def test_each_pair_of_texts_has_a_counter_of_its_own(faktura: Deployment) -> None:
    shop = Shop(faktura)
    shop.has(*ids("A", 4))
    found = []

    for order_id, (before, after) in zip(ids("A", 4), [("A-", ""), ("A-", "-EU"), ("B-", ""), ("A-", "")], strict=True):
        shop.numbering(preText=before, postText=after)
        found += numbers(shop.invoice(order_id))

    assert found == ["A-0001", "A-0001-EU", "B-0001", "A-0002"]


def test_each_year_has_a_counter_of_its_own(faktura: Deployment) -> None:
    found = []

    for moment in ("2026-12-31T23:59:00Z", "2027-01-01T00:00:01Z"):
        with time_machine.travel(moment, tick=False):
            shop = Shop(faktura)
            shop.numbering(preText="R-__year__-")
            shop.has(moment[:4])
            found += numbers(shop.invoice(moment[:4]))

    assert found == ["R-2026-0001", "R-2027-0001"]


def test_two_numberings_with_the_same_text_use_it_once(faktura: Deployment) -> None:
    """`R1` + `1` and `R` + `11` are the same number."""
    shop = Shop(faktura)
    shop.has(*ids("A", 3), *ids("B", 12))
    shop.numbering(preText="R1", numberOfDigits=0)
    first = numbers(shop.invoice(*ids("A", 3)))

    shop.numbering(preText="R", numberOfDigits=0)
    second = numbers(shop.invoice(*ids("B", 12)))

    assert first == ["R11", "R12", "R13"]
    assert second == ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R14", "R15"]


def test_tenants_do_not_share_numbers(faktura: Deployment) -> None:
    shops = [Shop(faktura, tenant) for tenant in ("acme", "globex")]
    for shop in shops:
        shop.numbering()
        shop.has("A")

    assert [numbers(shop.invoice("A")) for shop in shops] == [["R-0001"], ["R-0001"]]
    invoiced = [item["tenant"] for item in faktura.items("JobTable") if item["record"] == "R-0001"]
    assert sorted(invoiced) == ["acme#invoice", "globex#invoice"]


def test_orders_too_large_for_one_transaction_are_numbered_in_smaller_blocks(faktura: Deployment) -> None:
    """33 such orders have 10 MB, and a transaction has at most 4."""
    shop, noise = Shop(faktura), Random(2)
    shop.numbering()
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"
    fill = "".join(noise.choice(letters) for _ in range(390_000))
    names = ids("A", 24)
    shop.has(*(sales_order(name, note=fill) for name in names))

    assert numbers(shop.invoice(*names)) == [f"R-{n:04d}" for n in range(1, 25)]


def test_a_job_that_is_done_assigns_no_numbers(faktura: Deployment) -> None:
    """A task that Step Functions has given up may still be at work when its job is ended."""
    shop = Shop(faktura)
    shop.numbering()
    shop.has("A")
    given_up = {"tenant": "acme", "jobId": shop.start("A").json["jobId"], "chunk": 0}

    faktura.call("jobs.finish_job", given_up)
    faktura.call("jobs.number_chunk", given_up)

    assert shop.outcomes(given_up["jobId"]) == {"A": ("FAILURE", "The order was not processed.")}
    assert numbers(shop.invoice("A")) == ["R-0001"]
