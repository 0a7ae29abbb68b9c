"""5,000 generated orders as e-invoices in every form, judged by the official rules; about half an hour on two cores.

An order that a form lacks a term for is a finding, too, and so is a PDF that is not archivable or does not print the
same figures. Peppol's own rules have no judge. Each batch leaves a file; a run that is broken off goes on with the
batches that are missing.
"""

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.support.einvoices.of_orders import faults_of
from tests.support.orders import random_order

ORDERS = int(os.environ.get("ORDERS", "5000"))
SECONDS = 55 * 60

_BATCH = 50
_PROCESSES = 2
_MAX_FAULTS = 5


def run(folder: Path) -> bool:
    """Whether nothing was found; the report is `report.json`. A finished run is begun anew."""
    if (folder / "report.json").exists():
        for file in folder.iterdir():
            file.unlink()
    began = time.monotonic()
    firsts = [first for first in range(0, ORDERS, _BATCH) if not _file(folder, first).exists()]
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as pool:
        for done, one in enumerate(as_completed(pool.submit(partial(_batch, folder), first) for first in firsts), 1):
            one.result()
            print(f"{done * _BATCH:,} orders", flush=True)
            if time.monotonic() - began > SECONDS:
                pool.shutdown(cancel_futures=True)
                break
    return _report(folder)


def _batch(folder: Path, first: int) -> None:
    seeds = range(first, min(first + _BATCH, ORDERS))
    outcomes = [{"seed": seed, "faults": faults_of(random_order(seed))[:_MAX_FAULTS]} for seed in seeds]
    partial_file = _file(folder, first).with_suffix(".part")
    partial_file.write_text(json.dumps(outcomes, indent=1), "utf-8")
    partial_file.rename(_file(folder, first))


def _file(folder: Path, first: int) -> Path:
    return folder / f"from-{first:05}.json"


def _outcomes(folder: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.glob("from-*.json")):
        yield from json.loads(file.read_text("utf-8"))


def _report(folder: Path) -> bool:
    outcomes = list(_outcomes(folder))
    findings = [one for one in outcomes if one["faults"]]
    report = {"orders": len(outcomes), "findings": findings}
    print(json.dumps({**report, "findings": findings[:_MAX_FAULTS], "faulty": len(findings)}, indent=1))
    if len(outcomes) < ORDERS:
        print("The time is up; the same command goes on.")
        return False
    (folder / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    return not findings
