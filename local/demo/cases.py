"""Provider invoices: a case, two invoices on it, a find."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from local.demo.caller import Service
from local.demo.terminal import fact, part, say


def show(stack: Service) -> Any:
    """A workshop reports invoices and its insurer finds one. Returns the find's answer."""
    part("Provider invoices", "Workshops report invoices on cases. Workshops and insurers search them.")
    say("A workshop opens a case for an insurer and reports two invoices on it in one call.")
    workshop, insurer = stack.caller("provider"), stack.caller("partner")
    guid, moment = str(uuid4()), int(time.time())
    workshop.call("PUT", f"/api/v2/cases/{guid}", {"partnerId": insurer.name, "plate": "ABC 123"})
    due = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    invoices = [
        {"guid": guid, "externalId": f"{moment}-{name}", "priceNet": price, "currency": "SEK", "dueDate": due}
        for name, price in (("paint", 4800), ("parts", 12600.5))
    ]
    for reported in workshop.call("POST", "/api/v2/invoices", invoices).json():
        fact(reported["externalId"], f"{reported['priceNet']:,.2f} {reported['currency']}, id {reported['id']}")

    say("The insurer searches the case for invoices above 5,000.")
    filters = {"guid": guid, "priceNet": {"$gt": 5000}}
    wanted = {"filters": filters, "pagination": {"limit": 10}}
    found = insurer.call("POST", "/api/v2/invoices/find", wanted).json()
    fact("found", f"{found['pagination']['count']} of 2")
    for one in found["data"]:
        fact(one["externalId"], f"{one['priceNet']:,.2f} {one['currency']}, car {one['case']['plate']}")
    return found
