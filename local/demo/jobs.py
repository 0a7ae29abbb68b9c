"""Invoice jobs: orders and configuration, a job with a progress bar, links to PDFs, an e-invoice and a credit note."""

import time
from collections.abc import Iterator
from typing import Any

from local.demo.caller import Caller, Service, download
from local.demo.samples import ORDER
from local.demo.terminal import fact, part, progress, say

_NUMBERING = {"preText": "DEMO-__year__-", "startValue": "1000", "numberOfDigits": "6", "postText": "-EU"}
_CREDIT_NUMBERING = {**_NUMBERING, "preText": "CREDIT-__year__-"}
_SELLER = {
    "name": "Acme GmbH",
    "street": "Hafenstraße 1",
    "zipCode": "20457",
    "city": "Hamburg",
    "country": "DE",
    "vatId": "DE123456789",
    "contact": {"name": "Max Acme", "phone": "+49 40 123456", "email": "billing@acme.example"},
    "iban": "DE02120300000000202051",
    "paymentTerms": {"days": 14},
    "electronicAddress": {"scheme": "9930", "id": "DE123456789"},
}
CONFIGURATIONS = {
    "invoiceNumbering": _NUMBERING,
    "creditNoteNumbering": _CREDIT_NUMBERING,
    "sellerAddress": _SELLER,
}
_POLL_SECONDS = 0.5


def show(stack: Service, orders: int) -> list[dict[str, Any]]:
    """Invoice `orders` orders of a shop, and one that does not exist. Returns the job's orders."""
    part("Invoice jobs", "A shop's orders become numbered invoices, on request or by schedule.")
    shop = stack.caller("shop")
    say(f"The shop {shop.name} sets its numberings and its address, and stores {orders} orders.")
    for key, value in CONFIGURATIONS.items():
        configure(shop, key, value)
    moment = int(time.time())
    names = [f"{moment}-{number}" for number in range(orders)]
    _put(shop, names)

    say("One job invoices all of them and one that does not exist. The numbers have no gaps, even after failures.")
    begun = time.monotonic()
    wanted = {"jobType": "MANUAL", "orderIds": [*names, "NOPE"]}
    job = shop.call("POST", jobs_of(shop), wanted).json()["jobId"]
    found = _watched(shop, f"{jobs_of(shop)}/{job}", orders + 1)
    fact("speed", f"{orders / (time.monotonic() - begun):.0f} orders per second")
    for one in [*found[:3], found[-1]]:
        fact(one["orderId"], f"{one['orderStatus']}  {one.get('message', '')}")
    link = found[0]["downloadLink"]
    say(f"The PDF of the first order ({len(download(link)):,} bytes) is at this link for 15 minutes:\n  {link}")
    _show_e_invoice(shop, found[0])
    return found


def _show_e_invoice(shop: Caller, outcome: dict[str, Any]) -> None:
    say("The PDF is also an e-invoice: it carries the same figures as data. Authorities take other forms.")
    path = f"/invoice/{shop.name}/invoices/{outcome['invoiceId']}"
    for form in ("xrechnung-ubl", "peppol-bis"):
        xml = shop.call("GET", f"{path}/e-invoice?format={form}").data
        fact(form, f"{len(xml):,} bytes of XML")
    say("The goods come back. A credit note takes back the invoice; a new job could invoice the order anew.")
    credit_note = shop.call("POST", f"{path}/credit-note", {}).json()
    fact(credit_note["number"], f"{credit_note['payable']} {credit_note['currency']} for {outcome['invoiceNumber']}")


def jobs_of(shop: Caller) -> str:
    """The path of a shop's jobs."""
    return f"/invoice/{shop.name}/jobs/invoices"


def configure(shop: Caller, key: str, value: Any) -> None:
    """Store one of a shop's configurations."""
    shop.call("PUT", f"/configuration/{shop.name}/configurations/{key}", {"key": key, "value": value})


def order_of(shop: Caller, name: str) -> str:
    """The path of a shop's order."""
    return f"/order-v2/{shop.name}/salesorders/{name}"


def _put(shop: Caller, names: list[str]) -> None:
    put = [shop.call("PUT", order_of(shop, name), {**ORDER, "id": name}) for name in names[:1]]
    with progress() as bars:
        bar = bars.add_task("orders stored", total=len(names), completed=len(put))
        for name in names[1:]:
            shop.quietly("PUT", order_of(shop, name), {**ORDER, "id": name})
            bars.advance(bar)


def _watched(shop: Caller, path: str, orders: int) -> list[dict[str, Any]]:
    """Show a progress bar until the job is done. Returns its orders."""
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
