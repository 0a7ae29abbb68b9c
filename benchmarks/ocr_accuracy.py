"""Accuracy of reading photographed receipts and typed invoices, what is vouched for, CPU time and memory.

    python benchmarks/ocr_accuracy.py [folder of <name>.jpg with <name>.json]...

Each set is split by a hash of the file. Rules and thresholds are chosen on the tuning half, and figures are reported on
the reporting half, of which no document is ever named.
"""

import multiprocessing
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.invoices import corpus, receipts, report
from benchmarks.invoices.judge import Task, judged, prepare
from benchmarks.invoices.verdict import Half, Verdict
from benchmarks.measuring import NotMeasured, run

RECEIPTS = Path(__file__).parents[2] / "shared" / "data" / "ocr"
FOLDERS = (RECEIPTS / "receipts", RECEIPTS / "receipts_more")
MIN_TOTALS = {"receipts": 94, "typed invoices": 97}
"""Percent of the totals that are to be right."""

MAX_CPU = {"text": 0.03, "receipt": 1.4, "picture": 1.8}
"""Seconds a page, on one thread."""

PROCESSES = 2
MAX_DOCUMENTS_PER_PROCESS = 50
"""As in the local Textract: pages of different sizes fragment a process's memory."""

Sets = dict[str, list[Verdict]]


def main(folders: Sequence[Path]) -> None:
    """Read every document, then print the tables."""
    sets: Sets = {}
    figures = {folder.name: partial(_receipts, sets, folder) for folder in folders}
    run(
        {
            **figures,
            "typed invoices": partial(_typed_invoices, sets),
            "reporting half": partial(_report, sets, "reporting"),
            "tuning half": partial(_report, sets, "tuning"),
            "time and memory": partial(_cost, sets),
        }
    )


def _receipts(sets: Sets, folder: Path) -> None:
    if not (names := receipts.names(folder)):
        raise NotMeasured(f"there are no receipts in {folder}")
    sets[folder.name] = _verdicts([(str(folder), name) for name in names])


def _typed_invoices(sets: Sets) -> None:
    sets["typed invoices"] = _verdicts([(None, name) for name in corpus.names()])


def _verdicts(tasks: Sequence[Task]) -> list[Verdict]:
    spawn = multiprocessing.get_context("spawn")  # a ProcessPoolExecutor whose workers all leave at once hangs
    with spawn.Pool(PROCESSES, prepare, maxtasksperchild=MAX_DOCUMENTS_PER_PROCESS) as processes:
        return processes.map(judged, tasks, chunksize=1)


def _report(sets: Sets, half: Half) -> None:
    for name, verdicts in sets.items():
        of_half = [verdict for verdict in verdicts if verdict.half == half]
        print(f"--- {name}, {half} half, {len(of_half)} documents")
        report.table(of_half, MIN_TOTALS.get(name, MIN_TOTALS["receipts"]))
        if half == "tuning":
            report.worst(of_half)


def _cost(sets: Sets) -> None:
    report.cost([verdict for verdicts in sets.values() for verdict in verdicts], MAX_CPU)


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]] or FOLDERS)
