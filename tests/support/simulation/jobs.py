"""Invoice jobs of several tenants at once, from the selection of the orders to their numbers.

Drawing the PDFs is left out: it writes to S3, and reads what the numbering wrote.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import count
from random import Random
from typing import Any

from samcli.yamlhelper import yaml_parse

from faktura.core import json
from faktura.jobs.job import Job
from faktura.jobs.job_store import JobStore
from local.dynamodb.throughput import Limits
from tests.support.builders import sales_order
from tests.support.deployment import Deployment
from tests.support.jobs import WORKFLOW, Shop
from tests.support.simulation.aws import START, Environment, SimulatedContext, World, simulated

FUNCTIONS = ("jobs.select_orders", "jobs.number_chunk")
_MAP = yaml_parse(WORKFLOW.read_text("utf-8"))["States"]["EachChunk"]


@dataclass(frozen=True)
class JobFigures:
    """What came of the jobs: each tenant's invoice numbers, and virtual seconds until its last order had one."""

    numbers: Mapping[str, list[str]]
    done_after: Mapping[str, float]
    tries: int
    throttled: Mapping[str, int]


def number_orders(faktura: Deployment, tenants: Mapping[str, int], limits: Limits) -> JobFigures:
    """Run one job for each tenant with so many orders, all at once, each as its workflow says."""
    for tenant, orders in tenants.items():
        Shop(faktura, tenant).numbering()
        faktura.fill("JobTable", (_order(tenant, number) for number in range(orders)))
    with simulated(faktura, list(FUNCTIONS), limits) as world:
        runs = {tenant: _Run(world, _created(tenant, orders)) for tenant, orders in tenants.items()}
        for run in runs.values():
            world.simulation.begin(run.work, Environment())
        world.simulation.run()
    return JobFigures(
        numbers={tenant: sorted(_numbers(faktura, tenant)) for tenant in tenants},
        done_after={tenant: run.ended_at for tenant, run in runs.items()},
        tries=sum(run.tries for run in runs.values()),
        throttled=dict(world.throughput.throttled),
    )


class _Run:
    """One execution: SelectOrders, then NumberChunk for each chunk, as many at once as the workflow allows."""

    def __init__(self, world: World, job: Job) -> None:
        self._simulation, self._job, self._chance = world.simulation, job, Random(0)
        self.ended_at, self.tries = float("inf"), 0

    def work(self) -> None:
        chunks = iter(self._call("jobs.select_orders", self._job.reference.model_dump(by_alias=True))["chunks"])
        places = [Environment() for _ in range(_MAP["MaxConcurrency"])]
        self._simulation.wait([self._simulation.begin(lambda: self._number(chunks), place) for place in places])
        self.ended_at = self._simulation.now

    def _number(self, chunks: Iterator[Any]) -> None:
        for chunk in chunks:
            self._call("jobs.number_chunk", chunk)

    def _call(self, function: str, document: Any) -> Any:
        """The answer of a task, which is tried again as its state's Retry says."""
        [retry] = [
            one
            for one in _MAP["ItemProcessor"]["States"]["NumberChunk"]["Retry"]
            if one["ErrorEquals"] == ["States.ALL"]
        ]
        for attempt in count():
            self.tries += 1
            context = SimulatedContext(self._simulation, 120, self._simulation.now)
            try:
                return import_module(function).handler(document, context)
            except Exception:
                if attempt == retry["MaxAttempts"]:
                    raise
            longest = min(retry["MaxDelaySeconds"], retry["IntervalSeconds"] * retry["BackoffRate"] ** attempt)
            self._simulation.sleep(self._chance.uniform(0, longest))
        raise AssertionError


def _created(tenant: str, orders: int) -> Job:
    job = Job.new(tenant, "MANUAL", START, orders, "simulated")
    JobStore.from_settings().create(job, [str(number) for number in range(orders)])
    return job


def _order(tenant: str, number: int) -> dict[str, Any]:
    content = zlib.compress(json.dumps(sales_order(str(number))))
    return {"tenant": f"{tenant}#order", "record": str(number), "content": content}


def _numbers(faktura: Deployment, tenant: str) -> Iterator[str]:
    for item in faktura.items("JobTable"):
        if item["tenant"] == f"{tenant}#order" and "invoiceNumber" in item:
            yield item["invoiceNumber"]
