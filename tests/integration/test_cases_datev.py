"""DATEV exports of provider invoices; the handlers run on moto (docs/apis/cases.md, "Exports")."""

from typing import Any

import pytest
import time_machine

from tests.support.cases import GUIDS, Client, invoice, message
from tests.support.datev import batch_of
from tests.support.deployment import Deployment, Reply
from tests.support.exports import begun, booked, bookings, content

JANUARY = {"dateFrom": "2026-01-01", "dateTo": "2026-01-31"}
ACCOUNTS = {
    "consultant": 29098,
    "client": 55003,
    "debtorAccount": "10000",
    "revenueAccounts": [{"rate": 20, "account": "8400"}, {"rate": 5.5, "account": "8300", "taxKey": "2"}],
    "currency": "SEK",
}


@pytest.fixture
def north(faktura: Deployment) -> Client:
    """A provider with a case of partner one."""
    client = Client(faktura, provider_id="north")
    assert client.put_case(GUIDS[0], "one").status == 200
    return client


def line(gross: Any, rate: Any = 0.2, name: str = "Paint") -> dict[str, Any]:
    amounts = ("vatAmount", "priceExclVat", "priceInclVat", "totalAmountExclVat")
    return {"name": name, "count": 1, "vatRate": rate, **dict.fromkeys(amounts, 1), "totalAmountInclVat": gross}


def reported(client: Client, *invoices: dict[str, Any]) -> None:
    """Report the invoices in January."""
    with time_machine.travel("2026-01-31T23:59:59Z", tick=False):
        answer = Client(client._faktura, provider_id="north").report(*invoices)
    assert answer.status == 200, answer.text


def ask(client: Client, accounts: Any = ACCOUNTS, **changes: Any) -> Reply:
    body = {"format": "DATEV", **JANUARY, "datev": accounts, **changes}
    return client.send("create_export", "POST", "/api/v2/exports", body)


def made(faktura: Deployment, client: Client) -> dict[str, Any]:
    """An export whose file is made."""
    asked = ask(client)
    assert asked.status == 202, asked.text
    export_id = asked.json["exportId"]
    [document] = [one for one in begun(faktura, "CasesExport") if one["exportId"] == export_id]
    faktura.call("cases.make_export", document)
    ended: dict[str, Any] = client.send(
        "get_export", "GET", f"/api/v2/exports/{export_id}", b"", exportId=export_id
    ).json
    if ended["status"] == "DONE":
        batch_of(content(ended["downloadLink"]))  # has the form that DATEV describes
    return ended


def test_an_invoice_is_booked_by_the_rates_of_its_lines(faktura: Deployment, north: Client) -> None:
    lines = [line(120.1, name='Lack "Größe";=1'), line(0.05, 0.20), line(10.55, 0.055), line(1, 0.2), line(-1, 0.2)]
    reported(north, invoice(1, details=lines))

    ended = made(faktura, north)

    header, rows = bookings(ended["downloadLink"])
    assert (ended["status"], ended["records"], header[21]) == ("DONE", 1, "SEK")
    assert booked(ended["downloadLink"]) == [
        ("120,15", "S", "10000", "8400", "3101", "1"),
        ("10,55", "S", "10000", "8300", "3101", "1"),
    ]
    assert [row["BU-Schlüssel"] for row in rows] == ["", "0002"]
    assert {row["Buchungstext"] for row in rows} == {'1 Lack "Größe";=1'}


def test_documents_whose_ids_begin_alike_have_references_of_their_own(faktura: Deployment, north: Client) -> None:
    document = "550e8400-e29b-41d4-a716-446655440000"
    reported(
        north,
        *(invoice(1, externalId=f"{document}-{part}", details=[line(10)]) for part in (1, 2)),
        invoice(1, externalId=f"{document}-C", type="credit note", details=[line(10)]),
    )

    references = [one[-1] for one in booked(made(faktura, north)["downloadLink"])]

    assert len(set(references)) == 3
    assert all(one.startswith(document[:27]) for one in references)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_credit_note_is_booked_on_the_other_side_whichever_sign_it_has(
    faktura: Deployment, north: Client, sign: int
) -> None:
    lines = [line(sign * 120), line(sign * -10.55, 0.055)]
    reported(north, invoice(1, type="credit note", details=lines))

    link = made(faktura, north)["downloadLink"]

    assert [booking[:2] for booking in booked(link)] == [("120,00", "H"), ("10,55", "S")]


def test_an_inactive_invoice_and_one_of_nothing_are_not_booked(faktura: Deployment, north: Client) -> None:
    reported(
        north,
        invoice(1, isActive=False),
        invoice(2, details=[], priceNet=0, currency=...),
        invoice(3, details=[line(5), line(-5)]),
        invoice(4, isActive=True),
        invoice(5),
    )

    link = made(faktura, north)["downloadLink"]

    assert sorted(number for *_, number in booked(link)) == ["4", "5"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"details": ...}, "1 has no lines, so its VAT is not known."),
        ({"details": [], "priceNet": ...}, "1 has no lines, so its VAT is not known."),
        ({"currency": ...}, "1 has no currency."),
        ({"currency": ""}, "1 has no currency."),
        ({"currency": "EUR"}, "1 is in EUR, not in SEK."),
        ({"details": [line(10, 20)]}, "There is no revenue account for the category S and 2000 %."),
        ({"details": [line(10, 0)]}, "There is no revenue account for the category S and 0 %."),
        ({"details": [line(0.001)]}, "DATEV cannot hold an amount of 1: 0.001"),
        ({"details": [line(1), line(1e-30)]}, "DATEV cannot hold an amount of 1: 1.000000000000000000000000000001"),
        ({"details": [line(10_000_000_000)]}, "DATEV cannot hold an amount of 1: 10000000000"),
        (
            {"type": "credit note", "details": [line(5), line(-5, 0.055)]},
            "The lines of the credit note 1 add up to 0, so it is not clear what is credited.",
        ),
    ],
)
def test_what_cannot_be_booked_fails_the_batch_and_is_named(
    faktura: Deployment, north: Client, changes: dict[str, Any], told: str
) -> None:
    reported(north, invoice(1, **changes), invoice(2))

    ended = made(faktura, north)

    assert (ended["status"], ended["message"]) == ("FAILED", told)


def test_a_currency_in_small_letters_is_the_same(faktura: Deployment, north: Client) -> None:
    reported(north, invoice(1, currency="sek"))

    assert made(faktura, north)["status"] == "DONE"


def test_a_partner_is_refused(faktura: Deployment) -> None:
    refused = ask(Client(faktura, partner_id="one"))

    assert (refused.status, message(refused)) == (403, "DATEV is for providers; a partner may export CSV or XLSX")
    assert begun(faktura, "CasesExport") == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"datev": None}, "datev is required with the format DATEV"),
        ({"format": "CSV"}, "datev is only for the format DATEV"),
        ({"dateFrom": "2025-12-31"}, "The period lies in two financial years. Export each of them by itself."),
        ({"format": "ZIP"}, "must be 'CSV', 'XLSX' or 'DATEV'"),
        ({"datev": ACCOUNTS | {"debtorAccount": "8400"}}, "debtorAccount must have one digit more than accountLength"),
    ],
)
def test_accounts_belong_to_datev_and_a_period_to_one_financial_year(
    faktura: Deployment, north: Client, changes: dict[str, Any], fault: str
) -> None:
    refused = ask(north, **changes)

    assert refused.status == 400
    assert fault in message(refused)
    assert begun(faktura, "CasesExport") == []
