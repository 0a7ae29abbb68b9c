"""Provider invoices, handlers on moto: reports, cases, roles, refusals (docs/apis/cases.md)."""

import json
from decimal import Decimal
from io import StringIO
from random import Random
from typing import Any

import pytest
import time_machine

from tests.support.builders import http_event, provider_invoice
from tests.support.cases import (
    GUIDS,
    Client,
    invoice,
    message,
)
from tests.support.deployment import Deployment
from tests.support.faults.recording import recorded
from tests.support.faults.state import snapshot
from tests.support.offices import calls_without_token_check

MORNING, NOON = "2026-01-01T09:00:00Z", "2026-01-01T12:00:00Z"


@pytest.fixture
def south(faktura: Deployment) -> Client:
    """A provider with a case of its own."""
    client = Client(faktura, provider_id="south")
    assert client.put_case(GUIDS[5], "one").status == 200
    return client


def refused(client: Client, *invoices: Any) -> str:
    """The message of a refused report, nothing of which may be stored."""
    before = snapshot()
    reply = client.report(*invoices)
    assert reply.status == 400, reply.text
    assert snapshot() == before
    return message(reply)


def at(position: int, field: str, fault: str) -> str:
    return f'"value" at position {position} fails because [child "{field}" fails because ["{field}" {fault}]]'


def nested(levels: int) -> Any:
    """Arrays within arrays."""
    return [nested(levels - 1)] if levels else 1


class TestReporting:
    """POST /api/v2/invoices."""

    def test_it_returns_the_invoices_as_a_search_returns_them(self, faktura: Deployment) -> None:
        with time_machine.travel(MORNING, tick=False):
            north = Client(faktura, provider_id="north")
            north.put_case(GUIDS[0], "one", plate="ABC 123")
            reply = north.report(invoice(1))

            found = north.find().json

        [answer] = reply.json
        assert reply.status == 200
        assert answer == {
            "id": 4,
            "guid": GUIDS[0],
            "externalId": "1",
            "type": "invoice",
            "customData": {"test": True},
            "priceNet": 10000,
            "currency": "SEK",
            "isActive": None,
            "dueDate": "2019-01-01T00:00:00.000Z",
            "isSent": False,
            "isPaid": False,
            "status": None,
            "details": provider_invoice()["details"],
            "createdAt": "2026-01-01T09:00:00.000Z",
            "updatedAt": "2026-01-01T09:00:00.000Z",
            "linkedInvoice": None,
            "case": {"guid": GUIDS[0], "partnerId": "one", "plate": "ABC 123"},
        }
        assert found == {"data": [answer], "pagination": {"count": 1, "offset": 0}}

    def test_a_second_report_replaces_all_but_the_id_and_the_creation(self, faktura: Deployment) -> None:
        with time_machine.travel(MORNING, tick=False):
            north = Client(faktura, provider_id="north")
            north.put_case()
            [before] = north.report(invoice(1, status="sent", isPaid=True)).json
        with time_machine.travel(NOON, tick=False):
            [after] = north.report(invoice(1, priceNet=7, customData=...)).json

        changed = {"priceNet": 7, "customData": None, "status": None, "isPaid": False}
        assert after == {**before, **changed, "updatedAt": "2026-01-01T12:00:00.000Z"}

    def test_each_update_is_later_than_the_last_one_even_within_a_millisecond(self, faktura: Deployment) -> None:
        with time_machine.travel(MORNING, tick=False):
            north = Client(faktura, provider_id="north")
            north.put_case()
            stamps = [north.report(invoice(1)).json[0]["updatedAt"][-5:] for _ in range(3)]

        assert stamps == [".000Z", ".001Z", ".002Z"]

    def test_the_response_is_in_the_order_of_the_request(self, north: Client) -> None:
        north.report(invoice(2))

        answers = north.report(*(invoice(n) for n in (3, 1, 2))).json

        assert [answer["externalId"] for answer in answers] == ["3", "1", "2"]

    def test_fields_that_we_set_are_ignored_when_sent(self, north: Client) -> None:
        [answer] = north.report(invoice(1, id=99, createdAt="x", updatedAt=None, case={"guid": "another"})).json

        assert (answer["id"], answer["case"]["guid"], answer["createdAt"]) == (4, GUIDS[0], answer["updatedAt"])

    def test_a_found_invoice_can_be_reported_again_unchanged(self, north: Client) -> None:
        north.report(invoice(1, status="sent"), invoice(2, type="credit note", linkedInvoice="1"))
        found = north.find().json["data"]

        again = north.report(*found)

        assert again.status == 200, again.text
        assert [{**one, "updatedAt": ""} for one in again.json] == [{**one, "updatedAt": ""} for one in found]

    def test_null_is_the_same_as_a_missing_field(self, north: Client) -> None:
        optional = ["type", "customData", "priceNet", "currency", "isActive", "dueDate", "isSent", "isPaid", "status"]

        nulls, left_out = north.report(
            invoice(1, details=None, linkedInvoice=None, **dict.fromkeys(optional)),
            invoice(2, details=..., **dict.fromkeys(optional, ...)),
        ).json

        assert {**nulls, "id": 0, "externalId": ""} == {**left_out, "id": 0, "externalId": ""}
        assert (nulls["type"], nulls["isSent"], nulls["isPaid"], nulls["isActive"]) == ("invoice", False, False, None)

    def test_every_number_keeps_all_its_digits(self, faktura: Deployment, north: Client) -> None:
        exact = "0.12345678901234567890123456789012345678"
        body = json.dumps([invoice(1, priceNet=1, customData={"deep": [{"rate": 2}]})])
        body = body.replace('"priceNet": 1', f'"priceNet": {exact}').replace('"rate": 2', '"rate": 1e125')
        event = http_event("POST", "/api/v2/invoices", body.encode(), headers={"Content-Type": "application/json"})
        event["headers"]["Authorization"] = north.event("GET", "/", b"")["headers"]["Authorization"]

        reply = faktura.request("cases.upsert_invoices", event)

        [answer] = json.loads(reply.text, parse_float=Decimal)
        assert answer["priceNet"] == Decimal(exact)
        assert answer["customData"] == {"deep": [{"rate": 10**125}]}
        assert north.found({"priceNet": {"$gt": 0.1234, "$lt": 0.1235}}) == (["1"], 1)

    @pytest.mark.parametrize(
        ("sent", "returned"),
        [
            ("2019-01-01", "2019-01-01T00:00:00.000Z"),
            ("2019-01-01T10:30", "2019-01-01T10:30:00.000Z"),
            ("2019-01-01 10:30:15.123", "2019-01-01T10:30:15.123Z"),
            ("2019-01-01T00:30:00.9999+01:00", "2018-12-31T23:30:00.999Z"),
            ("0001-01-01", "0001-01-01T00:00:00.000Z"),
        ],
    )
    def test_a_date_is_returned_as_an_instant(self, north: Client, sent: str, returned: str) -> None:
        [answer] = north.report(invoice(1, dueDate=sent)).json

        assert answer["dueDate"] == returned
        assert north.found({"dueDate": sent}) == north.found({"dueDate": {"$gte": returned}}) == (["1"], 1)

    def test_large_cases_and_invoices_are_divided_among_transactions(self, north: Client) -> None:
        for guid in GUIDS[:9]:
            north.put_case(guid, "one", note="x" * 90_000)
        large = {"note": "x" * 200_000}

        reply = north.report(*(invoice(n, guid=GUIDS[n], customData=large) for n in range(9)))

        assert reply.status == 200
        assert north.found() == ([str(n) for n in range(8, -1, -1)], 9)

    def test_five_hundred_invoices_at_once_get_ids_in_their_order(self, north: Client) -> None:
        reply = north.report(*(invoice(n, details=...) for n in range(500)))

        ids = [answer["id"] for answer in reply.json]
        assert reply.status == 200
        assert ids == sorted(set(ids))
        assert north.found(limit=1) == (["499"], 500)

    def test_json_nested_to_the_limit_is_returned_again_for_its_idempotency_key(self, north: Client) -> None:
        north.put_case(GUIDS[1], "one", deep=nested(99))
        report = invoice(1, guid=GUIDS[1], customData={"deep": nested(99)})

        first, again = (north.report(report, headers={"Idempotency-Key": "one"}) for _ in range(2))

        assert (first.status, again.status, again.json) == (200, 200, first.json)

    def test_an_invoice_may_change_its_case(self, north: Client) -> None:
        north.put_case(GUIDS[1], "two")
        [before] = north.report(invoice(1)).json

        [after] = north.report(invoice(1, guid=GUIDS[1].upper())).json

        assert (after["id"], after["guid"], after["case"]["partnerId"]) == (before["id"], GUIDS[1], "two")
        assert north.found({"guid": GUIDS[0]}) == ([], 0)
        assert north.found({"guid": GUIDS[1]}) == (["1"], 1)


class TestCreditNotes:
    """linkedInvoice, for credit notes only."""

    @pytest.mark.parametrize("link", ["1", {"externalId": "1"}, {"externalId": "1", "id": 7}])
    def test_the_linked_invoice_is_returned_as_an_object(self, north: Client, link: Any) -> None:
        [credited] = north.report(invoice(1)).json

        [note] = north.report(invoice(2, type="credit note", linkedInvoice=link)).json

        assert note["linkedInvoice"] == {"id": credited["id"], "externalId": "1"}
        assert north.find({"type": "credit note"}).json["data"] == [note]

    def test_a_link_within_the_request_resolves_in_any_order(self, north: Client) -> None:
        note, credited = north.report(invoice(2, type="credit note", linkedInvoice="1"), invoice(1)).json

        assert note["linkedInvoice"] == {"id": credited["id"], "externalId": "1"}

    def test_two_notes_may_be_linked_to_each_other(self, north: Client) -> None:
        notes = [invoice(n, type="credit note", linkedInvoice=str(3 - n)) for n in (1, 2)]

        first, second = north.report(*notes).json

        assert (first["linkedInvoice"]["id"], second["linkedInvoice"]["id"]) == (second["id"], first["id"])

    def test_an_invoice_must_not_be_linked(self, north: Client) -> None:
        north.report(invoice(1))

        assert refused(north, invoice(2, linkedInvoice="1")) == at(0, "linkedInvoice", "is not allowed")

    def test_the_linked_invoice_must_exist(self, north: Client, south: Client) -> None:
        south.report(invoice(1, guid=GUIDS[5]))

        refusal = refused(north, invoice(3), invoice(2, type="credit note", linkedInvoice="1"))

        assert refusal == at(1, "linkedInvoice", "must be the external id of one of your invoices")

    def test_a_credit_note_must_not_be_linked_to_itself(self, north: Client) -> None:
        refusal = refused(north, invoice(2, type="credit note", linkedInvoice="2"))

        assert refusal == at(0, "linkedInvoice", "must be another invoice")


REFUSED = [
    ("guid", ..., "is required"),
    ("guid", None, "must be a string"),
    ("guid", "x", "must be a valid GUID"),
    ("guid", GUIDS[9], "must be the GUID of one of your cases"),
    ("externalId", ..., "is required"),
    ("externalId", 7, "must be a string"),
    ("externalId", "", "is not allowed to be empty"),
    ("externalId", "x" * 256, "length must be less than or equal to 255 characters long"),
    ("externalId", "a\0b", "must not contain the character U+0000"),
    ("type", "bill", "must be one of [invoice, credit note]"),
    ("customData", [], "must be an object"),
    ("customData", "x", "must be an object"),
    ("priceNet", "1", "must be a number"),
    ("priceNet", True, "must be a number"),
    ("currency", "KRONOR", "length must be less than or equal to 3 characters long"),
    ("isActive", "yes", "must be a boolean"),
    ("isSent", 1, "must be a boolean"),
    ("isPaid", 0, "must be a boolean"),
    ("dueDate", "yesterday", "must be a valid ISO 8601 date"),
    ("dueDate", "2019-02-29", "must be a valid ISO 8601 date"),
    ("dueDate", "0001-01-01T00:00:00+14:00", "must be a valid ISO 8601 date"),
    ("dueDate", 1546300800000, "must be a valid ISO 8601 date"),
    ("status", 1, "must be a string"),
    ("status", "x" * 256, "length must be less than or equal to 255 characters long"),
    ("reaction", "approved", "is not allowed"),
    ("external_id", "1", "is not allowed"),
]


class TestRefusals:
    """All or nothing, with the position of each fault."""

    def test_json_nested_deeper_than_a_hundred_levels_is_refused(self, north: Client) -> None:
        refusal = refused(north, invoice(1, customData={"deep": nested(100)}))
        case = north.put_case(GUIDS[1], "one", deep=nested(100))

        fault = "must not be nested deeper than 100 levels"
        assert refusal == at(0, "customData", fault)
        assert (case.status, message(case)) == (400, f'"value" {fault}')

    @pytest.mark.parametrize(("field", "value", "fault"), REFUSED)
    def test_a_fault_has_its_position(self, north: Client, field: str, value: Any, fault: str) -> None:
        assert refused(north, invoice(1), invoice(2, **{field: value})) == at(1, field, fault)

    @pytest.mark.parametrize(
        ("field", "value", "fault"),
        [
            ("name", ..., "is required"),
            ("count", 1.5, "must be a whole number"),
            ("vatRate", None, "must be a number"),
            ("text", "shipping", "is not allowed"),
        ],
    )
    def test_a_fault_of_a_line_has_both_positions(self, north: Client, field: str, value: Any, fault: str) -> None:
        good = provider_invoice()["details"][0]
        detail = {name: one for name, one in {**good, field: value}.items() if one is not ...}

        reply = north.report(invoice(1), invoice(2, details=[good, detail]))

        assert reply.json == {
            "error": {
                "message": '"value" at position 1 fails because [child "details" fails because ["details" at position 1'
                f' fails because [child "{field}" fails because ["{field}" {fault}]]]]'
            },
            "details": {f"[1].details[1].{field}": fault},
        }

    def test_the_first_fault_is_the_message_and_the_details_have_all(self, north: Client) -> None:
        reply = north.report(invoice(1, guid=..., priceNet="x"), "x", invoice(2, foo=1))

        assert message(reply) == at(0, "guid", "is required")
        assert reply.json["details"] == {
            "[0].guid": "is required",
            "[0].priceNet": "must be a number",
            "[1]": "must be an object",
            "[2].foo": "is not allowed",
        }

    def test_the_same_external_id_twice_is_a_fault(self, north: Client) -> None:
        assert refused(north, invoice(1), invoice(2), invoice(1)) == at(2, "externalId", "contains a duplicate value")

    @pytest.mark.parametrize(
        ("count", "fault"),
        [(0, "must contain at least 1 items"), (501, "must contain less than or equal to 500 items")],
    )
    def test_an_array_has_1_to_500_invoices(self, north: Client, count: int, fault: str) -> None:
        assert refused(north, *(invoice(n) for n in range(count))) == f'"value" {fault}'

    def test_a_body_that_is_not_an_array_is_refused(self, north: Client) -> None:
        reply = north.send("upsert_invoices", "POST", "/api/v2/invoices", invoice(1))

        assert (reply.status, message(reply)) == (400, '"value" must be an array')

    @pytest.mark.parametrize("number", ["1e126", "1e999999999", "1" * 39, "0." + "1" * 39])
    def test_a_number_that_dynamodb_cannot_hold_is_refused(
        self, faktura: Deployment, north: Client, number: str
    ) -> None:
        event = north.event("POST", "/api/v2/invoices", [invoice(1, customData={"a": [-1234.5]})])
        body = json.dumps([invoice(1, customData={"a": [-1234.5]})]).replace("-1234.5", number)

        reply = faktura.request("cases.upsert_invoices", {**event, "body": body, "isBase64Encoded": False})

        assert reply.status == 400
        assert "at most 38 significant digits" in message(reply)

    def test_an_invoice_over_350_kb_is_refused_and_one_below_is_stored(self, north: Client) -> None:
        large, largest = ({"note": "x" * size} for size in (340_000, 360_000))

        assert north.report(invoice(1, customData=large)).status == 200
        assert refused(
            north, invoice(1, customData=largest)
        ) == '"value" at position 0 fails because ["0" must not be' + (" larger than 350 KB]")

    def test_a_report_whose_response_exceeds_5_mb_is_refused_before_it_is_stored(self, north: Client) -> None:
        north.put_case(GUIDS[0], "one", note="x" * 90_000)

        assert "more than 5 MB" in refused(north, *(invoice(n) for n in range(100)))
        assert north.report(*(invoice(n) for n in range(40))).status == 200

    @pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b'[{"guid": NaN}]', b'[{"a": 1, "a": 2}]', b"\xff"])
    def test_a_body_that_is_not_json_is_a_400(self, faktura: Deployment, north: Client, body: bytes) -> None:
        event = north.event("POST", "/api/v2/invoices", body, headers={"Content-Type": "application/json"})

        reply = faktura.request("cases.upsert_invoices", event)

        assert reply.status == 400
        assert message(reply)

    def test_another_content_type_is_415(self, faktura: Deployment, north: Client) -> None:
        event = north.event("POST", "/api/v2/invoices", b"[]", headers={"Content-Type": "text/plain"})

        reply = faktura.request("cases.upsert_invoices", event)

        assert (reply.status, bool(message(reply))) == (415, True)


class TestCases:
    """PUT and GET /api/v2/cases/{guid}."""

    def test_a_case_is_any_json_with_a_partner(self, north: Client) -> None:
        content = {"plate": "ABC 123", "parts": [1, {"a": None}], "id": 7, "total": 1.5}

        stored = north.put_case(GUIDS[1].upper(), "two", **content)

        assert (stored.status, stored.json) == (200, {"guid": GUIDS[1], "partnerId": "two", **content})
        assert north.get_case(GUIDS[1]).json == stored.json

    def test_a_case_is_replaced_whole(self, north: Client) -> None:
        north.put_case(GUIDS[0], "one", plate="ABC 123")

        north.put_case(GUIDS[0], "one", colour="red")

        assert north.get_case().json == {"guid": GUIDS[0], "partnerId": "one", "colour": "red"}

    @pytest.mark.parametrize("body", [{}, {"partnerId": None}, {"partnerId": ""}, {"partnerId": 1}, [], "x", None])
    def test_a_case_without_a_partner_is_refused(self, north: Client, body: Any) -> None:
        path = f"/api/v2/cases/{GUIDS[1]}"

        assert north.send("put_case", "PUT", path, body, guid=GUIDS[1]).status == 400
        assert north.get_case(GUIDS[1]).status == 404

    @pytest.mark.parametrize("guid", ["x", " ", GUIDS[0] + "0", "../oauth"])
    def test_the_id_of_a_case_is_a_guid(self, north: Client, guid: str) -> None:
        reply = north.get_case(guid)

        assert (reply.status, message(reply)) == (400, 'child "guid" fails because ["guid" must be a valid GUID]')

    def test_a_case_over_100_kb_is_refused(self, north: Client) -> None:
        assert north.put_case(GUIDS[0], "one", note="x" * 110_000).status == 400

    def test_another_providers_case_cannot_be_written_read_or_reported_on(self, north: Client, south: Client) -> None:
        written, read = south.put_case(GUIDS[0], "two"), south.get_case(GUIDS[0])

        assert (written.status, message(written)) == (403, "The case belongs to another provider")
        assert (read.status, read.json) == (404, south.get_case(GUIDS[9]).json)
        assert refused(south, invoice(1)) == at(0, "guid", "must be the GUID of one of your cases")
        assert north.get_case().json == {"guid": GUIDS[0], "partnerId": "one"}


class TestRoles:
    """What providers and partners may do and see."""

    def test_only_a_provider_reports_invoices_and_stores_cases(self, faktura: Deployment) -> None:
        for context in ({"partner_id": "one"}, {}, {"provider_id": ""}, {"mga_id": "alpha"}):
            client = Client(faktura, **context)
            replies = [client.report(invoice(1)), client.put_case(), client.get_case()]
            assert [(reply.status, message(reply)) for reply in replies] == [(403, "Forbidden")] * 3

    def test_a_caller_who_is_neither_provider_nor_partner_may_not_search(self, faktura: Deployment) -> None:
        for context in ({}, {"tenant": "acme"}, {"partner_id": ""}):
            assert Client(faktura, **context).find().status == 403

    def test_each_scope_allows_its_own_endpoints_only(self, faktura: Deployment) -> None:
        reads = faktura.token("client", ["cases:read"], provider_id="north")
        writes = faktura.token("client", ["cases:write"], provider_id="north")
        search, report = ("find_invoices", "/api/v2/invoices/find", {}), ("upsert_invoices", "/api/v2/invoices", [])

        statuses = [
            faktura.request(f"cases.{function}", http_event("POST", path, body, token)).status
            for token in (reads, writes)
            for function, path, body in (search, report)
        ]

        assert statuses == [200, 403, 403, 400]

    @pytest.mark.parametrize("token", [None, "garbage"])
    def test_without_a_valid_token_every_call_is_a_401(self, faktura: Deployment, token: str | None) -> None:
        event = http_event("POST", "/api/v2/invoices/find", {}, token)

        reply = faktura.request("cases.find_invoices", event)

        assert (reply.status, set(reply.json), reply.headers["WWW-Authenticate"]) == (
            401,
            {"error", "details"},
            "Bearer",
        )

    def test_two_providers_may_use_the_same_external_ids_and_share_no_id(self, north: Client, south: Client) -> None:
        mine = north.report(*(invoice(n) for n in range(5))).json
        other = south.report(*(invoice(n, guid=GUIDS[5]) for n in range(5))).json

        assert len({one["id"] for one in mine + other}) == 10
        assert north.found(limit=10) == south.found(limit=10) == (["4", "3", "2", "1", "0"], 5)
        assert {one["guid"] for one in south.find().json["data"]} == {GUIDS[5]}

    def test_a_partner_sees_its_cases_of_every_provider(
        self, faktura: Deployment, north: Client, south: Client
    ) -> None:
        north.report(invoice(1))
        south.report(invoice(1, guid=GUIDS[5]), invoice(2, guid=GUIDS[5]))

        one, two = Client(faktura, partner_id="one"), Client(faktura, partner_id="two")

        assert one.found({"externalId": "1"})[1] == 2
        assert one.found() == (["2", "1", "1"], 3)
        assert two.found() == ([], 0)


KEY = {"Idempotency-Key": "one"}


class TestIdempotencyKey:
    """On POST /api/v2/invoices."""

    def test_the_same_request_is_executed_once(self, north: Client) -> None:
        first = north.report(invoice(1), headers=KEY)
        north.report(invoice(1, priceNet=7))

        second = north.report(invoice(1), headers=KEY)

        assert (first.status, second.status, second.json) == (200, 200, first.json)
        assert north.find().json["data"][0]["priceNet"] == 7

    def test_a_request_of_several_transactions_is_executed_once(self, north: Client) -> None:
        invoices = [invoice(n) for n in range(150)]

        first, second = (north.report(*invoices, headers=KEY) for _ in range(2))

        assert (first.status, second.json) == (200, first.json)

    def test_another_request_with_the_key_is_422_and_a_refused_one_is_not_recorded(self, north: Client) -> None:
        changes: list[dict[str, Any]] = [{"x": 1}, {}, {"priceNet": 1}]

        statuses = [north.report(invoice(1, **change), headers=KEY).status for change in changes]

        assert statuses == [400, 200, 422]

    def test_a_response_larger_than_an_item_is_recorded_too(self, north: Client) -> None:
        noise = Random(1)
        invoices = [invoice(n, customData={"noise": noise.randbytes(30_000).hex()}) for n in range(40)]

        first, second = (north.report(*invoices, headers=KEY) for _ in range(2))

        assert (first.status, second.status) == (200, 200)
        assert second.json == first.json

    def test_a_request_of_one_transaction_holds_no_key_and_makes_one_write_call(
        self, faktura: Deployment, north: Client
    ) -> None:
        with recorded() as calls:
            north.report(invoice(1), headers=KEY)

        assert calls_without_token_check(calls, faktura) == [
            "dynamodb.GetItem",  # the key
            "dynamodb.BatchGetItem",  # the invoices
            "dynamodb.BatchGetItem",  # their cases, and the provider's ledger
            "dynamodb.TransactWriteItems",
        ]


def test_the_log_contains_no_content_of_invoices(north: Client, logged: StringIO) -> None:
    canary = {"customData": {"owner": "canary@leak.test"}, "status": "canary"}

    north.report(invoice(1, **canary), headers={"Idempotency-Key": "canary"})
    north.report(invoice(1, guid="canary"))
    north.find({"status": "canary"})

    assert "invoices stored" in logged.getvalue()
    assert "canary" not in logged.getvalue()
