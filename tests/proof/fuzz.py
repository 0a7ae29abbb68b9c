"""100,000 requests of Schemathesis over all APIs, with all its checks; about half an hour on two cores.

They go over HTTP through the local gateway, whose functions run in the same process on moto: one request takes a few
milliseconds, in place of the tens that a Lambda environment of its own takes. Each round is one API with one seed, in a
process of its own, and leaves a file; a run that is broken off goes on with the rounds that are missing.
"""

import json
import logging
import os
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict
from functools import partial
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import requests

from local.demo_clients import SECRET
from tests.support.fuzzing.campaign import Campaign
from tests.support.fuzzing.in_process import served_in_process

REQUESTS = int(os.environ.get("REQUESTS", "100000"))
SECONDS = 55 * 60

_CLIENTS: Mapping[str, str] = {
    "Client billing": "office",
    "Provider invoices": "workshop-north",
    "PIMS on demand": "pims-demo",
    "Invoice capture": "mga-alpha",
    "Invoice jobs": "shop-acme",
    "Access": "office",
    "Service": "office",
}
"""The demo client that calls each API, by the API's title; those with the longest rounds come first."""

_EXAMPLES = 100
_PROCESSES = 2


def run(folder: Path) -> bool:
    """Whether nothing was found; the report is `report.json`. A finished run is begun anew."""
    if (folder / "report.json").exists():
        for file in folder.iterdir():
            file.unlink()
    deadline = time.monotonic() + SECONDS
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        rounds, running = _missing(folder), set[Future[None]]()
        while (is_wanted := _sent(folder) < REQUESTS and time.monotonic() < deadline) or running:
            while is_wanted and len(running) < _PROCESSES:
                api, seed = next(rounds)
                running.add(pool.submit(_round, folder, api, seed))
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                one.result()
            print(f"{_sent(folder):,} requests", flush=True)
    return _report(folder)


def _missing(folder: Path) -> Iterator[tuple[str, int]]:
    """Rounds without a file yet, without end."""
    every = ((api, seed) for seed in count(1) for api in _CLIENTS)
    return ((api, seed) for api, seed in every if not _file(folder, api, seed).exists())


def _file(folder: Path, api: str, seed: int) -> Path:
    return folder / f"{api.replace(' ', '-').lower()}-{seed:03}.json"


def _round(folder: Path, api: str, seed: int) -> None:
    """One API with one seed; what takes thousands of requests is covered once."""
    began = time.monotonic()
    with served_in_process() as url:
        logging.getLogger("faktura").setLevel(logging.CRITICAL)
        form = {"grant_type": "client_credentials"}
        token = requests.post(f"{url}/oauth/token", form, auth=(_CLIENTS[api], SECRET), timeout=60).json()
        campaign = Campaign(url, api, token["access_token"], _EXAMPLES, seed, in_full=seed == 1)
        found = campaign.run()
    outcome = {
        "api": api,
        "seed": seed,
        "seconds": round(time.monotonic() - began),
        "answers": dict(found.answers),
        "excepted": dict(found.excepted),
        "errors": found.errors,
        "findings": [asdict(finding) for finding in found.findings],
    }
    partial_file = _file(folder, api, seed).with_suffix(".part")
    partial_file.write_text(json.dumps(outcome, indent=1), "utf-8")
    partial_file.rename(_file(folder, api, seed))


def _outcomes(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*-[0-9]*.json"))]


def _sent(folder: Path) -> int:
    return sum(sum(outcome["answers"].values()) for outcome in _outcomes(folder))


def _report(folder: Path) -> bool:
    outcomes = _outcomes(folder)
    total = partial(_total, outcomes)
    report = {
        "requests": _sent(folder),
        "seconds": sum(outcome["seconds"] for outcome in outcomes),
        "byApi": {api: sum(sum(one["answers"].values()) for one in outcomes if one["api"] == api) for api in _CLIENTS},
        "answers": total("answers"),
        "excepted": total("excepted"),
        "errors": [error for outcome in outcomes for error in outcome["errors"]],
        "findings": [finding for outcome in outcomes for finding in outcome["findings"]],
    }
    is_whole, is_clean = report["requests"] >= REQUESTS, not report["findings"] and not report["errors"]
    print(json.dumps({name: report[name] for name in ("requests", "seconds", "byApi", "excepted")}, indent=1))
    print(f"{len(report['findings'])} findings, {len(report['errors'])} errors")
    if is_whole:
        (folder / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    else:
        print("The time is up; the same command goes on.")
    return is_whole and is_clean


def _total(outcomes: list[dict[str, Any]], name: str) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for outcome in outcomes:
        counted.update(outcome[name])
    return dict(sorted(counted.items()))
