"""Invoice jobs: orders and configuration in, a job with a bar, links to PDFs out."""

import time
from collections.abc import Iterator
from typing import Any

from local.demo.caller import Caller, Service, download
from local.demo.samples import ORDER
from local.demo.terminal import fact, part, progress, say

_NUMBERING = {"preText": "DEMO-__year__-", "startValue": "1000", "numberOfDigits": "6", "postText": "-EU"}
_SELLER = {"name": "Acme GmbH", "address": "Hafenstraße 1\n20457 Hamburg", "vatId": "DE123456789"}
_POLL_SECONDS = 0.5


def show(stack: Service, orders: int) -> list[dict[str, Any]]:
    """A shop has `orders` invoiced, and one that does not exist. The job's orders."""
    part("Invoice jobs", "A shop's orders become numbered invoice PDFs, by request or by schedule.")
    shop = stack.caller("shop")
    say(f"The shop {shop.name} says how it numbers its invoices and who it is, and puts {orders} orders.")
    for key, value in {"invoiceNumbering": _NUMBERING, "sellerAddress": _SELLER}.items():
        configure(shop, key, value)
    moment = int(time.time())
    names = [f"{moment}-{number}" for number in range(orders)]
    _put(shop, names)

    say("One job invoices them all, and one that is not there: numbers without gaps, whatever fails.")
    begun = time.monotonic()
    wanted = {"jobType": "MANUAL", "orderIds": [*names, "NOPE"]}
    job = shop.call("POST", jobs_of(shop), wanted).json()["jobId"]
    found = _watched(shop, f"{jobs_of(shop)}/{job}", orders + 1)
    fact("speed", f"{orders / (time.monotonic() - begun):.0f} orders a second")
    for one in [*found[:3], found[-1]]:
        fact(one["orderId"], f"{one['orderStatus']}  {one.get('message', '')}")
    link = found[0]["downloadLink"]
    say(f"The first one's PDF, {len(download(link)):,} bytes, is for 15 minutes at\n  {link}")
    return found


def jobs_of(shop: Caller) -> str:
    """The path of a shop's jobs."""
    return f"/invoice/{shop.name}/jobs/invoices"


def configure(shop: Caller, key: str, value: Any) -> None:
    """Put one of a shop's configurations."""
    shop.call("PUT", f"/configuration/{shop.name}/configurations/{key}", {"key": key, "value": value})


def order_of(shop: Caller, name: str) -> str:
    """The path of a shop's order."""
    return f"/order-v2/{shop.name}/salesorders/{name}"


def _put(shop: Caller, names: list[str]) -> None:
    put = [shop.call("PUT", order_of(shop, name), {**ORDER, "id": name}) for name in names[:1]]
    with progress() as bars:
        bar = bars.add_task("orders put", total=len(names), completed=len(put))
        for name in names[1:]:
            shop.quietly("PUT", order_of(shop, name), {**ORDER, "id": name})
            bars.advance(bar)


def _watched(shop: Caller, path: str, orders: int) -> list[dict[str, Any]]:
    """The job's orders once it is done, with a bar until then."""
    with progress() as bars:
        bar = bars.add_task("orders invoiced", total=orders)
        while shop.quietly("GET", f"{path}?pageSize=1").json()["jobStatus"] != "DONE":
            bars.update(bar, completed=sum(one["orderStatus"] != "PENDING" for one in _pages(shop, path)))
            time.sleep(_POLL_SECONDS)
        bars.update(bar, completed=orders)
    shop.call("GET", path)
    return list(_pages(shop, path))


def _pages(shop: Caller, path: str) -> Iterator[dict[str, Any]]:
    number = 1
    while True:
        answer = shop.quietly("GET", f"{path}?pageNumber={number}")
        yield from answer.json()["orders"]
        if "Link" not in answer.headers:
            return
        number += 1
