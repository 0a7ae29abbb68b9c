"""The daily run that signs the heads of journals, and what it does about a journal that was changed."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from botocore.exceptions import ClientError

from faktura.audit import head_service
from faktura.audit.head import verified
from faktura.audit.head_store import key_of
from faktura.core import aws
from faktura.core.errors import Unavailable
from tests.support.architecture.template import written
from tests.support.builders import sales_order
from tests.support.deployment import Deployment
from tests.support.faults.calls import Answer, Call, Carry, intercepted
from tests.support.faults.crashes import Crash, crash_points
from tests.support.faults.injected import Faults
from tests.support.faults.recording import recorded
from tests.support.faults.state import snapshot
from tests.support.heads import NIGHT, OFFICE, OTHER, RANGE, Journals, lines, without_chance
from tests.support.jobs import Shop
from tests.support.journals import chained, head, issued, new_key
from tests.support.metrics import published
from tests.support.offices import OfficeDesk

DAY = timedelta(days=1)


@pytest.fixture
def journals(faktura: Deployment) -> Journals:
    return Journals(faktura)


# ---------------------------------------------------------------- an ordinary night


def test_what_was_issued_over_the_apis_is_signed(journals: Journals) -> None:
    shop = Shop(journals.faktura)
    shop.numbering()
    shop.has(*(sales_order(f"order-{n}") for n in range(3)))
    shop.invoice("order-0", "order-1", "order-2")
    OfficeDesk(journals.faktura).priced()

    journals.sign()

    for name in (RANGE, OFFICE):
        [signed] = journals.heads(name)
        registered = journals.registered(name)
        assert (signed.statement.range, signed.statement.position) == (name, registered["signedPosition"])
        assert verified(registered["signedHead"]) == signed
        assert registered["signedAt"] == signed.statement.at


def test_a_head_is_where_its_range_and_its_time_say(journals: Journals) -> None:
    entries = journals.has(RANGE, 3)

    with time_machine.travel(NIGHT, tick=False):
        journals.sign()

    [(key, text)] = journals.objects().items()
    assert key == "heads/jobs%2Facme%2FR-%2A/2026-11-28T01:30:00.000Z.jws"
    assert verified(text).statement.hash == entries[-1].hash


def test_nobody_deletes_a_head_before_its_time(journals: Journals) -> None:
    journals.has(RANGE, 1)
    journals.sign()

    s3 = aws.client("s3")
    [version] = s3.list_object_versions(Bucket=journals.bucket)["Versions"]
    with pytest.raises(ClientError) as refused:
        s3.delete_object(Bucket=journals.bucket, Key=version["Key"], VersionId=version["VersionId"])

    kept = s3.head_object(Bucket=journals.bucket, Key=version["Key"])
    assert refused.value.response["Error"]["Code"] == "AccessDenied"
    assert kept["ObjectLockMode"] == "GOVERNANCE"
    assert kept["ObjectLockRetainUntilDate"] - kept["LastModified"] > timedelta(days=3_600)


def test_new_entries_are_signed_the_next_night_and_a_quiet_journal_only_every_week(journals: Journals) -> None:
    entries = chained([[issued(n)] for n in range(1, 8)], RANGE)
    journals.has(OTHER, 2)

    for night in range(9):
        with time_machine.travel(NIGHT + night * DAY, tick=False):
            journals.has(RANGE, entries[: max(4, min(night + 1, 7))])
            journals.sign(NIGHT + night * DAY)

    assert journals.positions(RANGE) == [4, 5, 6, 7]
    assert journals.positions(OTHER) == [2, 2]
    assert [one.statement.at[:10] for one in journals.heads(OTHER)] == ["2026-11-28", "2026-12-05"]


def test_two_hundred_ranges_are_signed_with_seven_calls_each(
    journals: Journals, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"jobs/shop-{n}/R-*" for n in range(200)]
    for name in names:
        journals.has(name, 2)

    with recorded() as calls:
        journals.sign()

    assert len(journals.objects()) == 200
    assert +published(capsys) == {"HeadsSigned": 200}
    assert len(calls) <= 7 * 200 + 5


def test_the_function_writes_only_where_its_policy_lets_it(journals: Journals) -> None:
    journals.has(RANGE, 2)
    journals.has(OFFICE, 2)
    statements = written()["Resources"]["AuditSignHeadsFunction"]["Properties"]["Policies"][0]["Statement"]
    [condition] = [one["Condition"] for one in statements if one["Action"] == "dynamodb:UpdateItem"]

    with recorded() as calls:
        journals.sign()

    keys = [call.parameters["Key"] for call in calls if call.operation == "UpdateItem"]
    partitions = {(key.get("tenant") or key["office"])["S"] for key in keys}
    assert partitions == set(condition["ForAllValues:StringEquals"]["dynamodb:LeadingKeys"])


def test_an_entry_that_is_written_meanwhile_waits_for_the_next_night(journals: Journals) -> None:
    entries = chained([[issued(n)] for n in range(1, 4)], RANGE)
    journals.has(RANGE, entries[:2])

    def appending(call: Call, carry_out: Carry) -> Answer:
        if call.operation == "Sign":
            journals.has(RANGE, entries)
        return carry_out()

    with intercepted(appending):
        journals.sign()
    first = journals.positions(RANGE)
    journals.sign(NIGHT + 3650 * DAY)

    assert (first, journals.positions(RANGE)) == ([2], [2, 3])


# ---------------------------------------------------------------- repeated and interrupted


def test_a_repeated_event_signs_nothing_twice(journals: Journals) -> None:
    journals.has(RANGE, 2)
    journals.sign()
    journals.has(RANGE, 3)

    journals.sign()

    assert journals.positions(RANGE) == [2]


@pytest.mark.parametrize("moment", range(1, 12))
def test_two_runs_at_once_leave_true_heads_and_the_last_in_the_register(journals: Journals, moment: int) -> None:
    """The second run comes between any two calls of the first."""
    entries = journals.has(RANGE, 5)
    calls: list[Call] = []

    def meanwhile(call: Call, carry_out: Carry) -> Answer:
        calls.append(call)
        if len(calls) == moment:
            journals.sign()
        return carry_out()

    with intercepted(meanwhile):
        journals.sign()

    signed = journals.heads(RANGE)
    assert len(calls) > moment
    assert 1 <= len(signed) <= 2
    assert {one.statement.hash for one in signed} == {entries[-1].hash}
    assert journals.registered(RANGE)["signedAt"] == signed[-1].statement.at


def test_a_run_that_dies_anywhere_is_made_good_by_the_next_try(faktura: Deployment) -> None:
    journals = Journals(faktura)

    @contextmanager
    def world() -> Iterator[None]:
        faktura.empty()
        with time_machine.travel(NIGHT - DAY, tick=False):
            journals.has(RANGE, 2)
            journals.sign(NIGHT - DAY)
        journals.has(RANGE, 4)
        journals.has(OFFICE, 3)
        yield

    with time_machine.travel(NIGHT, tick=False):
        points = 0
        for point in crash_points(world, journals.sign, without_chance):
            journals.sign()
            assert snapshot(without_chance) == point.undisturbed, point
            points += 1

    assert points >= 7


@pytest.mark.parametrize("rate", [0.05, 0.25])
def test_faults_of_aws_lose_no_head(journals: Journals, rate: float) -> None:
    names = [f"jobs/shop-{n}/R-*" for n in range(20)]
    for name in names:
        journals.has(name, 2)

    with Faults(seed=3, rate=rate):
        for _ in range(10):
            with suppress(Exception):
                journals.sign()
    journals.sign()

    assert {name: set(journals.positions(name)) for name in names} == {name: {2} for name in names}
    assert all(journals.registered(name)["signedPosition"] == 2 for name in names)


def test_what_one_try_has_no_time_for_the_next_ones_sign(journals: Journals) -> None:
    names = [f"jobs/shop-{n}/R-*" for n in range(40)]
    for name in names:
        journals.has(name, 2)

    with time_machine.travel(NIGHT, tick=False) as clock:

        def around(call: Call, carry_out: Carry) -> Answer:
            if call.operation == "Sign":
                clock.shift(timedelta(seconds=1))
            return carry_out()

        with intercepted(around):
            for _ in range(2):
                with pytest.raises(Unavailable):
                    journals.sign(seconds=25)
            journals.sign(seconds=25)

    assert all(journals.positions(name) == [2] for name in names)


def test_a_long_journal_is_signed_in_pieces_and_goes_on_where_a_try_ended(
    journals: Journals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(head_service, "MAX_ENTRIES", 3)
    journals.has(RANGE, 11)

    def dying(call: Call, carry_out: Carry) -> Answer:
        if call.operation == "PutObject":
            signed.append(call.parameters["Key"])
        if len(signed) == 3:
            raise Crash
        return carry_out()

    signed: list[str] = []
    with intercepted(dying), suppress(Crash):
        journals.sign()
    journals.sign()

    assert journals.positions(RANGE) == [3, 6, 9, 11]


# ---------------------------------------------------------------- a journal that was changed


def _rewrite_all(journals: Journals) -> None:
    """A new chain that holds in itself, in place of the signed one."""
    journals.has(RANGE, chained([[issued(9 - n)] for n in range(1, 8)], RANGE))


BOMB = zlib.compress(bytes(50_000_000))
TAMPERING: dict[str, Callable[[Journals], object]] = {
    "the signed entry": lambda one: one.change(RANGE, f"{4:012d}", entry=b"x"),
    "a signed entry that is gone": lambda one: one.remove(RANGE, f"{4:012d}"),
    "a new entry": lambda one: one.change(RANGE, f"{5:012d}", entry=one.entry(RANGE, 6)),
    "a new entry that is gone": lambda one: one.remove(RANGE, f"{5:012d}"),
    "a new entry of another journal": lambda one: one.change(RANGE, f"{5:012d}", entry=one.entry(OTHER, 2)),
    "a new entry that is unreadable": lambda one: one.change(RANGE, f"{5:012d}", entry=b"x"),
    "a new entry that would fill the memory": lambda one: one.change(RANGE, f"{5:012d}", entry=BOMB),
    "the end": lambda one: one.change(RANGE, "head", hash="0" * 64),
    "the end, which is unreadable": lambda one: one.change(RANGE, "head", ordinal="many"),
    "the end, which is gone": lambda one: one.remove(RANGE, "head"),
    "an end before the signed entry": lambda one: one.has(RANGE, 3),
    "the whole chain": _rewrite_all,
    "the register": lambda one: one.unregister(RANGE),
    "the range in the register": lambda one: one.roll_back(RANGE, {**one.registered(RANGE), "range": 7}),
    "everything about it": lambda one: [one.unregister(RANGE), one.remove(RANGE, "head", f"{1:012d}")],
}


@pytest.mark.parametrize("what", TAMPERING)
def test_a_journal_that_was_changed_gets_no_head_and_rings(
    journals: Journals, what: str, logged: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    journals.has(RANGE, 4)
    journals.has(OTHER, 2)
    with time_machine.travel(NIGHT - DAY):
        journals.sign(NIGHT - DAY)
    capsys.readouterr()
    journals.has(RANGE, 6)
    journals.has(OTHER, 3)
    TAMPERING[what](journals)

    journals.sign()

    assert journals.positions(RANGE) == [4]
    assert journals.positions(OTHER) == [2, 3]
    assert +published(capsys) == {"HeadsSigned": 1, "JournalsChanged": 1}
    [line] = lines(logged, "journal changed")
    assert line["level"] == "ERROR"
    assert line["number_range"] in (RANGE, "jobs%2Facme%2FR-%2A")


def test_a_register_that_was_put_back_together_with_its_journal_deceives_nobody(
    journals: Journals, logged: StringIO
) -> None:
    """The bucket, which is locked, says what was signed last."""
    journals.has(RANGE, 2)
    with time_machine.travel(NIGHT - 2 * DAY):
        journals.sign(NIGHT - 2 * DAY)
    former = journals.registered(RANGE)
    journals.has(RANGE, 4)
    with time_machine.travel(NIGHT - DAY):
        journals.sign(NIGHT - DAY)
    entries = chained([[issued(1)], [issued(2)], [issued(3), issued(4)], [issued(5)], [issued(6)]], RANGE)
    journals.has(RANGE, entries)
    journals.roll_back(RANGE, former)

    journals.sign()

    assert journals.positions(RANGE) == [2, 4]
    assert len(lines(logged, "journal changed")) == 1


@pytest.mark.parametrize("forgery", ["another key", "another range", "another time", "no head at all"])
def test_a_forged_head_in_the_bucket_rings(journals: Journals, forgery: str, logged: StringIO) -> None:
    entries = journals.has(RANGE, 3)
    journals.has(OTHER, 2)
    with time_machine.travel(NIGHT - DAY):
        journals.sign(NIGHT - DAY)
    [own], [others] = ([key for key in journals.objects() if owner in key] for owner in ("acme", "globex"))
    later = own[: own.rindex("/")] + "/2026-11-27T20:00:00.000Z.jws"
    foreign = head(entries[0], new_key(), "2026-11-27T20:00:00.000Z")
    texts = {
        "another key": foreign,
        "another range": journals.objects()[others],
        "another time": journals.objects()[own],
        "no head at all": "é" * 5_000,
    }
    journals.put(later, texts[forgery])

    journals.sign()

    assert [line["number_range"] for line in lines(logged, "journal changed")] == [RANGE]
    assert len(journals.objects()) == 3


def test_heads_of_a_former_key_are_ours_if_the_operator_names_it(journals: Journals) -> None:
    key = new_key()
    entries = journals.has(RANGE, 3)
    text = head(entries[1], key, "2026-11-27T20:00:00.000Z")
    journals.put(key_of(verified(text).statement), text)

    journals.sign()
    refused = len(journals.objects())
    journals.faktura.variables["FORMER_JOURNAL_KEYS"] = verified(text).thumbprint
    journals.sign()
    del journals.faktura.variables["FORMER_JOURNAL_KEYS"]

    assert refused == 1
    assert journals.positions(RANGE) == [2, 3]


def test_after_the_operators_note_a_restored_journal_is_signed_again(journals: Journals) -> None:
    journals.has(RANGE, 6)
    with time_machine.travel(NIGHT - DAY):
        journals.sign(NIGHT - DAY)
    journals.has(RANGE, 4)  # restored to a moment before the head
    journals.sign()
    before = journals.positions(RANGE)

    [key] = journals.objects()
    journals.put(key[: key.rindex("/")] + "/2026-11-28T09:00:00.000Z.restart", "restored from a backup, case 17")
    with time_machine.travel(NIGHT + DAY):
        journals.sign(NIGHT + DAY)

    assert before == [6]
    assert [one.statement.position for one in journals.heads(RANGE)] == [6, 4]


def test_a_note_with_a_date_to_come_does_not_make_every_night_begin_anew(journals: Journals) -> None:
    journals.has(RANGE, 2)
    journals.sign()
    [key] = journals.objects()
    journals.put(key[: key.rindex("/")] + "/2062-11-28T09:00:00.000Z.restart", "a slip of the pen")

    with time_machine.travel(NIGHT + DAY):
        journals.sign(NIGHT + DAY)

    assert journals.positions(RANGE) == [2]


def test_a_journal_that_cannot_be_read_does_not_stop_the_others(journals: Journals, logged: StringIO) -> None:
    journals.has(RANGE, 2)
    journals.has(OTHER, 2)

    def around(call: Call, carry_out: Carry) -> Answer:
        if call.operation == "GetItem" and "acme#journal" in call.parameters["Key"]["tenant"]["S"]:
            raise ConnectionError
        return carry_out()

    with intercepted(around), pytest.raises(Unavailable):
        journals.sign()

    assert journals.positions(OTHER) == [2]
    assert [line["number_range"] for line in lines(logged, "head not signed")] == [RANGE]
