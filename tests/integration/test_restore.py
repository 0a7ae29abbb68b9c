"""Restoring client billing: the books are right afterwards, and nothing is rewound that must not be."""

from decimal import Decimal
from random import Random
from typing import Any

import boto3
import pytest

from faktura.core.aws import client
from tests.support.bookkeeping import Desk, any_step, differences
from tests.support.books import Books
from tests.support.deployment import REGION, Deployment
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.state import snapshot
from tests.support.operator import Operator, side_tables


def write(desk: Desk, books: Books, chance: Random, steps: int) -> None:
    """Random steps in the office and in its model."""
    for _ in range(steps):
        step = any_step(chance, books)
        assert step.over(desk).status == step.on(books)


def paid(desk: Desk, books: Books) -> list[tuple[int, int, Decimal]]:
    """Each allocation as the invoices show it."""
    invoices = [(key, desk.invoice(key, True)) for key in books.invoices]
    return sorted(
        (key, one["paymentId"], Decimal(str(one["amountTowardsInvoice"])))
        for key, invoice in invoices
        for one in invoice["payments"]
    )


def given(desk: Desk, books: Books) -> list[tuple[int, int, Decimal]]:
    """Each allocation as the payments show it."""
    payments = [(key, payment) for key in books.payments if (payment := desk.payment(key, True))]
    return sorted(
        (one["invoiceId"], key, Decimal(str(one["amount"]))) for key, payment in payments for one in payment["invoices"]
    )


def is_counter(item: dict[str, Any]) -> bool:
    """A restore does not touch these: whoever deletes one breaks the numbering, and the books cannot mend it."""
    return "last" in item


def counters(operator: Operator) -> dict[str, Any]:
    return {item["record"]: item["last"] for item in operator.items("billing") if is_counter(item)}


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_deleted_comes_back_and_the_books_are_as_before(
    faktura: Deployment, operator: Operator, seed: int
) -> None:
    desk, books, chance = Desk.of(faktura), Books(), Random(seed)
    write(desk, books, chance, 40)
    moment = operator.moment()
    operator.damage("billing", lambda item: not is_counter(item) and chance.random() < 0.5)

    outcome = operator.restore("billing", moment, "--apply")

    assert (outcome.status, outcome.said) == (0, outcome.said)
    assert outcome.report["problems"] == []
    assert differences(books, desk) == []
    assert operator.problems("billing") == []


@pytest.mark.parametrize("seed", range(6))
def test_what_came_later_stays_and_the_books_are_balanced(faktura: Deployment, operator: Operator, seed: int) -> None:
    desk, books, chance = Desk.of(faktura), Books(), Random(seed)
    write(desk, books, chance, 25)
    moment, invoices_then = operator.moment(), len(books.invoices)
    write(desk, books, chance, 25)
    [first, last] = [desk.ask("create_invoice", "POST", "/api/invoices").json["id"] for _ in range(2)]
    before = counters(operator)
    operator.damage(
        "billing", lambda item: item["record"].startswith(f"invoice#{1:012}"), {"payments": [], "status": "closed"}
    )

    outcome = operator.restore("billing", moment, "--apply")

    assert (outcome.status, outcome.said) == (0, outcome.said)
    assert outcome.report["problems"] == []
    books.invoices |= {number: {} for number in (first, last)}
    assert paid(desk, books) == given(desk, books)
    assert counters(operator) == before
    assert {desk.invoice(number, False)["id"] for number in range(invoices_then + 1, last + 1)} == {
        *range(invoices_then + 1, last + 1)
    }


def test_invoices_after_a_restore_are_numbered_on(faktura: Deployment, operator: Operator) -> None:
    desk = Desk.of(faktura)
    moment = operator.moment()
    earlier = [desk.ask("create_invoice", "POST", "/api/invoices").json for _ in range(3)]
    operator.restore("billing", moment, "--apply")

    later = [desk.ask("create_invoice", "POST", "/api/invoices").json for _ in range(2)]

    assert [one["invoiceNumber"] for one in (*earlier, *later)] == ["0001", "0002", "0003", "0004", "0005"]
    assert [one["id"] for one in (*earlier, *later)] == [1, 2, 3, 4, 5]


def test_a_number_that_was_changed_since_comes_back_with_its_claim(faktura: Deployment, operator: Operator) -> None:
    desk = Desk.of(faktura)
    desk.ask("create_invoice", "POST", "/api/invoices")
    moment = operator.moment()
    desk.ask("update_invoice", "PATCH", "/api/invoices/1", {"invoiceNumber": "X-1"})

    operator.restore("billing", moment, "--apply")

    assert desk.ask("get_invoice", "GET", "/api/invoices/1").json["invoiceNumber"] == "0001"
    assert desk.ask("create_invoice", "POST", "/api/invoices").json["invoiceNumber"] == "0002"
    assert desk.ask("update_invoice", "PATCH", "/api/invoices/2", {"invoiceNumber": "X-1"}).status == 200
    assert operator.problems("billing") == []


def test_a_former_number_that_another_invoice_has_taken_is_not_given_twice(
    faktura: Deployment, operator: Operator
) -> None:
    desk = Desk.of(faktura)
    desk.ask("create_invoice", "POST", "/api/invoices")
    moment = operator.moment()
    desk.ask("update_invoice", "PATCH", "/api/invoices/1", {"invoiceNumber": "X-1"})
    desk.ask("create_invoice", "POST", "/api/invoices")
    desk.ask("update_invoice", "PATCH", "/api/invoices/2", {"invoiceNumber": "0001"})
    stored = snapshot()

    outcome = operator.restore("billing", moment, "--apply")

    assert outcome.status == 1
    assert "1 invoices have a number that another one has, too" in outcome.said
    assert [one for one in snapshot() if not side_tables([one.place])] == stored


def test_no_restored_item_has_a_version_that_it_has_had(faktura: Deployment, operator: Operator) -> None:
    desk = Desk.of(faktura)
    desk.ask("create_invoice", "POST", "/api/invoices")
    desk.ask("create_invoice", "POST", "/api/invoices")
    moment = operator.moment()
    for total in range(1, 9):
        for invoice in (1, 2):
            desk.ask("update_invoice", "PATCH", f"/api/invoices/{invoice}", {"totalCharged": total})
    operator.damage("billing", lambda item: item["record"] == f"invoice#{1:012}")
    held = {item["record"]: item["version"] for item in operator.items("billing") if "version" in item}

    operator.restore("billing", moment, "--apply")

    restored = {item["record"]: item["version"] for item in operator.items("billing") if "version" in item}
    assert restored[f"invoice#{1:012}"] > 9
    assert restored[f"invoice#{2:012}"] > held[f"invoice#{2:012}"]


def test_lines_that_came_later_and_are_gone_stay_a_reported_problem(faktura: Deployment, operator: Operator) -> None:
    desk = Desk.of(faktura)
    desk.ask("create_invoice", "POST", "/api/invoices")
    moment = operator.moment()
    line = {"serviceId": 1, "name": "Consultation", "quantity": 1, "rate": 120}
    desk.ask("update_invoice", "PATCH", "/api/invoices/1", {"lineItems": [line]})
    operator.damage("billing", lambda item: item["record"].endswith("body"))

    outcome = operator.restore("billing", moment, "--apply")

    assert outcome.status == 0
    assert outcome.report["problems"] == ["invoice 1 and its lines are of different versions"]


def test_a_dry_run_says_the_same_and_writes_nothing(faktura: Deployment, operator: Operator) -> None:
    desk, books = Desk.of(faktura), Books()
    write(desk, books, Random(1), 20)
    moment = operator.moment()
    operator.damage("billing", lambda item: item["record"].startswith("payment"))
    stored = snapshot()

    tried = operator.restore("billing", moment)

    assert [one for one in snapshot() if not side_tables([one.place])] == stored
    applied = operator.restore("billing", moment, "--apply")
    assert tried.report | {"applied": True} == applied.report
    assert applied.report["counts"]["payment"]["returned"] == len(books.payments)


def test_a_restore_keeps_to_its_tenant_its_kinds_and_its_ids(faktura: Deployment, operator: Operator) -> None:
    main, other = Desk.of(faktura), Desk.of(faktura, office="other")
    for desk in (main, other):
        for _ in range(3):
            desk.ask("create_invoice", "POST", "/api/invoices")
        desk.ask("create_payment", "POST", "/api/payments", {"paymentDate": "2020-10-01", "paymentType": "cash",
                                                             "paymentAmount": 5})  # fmt: skip
    moment = operator.moment()
    operator.damage("billing", lambda item: item["record"].startswith(("invoice", "payment")))

    outcome = operator.restore("billing", moment, "--tenant", "main", "--kind", "invoice", "--ids", "2..3", "--apply")

    assert outcome.report["counts"] == {"invoice": {"returned": 2}}
    left = {(item["office"], item["record"]) for item in operator.items("billing") if "version" in item}
    assert left == {("main", f"invoice#{number:012}") for number in (2, 3)}


def test_nothing_is_written_if_the_books_would_differ(faktura: Deployment, operator: Operator) -> None:
    desk = Desk.of(faktura)
    desk.ask("create_invoice", "POST", "/api/invoices")
    payment = {"paymentDate": "2020-10-01", "paymentType": "cash", "paymentAmount": 5}
    desk.ask("create_payment", "POST", "/api/payments", payment | {"invoices": [{"invoiceId": 1, "amount": 5}]})
    moment = operator.moment()
    operator.damage("billing", lambda item: item["record"].startswith(("invoice", "payment")))
    stored = snapshot()

    outcome = operator.restore("billing", moment, "--kind", "payment", "--apply")

    assert outcome.status == 1
    assert "payment 1 pays invoice 1, which is missing" in outcome.said
    assert [one for one in snapshot() if not side_tables([one.place])] == stored


def test_a_writer_meanwhile_is_noticed_and_not_overwritten(faktura: Deployment, operator: Operator) -> None:
    desk = Desk.of(faktura)
    desk.ask("create_invoice", "POST", "/api/invoices")
    desk.ask("create_invoice", "POST", "/api/invoices")
    moment = operator.moment()
    operator.damage("billing", lambda item: item["record"] == f"invoice#{1:012}", {"billTo": "nobody"})
    calls: list[Call] = []

    def first_change_the_invoice(call: Call, carry_out: Carry) -> Answer:
        if call.operation == "TransactWriteItems" and not calls:
            calls.append(call)
            operator.damage("billing", lambda item: item["record"] == f"invoice#{1:012}", {"billTo": "somebody"})
        return carry_out()

    with intercepted(first_change_the_invoice):
        outcome = operator.restore("billing", moment, "--apply")
    met = desk.ask("get_invoice", "GET", "/api/invoices/1").json["billTo"]
    again = operator.restore("billing", moment, "--apply")

    assert (outcome.status, met) == (1, "somebody")
    assert "changed since it was read" in outcome.said
    assert (again.status, desk.ask("get_invoice", "GET", "/api/invoices/1").json["billTo"]) == (0, None)


def test_a_second_run_has_nothing_to_do(faktura: Deployment, operator: Operator) -> None:
    desk, books = Desk.of(faktura), Books()
    write(desk, books, Random(2), 30)
    moment = operator.moment()
    operator.damage("billing", lambda item: item["record"].startswith("invoice"))

    operator.restore("billing", moment, "--apply")
    again = operator.restore("billing", moment, "--apply")

    assert again.report["changes"] == 0


def test_the_side_table_is_dropped_unless_it_is_to_be_kept(faktura: Deployment, operator: Operator) -> None:
    Desk.of(faktura).ask("create_invoice", "POST", "/api/invoices")
    moment = operator.moment()
    tables = boto3.client("dynamodb", region_name=REGION)

    operator.restore("billing", moment)
    tried = side_tables(tables.list_tables()["TableNames"])
    operator.restore("billing", moment, "--apply", "--keep-side-table")
    kept = side_tables(tables.list_tables()["TableNames"])
    operator.restore("billing", moment, "--apply")
    dropped = side_tables(tables.list_tables()["TableNames"])

    assert (tried, kept, dropped) == (kept, tried, [])
    assert tried[0].endswith(f"-at-{moment:%Y%m%dT%H%M%SZ}")


def test_an_item_of_an_unknown_kind_stops_the_restore(faktura: Deployment, operator: Operator) -> None:
    faktura.fill("BillingTable", [{"office": "main", "record": "unheard-of"}])

    outcome = operator.restore("billing", operator.moment(), "--apply")

    assert outcome.status == 1
    assert "no kind of item is declared for the key 'main', 'unheard-of'" in outcome.said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--table", "clients"), "a disabled client or a replaced secret would be accepted again"),
        (("--table", "idempotency"), "a repeated request would be carried out twice"),
        (("--table", "denylist"), "revoked tokens would be accepted again"),
        (("--table", "unheard-of"), "is no table"),
        (("--at", "2026-11-29T02:55:00"), "is no moment with a time zone"),
        (("--at", "yesterday"), "is no moment with a time zone"),
        (("--at", "2020-01-01T00:00:00Z"), "can be restored to moments from"),
        (("--kind", "counter"), "billing has no kind counter"),
        (("--ids", "7"), "is no range"),
        (("--ids", "25..17"), "is no range"),
        (("--apply",), "the stack is not stopped"),
        (("--stack", "unheard-of"), "there is no stack unheard-of"),
    ],
)
def test_what_cannot_be_restored_is_refused_with_the_reason(
    operator: Operator, arguments: tuple[str, ...], reason: str
) -> None:
    terms = {"--table": "billing", "--at": operator.moment().isoformat()} | dict(
        zip(arguments[::2], arguments[1::2], strict=False)
    )
    flags = [word for pair in terms.items() for word in pair] + (["--apply"] if arguments == ("--apply",) else [])

    outcome = operator.run("restore", *flags)

    assert outcome.status == 1
    assert reason in outcome.said


def test_a_restore_waits_until_the_side_table_is_complete(
    faktura: Deployment, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    Desk.of(faktura).ask("create_invoice", "POST", "/api/invoices")
    moment, states, slept = operator.moment(), ["CREATING", "CREATING"], list[float]()
    monkeypatch.setattr("faktura.operations.restore.side_table_store.time.sleep", slept.append)
    describe = client("dynamodb").describe_table

    def described(**terms: Any) -> Any:
        found = describe(**terms)
        found["Table"]["TableStatus"] = states.pop() if states and "-at-" in terms["TableName"] else "ACTIVE"
        return found

    monkeypatch.setattr(client("dynamodb"), "describe_table", described)

    outcome = operator.restore("billing", moment)

    assert (outcome.status, len(slept)) == (0, 2)
