"""What refers to nothing, and what nothing refers to: in each table, every reference is checked in both directions.

The functions take the items of one table, as they are stored, and say what is wrong.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.support.endurance.items import items
from tests.support.local.stacks import Served

Item = Mapping[str, Any]
Place = tuple[str, str]


def billing(found: Iterable[Item]) -> list[str]:
    """Invoices have their lines and their number, clients list what is theirs, and allocations agree on both sides."""
    stored = {(one["office"], one["record"]): one for one in found}
    invoices = {place: one for place, one in stored.items() if _is_document(place, "invoice")}
    payments = {place: one for place, one in stored.items() if _is_document(place, "payment")}
    alive = {place: one for place, one in payments.items() if not one["deletedBy"]}
    bodies = {(office, f"{record}#body") for (office, record), one in invoices.items() if one["bodyVersion"]}
    listed = {
        (office, f"client#{int(client):012d}#{record}")
        for (office, record), one in (invoices | alive).items()
        for client in one.get("clients", one.get("payerClientIds"))
    }
    numbers = Counter((office, int(one["id"])) for (office, _), one in invoices.items())
    kept = Counter(
        (office, int(one["invoiceId"])) for (office, record), one in stored.items() if record.startswith("number")
    )
    return [
        *_differences("billing", {place for place in stored if place[1].endswith("#body")}, bodies),
        *_differences("billing", {place for place in stored if place[1].startswith("client#")}, listed),
        *_differences("billing", set(kept.elements()), set(numbers.elements())),
        *_differences("billing", _allocations_of_invoices(invoices), _allocations_of_payments(alive)),
    ]


def jobs(found: Iterable[Item]) -> list[str]:
    """Orders and invoices name each other, chunks have their job, credit notes are listed, and no job is unfinished.

    A call that died before it committed its job leaves chunks of version 0, which nobody reads.
    """
    stored = {(one["tenant"], one["record"]): one for one in found}
    documents = _of_kind(stored, "invoice")
    notes = {place: one for place, one in documents.items() if "creditedAt" in one}
    invoices = {place: one for place, one in documents.items() if place not in notes}
    orders, known = _of_kind(stored, "order"), _of_kind(stored, "job")
    named = {(tenant, one["invoiceNumber"]) for (tenant, _), one in orders.items() if "invoiceNumber" in one}
    invoiced = {(tenant, one["orderId"]) for (tenant, _), one in invoices.items()}
    places = [tenant.split("#") for (tenant, _), one in stored.items() if one.get("version", 1)]
    chunks = {(place[0], place[2]) for place in places if place[1] == "chunk"}
    return [
        *(f"jobs: an order names {place}, which does not exist" for place in sorted(named - invoices.keys())),
        *(
            f"jobs: an invoice names the order {place}, which does not exist"
            for place in sorted(invoiced - orders.keys())
        ),
        *(f"jobs: the chunks of {place} have no job" for place in sorted(chunks - known.keys())),
        *(
            finding
            for kind in ("creditNote", "credit")
            for finding in _differences("jobs", _listed(stored, kind), set(notes))
        ),
        *(f"jobs: {place} is unfinished" for place, one in known.items() if "unfinished" in one),
        *(f"jobs: the PDF of {place} is not drawn" for place, one in notes.items() if "undrawn" in one),
    ]


def capture(found: Iterable[Item]) -> list[str]:
    """Ended requests are in the one list that is theirs, fingerprints have their request, nothing is unfinished."""
    stored = {(one["mga"], one["record"]): one for one in found}
    requests = {(mga, one["requestId"]): one for (mga, record), one in stored.items() if record.startswith("request#")}
    entries = [(mga, one["requestId"]) for (mga, record), one in stored.items() if record.startswith("list#")]
    marked = {(mga, one["requestId"]) for (mga, record), one in stored.items() if record.startswith("mark#")}
    completed = {key for key, one in requests.items() if one["state"] == "completed"}
    return [
        *_differences("capture", set(entries), {key for key, one in requests.items() if _is_listed(one)}),
        *(f"capture: {key} is in two lists" for key, count in Counter(entries).items() if count > 1),
        *(f"capture: a fingerprint names {key}, which is not completed" for key in sorted(marked - completed)),
        *(f"capture: {key} owes its {one['unfinished']}" for key, one in requests.items() if "unfinished" in one),
    ]


def cases(found: Iterable[Item]) -> list[str]:
    """Invoices have a case of their provider and their partner, and all counts are right."""
    stored = list(found)
    known = {one["guid"]: one for one in stored if one["name"] == "case"}
    invoices = [one for one in stored if one["place"].startswith("provider#")]
    stray = [
        one["name"]
        for one in invoices
        if (kept := known.get(one["guid"], {})).get("provider") != one["provider"]
        or kept["partnerId"] != one["partner"]
    ]
    made = {one["place"].partition("#")[2]: int(one["last"]) for one in stored if one["name"] == "ledger"}
    tallies = {one["place"].partition("#")[2]: int(one["invoices"]) for one in stored if one["name"] == "tally"}
    return [
        *(f"cases: {name!r} is not of its case" for name in stray),
        *_counts(
            "case", Counter(one["guid"] for one in invoices), {key: int(one["invoices"]) for key, one in known.items()}
        ),
        *_counts("tally", Counter(one["partner"] for one in invoices), tallies),
        *_counts("ledger", Counter(one["provider"] for one in invoices), made),
    ]


_TABLES: Mapping[str, Callable[[Iterable[Item]], list[str]]] = {
    "BillingTable": billing,
    "JobTable": jobs,
    "CaptureTable": capture,
    "CasesTable": cases,
}


def orphans(stack: Served) -> list[str]:
    """The findings in all tables of a stack at rest."""
    return [finding for table, judge in _TABLES.items() for finding in judge(items(stack, table))]


def _is_document(place: Place, kind: str) -> bool:
    return place[1].startswith(f"{kind}#") and place[1].count("#") == 1


def _is_listed(request: Item) -> bool:
    return request["state"] == "failed" or bool(request.get("summary", {}).get("review"))


def _of_kind(stored: Mapping[Place, Item], kind: str) -> dict[Place, Item]:
    """The items of a kind, by tenant and record."""
    return {(tenant.split("#")[0], name): one for (tenant, name), one in stored.items() if tenant.split("#")[1] == kind}


def _listed(stored: Mapping[Place, Item], kind: str) -> set[Place]:
    """The tenants and numbers of the credit notes in a list."""
    return {(tenant.split("#")[0], at.partition("#")[2]) for tenant, at in stored if tenant.split("#")[1] == kind}


def _allocations_of_invoices(invoices: Mapping[Place, Item]) -> set[tuple[Any, ...]]:
    return {
        (office, int(one["id"]), int(part["paymentId"]), part["amount"])
        for (office, _), one in invoices.items()
        for part in one["payments"]
    }


def _allocations_of_payments(payments: Mapping[Place, Item]) -> set[tuple[Any, ...]]:
    return {
        (office, int(part["invoiceId"]), int(one["id"]), part["amount"])
        for (office, _), one in payments.items()
        for part in one["allocations"]
    }


def _differences(api: str, stored: set[Any], expected: set[Any]) -> list[str]:
    return [
        *(f"{api}: {one} refers to nothing" for one in sorted(stored - expected)),
        *(f"{api}: {one} is missing" for one in sorted(expected - stored)),
    ]


def _counts(what: str, counted: Mapping[str, int], noted: Mapping[str, int]) -> list[str]:
    return [
        f"cases: the {what} of {name} counts {noted.get(name, 0)} invoices, of {counted.get(name, 0)}"
        for name in sorted(counted.keys() | noted.keys())
        if counted.get(name, 0) != noted.get(name, 0)
    ]
