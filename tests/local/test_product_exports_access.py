"""Who sees which export on the running stack, in each API: strangers, wrong scopes, broken requests, altered links."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import uuid4

import pytest
import requests

from tests.support.local.calls import registered
from tests.support.local.exports import Exporter, csv_rows, downloaded
from tests.support.local.stacks import Served
from tests.support.offices import EVERYTHING, SHIGERU

PERIOD = {"dateFrom": "2026-01-01", "dateTo": "2026-12-31"}
ABSENT = "0" * 32

BROKEN: Sequence[Any] = (
    {"format": "PDF", **PERIOD},
    {"format": "csv", **PERIOD},
    {"format": ["CSV"], **PERIOD},
    {"format": "CSV"},
    {"format": "CSV", "dateFrom": "2026-02-30", "dateTo": "2026-03-01"},
    {"format": "CSV", "dateFrom": "2026-03-02", "dateTo": "2026-03-01"},
    {"format": "CSV", "dateFrom": "2025-01-01", "dateTo": "2026-12-31"},
    {"format": "CSV", "dateFrom": 20260101, "dateTo": "2026-12-31"},
    {"format": "CSV", "dateFrom": "2026-01-01\u202e", "dateTo": "=1+1"},
    {},
    [],
    "CSV",
)


@dataclass(frozen=True)
class Side:
    """An API with three callers who share nothing, but for the third, who lacks the scope of the first."""

    own: Exporter
    other: Exporter
    unscoped: Exporter
    shape: frozenset[str]


def of_jobs(stack: Served) -> Side:
    """Two tenants of invoice jobs."""

    def exporter(tenant: str, scope: str) -> Exporter:
        caller = registered(stack, f"{scope[:5]}-{tenant}", [scope], tenant=tenant)
        return Exporter(caller, f"/invoice/{tenant}/exports", PERIOD)

    own, other = "x" + uuid4().hex[:12], "x" + uuid4().hex[:12]
    return Side(
        exporter(own, "invoice.invoice_view"),
        exporter(other, "invoice.invoice_manage"),
        exporter(own, "order.order_manage"),
        frozenset({"message", "code", "detailInfo"}),
    )


def of_billing(stack: Served) -> Side:
    """Two offices of client billing."""

    def exporter(office: str, scopes: Sequence[str]) -> Exporter:
        caller = registered(stack, f"{scopes[0][:8]}-{office}", scopes, office=office, user=SHIGERU)
        return Exporter(caller, "/api/exports", PERIOD)

    own, other = uuid4().hex, uuid4().hex
    return Side(
        exporter(own, ["invoices:read"]),
        exporter(other, EVERYTHING),
        exporter(own, ["payments:read"]),
        frozenset({"error"}),
    )


def of_cases(stack: Served) -> Side:
    """A provider, and a partner who has its name."""

    def exporter(client_id: str, scope: str, **context: str) -> Exporter:
        return Exporter(registered(stack, f"{client_id}-{name}", [scope], **context), "/api/v2/exports", PERIOD)

    name = uuid4().hex
    return Side(
        exporter("provider", "cases:read", provider_id=name),
        exporter("partner", "cases:read", partner_id=name),
        exporter("writer", "cases:write", provider_id=name),
        frozenset({"error", "details"}),
    )


@pytest.fixture(params=[of_jobs, of_billing, of_cases], ids=["jobs", "billing", "cases"])
def side(request: pytest.FixtureRequest, running: Served) -> Side:
    made: Callable[[Served], Side] = request.param
    return made(running)


def refused(answer: requests.Response, side: Side) -> int:
    """The status of an error, which must have the API's own shape."""
    assert set(answer.json()) == side.shape, answer.text
    assert answer.headers["x-request-id"]
    return answer.status_code


def test_another_caller_s_export_is_not_told_from_one_that_is_not_there(side: Side) -> None:
    export_id = side.own.ended()["exportId"]

    theirs, absent = side.other.found(export_id), side.other.found(ABSENT)

    assert (theirs.status_code, absent.status_code) == (404, 404)
    assert theirs.json() == absent.json()
    assert side.other.listed() == []
    assert [one["exportId"] for one in side.own.listed()] == [export_id]
    assert "downloadLink" not in side.own.listed()[0]


def test_a_tenant_s_exports_are_closed_to_another_tenant_s_token(running: Served) -> None:
    side = of_jobs(running)
    export_id = side.own.ended()["exportId"]
    intruder = Exporter(side.other.caller, side.own.path, PERIOD)

    answers = [intruder.ask(), intruder.found(export_id), intruder.found(ABSENT)]
    answers.append(side.other.caller.call("GET", side.own.path))

    assert [refused(answer, side) for answer in answers] == [403] * 4
    assert answers[1].json() == answers[2].json()
    assert len(side.own.listed()) == 1


def test_a_file_made_with_tags_exists_only_for_callers_who_may_name_them(running: Served) -> None:
    office = uuid4().hex
    member, clerk = (
        Exporter(registered(running, f"{n}-{office}", scopes, office=office, user=SHIGERU), "/api/exports", PERIOD)
        for n, scopes in enumerate((EVERYTHING, EVERYTHING[:-1]))
    )

    export_id = member.ended(query="?tags=immigration")["exportId"]

    hidden, absent = clerk.found(export_id), clerk.found(ABSENT)
    assert (hidden.status_code, hidden.json(), clerk.listed()) == (404, absent.json(), [])
    assert clerk.ask(query="?tags=immigration").status_code == 403
    assert [one["exportId"] for one in member.listed()] == [export_id]


@pytest.mark.parametrize("authorization", [{}, {"Authorization": "Bearer garbage"}, {"Authorization": "Basic YTpi"}])
def test_nobody_gets_in_without_a_token(side: Side, authorization: dict[str, str]) -> None:
    url = side.own.caller.stack.url + side.own.path
    answers = [
        requests.post(url, json={"format": "CSV", **PERIOD}, headers=authorization, timeout=40),
        requests.get(url, headers=authorization, timeout=40),
        requests.get(f"{url}/{ABSENT}", headers=authorization, timeout=40),
    ]

    assert [refused(answer, side) for answer in answers] == [401] * 3
    assert side.own.listed() == []


def test_a_token_without_the_scope_is_refused(side: Side) -> None:
    export_id = side.own.ended()["exportId"]
    unscoped = side.unscoped

    answers = [unscoped.ask(), unscoped.found(export_id), unscoped.caller.call("GET", unscoped.path)]

    assert [refused(answer, side) for answer in answers] == [403] * 3
    assert len(side.own.listed()) == 1


def test_a_broken_request_is_refused_in_the_api_s_own_shape_and_leaves_nothing(side: Side) -> None:
    as_json = {"Content-Type": "application/json"}
    answers = [side.own.ask(json=body) for body in BROKEN]
    answers += [
        side.own.ask(json=None, data=body, headers=as_json)
        for body in (b"", b"{", b"\xff", b'{"format": "CSV",}', b"[" * 5_000, b'{"format": NaN}', b"null")
    ]

    assert [refused(answer, side) for answer in answers] == [400] * len(answers)
    as_text = {"Content-Type": "text/plain"}
    assert refused(side.own.ask(json=None, data=b"{}", headers=as_text), side) == 415
    assert side.own.listed() == []


@pytest.mark.parametrize("export_id", ["x", "..%2f", "%00", "0" * 31, "0" * 1_500, "%F0%9F%92%A9", "A" * 32])
def test_what_is_no_id_is_that_of_no_export(side: Side, export_id: str) -> None:
    assert refused(side.own.found(export_id), side) in (400, 404)


def test_many_requests_with_one_key_are_one_export(side: Side) -> None:
    key = {"Idempotency-Key": uuid4().hex}

    with ThreadPoolExecutor(8) as callers:
        answers = list(callers.map(lambda _: side.own.ask(headers=key), range(8)))
    again = side.own.ask(headers=key)
    changed = side.own.ask("XLSX", headers=key)

    assert {answer.status_code for answer in answers} <= {202, 409}
    assert again.status_code == 202
    assert {answer.text for answer in answers if answer.status_code == 202} == {again.text}
    assert refused(changed, side) in (409, 422)
    assert [one["exportId"] for one in side.own.listed()] == [again.json()["exportId"]]
    assert again.headers["Location"].endswith(f"{side.own.path}/{again.json()['exportId']}")


def test_another_caller_s_key_is_its_own(side: Side) -> None:
    key = {"Idempotency-Key": uuid4().hex}

    ours, theirs = side.own.ask(headers=key), side.other.ask(headers=key)

    assert (ours.status_code, theirs.status_code) == (202, 202)
    assert ours.json()["exportId"] != theirs.json()["exportId"]
    assert len(side.own.listed()) == len(side.other.listed()) == 1


def test_a_link_that_was_altered_leads_nowhere(side: Side) -> None:
    export, theirs = side.own.ended(), side.other.ended()
    link = export["downloadLink"]
    stranger = urlsplit(theirs["downloadLink"]).path

    for change in (
        with_path(link, stranger),
        with_path(link, urlsplit(link).path.rpartition("/")[0] + "/"),
        with_query(link, "X-Amz-Expires", "604800"),
        with_query(link, "X-Amz-Signature", "0" * 64),
        with_query(link, "response-content-type", "text/html"),
        with_query(link, "response-content-disposition", "inline"),
        urlunsplit((*urlsplit(link)[:3], "", "")),
    ):
        answer = requests.get(change, timeout=40)
        assert answer.status_code == 403, change
        assert b"\xef\xbb\xbf" not in answer.content
    assert {requests.request(method, link, timeout=40).status_code for method in ("PUT", "DELETE", "POST")} <= {
        403,
        405,
    }
    assert csv_rows(downloaded(export)) == []


def with_path(link: str, path: str) -> str:
    return urlunsplit(urlsplit(link)._replace(path=path))


def with_query(link: str, name: str, value: str) -> str:
    """The link with another value of one parameter, which it must have."""
    parts = urlsplit(link)
    query = dict(parse_qsl(parts.query))
    assert query[name] != value
    return urlunsplit(parts._replace(query=urlencode(query | {name: value})))
