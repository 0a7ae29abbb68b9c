"""The clients of the local stack, and the names and addresses of their offices. A deployed stack has none of them."""

from collections.abc import Callable, Mapping
from typing import Any

from faktura.access.client import Client, digest
from faktura.billing.printing.organisation import Organisation
from faktura.core.attributes import marshalled

SECRET = "local-only"  # noqa: S105  # the local stack is on loopback, so it protects nothing

WEBHOOK_SECRET = "local-webhook-secret"  # noqa: S105  # the same
"""The webhook secret of every MGA."""

_BILLING = ("invoices:read", "invoices:write", "payments:read", "payments:write")
_MGA = ("invoice:process", "invoice:lookup", "customer:write")
_JOBS = (
    "invoice.invoice_manage",
    "invoice.invoice_view",
    "order.order_manage",
    "configuration.configuration_manage",
)
_CASES = ("cases:write", "cases:read")


def _user(user_id: int, first_name: str, last_name: str) -> dict[str, Any]:
    return {"userId": user_id, "firstName": first_name, "lastName": last_name}


_CLIENTS: Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]] = {
    "pims-demo": (("pims:write",), {"practices": "*"}),
    "mga-alpha": (_MGA, {"mga_id": "alpha", "practices": "*"}),
    "mga-beta": (_MGA, {"mga_id": "beta", "practices": "*"}),
    "office": (
        (*_BILLING, "tags:immigration", "numbering:audit"),
        {"office": "main", "user": _user(1, "Shigeru", "Miyamoto")},
    ),
    "clerk": (_BILLING, {"office": "main", "user": _user(2, "Clara", "Clerk")}),
    "reader": (("invoices:read", "payments:read"), {"office": "main", "user": _user(3, "Rita", "Reader")}),
    "office-two": ((*_BILLING, "tags:immigration"), {"office": "second", "user": _user(9, "Nina", "Novak")}),
    "shop-acme": (_JOBS, {"tenant": "acme"}),
    "shop-globex": (_JOBS, {"tenant": "globex"}),
    "workshop-north": (_CASES, {"provider_id": "north"}),
    "workshop-south": (_CASES, {"provider_id": "south"}),
    "insurer-one": (_CASES, {"partner_id": "one"}),
    "insurer-two": (_CASES, {"partner_id": "two"}),
}
NAMES = tuple(_CLIENTS)
_MGAS = [context["mga_id"] for _, context in _CLIENTS.values() if "mga_id" in context]

_OFFICES = {
    "main": Organisation(
        name="Mushroom Legal Aid", lines=["12 Castle Road", "Springfield, IL 62701", "+1 217 555 0100"]
    ),
    "second": Organisation(name="Kancelář Nováková", lines=["Dlouhá 7", "110 00 Praha 1"], page="A4"),
}


def register(client: Callable[[str], Any], physical: Mapping[str, str]) -> None:
    """Register every demo client, every office's name and address, and every MGA's webhook secret.

    `physical` has the stack's resource names by logical id.
    """
    for name, (scopes, context) in _CLIENTS.items():
        registered = Client(client_id=name, secret_digests=(digest(SECRET),), scopes=scopes, context=context)
        item = registered.model_dump(by_alias=True, mode="json")
        client("dynamodb").put_item(TableName=physical["ClientTable"], Item=marshalled(item))
    for office, organisation in _OFFICES.items():
        item = {"office": office, "record": "organisation", **organisation.model_dump(by_alias=True)}
        client("dynamodb").put_item(TableName=physical["BillingTable"], Item=marshalled(item))
    for mga in _MGAS:
        terms = {"KeyId": physical["CaptureWebhookKey"], "EncryptionContext": {"mga": mga}}
        sealed = client("kms").encrypt(Plaintext=WEBHOOK_SECRET.encode(), **terms)["CiphertextBlob"]
        item = {"mga": mga, "record": "webhook-secrets", "secrets": [sealed]}
        client("dynamodb").put_item(TableName=physical["CaptureTable"], Item=marshalled(item))
