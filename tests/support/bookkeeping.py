"""Random steps in an office's books, taken both in the model (`Books`) and in the product."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import import_module
from random import Random
from typing import Any

from faktura.billing.billing_store import BillingStore
from faktura.billing.fields.time_zone import DEFAULT_ZONE
from faktura.billing.tags import Tags
from faktura.core import json
from tests.support.books import TAG, Books
from tests.support.builders import http_event
from tests.support.deployment import Deployment, Reply

SCOPES = ("invoices:read", "invoices:write", "payments:read", "payments:write", "tags:immigration")
USER = {"userId": 1, "firstName": "Shigeru", "lastName": "Miyamoto"}
AMOUNTS = [Decimal(text) for text in ("0.01", "1.1", "5", "10", "19.99", "30")]
STATUSES = ("draft", "open", "completed", "closed")
CLIENTS = (7, 8)


@dataclass(frozen=True)
class Step:
    """One request: its kind, the id it is about (0 for none), and its fields in the terms of `Books`."""

    kind: str
    key: int
    fields: dict[str, Any]
    tagged: bool

    def on(self, books: Books) -> int:
        """Take the step in the model. The result is the expected status."""
        match self.kind:
            case "create_invoice":
                return books.create_invoice(self.tagged)
            case "change_invoice":
                return books.change_invoice(self.key, self.fields, self.tagged)
            case "create_payment":
                return books.create_payment(self.fields, self.tagged)
            case "change_payment":
                return books.change_payment(self.key, self.fields, self.tagged)
        return books.delete_payment(self.key, self.tagged)

    def over(self, desk: "Desk", **headers: str) -> Reply:
        """Take the step in the product."""
        match self.kind:
            case "create_invoice":
                return desk.ask("create_invoice", "POST", "/api/invoices", b"", self.tagged, **headers)
            case "change_invoice":
                path = f"/api/invoices/{self.key}"
                return desk.ask("update_invoice", "PATCH", path, _invoice(self.fields), self.tagged)
            case "create_payment":
                body = {"paymentDate": "2020-10-01", "paymentType": "cash", **_payment(self.fields)}
                return desk.ask("create_payment", "POST", "/api/payments", body, self.tagged, **headers)
            case "change_payment":
                path = f"/api/payments/{self.key}"
                return desk.ask("update_payment", "PATCH", path, _payment(self.fields), self.tagged)
        return desk.ask("delete_payment", "DELETE", f"/api/payments/{self.key}", b"", self.tagged)


def any_step(chance: Random, books: Books) -> Step:
    """A step, usually one that is possible in these books."""
    kinds = ["create_invoice"] * (len(books.invoices) < 4) + ["create_payment"] * (len(books.payments) < 5)
    kind = chance.choice([*kinds, *["change_invoice"] * 3, "change_payment", "delete_payment"])
    invoices, payments = [*books.invoices, 99], [*books.payments, 99]
    if kind == "create_invoice":
        return Step(kind, 0, {}, chance.random() < 0.2)
    tagged = chance.random() < 0.3
    if kind == "change_invoice":
        return Step(kind, _one_of(chance, invoices), _any_invoice_change(chance, payments), tagged)
    if kind == "create_payment":
        fields = {
            "donation": None,
            **_any_payment_change(chance, invoices),
            "paymentAmount": chance.choice(AMOUNTS[2:]),
        }
        return Step(kind, 0, fields, tagged)
    if kind == "change_payment":
        return Step(kind, _one_of(chance, payments), _any_payment_change(chance, invoices), tagged)
    return Step(kind, _one_of(chance, payments), {}, tagged)


@dataclass
class Desk:
    """Calls the product's handlers as one member of an office."""

    faktura: Deployment
    token: str
    call: Callable[[str, dict[str, Any]], Any]

    @classmethod
    def of(cls, faktura: Deployment, office: str = "main") -> "Desk":
        return cls(faktura, faktura.token("office", SCOPES, office=office, user=USER), faktura.call)

    def ask(
        self, function: str, method: str, path: str, body: Any = b"", tagged: bool = False, **headers: str
    ) -> Reply:
        """One request; path variables are read from the path."""
        answer = self.call(f"billing.{function}", self.event(method, path, body, tagged, **headers))
        return Reply(answer["statusCode"], answer["headers"], answer["body"])

    def event(self, method: str, path: str, body: Any = b"", tagged: bool = False, **headers: str) -> dict[str, Any]:
        """The proxy event of a request."""
        sent = body if isinstance(body, bytes) else json.dumps(body)
        kind = {"Content-Type": "application/json"} if sent else {}
        keys = path.split("/")[3:4]
        variables = dict.fromkeys(("invoiceId", "paymentId", "clientId"), keys[0]) if keys else {}
        event = http_event(method, path, sent, self.token, {**kind, **headers}, **variables)
        return {**event, "multiValueQueryStringParameters": {"tags": [TAG]}} if tagged else event

    def within(self) -> AbstractContextManager[None]:
        """The environment in which handlers may be called `directly` and concurrently."""
        return self.faktura.environment("billing.update_payment")

    def directly(self) -> "Desk":
        """The same desk, whose calls do not set the environment, as threads share it."""
        return replace(self, call=lambda function, event: import_module(function).handler(event, None))

    def invoice(self, key: int, tagged: bool) -> dict[str, Any]:
        """An invoice as `Books.invoice` gives it."""
        return _known_of_invoice(self._read("get_invoice", f"/api/invoices/{key}", tagged))

    def payment(self, key: int, tagged: bool) -> dict[str, Any] | None:
        """A payment as `Books.payment` gives it; `None` if there is none."""
        shown = self._read("get_payment", f"/api/payments/{key}", tagged)
        return None if "error" in shown else _known_of_payment(shown)

    def listed(self, function: str, path: str) -> list[dict[str, Any]]:
        """A list without the tag."""
        known = _known_of_invoice if "invoices" in function else _known_of_payment
        return [known(element) for element in self._read(function, path, False)]

    def _read(self, function: str, path: str, tagged: bool) -> Any:
        return json.loads(self.ask(function, "GET", path, tagged=tagged).text.encode())


def shown(books: Books, desk: Desk) -> list[Any]:
    """Each invoice and payment as the product shows it with the tag."""
    invoices = [desk.invoice(key, True) for key in books.invoices]
    return [*invoices, *(desk.payment(key, True) for key in books.payments)]


def stored(books: Books, office: str = "main") -> list[Any]:
    """The same, read from the store at once."""
    store, everything = BillingStore.from_settings(), Tags(frozenset({TAG}))
    invoices = [one.redacted_for(everything) for one in store.invoices(office, list(books.invoices))]
    found = store.payments(office, books.payments)
    payments = [found[key].redacted_for(everything, DEFAULT_ZONE) if key in found else None for key in books.payments]
    bodies = json.loads(json.dumps([*invoices, *payments]))
    return [one and (_known_of_invoice(one) if "lineItems" in one else _known_of_payment(one)) for one in bodies]


def predicted(books: Books) -> list[Any]:
    """The same, as the model predicts it."""
    payments = [None if kept["deleted"] else books.payment(key, True) for key, kept in books.payments.items()]
    return [*(books.invoice(key, True) for key in books.invoices), *payments]


def differences(books: Books, desk: Desk) -> list[tuple[Any, Any]]:
    """The pairs of shown and predicted values that differ: single reads with and without the tag, lists without it."""
    pairs = list(zip(shown(books, desk), predicted(books), strict=True))
    pairs += [(desk.invoice(key, False), books.invoice(key, False)) for key in books.invoices]
    lists = [
        *((f"list_client_invoices /api/clients/{client}/invoices", books.invoices_of(client)) for client in CLIENTS),
        *((f"list_client_payments /api/clients/{client}/payments", books.payments_of(client)) for client in CLIENTS),
        *((f"list_invoice_payments /api/invoices/{key}/payments", sorted(books.paid(key))) for key in books.invoices),
        ("list_detached_invoices /api/detached-invoices", books.detached_invoices()),
        ("list_detached_payments /api/detached-payments", books.detached_payments()),
    ]
    for name, keys in lists:
        function, path = name.split()
        entry = books.invoice if "_invoices" in function else books.payment
        pairs.append((desk.listed(function, path), [entry(key, False) for key in keys]))
    return [pair for pair in pairs if pair[0] != pair[1]]


def _one_of(chance: Random, keys: list[int]) -> int:
    """One of the keys, seldom the last, which does not exist."""
    return chance.choice(keys if chance.random() < 0.1 or len(keys) == 1 else keys[:-1])


def _any_invoice_change(chance: Random, payments: list[int]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "lines": chance.randrange(3),
        "totalCharged": chance.choice([Decimal(0), *AMOUNTS]),
        "clients": chance.choice([[], [7], [8], [7, 8]]),
        "status": chance.choice(STATUSES),
        "payments": {_one_of(chance, payments): chance.choice(AMOUNTS) for _ in range(chance.randrange(3))},
    }
    weights = {"lines": 2, "totalCharged": 3, "clients": 2, "status": 1, "payments": 4}
    names = {chance.choices(list(weights), list(weights.values()))[0] for _ in range(chance.randrange(1, 3))}
    return {name: fields[name] for name in names}


def _any_payment_change(chance: Random, invoices: list[int]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "paymentAmount": chance.choice(AMOUNTS[2:]),
        "shares": {_one_of(chance, invoices): chance.choice(AMOUNTS[:4]) for _ in range(chance.choice([0, 1, 2, 2]))},
        "donation": chance.choice([None, Decimal("0.5"), Decimal(2)]),
        "payers": chance.choice([[], [7], [8, 7]]),
    }
    return {name: fields[name] for name in chance.sample(sorted(fields), chance.randrange(1, 4))}


def _invoice(fields: dict[str, Any]) -> dict[str, Any]:
    body = {name: fields[name] for name in ("totalCharged", "clients", "status") if name in fields}
    if "lines" in fields:
        body["lineItems"] = [
            {"serviceId": 1, "name": f"Line {n}", "quantity": 1, "rate": 40} for n in range(fields["lines"])
        ]
    if "payments" in fields:
        body["payments"] = [{"id": key, "amount": amount} for key, amount in fields["payments"].items()]
    return body


def _payment(fields: dict[str, Any]) -> dict[str, Any]:
    named = {"paymentAmount": "paymentAmount", "donation": "donationAmount", "payers": "payerClientIds"}
    body = {name: fields[key] for key, name in named.items() if key in fields}
    if "shares" in fields:
        body["invoices"] = [{"invoiceId": key, "amount": amount} for key, amount in fields["shares"].items()]
    return body


def _known_of_invoice(shown: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "totalCharged", "totalPaid", "status", "payments", "clients", "redacted")
    return {**{name: shown[name] for name in names}, "lines": len(shown["lineItems"])}


def _known_of_payment(shown: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "paymentAmount", "invoices", "donationId", "donationAmount", "payerClientIds", "redacted")
    return {name: shown.get(name) for name in names}
