"""What the tests of the desk's shop and cases begin with: an order of the shop acme, a case of the workshop north."""

from typing import Any

from local.demo.jobs import CONFIGURATIONS
from local.demo.samples import ORDER
from tests.support.local.calls import Caller
from tests.support.local.shops import Shop
from tests.support.local.stacks import Served, eventually

HOSTILE = "<img src=x onerror=alert(1)>\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe =1+1"
"""Markup, an override of the direction, and a formula."""


def ordered(stack: Served, *order_ids: str, company: str = "Muster GmbH") -> Shop:
    """The shop acme with these orders."""
    shop = Shop(stack, "shop-acme")
    for key, value in CONFIGURATIONS.items():
        shop.configure(key, **value)
    for order_id in order_ids:
        shop.put({**ORDER, "id": order_id, "billingAddress": {**ORDER["billingAddress"], "companyName": company}})
    return shop


def invoiced(stack: Served, order_id: str, company: str = "Muster GmbH") -> dict[str, Any]:
    """The outcome of an order that the shop has invoiced."""
    shop = ordered(stack, order_id, company=company)
    [outcome] = shop.done(shop.start(order_id))
    return outcome


def reported(stack: Served, guid: str, *external_ids: str, partner: str = "one", note: str = "") -> None:
    """A case of the workshop north with these invoices, which the search finds."""
    workshop = Caller(stack, "workshop-north")
    case = f'{{"partnerId": "{partner}", "plate": "ABC 123", "claim": 123456789012345678901234567890}}'
    headers = {"Content-Type": "application/json"}
    assert workshop.call("PUT", f"/api/v2/cases/{guid}", data=case, headers=headers).status_code == 200
    invoices = [
        {
            "guid": guid,
            "externalId": one,
            "priceNet": 100.5,
            "currency": "SEK",
            "status": "desk",
            "customData": {"n": note},
        }
        for one in external_ids
    ]
    assert workshop.call("POST", "/api/v2/invoices", json=invoices).status_code == 200
    wanted = {"filters": {"guid": guid}}
    eventually(
        lambda: (
            workshop.call("POST", "/api/v2/invoices/find", json=wanted).json()["pagination"]["count"]
            == len(external_ids)
        )
    )
