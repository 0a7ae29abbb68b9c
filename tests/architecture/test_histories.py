"""No execution's history may come to Step Functions' limit, at which it is ended in the middle of its work."""

from collections.abc import Mapping

import pytest
from samcli.yamlhelper import yaml_parse

from faktura.capture.requests.overdue_store import MAX_OVERDUE
from faktura.capture.webhooks.schedule import MAX_FAILURES
from faktura.jobs.chunk import CHUNK_SIZE
from faktura.jobs.job import MAX_ORDERS
from tests.support.architecture.template import ROOT
from tests.support.histories import MAX_EVENTS, Definition, most_events

ITEMS: Mapping[str, Mapping[str, int]] = {
    "request_sweep.asl.yaml": {"EndThem": 2 * MAX_OVERDUE},
    "invoice_job.asl.yaml": {"EachChunk": MAX_ORDERS // CHUNK_SIZE},
    "webhook_delivery.asl.yaml": {},
    "export.asl.yaml": {},
}
"""The most items that each Map of a workflow gets."""

ROUNDS = {"webhook_delivery.asl.yaml": MAX_FAILURES}
"""How often a workflow with a loop comes through it."""


def definition(file: str) -> Definition:
    read: Definition = yaml_parse((ROOT / "workflows" / file).read_text("utf-8"))
    return read


@pytest.mark.parametrize("file", sorted(file.name for file in (ROOT / "workflows").iterdir()))
def test_an_execution_whose_tasks_need_all_their_tries_stays_below_25_000_events(file: str) -> None:
    """A sweep of 40 rounds had 56,000, and a job whose every task was throttled 42,000."""
    assert most_events(definition(file), ITEMS[file], ROUNDS.get(file, 1)) < MAX_EVENTS


@pytest.mark.parametrize("file", sorted(ITEMS.keys() - ROUNDS.keys()))
def test_a_workflow_without_a_known_number_of_rounds_has_no_loop(file: str) -> None:
    states = definition(file)["States"]

    def leads_to(name: str, path: tuple[str, ...] = ()) -> None:
        assert name not in path
        state = states[name]
        choices = [choice["Next"] for choice in state.get("Choices", [])]
        for target in [*choices, state.get("Default"), state.get("Next")]:
            if target:
                leads_to(target, (*path, name))

    leads_to(definition(file)["StartAt"])
