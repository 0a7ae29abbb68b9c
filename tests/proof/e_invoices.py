"""5,000 generated invoices in every form, judged by the official rules; about a quarter of an hour on two cores.

A fault of a judge where no term is missing is a finding, and so is a missing term that no judge asks for; Peppol's own
rules have no judge. Each batch leaves a file; a run that is broken off goes on with the batches that are missing.
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

from faktura.einvoices.form import FORMS, Form, written
from faktura.einvoices.invoice import Invoice
from faktura.einvoices.terms import missing
from tests.support.einvoices.invoices import random_invoice
from tests.support.einvoices.judges import faults

INVOICES = int(os.environ.get("INVOICES", "5000"))
SECONDS = 55 * 60

_BATCH = 50
_PROCESSES = 2


def run(folder: Path) -> bool:
    """Whether nothing was found; the report is `report.json`. A finished run is begun anew."""
    if (folder / "report.json").exists():
        for file in folder.iterdir():
            file.unlink()
    began = time.monotonic()
    firsts = [first for first in range(0, INVOICES, _BATCH) if not _file(folder, first).exists()]
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as pool:
        for done, one in enumerate(as_completed(pool.submit(partial(_batch, folder), first) for first in firsts), 1):
            one.result()
            print(f"{done * _BATCH:,} invoices", flush=True)
            if time.monotonic() - began > SECONDS:
                pool.shutdown(cancel_futures=True)
                break
    return _report(folder)


def _batch(folder: Path, first: int) -> None:
    seeds = range(first, min(first + _BATCH, INVOICES))
    outcomes = [_judged(_invoice(seed), seed, form) for seed in seeds for form in FORMS]
    partial_file = _file(folder, first).with_suffix(".part")
    partial_file.write_text(json.dumps(outcomes, indent=1), "utf-8")
    partial_file.rename(_file(folder, first))


def _invoice(seed: int) -> Invoice:
    """The invoice of a seed."""
    return random_invoice(seed)


def _judged(invoice: Invoice, seed: int, form: Form) -> dict[str, Any]:
    terms = missing(invoice, form)
    found = [] if terms and form == "peppol-bis" else faults(written(invoice, form), form)
    return {
        "seed": seed,
        "form": form,
        "missing": terms,
        "faults": [f"{fault.id} {fault.text}" for fault in found[:5]],
        "isFinding": bool(terms) != bool(found) and not (terms and form == "peppol-bis"),
    }


def _file(folder: Path, first: int) -> Path:
    return folder / f"from-{first:05}.json"


def _outcomes(folder: Path) -> Iterator[dict[str, Any]]:
    for file in sorted(folder.glob("from-*.json")):
        yield from json.loads(file.read_text("utf-8"))


def _report(folder: Path) -> bool:
    outcomes = list(_outcomes(folder))
    findings = [one for one in outcomes if one["isFinding"]]
    valid = {form: sum(one["form"] == form and not one["missing"] for one in outcomes) for form in FORMS}
    invoices = len({one["seed"] for one in outcomes})
    report = {"invoices": invoices, "validByForm": valid, "findings": findings}
    print(json.dumps({**report, "findings": len(findings)}, indent=1))
    if invoices < INVOICES:
        print("The time is up; the same command goes on.")
        return False
    (folder / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    return not findings
