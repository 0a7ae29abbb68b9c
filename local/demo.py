"""`make demo`: a tour of the running stack, as its callers see it. `PORT` says where it is.

python -m local.demo [orders]
"""

import json
import os
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import urllib3

from local.demo_clients import SECRET

_ORDER = Path(__file__).resolve().parent.parent / "docs" / "samples" / "order.json"
_URL = f"http://127.0.0.1:{os.environ.get('PORT', '3000')}"
_BAR = 40
_POLL_SECONDS = 0.5


class Caller:
    """One demo client, with its token."""

    def __init__(self, client_id: str) -> None:
        self._http = urllib3.PoolManager(retries=False, timeout=40)
        basic = b64encode(f"{client_id}:{SECRET}".encode()).decode()
        fields = {"grant_type": "client_credentials"}
        answer = self._http.request(
            "POST",
            f"{_URL}/oauth/token",
            fields=fields,
            encode_multipart=False,
            headers={"Authorization": f"Basic {basic}"},
        )
        self._headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def call(self, method: str, path: str, document: Any = None) -> urllib3.BaseHTTPResponse:
        """Call a path; raises SystemExit with the answer where it is an error."""
        answer = self._http.request(method, _URL + path, json=document, headers=self._headers)
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status} {answer.data.decode()}")
        return answer

    def download(self, link: str) -> urllib3.BaseHTTPResponse:
        """What is behind a link, which needs no token."""
        return self._http.request("GET", link)


def main(orders: int) -> None:
    """The tour; each API has its part."""
    try:
        _invoice_jobs(Caller("shop-acme"), orders)
    except urllib3.exceptions.HTTPError:
        raise SystemExit(f"No stack answers at {_URL}; `make run` starts one, PORT says where.") from None


def _invoice_jobs(shop: Caller, orders: int) -> None:
    """Orders and configuration in, a job with a bar, links to PDFs out."""
    print(f"Invoice jobs: the shop acme has {orders} orders to invoice.\n")
    jobs, configurations = "/invoice/acme/jobs/invoices", "/configuration/acme/configurations"
    numbering = {"preText": "ORD-__year__-", "startValue": "1000", "numberOfDigits": "6", "postText": "-EU"}
    seller = {"name": "Acme GmbH", "address": "Hafenstraße 1\n20457 Hamburg", "vatId": "DE123456789"}
    for key, value in {"invoiceNumbering": numbering, "sellerAddress": seller}.items():
        shop.call("PUT", f"{configurations}/{key}", {"key": key, "value": value})
    names = [f"{int(time.time())}-{number}" for number in range(orders)]
    order = json.loads(_ORDER.read_text("utf-8"))
    for count, name in enumerate(names, start=1):
        shop.call("PUT", f"/order-v2/acme/salesorders/{name}", {**order, "id": name})
        _show("orders put", count, orders)
    print()
    begun = time.monotonic()
    job = shop.call("POST", jobs, {"jobType": "MANUAL", "orderIds": [*names, "NOPE"]}).json()["jobId"]
    found = _watched(shop, f"{jobs}/{job}", orders + 1)
    print(f"{orders / (time.monotonic() - begun):.0f} orders a second\n")
    for one in [*found[:3], found[-1]]:
        print(f"  {one['orderId']:>16}  {one['orderStatus']}  {one.get('message', '')}")
    link = found[0]["downloadLink"]
    print(f"\nIts PDF, {len(shop.download(link).data):,} bytes, for 15 minutes at\n  {link}")


def _watched(shop: Caller, path: str, orders: int) -> list[dict[str, Any]]:
    """The job's orders once it is done, with a bar until then."""
    while True:
        found = list(_pages(shop, path))
        _show("orders invoiced", sum(one["orderStatus"] != "PENDING" for one in found), orders)
        if shop.call("GET", f"{path}?pageSize=1").json()["jobStatus"] == "DONE":
            print()
            return list(_pages(shop, path))
        time.sleep(_POLL_SECONDS)


def _pages(shop: Caller, path: str) -> Iterator[dict[str, Any]]:
    number = 1
    while True:
        answer = shop.call("GET", f"{path}?pageNumber={number}")
        yield from answer.json()["orders"]
        if "Link" not in answer.headers:
            return
        number += 1


def _show(what: str, count: int, of: int) -> None:
    filled = "█" * (_BAR * count // max(1, of))
    print(f"\r  {filled:░<{_BAR}} {count:>6} of {of} {what}", end="", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 250)
