"""PIMS on demand: a pushed invoice is stored, then found."""

import time
from typing import Any

from local.demo.caller import Service
from local.demo.samples import PUSH
from local.demo.terminal import fact, part, say

_OWNER = {"firstName": "Ana", "lastName": "Ortiz", "email": "Ana@Example.com"}


def show(stack: Service) -> Any:
    """A practice pushes two invoices and an insurer finds one by its number. Returns the lookup's answer."""
    part("PIMS on demand", "Veterinary practice systems push their invoices.")
    moment = int(time.time())
    practice, insurer = stack.caller("practice"), stack.caller("mga")
    [sample] = PUSH["invoices"]
    sample = {**sample, "vetPractice": {**sample["vetPractice"], "practiceId": practice.name}}
    fresh = {**sample, "id": f"demo-{moment}", "invoiceNumber": f"{moment}"}
    say(f"The practice PetWellClinic pushes its invoices {sample['invoiceNumber']} and {moment}. 202: they are safe.")
    practice.call("POST", "/api/data-on-demand/invoices", {"invoices": [sample, fresh]})

    say("An insurer looks up the new invoice for a customer, whom it knows by her e-mail address.")
    customer = f"demo-{moment}"
    insurer.call("PUT", f"/api/v1/customers/{customer}", _OWNER)
    found = insurer.until(f"/api/v1/invoice/{customer}/lookup/{moment}", _is_complete)
    data = found["data"]
    fact("source", found["source"], "the practice's own record")
    fact("total", f"{data['totalAmount']:.2f} {data['currency']} in {len(data['lineItems'])} lines")
    return found


def _is_complete(answer: Any) -> bool:
    return "data" in answer
