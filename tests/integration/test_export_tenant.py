"""Exporting a tenant: everything it has stored, nothing of another tenant, no secrets; complete, or resumed."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from faktura.access.client import Client
from faktura.access.client_store import ClientStore
from faktura.access.people.person import Person
from faktura.access.people.person_store import PersonStore
from faktura.core.aws import client
from faktura.core.dynamo import Table
from tests.support.builders import pims_invoice, provider_invoice, sales_order
from tests.support.capture.requests import bind, mga, mga_with_webhooks, process, push
from tests.support.cases import GUIDS
from tests.support.cases import Client as CasesClient
from tests.support.deployment import Deployment
from tests.support.exports import made
from tests.support.faults.crashes import crash_points
from tests.support.jobs import Shop
from tests.support.offices import DACA, OfficeDesk, created
from tests.support.operations import operate
from tests.support.paper import page


def office(faktura: Deployment, name: str, canary: str) -> None:
    desk = OfficeDesk(faktura, office=name)
    invoice = created(desk.create_invoice())
    change = {"billTo": canary, "clients": [7], "lineItems": [{**DACA, "rate": 0.1}], "totalCharged": 0.1}
    assert desk.change_invoice(invoice, change).status == 200
    body = {"paymentDate": "2026-11-03", "paymentAmount": 5, "paymentType": "cash", "payerName": canary}
    assert desk.call("create_payment", body).status == 201


def shop(faktura: Deployment, name: str, canary: str) -> None:
    one = Shop(faktura, name)
    one.numbering()
    one.has(sales_order("o", customer={"email": canary}, billingAddress={"companyName": canary, "country": "DE"}))
    one.invoice("o")
    made(one)


def insurer(faktura: Deployment, name: str, canary: str) -> None:
    token, owner = mga(faktura, name), {"firstName": canary, "lastName": "Z", "email": "z@example.com"}
    if name == "alpha":
        mga_with_webhooks(faktura)
    bind(faktura, "C1", token, **owner)
    assert process(faktura, page(pims_invoice(petOwner=owner)), token=token).status == 200


def provider(faktura: Deployment, name: str, canary: str) -> None:
    client, [guid, other] = CasesClient(faktura, provider_id=name), GUIDS[len(canary) % 10 :][:2]
    assert client.put_case(guid, "one", title=canary).status == 200
    assert client.put_case(other, "one", title=canary).status == 200
    assert client.report(provider_invoice(guid=guid, customData={"of": canary})).status == 200


def practice(faktura: Deployment, name: str, canary: str) -> None:
    at = {**pims_invoice()["vetPractice"], "practiceId": name}
    push(faktura, pims_invoice(vetPractice=at, petOwner={"firstName": canary, "lastName": "Z"}))


TENANTS: dict[str, tuple[Callable[[Deployment, str, str], None], set[str]]] = {
    "office:main": (office, {"billing-invoice", "billing-payment", "billing-journal", "billing-counter"}),
    "tenant:acme": (shop, {"jobs-order", "jobs-invoice", "jobs-journal", "jobs-job", "jobs-chunk", "exports-export"}),
    "mga:alpha": (insurer, {"capture-customer", "capture-request"}),
    "provider:north": (provider, {"cases-case", "cases-invoice", "cases-ledger"}),
    "practice:petwell": (practice, {"pims-invoice"}),
}


def export(tenant: str, folder: Path) -> Any:
    outcome = operate("export", "--stack", "faktura", tenant, str(folder))
    assert outcome.status == 0, (outcome.report, outcome.said)
    return outcome.report


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    text = (folder / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line, parse_float=Decimal) for line in text.splitlines()]


def contents(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.usefixtures("_textract")
@pytest.mark.parametrize("tenant", TENANTS)
def test_an_export_has_all_of_its_tenant_and_nothing_of_another(
    faktura: Deployment, tmp_path: Path, tenant: str
) -> None:
    make, kinds = TENANTS[tenant]
    kind, _, name = tenant.partition(":")
    make(faktura, name, "Canary-own")
    make(faktura, "rival", "Canary-rival")

    report = export(tenant, tmp_path / "own")
    export(f"{kind}:rival", tmp_path / "rival")

    assert report["problems"] == []
    assert kinds <= {name for name, count in report["records"].items() if count}
    assert b"Canary-own" in contents(tmp_path / "own")
    assert b"Canary-rival" not in contents(tmp_path / "own")
    assert b"Canary-own" not in contents(tmp_path / "rival")
    assert b"webhook-secrets" not in contents(tmp_path / "own")
    assert b'"salts"' not in contents(tmp_path / "own")


def test_numbers_are_exact_and_compressed_json_is_readable(faktura: Deployment, tmp_path: Path) -> None:
    office(faktura, "main", "Ana")
    shop(faktura, "acme", "Ana")

    export("office:main", tmp_path / "office")
    export("tenant:acme", tmp_path / "shop")

    [header, body] = lines(tmp_path / "office", "billing-invoice")
    assert (header["totalCharged"], body["lineItems"][0]["rate"]) == (Decimal("0.1"), Decimal("0.1"))
    [order] = lines(tmp_path / "shop", "jobs-order")
    assert order["content"]["customer"] == {"email": "Ana"}
    [invoice] = lines(tmp_path / "shop", "jobs-invoice")
    assert invoice["bill"]["totals"]["gross"] == Decimal("433.72")
    [pdf] = (tmp_path / "shop" / "documents" / "jobs" / "invoices").iterdir()
    assert pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("over", ["another PDF", "a delete marker"])
def test_a_pdf_is_exported_as_it_was_issued(faktura: Deployment, tmp_path: Path, over: str) -> None:
    shop(faktura, "acme", "Ana")
    bucket = faktura.stack.physical["JobBucket"]
    [stored] = client("s3").list_objects_v2(Bucket=bucket)["Contents"]
    issued = client("s3").get_object(Bucket=bucket, Key=stored["Key"])["Body"].read()
    if over == "another PDF":
        client("s3").put_object(Bucket=bucket, Key=stored["Key"], Body=b"%PDF-forged")
    else:
        client("s3").delete_object(Bucket=bucket, Key=stored["Key"])

    report = export("tenant:acme", tmp_path / "shop")

    assert report["problems"] == []
    [pdf] = (tmp_path / "shop" / "documents" / "jobs" / "invoices").iterdir()
    assert pdf.read_bytes() == issued


def test_documents_with_the_longest_numbers_are_exported(faktura: Deployment, tmp_path: Path) -> None:
    one = Shop(faktura, "acme")
    one.numbering(preText="ä" * 33, postText="ö" * 33)
    one.issued("a", "b")

    report = export("tenant:acme", tmp_path / "shop")

    assert report["problems"] == []
    names = [pdf.name for pdf in (tmp_path / "shop" / "documents" / "jobs" / "invoices").iterdir()]
    assert len(names) == 2
    assert all(name.endswith(".pdf") and len(name) < 210 for name in names)


def test_clients_and_people_are_exported_without_secrets(faktura: Deployment, tmp_path: Path) -> None:
    clients = ClientStore(Table(faktura.stack.physical["ClientTable"]))
    people = PersonStore(Table(faktura.stack.physical["PersonTable"]))
    for name in ("main", "rival"):
        digest = f"digest-of-{name}"
        clients.add(Client(client_id=name, secret_digests=(digest,), scopes=(), context={"office": name}))
        people.add(
            Person(person_id=name, user_id=len(name), first_name=name, last_name="", roles=(), context={"office": name})
        )

    export("office:main", tmp_path / "own")

    assert [one["clientId"] for one in lines(tmp_path / "own", "clients-client")] == ["main"]
    assert [one["personId"] for one in lines(tmp_path / "own", "people-person")] == ["main"]
    assert b"digest-of" not in contents(tmp_path / "own")


def test_an_export_that_breaks_off_anywhere_is_resumed_to_the_same_files(faktura: Deployment, tmp_path: Path) -> None:
    shop(faktura, "acme", "Canary")
    export("tenant:acme", tmp_path / "whole")
    kept, runs = faktura.kept(), 0
    wanted = names(tmp_path / "whole")

    def run() -> None:
        operate("export", "--stack", "faktura", "tenant:acme", str(tmp_path / str(runs)))

    def world() -> Any:
        nonlocal runs
        runs += 1
        faktura.restore(kept)
        return nullcontext()

    for point in crash_points(world, run, acts_elsewhere=True):
        export("tenant:acme", tmp_path / str(runs))
        assert names(tmp_path / str(runs)) == wanted, point
    assert runs > 20


def names(folder: Path) -> dict[str, bytes]:
    """The files but the manifest, which has moments."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_damage_is_found(faktura: Deployment, tmp_path: Path) -> None:
    shop(faktura, "acme", "Canary")
    export("tenant:acme", tmp_path / "own")
    [pdf] = (tmp_path / "own" / "documents" / "jobs" / "invoices").iterdir()
    pdf.write_bytes(pdf.read_bytes() + b" ")
    (tmp_path / "own" / "jobs-order.jsonl").unlink()
    (tmp_path / "own" / "more").write_text("more")

    outcome = operate("verify-export", str(tmp_path / "own"))

    assert outcome.status == 1
    assert outcome.report["problems"] == [
        "jobs-order.jsonl is missing",
        f"documents/jobs/invoices/{pdf.name} differs from what was exported",
        "1 files are not of the export",
    ]


def test_a_folder_that_holds_something_else_is_refused(faktura: Deployment, tmp_path: Path) -> None:
    office(faktura, "main", "Ana")
    export("office:main", tmp_path / "own")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("mine")

    answers = [operate("export", "--stack", "faktura", "office:main", str(tmp_path / one)) for one in ("own", "other")]

    assert [one.status for one in answers] == [1, 1]
    assert "holds a complete export" in answers[0].said
    assert "is not empty" in answers[1].said
