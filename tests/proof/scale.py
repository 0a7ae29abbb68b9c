"""The hottest flows at full size in virtual time, under AWS's limits: pushes, orders, an office; about half an hour.

`FLOWS=pims,jobs,billing` chooses some of them. `INVOICES`, `ORDERS` and `CLERKS` change their sizes.
"""

import json
import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from local.dynamodb.throughput import NEW_TABLE
from tests.support.deployment import Deployment, deployed
from tests.support.simulation.billing import busy_office
from tests.support.simulation.jobs import number_orders
from tests.support.simulation.pims import store_pushes

INVOICES, ORDERS, CLERKS = (
    int(os.environ.get(name, default)) for name, default in (("INVOICES", 100_000), ("ORDERS", 10_000), ("CLERKS", 50))
)
BATCH = 1_000
INVOICES_OF_A_CLERK = 4


def run(folder: Path) -> bool:
    """Whether every flow stored all of its work once; the figures are `report.json`."""
    logging.disable()
    report = {}
    for name in os.environ.get("FLOWS", ",".join(_FLOWS)).split(","):
        with deployed() as faktura:
            report[name] = _FLOWS[name](faktura)
        print(json.dumps({name: report[name]}, indent=1), flush=True)
    (folder / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    return all(flow["whole"] for flow in report.values())


def _pims(faktura: Deployment) -> dict[str, Any]:
    figures = store_pushes(faktura, {"big": INVOICES, "small": 10}, BATCH, NEW_TABLE)
    is_whole = figures.stored == {"big": INVOICES, "small": 10} and not figures.dead
    return {"whole": is_whole, "a second": _rate(INVOICES, figures.done_after["big"]), **vars(figures)}


def _jobs(faktura: Deployment) -> dict[str, Any]:
    figures = number_orders(faktura, {"big": ORDERS, "small": 10}, NEW_TABLE)
    counts = {tenant: len(set(numbers)) for tenant, numbers in figures.numbers.items()}
    shown = vars(figures) | {"numbers": counts}
    rate = _rate(ORDERS, figures.done_after["big"])
    return {"whole": counts == {"big": ORDERS, "small": 10}, "a second": rate, **shown}


def _billing(faktura: Deployment) -> dict[str, Any]:
    figures = busy_office(faktura, CLERKS, INVOICES_OF_A_CLERK, NEW_TABLE)
    invoices = CLERKS * INVOICES_OF_A_CLERK
    numbers = {one["record"] for one in figures.records if one["record"].startswith("number#")}
    payments = [one for one in figures.records if one["record"].startswith("payment#")]
    is_whole = len(numbers) == len(payments) == invoices and set(figures.statuses) <= {200, 201, 503}
    shown = vars(figures) | {"records": len(figures.records)}
    return {"whole": is_whole, "a second": _rate(invoices, figures.seconds), **shown}


def _rate(count: int, seconds: float) -> float:
    return round(count / seconds, 1)


_FLOWS: Mapping[str, Callable[[Deployment], dict[str, Any]]] = {"pims": _pims, "jobs": _jobs, "billing": _billing}
