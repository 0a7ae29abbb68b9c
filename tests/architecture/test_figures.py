"""The figures in the runbook follow from the template and the sample events."""

import json
from collections.abc import Callable

import pytest

from tests.support.architecture.costs import KINDS, Cost, cost_of
from tests.support.architecture.figures import (
    SCALE,
    cost_table,
    cost_widget,
    quota_table,
    shown,
    shown_widget,
)
from tests.support.architecture.quotas import Quota, quotas
from tests.support.architecture.samples import Run
from tests.support.architecture.scale import RESOURCES, Units, load_table, scale_table
from tests.support.architecture.template import written
from tests.support.deployment import Deployment


@pytest.fixture(scope="module")
def costs(run_sample: Callable[[str], Run]) -> list[Cost]:
    return [cost_of(kind, run_sample) for kind in KINDS]


def test_the_table_of_costs_is_what_the_samples_use(costs: list[Cost]) -> None:
    """If it is not: `.venv/bin/python -m tests.support.architecture.figures`."""
    assert shown("costs") == cost_table(costs)


def test_the_dashboard_shows_the_costs_of_the_table(costs: list[Cost]) -> None:
    assert shown_widget() == cost_widget(costs)


def test_the_table_of_quotas_is_what_the_template_uses() -> None:
    """If it is not: `.venv/bin/python -m tests.support.architecture.figures`."""
    assert shown("quotas") == quota_table()


def test_the_tables_of_scale_are_what_the_samples_use(faktura: Deployment, run_sample: Callable[[str], Run]) -> None:
    """If they are not: `make figures`."""
    units = Units(run_sample, faktura.stack.physical)

    assert shown("load", SCALE) == load_table()
    for api in RESOURCES:
        assert shown(api, SCALE) == scale_table(api, units)


@pytest.mark.parametrize("quota", quotas(), ids=lambda quota: quota.name)
def test_no_quota_is_overstepped(quota: Quota) -> None:
    assert 0 <= quota.used <= quota.limit


def test_the_dashboard_is_json_that_overlaps_nowhere() -> None:
    body = written()["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    widgets = json.loads(body)["widgets"]

    places = [
        (x, y)
        for one in widgets
        for x in range(one["x"], one["x"] + one["width"])
        for y in range(one["y"], one["y"] + one["height"])
    ]

    assert len(places) == len(set(places))
    assert max(x for x, _ in places) < 24
