"""The endpoints of invoice jobs, with the handlers on moto (docs/apis/jobs.md)."""

import json
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from botocore.exceptions import ReadTimeoutError

from faktura.core.paging import cursor as forged_cursor
from faktura.jobs.chunk import ChunkReference
from faktura.jobs.job_store import JobStore
from faktura.jobs.outcome import Outcome
from tests.support.builders import http_event, sales_order
from tests.support.deployment import Deployment, forget
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.recording import recorded
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.jobs import (
    INVOICES,
    JOBS,
    SCOPES,
    Shop,
    downloaded,
    executions,
    invoking,
)
from tests.support.workflow import carry_out

JSON_TYPE = {"Content-Type": "application/json"}

UNKNOWN = "01a214bc8f1f311ad74fc5dd0959e1a6"
ENDPOINTS = {
    "jobs.create_job": ("POST", JOBS, "invoice.invoice_manage"),
    "jobs.list_jobs": ("GET", JOBS, "invoice.invoice_view"),
    "jobs.get_job": ("GET", JOBS + "/{jobId}", "invoice.invoice_view"),
    "jobs.list_invoices": ("GET", INVOICES, "invoice.invoice_view"),
    "jobs.get_invoice": ("GET", INVOICES + "/{invoiceId}", "invoice.invoice_view"),
    "jobs.get_e_invoice": ("GET", INVOICES + "/{invoiceId}/e-invoice", "invoice.invoice_view"),
    "jobs.credit_invoice": ("POST", INVOICES + "/{invoiceId}/credit-note", "invoice.invoice_manage"),
    "jobs.put_order": ("PUT", "/order-v2/{tenant}/salesorders/{orderId}", "order.order_manage"),
    "jobs.get_order": ("GET", "/order-v2/{tenant}/salesorders/{orderId}", "order.order_manage"),
    "jobs.put_configuration": (
        "PUT",
        "/configuration/{tenant}/configurations/{key}",
        "configuration.configuration_manage",
    ),
    "jobs.get_configuration": (
        "GET",
        "/configuration/{tenant}/configurations/{key}",
        "configuration.configuration_manage",
    ),
}


@pytest.fixture
def acme(faktura: Deployment) -> Shop:
    """A shop that numbers its invoices."""
    shop = Shop(faktura)
    shop.numbering()
    return shop


def called(faktura: Deployment, function: str, token: str | None, tenant: str = "acme") -> tuple[int, Any]:
    method, path, _ = ENDPOINTS[function]
    every = {"tenant": tenant, "jobId": UNKNOWN, "orderId": "A", "key": "colours", "invoiceId": "Ui0wMDAx"}
    variables = {name: value for name, value in every.items() if f"{{{name}}}" in path}
    bodies = {"jobs.create_job": {"jobType": "AUTOMATIC"}, "jobs.put_order": {}, "jobs.credit_invoice": {}}
    body = bodies.get(function, {"key": "colours", "value": 1}) if method != "GET" else b""
    reply = faktura.request(function, http_event(method, path.format(**variables), body, token, **variables))
    return reply.status, reply.json


def body(status: int, message: str, detail: str = "") -> dict[str, str]:
    return {"message": message, "code": str(status), "detailInfo": detail}


# ---------------------------------------------------------------- permissions


@pytest.mark.parametrize("function", ENDPOINTS)
def test_every_endpoint_needs_a_token(faktura: Deployment, function: str) -> None:
    assert called(faktura, function, None) == (401, body(401, "Authentication token is required"))
    assert called(faktura, function, None, tenant="Acme")[0] == 401
    assert called(faktura, function, "garbage")[0] == 401


@pytest.mark.parametrize("tenant", ["Acme", "ab", "a" * 17, "1acme", "ac-me", "acme ", "äcme", "acme\n"])
@pytest.mark.parametrize("function", ENDPOINTS)
def test_a_malformed_tenant_is_a_400_before_another_tenant_is_a_403(
    faktura: Deployment, function: str, tenant: str
) -> None:
    without_scopes = faktura.token("shop", ["pims:write"], tenant="globex")

    status, answer = called(faktura, function, without_scopes, tenant)

    assert (status, answer["code"], answer["message"]) == (400, "400", "The request breaks a rule.")
    assert answer["detailInfo"].startswith("tenant: must match")


@pytest.mark.parametrize("function", ENDPOINTS)
def test_another_tenants_path_is_forbidden(faktura: Deployment, function: str) -> None:
    globex = faktura.token("shop-globex", SCOPES, tenant="globex")

    assert called(faktura, function, globex) == (403, body(403, "Forbidden"))
    assert called(faktura, function, faktura.token("shop", SCOPES)) == (403, body(403, "Forbidden"))


@pytest.mark.parametrize("function", ENDPOINTS)
def test_each_endpoint_needs_its_own_scope(faktura: Deployment, function: str) -> None:
    scope = ENDPOINTS[function][2]
    others = {"invoice.invoice_view", *SCOPES} - {scope}
    if scope == "invoice.invoice_view":
        others -= {"invoice.invoice_manage"}

    assert called(faktura, function, faktura.token("shop", list(others), tenant="acme"))[0] == 403
    assert called(faktura, function, faktura.token("shop", [scope], tenant="acme"))[0] in (200, 201, 404)


def test_a_client_that_may_start_jobs_may_read_them(faktura: Deployment) -> None:
    manager = faktura.token("shop", ["invoice.invoice_manage"], tenant="acme")

    assert called(faktura, "jobs.list_jobs", manager)[0] == 200
    assert called(faktura, "jobs.get_job", manager)[0] == 404


def test_another_tenants_job_looks_like_a_missing_one(faktura: Deployment, acme: Shop) -> None:
    acme.has("A")
    job_id = acme.start("A").json["jobId"]
    globex = Shop(faktura, "globex")

    answers = [globex.job(job_id), globex.job(UNKNOWN), globex.job("x#y"), globex.job("x" * 5_000)]

    assert [(one.status, one.json) for one in answers] == [(404, body(404, "The job does not exist."))] * 4
    assert globex.jobs().json == []


# ---------------------------------------------------------------- requests


@pytest.mark.parametrize(
    ("document", "detail"),
    [
        ({}, "jobType: is required"),
        ({"jobType": "manual"}, "jobType: must be 'AUTOMATIC' or 'MANUAL'"),
        ({"jobType": "MANUAL"}, "orderIds: is required"),
        ({"jobType": "MANUAL", "orderIds": []}, "orderIds: "),
        ({"jobType": "MANUAL", "orderIds": "A"}, "orderIds: "),
        ({"jobType": "MANUAL", "orderIds": [1]}, "orderIds[0]: "),
        ({"jobType": "MANUAL", "orderIds": ["A", ""]}, "orderIds[1]: must have 1 to 128 printable characters"),
        ({"jobType": "MANUAL", "orderIds": ["x" * 129]}, "orderIds[0]: must have 1 to 128 printable characters"),
        ({"jobType": "MANUAL", "orderIds": ["A", "B", "A"]}, "orderIds: must not contain the same id twice"),
        ({"jobType": "MANUAL", "orderIds": [str(n) for n in range(10_001)]}, "orderIds: must have 1 to 10000"),
        ([], "must be an object"),
    ],
)
def test_a_manual_job_names_one_to_ten_thousand_distinct_orders(acme: Shop, document: Any, detail: str) -> None:
    reply = acme.request("jobs.create_job", "POST", JOBS, document)

    assert (reply.status, reply.json["code"]) == (400, "400")
    assert reply.json["detailInfo"].startswith(detail)
    assert acme.jobs().json == []


def test_an_automatic_job_ignores_the_order_ids_of_its_request(acme: Shop) -> None:
    for named in [["A", "A"], [], "A", None, 5]:
        reply = acme.request("jobs.create_job", "POST", JOBS, {"jobType": "AUTOMATIC", "orderIds": named})

        assert reply.status == 201


@pytest.mark.parametrize(("sent", "status"), [(b"{", 400), (b"", 400), (b'{"jobType": NaN}', 400)])
def test_a_body_that_is_not_json_is_a_400(faktura: Deployment, acme: Shop, sent: bytes, status: int) -> None:
    event = http_event("POST", JOBS, sent, acme.token, {"Content-Type": "application/json"}, tenant="acme")

    reply = faktura.request("jobs.create_job", event)

    assert (reply.status, set(reply.json)) == (status, {"message", "code", "detailInfo"})


def test_another_content_type_is_a_415(faktura: Deployment, acme: Shop) -> None:
    event = http_event("POST", JOBS, b"jobType=MANUAL", acme.token, {"Content-Type": "text/plain"}, tenant="acme")

    assert (faktura.request("jobs.create_job", event).status, acme.jobs().json) == (415, [])


# ---------------------------------------------------------------- a job from start to end


def test_a_new_job_is_in_progress_and_its_orders_are_pending(acme: Shop) -> None:
    created = acme.start("sampleOrderId1", "sampleOrderId2")

    assert (created.status, list(created.json)) == (201, ["jobId"])
    assert acme.job(created.json["jobId"]).json == {
        "jobStatus": "IN_PROGRESS",
        "jobType": "MANUAL",
        "orders": [
            {"orderId": "sampleOrderId1", "orderStatus": "PENDING"},
            {"orderId": "sampleOrderId2", "orderStatus": "PENDING"},
        ],
    }


def test_an_order_becomes_an_invoice_and_a_missing_order_a_failure(faktura: Deployment, acme: Shop) -> None:
    acme.numbering(preText="ORD-__year__-", startValue=1000, numberOfDigits=6, postText="-EU")
    acme.has("EON2076")

    with time_machine.travel("2026-11-21T09:30:00Z", tick=True):
        answer = Shop(faktura).invoice("EON2076", "NOPE")

    link = answer["orders"][0].pop("downloadLink")
    created, _, lacking = answer["orders"][0].pop("message").partition(" It is not an e-invoice. Missing: ")
    assert (created, "BT-31" in lacking) == ("Invoice ORD-2026-001001-EU was created.", True)
    assert answer == {
        "jobStatus": "DONE",
        "jobType": "MANUAL",
        "orders": [
            {
                "orderId": "EON2076",
                "orderStatus": "SUCCESS",
                "invoiceNumber": "ORD-2026-001001-EU",
                "invoiceId": "T1JELTIwMjYtMDAxMDAxLUVV",
            },
            {"orderId": "NOPE", "orderStatus": "FAILURE", "message": "The order does not exist."},
        ],
    }
    text = downloaded(link)[1]
    assert "Rechnung ORD-2026-001001-EU" in text
    assert "433,72 EUR" in text


def test_an_order_is_invoiced_only_once(acme: Shop) -> None:
    acme.has("A")
    acme.invoice("A")
    before = acme.faktura.items("JobTable")

    again = acme.invoice("A", "B")

    assert [one["message"] for one in again["orders"]] == [
        "The order already has an invoice: R-0001.",
        "The order does not exist.",
    ]
    kinds = ("acme#order", "acme#invoice", "acme#counter")
    invoiced = [item for item in acme.faktura.items("JobTable") if item["tenant"] in kinds]
    assert invoiced == [item for item in before if item["tenant"] in kinds]


@pytest.mark.usefixtures("faktura")
def test_an_invoice_does_not_change_when_its_order_changes(acme: Shop) -> None:
    acme.has("A")
    link = acme.invoice("A")["orders"][0]["downloadLink"]
    before = downloaded(link)[1]

    acme.has(sales_order("A", currency="USD"))
    again = acme.invoice("A")

    assert again["orders"][0]["message"] == "The order already has an invoice: R-0001."
    assert downloaded(link)[1] == before
    assert acme.get_order("A").json["currency"] == "USD"
    assert acme.invoice()["orders"] == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"currency": ...}, "The order lacks currency."),
        ({"billingAddress": ...}, "The order lacks billingAddress."),
        (
            {"calculatedPrice": {}},
            "The order lacks calculatedPrice.finalPrice.netValue, calculatedPrice.finalPrice.taxValue,"
            " calculatedPrice.finalPrice.grossValue.",
        ),
        (
            {"entries": [{"calculatedPrice": {"finalPrice": {"netValue": 10**20}}}]},
            "The order cannot be read: entries[0].calculatedPrice.finalPrice.netValue: must be greater than",
        ),
        (
            {"entries": [{"orderedAmount": 10**20}]},
            "The order lacks entries[0].calculatedPrice.finalPrice.",
        ),
        (
            {"billingAddress": {"companyName": "Acme \U0010ffff\ue000"}},
            "No font has these characters of the order: \U0010ffff\ue000",
        ),
    ],
)
def test_one_bad_order_does_not_stop_the_others_and_takes_no_number(
    acme: Shop, changes: dict[str, Any], message: str
) -> None:
    acme.has("A", sales_order("BAD", **changes), "C")

    answer = acme.invoice("A", "BAD", "C")

    assert [one.get("invoiceNumber") for one in answer["orders"]] == ["R-0001", None, "R-0002"]
    assert answer["orders"][1]["message"].startswith(message)
    assert [one["orderStatus"] for one in answer["orders"]] == ["SUCCESS", "FAILURE", "SUCCESS"]


@pytest.mark.usefixtures("faktura")
def test_an_order_with_nulls_in_optional_fields_is_invoiced(acme: Shop) -> None:
    """Regression: the order was a FAILURE "cannot be read", and an `id` of null was a 400."""
    order = sales_order("A", shippingAddress=None, mixins=None)
    order["entries"][0]["product"] |= {"localizedName": {"de": None, "en": "Shoes"}, "sku": None}
    put = acme.request(
        "jobs.put_order", "PUT", "/order-v2/{tenant}/salesorders/{orderId}", order | {"id": None}, orderId="A"
    )

    [one] = acme.invoice("A")["orders"]

    assert (put.status, put.json["id"]) == (200, "A")
    assert (one["orderStatus"], one["invoiceNumber"]) == ("SUCCESS", "R-0001")
    assert "Shoes" in downloaded(one["downloadLink"])[1]


def test_a_failed_order_can_be_corrected_and_invoiced(acme: Shop) -> None:
    acme.has(sales_order("A", currency=...))
    assert acme.invoice("A")["orders"][0]["orderStatus"] == "FAILURE"

    acme.has("A")

    assert acme.invoice("A")["orders"][0]["invoiceNumber"] == "R-0001"


def test_the_pdf_names_the_seller(acme: Shop) -> None:
    seller = {"name": "Acme GmbH", "address": "Weg 1\n10115 Berlin", "vatId": "DE123456789"}
    assert acme.configure("sellerAddress", seller).status == 200
    acme.has("A")

    text = downloaded(acme.invoice("A")["orders"][0]["downloadLink"])[1]

    for part in ("Acme GmbH", "Weg 1", "10115 Berlin", "DE123456789"):
        assert part in text


# ---------------------------------------------------------------- responses


@pytest.mark.usefixtures("faktura")
def test_a_link_downloads_a_file_that_is_named_after_the_number(acme: Shop) -> None:
    acme.numbering(preText='Rg/ä "1" %2F ', numberOfDigits=2)
    acme.has("A")

    answer = acme.invoice("A")["orders"][0]

    assert answer["invoiceNumber"] == 'Rg/ä "1" %2F 01'
    link = answer["downloadLink"]
    assert "X-Amz-Expires=900&" in link
    assert "response-content-type=application%2Fpdf" in link
    disposition = (
        "attachment; filename=\"Rg__ _1_ _2F 01.pdf\"; filename*=UTF-8''Rg%2F%C3%A4%20%221%22%20%252F%2001.pdf"
    )
    assert parse_qs(urlsplit(link).query)["response-content-disposition"] == [disposition]
    assert 'Rechnung Rg/ä "1" %2F 01' in downloaded(link)[1]


def test_a_link_is_signed_anew_each_time_the_job_is_read(acme: Shop) -> None:
    acme.has("A")
    job_id = acme.start("A").json["jobId"]
    carry_out(executions(acme.faktura), invoking(acme.faktura), Random(0))

    with time_machine.travel("2026-11-21T09:30:00Z", tick=False):
        early = Shop(acme.faktura).job(job_id).json["orders"][0]["downloadLink"]
    with time_machine.travel("2026-11-21T09:50:00Z", tick=False):
        late = Shop(acme.faktura).job(job_id).json["orders"][0]["downloadLink"]

    assert ("X-Amz-Date=20261121T093000Z" in early, "X-Amz-Date=20261121T095000Z" in late) == (True, True)


def test_orders_come_page_by_page_in_the_order_of_the_request(acme: Shop) -> None:
    names = [f"order {n}" for n in range(230)]
    job_id = acme.start(*names).json["jobId"]
    found: list[str] = []

    for number in range(1, 6):
        page = acme.job(job_id, pageNumber=number, pageSize=47)
        assert page.headers["X-Total-Count"] == "230"
        found += [one["orderId"] for one in page.json["orders"]]
        last = number == 5
        link = f"<https://api.example.com/invoice/acme/jobs/invoices/{job_id}?pageNumber={number + 1}&pageSize=47>"
        assert page.headers.get("Link") == (None if last else f'{link}; rel="next"')

    assert found == names
    assert acme.job(job_id, pageNumber=6, pageSize=47).json["orders"] == []
    assert len(acme.job(job_id).json["orders"]) == 230


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("pageSize", value) for value in (0, 1_001, "x", "1.0", "", "000000000199999")),
        *(("pageNumber", value) for value in (0, -1, "²", "9" * 5_000, "0" * 9 + "1" * 5_000, "00000000019")),
    ],
)
def test_an_invalid_page_is_refused(acme: Shop, name: str, value: object) -> None:
    reply = acme.job(acme.start("A").json["jobId"], **{name: value})

    assert (reply.status, reply.json["detailInfo"].partition(":")[0]) == (400, name)


def test_jobs_are_listed_newest_first_page_by_page(acme: Shop) -> None:
    ids = []
    for minute in range(5):
        with time_machine.travel(f"2026-11-21T09:3{minute}:00Z", tick=False):
            ids.append(Shop(acme.faktura).start("A", "B").json["jobId"])
    newest_first = ids[::-1]

    first = acme.jobs(pageSize=2)
    cursor = first.headers["Link"].partition("cursor=")[2].partition(">")[0]
    second = acme.jobs(pageSize=3, cursor=cursor)

    assert first.json[0] == {
        "jobId": ids[4],
        "jobStatus": "IN_PROGRESS",
        "jobType": "MANUAL",
        "createdAt": "2026-11-21T09:34:00.000Z",
        "orders": 2,
    }
    assert [one["jobId"] for one in first.json + second.json] == newest_first
    assert "Link" not in second.headers
    for forged in ("nonsense", *(forged_cursor({"after": after}, "jobs acme") for after in (5, "x" * 5_000, None))):
        assert acme.jobs(cursor=forged).status == 400
    assert Shop(acme.faktura, "globex").jobs(cursor=cursor).status == 400


def test_a_page_of_a_thousand_links_fits_into_a_response_of_lambda(acme: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ids of the maximum length, texts that JSON must escape, and a session token as long as those of AWS."""
    names = [f"{n:04d}" + '"\U0001d11e' * 62 for n in range(1_000)]
    job_id = acme.start(*names).json["jobId"]
    with acme.faktura.environment("jobs.number_chunk"):
        jobs = JobStore.from_settings()
        for number in range(10):
            chunk = jobs.chunk(ChunkReference(tenant="acme", job_id=job_id, chunk=number))
            done = {one.order_id: Outcome.invoiced(one.order_id, '"ä' * 74) for one in chunk.outcomes}
            jobs.record(chunk, done)
    monkeypatch.setitem(acme.faktura.variables, "AWS_SESSION_TOKEN", "x" * 1_200)
    forget()
    event = http_event("GET", JOBS, b"", acme.token, tenant="acme", jobId=job_id)

    answer = acme.faktura.call("jobs.get_job", event)

    assert len(json.loads(answer["body"])["orders"]) == 1_000
    assert len(json.dumps(answer, ensure_ascii=False).encode()) < 6 * 1024 * 1024
    forget()


def test_a_job_of_ten_thousand_orders_ends(acme: Shop) -> None:
    acme.has("0", "9999")
    job_id = acme.start(*map(str, range(10_000))).json["jobId"]
    [execution] = executions(acme.faktura)

    carry_out([execution], invoking(acme.faktura), Random(0))

    outcomes = acme.outcomes(job_id)
    assert (execution.status, execution.calls) == ("SUCCEEDED", 202)
    assert acme.job(job_id, pageSize=1).json["jobStatus"] == "DONE"
    assert len(outcomes) == 10_000
    assert {name: one for name, one in outcomes.items() if one[0] == "SUCCESS"}.keys() == {"0", "9999"}


# ---------------------------------------------------------------- repeated requests


def test_the_same_idempotency_key_starts_one_job(acme: Shop) -> None:
    headers = {"Idempotency-Key": "friday"}

    first, again = acme.start("A", headers=headers), acme.start("A", headers=headers)
    other = acme.start("B", headers=headers)

    assert (first.status, again.status, other.status) == (201, 201, 422)
    assert first.json == again.json
    assert len(acme.jobs().json) == 1


@pytest.mark.parametrize("key", [None, "friday"])
def test_a_job_that_cannot_be_started_is_not_stored(acme: Shop, key: str | None) -> None:
    headers = {"Idempotency-Key": key} if key else {}

    with Faults(seed=1, rate=1, kinds=(Fault.FAILED,), on=frozenset({"stepfunctions"})):
        refused = acme.start("A", headers=headers)

    assert (refused.status, refused.json) == (503, body(503, "The service is temporarily unavailable."))
    assert acme.jobs().json == []
    assert acme.start("A", headers=headers).status == 201
    assert len(acme.jobs().json) == 1


def test_a_job_stays_if_only_the_answer_of_its_start_is_lost(acme: Shop) -> None:
    """The execution begins before the caller gives up the answer."""
    acme.has("A")

    def deaf(call: Call, carry_out_call: Carry) -> Answer:
        answer = carry_out_call()
        if call.service == "stepfunctions" and call.url:
            with ThreadPoolExecutor(1) as machine:
                machine.submit(acme.faktura.call, "jobs.select_orders", json.loads(call.parameters["input"])).result()
            raise ReadTimeoutError(endpoint_url=call.url)
        return answer

    with virtual_sleep(), intercepted(deaf):
        created = acme.start("A")

    assert created.status == 201
    carry_out(executions(acme.faktura), invoking(acme.faktura), Random(0))
    assert acme.outcomes(created.json["jobId"]) == {"A": ("SUCCESS", "R-0001")}


def test_the_execution_of_a_withdrawn_job_does_nothing(acme: Shop) -> None:
    acme.has("A")
    gone = {"tenant": "acme", "jobId": UNKNOWN}

    chosen = acme.faktura.call("jobs.select_orders", gone)
    ended = acme.faktura.call("jobs.finish_job", gone)

    assert (chosen, ended) == ({**gone, "correlationId": "", "chunks": []}, {"unfinished": 0})
    assert acme.job(UNKNOWN).status == 404


# ---------------------------------------------------------------- orders and configurations


def test_an_order_is_returned_as_it_was_stored(acme: Shop) -> None:
    order = sales_order("A/Ö 1", more={"exact": 1.10, "deep": [[["ü"]]], "null": None})

    assert acme.put_order(order).status == 200
    assert acme.get_order("A/Ö 1").json == order


def test_the_numbers_of_an_order_keep_every_digit(faktura: Deployment, acme: Shop) -> None:
    text = b'{"id": "A", "weight": 0.12345678901234567890123456789012345678901234567890, "price": 1.10}'
    path = "/order-v2/acme/salesorders/A"
    event = http_event("PUT", path, text, acme.token, {"Content-Type": "application/json"}, tenant="acme", orderId="A")

    assert faktura.request("jobs.put_order", event).status == 200
    assert acme.get_order("A").text.encode() == text.replace(b": ", b":").replace(b", ", b",")


@pytest.mark.parametrize(
    "number", ["1e61", "1e-61", "1e999999999", "-1e-999999999", "0e-999999999", "9" * 62, "9" * 5_000]
)
def test_a_number_with_too_many_digits_is_refused(faktura: Deployment, acme: Shop, number: str) -> None:
    order = http_event(
        *("PUT", "/order-v2/acme/salesorders/A", f'{{"a": [{{"b": {number}}}]}}'.encode(), acme.token, JSON_TYPE),
        tenant="acme",
        orderId="A",
    )
    configuration = http_event(
        *("PUT", "/configuration/acme/configurations/a", f'{{"key": "a", "value": {number}}}'.encode(), acme.token),
        headers=JSON_TYPE,
        tenant="acme",
        key="a",
    )

    assert faktura.request("jobs.put_order", order).status == 400
    assert faktura.request("jobs.put_configuration", configuration).status == 400


def test_the_id_of_an_order_is_the_one_in_its_path(acme: Shop) -> None:
    path = "/order-v2/{tenant}/salesorders/{orderId}"

    nameless = acme.request("jobs.put_order", "PUT", path, {"status": "CREATED"}, orderId="A")
    other = acme.request("jobs.put_order", "PUT", path, {"id": "B"}, orderId="A")

    assert (nameless.status, nameless.json) == (200, {"id": "A", "status": "CREATED"})
    assert (other.status, other.json["detailInfo"]) == (400, "id: must be the id in the path")


@pytest.mark.parametrize("document", [[], "x", 1, None])
def test_an_order_must_be_an_object(acme: Shop, document: object) -> None:
    path = "/order-v2/{tenant}/salesorders/{orderId}"

    assert acme.request("jobs.put_order", "PUT", path, document, orderId="A").status == 400


def test_an_order_of_up_to_400_kb_is_stored_and_invoiced(acme: Shop) -> None:
    noise = Random(1)
    fill = "".join(
        noise.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/") for _ in range(399_000)
    )
    largest, larger = sales_order("A", note=fill), sales_order("B", note=fill + fill[:12_000])

    assert (acme.put_order(largest).status, acme.put_order(larger).status) == (200, 400)
    assert acme.put_order(larger).json["detailInfo"] == "must not be larger than 400 KB"
    assert acme.invoice("A")["orders"][0]["orderStatus"] == "SUCCESS"


def test_an_order_that_is_too_large_without_exponents_is_refused(acme: Shop) -> None:
    sent = b'{"a":[' + b",".join([b"1e-60"] * 20_000) + b"]}"
    path = "/order-v2/{tenant}/salesorders/{orderId}"

    reply = acme.request("jobs.put_order", "PUT", path, sent, orderId="A", headers=JSON_TYPE)

    assert (reply.status, reply.json["detailInfo"]) == (
        400,
        "must not be larger than 1 MB when its numbers are written without exponents",
    )


@pytest.mark.parametrize("order_id", ["x" * 129, " ", "a\nb", "a\x00"])
def test_an_order_id_must_be_printable_and_short(acme: Shop, order_id: str) -> None:
    assert acme.get_order(order_id).status == 400


def test_a_missing_order_or_configuration_is_a_404(acme: Shop) -> None:
    path = "/configuration/{tenant}/configurations/{key}"

    missing = acme.request("jobs.get_configuration", "GET", path, key="colours")

    assert (missing.status, missing.json) == (404, body(404, "The configuration does not exist."))
    assert acme.get_order("A").json == body(404, "The order does not exist.")


def test_a_configuration_is_returned_as_it_was_stored(acme: Shop) -> None:
    path = "/configuration/{tenant}/configurations/{key}"
    value = {"threshold": "24", "status": "CREATED", "extendedOrderStatus": "70", "more": [1.10, None]}

    put = acme.configure("invoiceSettings", value)
    found = acme.request("jobs.get_configuration", "GET", path, key="invoiceSettings")

    assert put.json == found.json == {"key": "invoiceSettings", "value": value}


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        (b'"' + b"x" * 359_000 + b'"', "must not be larger than 350 KB"),
        (b"[" + b",".join([b"1e-60"] * 10_000) + b"]", "value: must not be larger than 350 KB"),
    ],
)
def test_a_configuration_that_is_too_large_is_refused(acme: Shop, value: bytes, detail: str) -> None:
    path, sent = "/configuration/{tenant}/configurations/{key}", b'{"key":"a","value":' + value + b"}"

    reply = acme.request("jobs.put_configuration", "PUT", path, sent, key="a", headers=JSON_TYPE)

    assert (reply.status, reply.json["detailInfo"]) == (400, detail)
    assert acme.configure("a", "x" * 350_000).status == 200


def test_a_configuration_that_jobs_cannot_read_is_refused(acme: Shop) -> None:
    path = "/configuration/{tenant}/configurations/{key}"

    refused = acme.configure("invoiceNumbering", {"startValue": "many"})
    misnamed = acme.request("jobs.put_configuration", "PUT", path, {"key": "a", "value": 1}, key="b")

    assert (refused.status, refused.json["detailInfo"]) == (400, "startValue: must be a number")
    assert (misnamed.status, misnamed.json["detailInfo"]) == (400, "key: must be the key in the path")


# ---------------------------------------------------------------- cost


def test_a_page_of_a_job_takes_two_calls_of_dynamodb(acme: Shop) -> None:
    job_id = acme.start(*(str(n) for n in range(300))).json["jobId"]
    acme.job(job_id)

    with recorded() as calls:
        acme.job(job_id, pageNumber=2, pageSize=100)

    assert [str(call) for call in calls if call.operation != "BatchGetItem"] == ["dynamodb.GetItem", "dynamodb.Query"]
