"""Every table, and every kind of item that any function writes, has a decision about what a restore does with it."""

from collections.abc import Callable

import pytest

from faktura.core.attributes import plain
from faktura.core.recovery import UnknownKind
from faktura.operations.pausing.pause_service import DRAIN_SECONDS, ENDED_AT_ONCE
from faktura.operations.restore.table import NEVER, TABLES
from tests.support.architecture.samples import Run
from tests.support.architecture.template import modules, references, written_of
from tests.support.deployment import Deployment
from tests.support.faults.calls import written_items


def test_every_table_is_restored_or_never_restored() -> None:
    tables = set(written_of("AWS::DynamoDB::Table"))

    restored, never = {one.logical_id for one in TABLES.values()}, {logical_id for logical_id, _ in NEVER.values()}

    assert restored | never == tables
    assert restored & never == set()


@pytest.mark.parametrize("module", modules())
def test_every_item_that_a_function_writes_has_a_kind(
    module: str, run_sample: Callable[[str], Run], faktura: Deployment
) -> None:
    kinds = {faktura.stack.physical[one.logical_id]: one.books.KINDS for one in TABLES.values()}

    calls = run_sample(module).calls
    written = [(table, key) for call in calls for table, key in written_items(call) if table in kinds]

    for table, key in written:
        assert kinds[table].of(plain(key)).kind.name


@pytest.mark.parametrize("name", ["billing", "jobs", "cases", "capture"])
def test_a_key_that_nobody_has_declared_has_no_kind(name: str) -> None:
    kinds = TABLES[name].books.KINDS

    with pytest.raises(UnknownKind):
        kinds.of(dict.fromkeys(kinds.key, "unheard-of"))


def test_a_stop_waits_as_long_as_any_function_runs_that_no_workflow_waits_for() -> None:
    workflows = written_of("AWS::Serverless::StateMachine")
    tasks = {name.removesuffix(".Alias") for one in workflows.values() for name in references(one)}

    functions = written_of("AWS::Serverless::Function")
    alone = {name: one["Properties"].get("Timeout", 3) for name, one in functions.items() if name not in tasks}

    assert max(alone.values()) <= DRAIN_SECONDS
    assert set(ENDED_AT_ONCE) <= set(workflows)
