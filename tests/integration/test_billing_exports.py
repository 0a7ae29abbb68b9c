"""Exports of client billing; the handlers run on moto (docs/apis/billing.md, "Exports")."""

from typing import Any

import pytest

from tests.support.deployment import Deployment, Reply
from tests.support.exports import begun, rows
from tests.support.faults.injected import Fault, Faults
from tests.support.offices import CLARA, CLERICAL, OfficeDesk, done, refused

TAG = {"tags": "immigration"}
KEY = {"Idempotency-Key": "november"}
PERIOD = {"dateFrom": "2026-01-01", "dateTo": "2026-12-31"}


@pytest.fixture
def clerk(faktura: Deployment) -> OfficeDesk:
    return OfficeDesk(faktura, client_id="clerk", scopes=CLERICAL, user=CLARA)


def ask(desk: OfficeDesk, form: str = "CSV", **terms: Any) -> Reply:
    return desk.call("create_export", {"format": form, **PERIOD}, **terms)


def made(desk: OfficeDesk, form: str = "CSV", **terms: Any) -> str:
    """The id of an export whose file is made."""
    asked = ask(desk, form, **terms)
    assert asked.status == 202, asked.text
    export_id: str = asked.json["exportId"]
    [document] = [one for one in begun(desk.faktura, "BillingExport") if one["exportId"] == export_id]
    desk.faktura.call("billing.make_export", document)
    return export_id


def found(desk: OfficeDesk, export_id: str) -> Reply:
    return desk.call("get_export", exportId=export_id)


def table(desk: OfficeDesk, export_id: str) -> list[dict[str, str]]:
    return rows(done(found(desk, export_id)).json["downloadLink"])


def listed(desk: OfficeDesk) -> list[str]:
    return [one["exportId"] for one in done(desk.call("list_exports")).json]


def test_an_export_has_the_invoices_of_the_period_with_what_is_owed(desk: OfficeDesk) -> None:
    desk.priced(30, invoiceDate="2025-12-31")
    desk.priced(30.5, invoiceDate="2026-01-01", clients=[7, 8], billTo="=1+1")
    desk.priced(20, invoiceDate="2026-12-31")
    desk.paid(50, {2: 40.5 - 20, 3: 20})

    export_id = made(desk)

    later, earlier = table(desk, export_id)
    assert done(found(desk, export_id)).json["records"] == 2
    assert (later["id"], later["status"], later["balance"]) == ("3", "completed", "0")
    assert earlier == {
        "id": "2",
        "invoiceNumber": earlier["invoiceNumber"],
        "invoiceDate": "2026-01-01",
        "status": "open",
        "billTo": "'=1+1",
        "clients": "7, 8",
        "totalCharged": "30.5",
        "totalPaid": "20.5",
        "balance": "10.0",
        "redacted": "false",
    }


def test_a_tagged_invoice_is_redacted_and_never_left_out(desk: OfficeDesk, clerk: OfficeDesk) -> None:
    desk.priced(317.77, tags="immigration", invoiceDate="2026-02-01")

    [redacted] = table(clerk, made(clerk))
    [full] = table(desk, made(desk, query=TAG))

    assert (full["totalCharged"], full["redacted"]) == ("317.77", "false")
    amounts = {"totalCharged": "", "totalPaid": "", "balance": "", "redacted": "true"}
    assert redacted == full | amounts


def test_an_export_with_tags_exists_only_for_callers_who_may_name_them(desk: OfficeDesk, clerk: OfficeDesk) -> None:
    secret, plain = made(desk, query=TAG), made(desk)

    hidden, absent = found(clerk, secret), found(clerk, "0" * 32)

    assert (hidden.status, hidden.json) == (404, absent.json)
    assert (listed(clerk), listed(desk)) == ([plain], [plain, secret])
    assert refused(ask(clerk, query=TAG), 403)


def test_another_office_s_export_does_not_exist(desk: OfficeDesk) -> None:
    export_id = made(desk)
    other = OfficeDesk(desk.faktura, office="branch")

    theirs, absent = found(other, export_id), found(other, "0" * 32)

    assert (theirs.status, theirs.json, listed(other)) == (404, absent.json, [])


def test_a_key_that_is_sent_again_begins_no_second_export(desk: OfficeDesk) -> None:
    first = ask(desk, headers=KEY)

    again = ask(desk, headers=KEY)

    assert again.json == first.json
    assert len(begun(desk.faktura, "BillingExport")) == 1


def test_an_export_needs_the_scope_that_reads_invoices(desk: OfficeDesk) -> None:
    reader = OfficeDesk(desk.faktura, client_id="reader", scopes=["payments:read"])

    assert {ask(reader).status, reader.call("list_exports").status, found(reader, "0" * 32).status} == {403}


def test_an_export_that_cannot_be_started_is_not_stored(desk: OfficeDesk) -> None:
    with Faults(seed=1, rate=1, kinds=(Fault.NO_CONNECTION,), on=frozenset({"stepfunctions"})) as faults:
        answer = ask(desk, headers=KEY)

    assert faults.struck
    assert answer.status == 503
    assert listed(desk) == []
    assert ask(desk, headers=KEY).status == 202
