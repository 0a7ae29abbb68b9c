"""Exports of every API with refused starts, lost answers, failing stores and dying tasks; the handlers run on moto."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import boto3
import pytest
import time_machine
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from tests.support.cases import GUIDS, Client, invoice
from tests.support.deployment import REGION, Deployment, Reply
from tests.support.exports import ask, begun, content, found, rows
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.crashes import crash_points
from tests.support.faults.injected import Fault, Faults
from tests.support.faults.virtual_time import virtual_sleep
from tests.support.jobs import Shop
from tests.support.offices import OfficeDesk

KEY = {"Idempotency-Key": "november"}
PERIOD = {"format": "CSV", "dateFrom": "2026-01-01", "dateTo": "2026-12-31"}
MOMENT = "2026-11-20T09:30:00Z"
NOT_MADE = "The export could not be made. Please start a new one."
AS_STARTED = frozenset({"stepfunctions.StartExecution"})


@dataclass(frozen=True)
class Side:
    """An API with one document in the period: its calls, and how it gets one document more."""

    faktura: Deployment
    name: str
    ask: Callable[[], Reply]
    found: Callable[[str], Reply]
    listed: Callable[[], list[dict[str, Any]]]
    add: Callable[[], object]

    def begun(self) -> list[dict[str, Any]]:
        """The inputs of the executions that were started."""
        return begun(self.faktura, f"{self.name.capitalize()}Export")

    def make(self, seconds: float = 30, **changes: Any) -> None:
        """Run the task of the only execution."""
        [document] = self.begun()
        self.faktura.call(f"{self.name}.make_export", document | changes, seconds)

    def asked(self) -> str:
        """The id of a new export."""
        answer = self.ask()
        assert answer.status == 202, answer.text
        export_id: str = answer.json["exportId"]
        return export_id

    def state(self, export_id: str) -> tuple[str, int | None]:
        """The status of an export, and how many documents it has."""
        answer = self.found(export_id)
        assert answer.status == 200, answer.text
        return answer.json["status"], answer.json.get("records")

    def file(self, export_id: str) -> bytes:
        return content(self.found(export_id).json["downloadLink"])

    def files(self) -> list[str]:
        """The keys of all stored files."""
        bucket = self.faktura.stack.physical["ExportBucket"]
        stored = boto3.client("s3", region_name=REGION).list_objects_v2(Bucket=bucket)
        return [one["Key"] for one in stored.get("Contents", [])]


def of_jobs(faktura: Deployment) -> Side:
    shop = Shop(faktura)
    shop.numbering()
    shop.issued("A")
    return Side(
        faktura,
        "jobs",
        lambda: ask(shop, headers=KEY),
        lambda export_id: found(shop, export_id),
        lambda: list(shop.request("jobs.list_exports", "GET", "/invoice/{tenant}/exports").json),
        lambda: shop.issued("B"),
    )


def of_billing(faktura: Deployment) -> Side:
    desk = OfficeDesk(faktura)
    desk.priced(30.5, invoiceDate="2026-02-01")
    return Side(
        faktura,
        "billing",
        lambda: desk.call("create_export", PERIOD, headers=KEY),
        lambda export_id: desk.call("get_export", exportId=export_id),
        lambda: list(desk.call("list_exports").json),
        lambda: desk.priced(20, invoiceDate="2026-02-02"),
    )


def of_cases(faktura: Deployment) -> Side:
    north = Client(faktura, provider_id="north")
    assert north.put_case(GUIDS[0], "one").status == 200
    assert north.report(invoice(1)).status == 200
    path = "/api/v2/exports"
    return Side(
        faktura,
        "cases",
        lambda: north.send("create_export", "POST", path, PERIOD, headers=KEY),
        lambda export_id: north.send("get_export", "GET", f"{path}/{export_id}", b"", exportId=export_id),
        lambda: list(north.send("list_exports", "GET", path, b"").json),
        lambda: north.report(invoice(2)),
    )


@pytest.fixture(params=[of_jobs, of_billing, of_cases], ids=["jobs", "billing", "cases"])
def side(request: pytest.FixtureRequest, faktura: Deployment) -> Iterator[Side]:
    made: Callable[[Deployment], Side] = request.param
    with time_machine.travel(MOMENT):
        yield made(faktura)


@contextmanager
def losing_the_first_answer() -> Iterator[list[Call]]:
    """The first start is carried out, and its answer is lost; the calls that arrive."""
    arrived: list[Call] = []

    def around(call: Call, carry_out: Carry) -> Answer:
        if not call.among(AS_STARTED):
            return carry_out()
        arrived.append(call)
        answer = carry_out()
        if len(arrived) == 1:
            raise ReadTimeoutError(endpoint_url=call.url)
        return answer

    with virtual_sleep(), intercepted(around):
        yield arrived


# ---------------------------------------------------------------- the start


@pytest.mark.parametrize("kind", [Fault.NO_CONNECTION, Fault.THROTTLED, Fault.FAILED])
def test_a_start_that_is_refused_leaves_no_export_and_the_key_asks_again(side: Side, kind: Fault) -> None:
    with Faults(seed=1, rate=1, kinds=(kind,), on=AS_STARTED) as faults:
        answer = side.ask()

    assert faults.struck
    assert (answer.status, side.listed(), side.begun()) == (503, [], [])
    export_id = side.asked()
    side.make()
    assert side.state(export_id) == ("DONE", 1)


def test_a_start_whose_answer_is_lost_once_is_one_export(side: Side) -> None:
    with losing_the_first_answer() as arrived:
        answer = side.ask()

    assert (answer.status, len(arrived), len(side.begun())) == (202, 2, 1)
    side.make()
    assert side.state(answer.json["exportId"]) == ("DONE", 1)


def test_an_execution_of_an_export_that_was_withdrawn_makes_nothing(side: Side) -> None:
    with Faults(seed=1, rate=1, kinds=(Fault.TIMED_OUT,), on=AS_STARTED):
        answer = side.ask()

    side.make()

    assert answer.status == 503
    assert (side.listed(), side.files()) == ([], [])


def test_an_export_that_can_be_neither_started_nor_withdrawn_says_after_an_hour_that_it_failed(side: Side) -> None:
    def around(call: Call, carry_out: Carry) -> Answer:
        deletes = [item for item in call.parameters.get("TransactItems", []) if "Delete" in item]
        if call.among(AS_STARTED) or deletes:
            raise EndpointConnectionError(endpoint_url=call.url)
        return carry_out()

    with virtual_sleep(), intercepted(around):
        answer = side.ask()

    [export] = side.listed()
    again = side.ask()
    assert (answer.status, export["status"]) == (503, "IN_PROGRESS")
    assert (again.status, again.json["exportId"], len(side.begun())) == (202, export["exportId"], 0)
    with time_machine.travel("2026-11-20T10:20:00Z"):
        assert [one["status"] for one in side.listed()] == ["IN_PROGRESS"]
    with time_machine.travel("2026-11-20T10:30:01Z"):
        [late] = side.listed()
    assert (late["status"], late["message"]) == ("FAILED", NOT_MADE)


def test_a_crash_at_any_point_of_the_request_leaves_at_most_one_export_for_its_key(side: Side) -> None:
    kept = side.faktura.kept()
    statuses = set()

    @contextmanager
    def world() -> Iterator[None]:
        side.faktura.restore(kept)
        yield

    for point in crash_points(world, side.ask):
        again = side.ask()
        listed = [one["exportId"] for one in side.listed()]
        assert again.status in (202, 409), (point, again.text)
        assert len(listed) <= 1, point
        if again.status == 202:
            assert listed == [again.json["exportId"]], point
        statuses.add(again.status)
    assert 202 in statuses


# ---------------------------------------------------------------- the task


@pytest.mark.parametrize("kind", [Fault.NO_CONNECTION, Fault.THROTTLED, Fault.FAILED, Fault.ANSWER_LOST])
def test_a_file_that_cannot_be_stored_fails_the_task_and_the_next_try_stores_it(side: Side, kind: Fault) -> None:
    export_id = side.asked()

    with (
        Faults(seed=1, rate=1, kinds=(kind,), on=frozenset({"s3.PutObject"})) as faults,
        pytest.raises((ClientError, EndpointConnectionError)),
    ):
        side.make()
    between = side.state(export_id)
    side.make()

    assert faults.struck
    assert (between, side.state(export_id)) == (("IN_PROGRESS", None), ("DONE", 1))
    assert len(rows(side.found(export_id).json["downloadLink"])) >= 1


def test_a_task_that_is_delivered_twice_leaves_the_finished_file(side: Side) -> None:
    export_id = side.asked()
    side.make()
    first = side.file(export_id)
    side.add()

    side.make()
    side.make(givenUp=True)

    assert side.state(export_id) == ("DONE", 1)
    assert side.file(export_id) == first
    assert len(side.files()) == 1


def test_a_task_that_dies_between_the_file_and_the_end_is_made_anew_and_says_what_its_file_has(side: Side) -> None:
    export_id = side.asked()

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.among(frozenset({"dynamodb.UpdateItem"})):
            raise EndpointConnectionError(endpoint_url=call.url)
        return carry_out()

    with virtual_sleep(), intercepted(around), pytest.raises(EndpointConnectionError):
        side.make()
    assert (side.state(export_id), len(side.files())) == (("IN_PROGRESS", None), 1)
    assert "downloadLink" not in side.found(export_id).json
    before = documents(rows_of_bucket(side))
    side.add()
    side.make()

    after = documents(rows(side.found(export_id).json["downloadLink"]))
    assert (before, after, side.state(export_id)) == (1, 2, ("DONE", 2))


def test_a_crash_at_any_point_of_the_task_leaves_an_export_that_a_second_run_ends(side: Side) -> None:
    export_id = side.asked()
    kept = side.faktura.kept()
    files = set()

    @contextmanager
    def world() -> Iterator[None]:
        side.faktura.restore(kept)
        yield

    for point in crash_points(world, side.make):
        side.make()
        assert side.state(export_id) == ("DONE", 1), point
        files.add(side.file(export_id))

    assert len(files) == 1


@pytest.mark.parametrize("service", ["s3", "dynamodb"])
def test_a_throttled_task_fails_for_its_workflow_and_the_next_try_makes_the_file(side: Side, service: str) -> None:
    export_id = side.asked()

    with Faults(1, 1, (Fault.THROTTLED,), frozenset({service})), pytest.raises(ClientError):
        side.make()
    between = side.state(export_id)
    side.make()

    assert (between, side.state(export_id)) == (("IN_PROGRESS", None), ("DONE", 1))


def test_an_export_whose_tries_all_failed_says_so(side: Side) -> None:
    export_id = side.asked()

    side.make(givenUp=True)

    failed = side.found(export_id).json
    assert (failed["status"], failed["message"], side.files()) == ("FAILED", NOT_MADE, [])


def test_an_export_that_cannot_end_in_time_fails_by_itself(side: Side) -> None:
    export_id = side.asked()

    side.make(seconds=5)

    failed = side.found(export_id).json
    assert (failed["status"], failed["message"]) == ("FAILED", "The export took too long. Choose a shorter period.")


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize("export_id", ["0" * 31, "0" * 1_500, "A" * 32, "\u202e", " "])
def test_what_is_no_id_is_that_of_no_export(side: Side, export_id: str) -> None:
    """A text that was too long for a key was a 503 before."""
    absent = side.found("0" * 32)

    assert (side.found(export_id).status, side.found(export_id).json) == (404, absent.json)


@pytest.mark.parametrize("kind", [Fault.NO_CONNECTION, Fault.THROTTLED, Fault.FAILED])
def test_a_table_that_does_not_answer_is_a_503_and_never_an_export_that_is_missing(side: Side, kind: Fault) -> None:
    export_id = side.asked()

    with Faults(seed=1, rate=1, kinds=(kind,), on=frozenset({"dynamodb.GetItem", "dynamodb.Query"})):
        answer = side.found(export_id)

    assert answer.status == 503
    assert export_id not in answer.text
    assert side.state(export_id) == ("IN_PROGRESS", None)


def rows_of_bucket(side: Side) -> list[dict[str, str]]:
    """The rows of the only stored file."""
    [key] = side.files()
    return rows(f"https://{side.faktura.stack.physical['ExportBucket']}.s3.amazonaws.com/{quote(key)}")


def documents(found_rows: Sequence[dict[str, str]]) -> int:
    """How many documents the rows are of: invoice jobs have a row for each rate."""
    return len({row.get("number") or row["id"] for row in found_rows})
