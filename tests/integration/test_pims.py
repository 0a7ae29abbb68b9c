"""PIMS on demand, handlers on moto (CONTRACT section 1, seed 000)."""

from decimal import Decimal

from tests.builders import http_event, pims_invoice, sqs_event
from tests.deployment import Deployment, Reply

PATH = "/api/data-on-demand/invoices"


def push(faktura: Deployment, *invoices: object, practices: object = "*", **terms: str) -> Reply:
    token = faktura.token(practices=practices)
    return faktura.request("pims.upsert_invoices", http_event("POST", PATH, {"invoices": invoices}, token, **terms))


def test_an_accepted_invoice_is_stored_by_the_worker(faktura: Deployment) -> None:
    reply = push(faktura, pims_invoice())

    [outcome] = faktura.deliver("PimsQueue", "pims.store_invoices")

    assert (reply.status, reply.text) == (202, "")
    assert outcome == {"batchItemFailures": []}
    [item] = faktura.items("PimsTable")
    assert item["practice"] == "petwell"
    assert item["numberKey"] == "1234567"
    assert item["total"] == Decimal("732.39")
