"""Exports of provider invoices; the handlers run on moto (docs/apis/cases.md, "Exports")."""

from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import time_machine

from tests.support.cases import GUIDS, Client, invoice
from tests.support.deployment import Deployment, Reply
from tests.support.exports import begun, rows
from tests.support.faults.injected import Fault, Faults

KEY = {"Idempotency-Key": "january"}
JANUARY = {"dateFrom": "2026-01-01", "dateTo": "2026-01-31"}


@pytest.fixture
def north(faktura: Deployment) -> Client:
    """A provider with a case of partner one, which has an invoice of January and one of February."""
    with time_machine.travel("2026-01-31T23:59:59Z", tick=False):
        client = Client(faktura, provider_id="north")
        assert client.put_case(GUIDS[0], "one").status == 200
        assert client.report(invoice(1)).status == 200
    with time_machine.travel("2026-02-01T00:00:00Z", tick=False):
        client = Client(faktura, provider_id="north")
        assert client.report(invoice(2)).status == 200
    return Client(faktura, provider_id="north")


def ask(client: Client, form: str = "CSV", **terms: Any) -> Reply:
    return client.send("create_export", "POST", "/api/v2/exports", {"format": form, **JANUARY}, **terms)


def found(client: Client, export_id: str) -> Reply:
    return client.send("get_export", "GET", f"/api/v2/exports/{export_id}", b"", exportId=export_id)


def listed(client: Client) -> list[str]:
    return [one["exportId"] for one in client.send("list_exports", "GET", "/api/v2/exports", b"").json]


def made(faktura: Deployment, client: Client) -> Reply:
    """An export whose file is made."""
    asked = ask(client)
    assert asked.status == 202, asked.text
    [document] = [one for one in begun(faktura, "CasesExport") if one["exportId"] == asked.json["exportId"]]
    faktura.call("cases.make_export", document)
    return found(client, asked.json["exportId"])


def names(reply: Reply) -> list[str]:
    """The external ids of the invoices in the file."""
    return [row["externalId"] for row in rows(reply.json["downloadLink"])]


def test_an_export_has_the_invoices_first_reported_in_the_period(faktura: Deployment, north: Client) -> None:
    done = made(faktura, north)

    [row] = rows(done.json["downloadLink"])
    assert (done.json["status"], done.json["records"]) == ("DONE", 1)
    assert (row["externalId"], row["guid"], row["priceNet"], row["isPaid"]) == ("1", GUIDS[0], "10000", "false")
    assert row["createdAt"] == "2026-01-31T23:59:59.000Z"


def test_a_partner_that_loses_a_case_finds_none_of_its_invoices(faktura: Deployment, north: Client) -> None:
    one, two = Client(faktura, partner_id="one"), Client(faktura, partner_id="two")
    before = made(faktura, one)

    assert north.put_case(GUIDS[0], "two").status == 200

    assert names(before) == ["1"]
    assert names(made(faktura, one)) == []
    assert names(made(faktura, two)) == ["1"]


@pytest.mark.parametrize("long", ["ä" * 254, "\N{HERB}" * 200, "%" * 254, "a" * 254], ids=lambda long: long[0])
def test_owners_with_the_longest_names_have_files_of_their_own(faktura: Deployment, north: Client, long: str) -> None:
    """S3's keys have at most 1,024 bytes; percent-encoded, a character may have twelve."""
    one, two = Client(faktura, partner_id=f"{long}1"), Client(faktura, partner_id=f"{long}2")
    assert north.put_case(GUIDS[0], f"{long}1").status == 200

    of_one, of_two = made(faktura, one), made(faktura, two)

    assert (names(of_one), names(of_two)) == (["1"], [])
    keys = [unquote(urlsplit(reply.json["downloadLink"]).path)[1:] for reply in (of_one, of_two)]
    assert max(map(len, keys)) <= 1_024
    assert len({key.rsplit("/", 1)[0] for key in keys}) == 2


def test_another_viewer_s_export_does_not_exist(faktura: Deployment, north: Client) -> None:
    export_id = made(faktura, north).json["exportId"]

    for other in (Client(faktura, provider_id="south"), Client(faktura, partner_id="north")):
        theirs, absent = found(other, export_id), found(other, "0" * 32)
        assert (theirs.status, theirs.json, listed(other)) == (404, absent.json, [])
    assert listed(north) == [export_id]


def test_a_key_that_is_sent_again_begins_no_second_export(faktura: Deployment, north: Client) -> None:
    first = ask(north, headers=KEY)

    again = ask(north, headers=KEY)

    assert again.json == first.json
    assert len(begun(faktura, "CasesExport")) == 1


def test_an_export_that_cannot_be_started_is_not_stored(north: Client) -> None:
    with Faults(seed=1, rate=1, kinds=(Fault.NO_CONNECTION,), on=frozenset({"stepfunctions"})) as faults:
        answer = ask(north, headers=KEY)

    assert faults.struck
    assert answer.status == 503
    assert listed(north) == []
    assert ask(north, headers=KEY).status == 202
