"""Half an hour of mixed traffic among faults and kills, then an audit of every book; SECONDS and SEED may be set.

The time is divided into rounds of five minutes. Each has a stack and a seed of its own and leaves a file; a run that is
broken off goes on with the rounds that are missing.
"""

import json
import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.support.endurance import round as rounds
from tests.support.endurance.memory import Growth, leaks, mean

SECONDS = float(os.environ.get("SECONDS", "1800"))
SEED = int(os.environ.get("SEED", "1"))
_ROUND_SECONDS = 300.0


def run(folder: Path) -> bool:
    """Whether the audits found nothing; the report is `report.json`. A finished run is begun anew."""
    if (folder / "report.json").exists():
        for file in folder.glob("*.json"):
            file.unlink()
    seconds = min(SECONDS, _ROUND_SECONDS)
    seeds = range(SEED, SEED + max(1, round(SECONDS / seconds)))
    for seed in seeds:
        if not _file(folder, seed).exists():
            print(f"round with SEED={seed}, {seconds:.0f} seconds", flush=True)
            outcome = asdict(rounds.run(seed, seconds, folder))
            _file(folder, seed).write_text(json.dumps(outcome, indent=1), "utf-8")
    return _report(folder, [json.loads(_file(folder, seed).read_text("utf-8")) for seed in seeds])


def _file(folder: Path, seed: int) -> Path:
    return folder / f"round-{seed:03}.json"


def _report(folder: Path, outcomes: list[dict[str, Any]]) -> bool:
    memory = _memory(outcomes)
    report = {
        "seeds": [one["seed"] for one in outcomes],
        "seconds": sum(one["seconds"] for one in outcomes),
        "answers": _total(outcomes, "answers"),
        "faults": _total(outcomes, "faults"),
        "kills": sum(one["kills"] for one in outcomes),
        "restSeconds": {f"SEED={one['seed']}": one["rest_seconds"] for one in outcomes},
        "memory": {name: (round(one.rate, 3), round(one.minutes, 1)) for name, one in memory.items()},
        "stackMemory": {f"SEED={one['seed']}": one["stack_memory"] for one in outcomes},
        "findings": [
            *(f"SEED={one['seed']}: {finding}" for one in outcomes for finding in one["findings"]),
            *leaks(memory),
        ],
    }
    (folder / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    shown = ("seeds", "seconds", "answers", "faults", "kills", "restSeconds", "memory", "stackMemory", "findings")
    print(json.dumps({name: report[name] for name in shown}, indent=1))
    return not report["findings"]


def _memory(outcomes: list[dict[str, Any]]) -> dict[str, Growth]:
    """The growth of each function over all rounds."""
    names = sorted({name for one in outcomes for name in one["memory"]})
    return {name: mean([Growth(*one["memory"][name]) for one in outcomes if name in one["memory"]]) for name in names}


def _total(outcomes: list[dict[str, Any]], name: str) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for outcome in outcomes:
        counted.update(outcome[name])
    return dict(sorted(counted.items()))
