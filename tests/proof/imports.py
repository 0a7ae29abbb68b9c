"""10,000 invoices with their payments, and 10,000 orders, imported twice into the running stack; about half an hour.

Each import is killed on its way, run to its end, and run once more. Each kind has a stack of its own and leaves a file;
a run that is broken off goes on with the kinds that are missing.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.support.local.imports import Importer, check_office, import_office_twice, import_orders_twice
from tests.support.local.stacks import served

RECORDS = int(os.environ.get("RECORDS", "10000"))


def _office(importer: Importer) -> None:
    check_office(import_office_twice(importer, "imported", RECORDS), RECORDS)


def _orders(importer: Importer) -> None:
    shop = import_orders_twice(importer, "imported", RECORDS)
    last = shop.call("GET", f"/order-v2/imported/salesorders/ORDER-{RECORDS - 1}").json()
    assert last["billingAddress"]["companyName"] == f"Käufer {RECORDS - 1} GmbH"


_PARTS: Mapping[str, Callable[[Importer], None]] = {"office": _office, "orders": _orders}


def run(folder: Path) -> bool:
    """Whether nothing was found; the report is `report.json`. A finished run is begun anew."""
    if (folder / "report.json").exists():
        for file in folder.iterdir():
            file.unlink()
    for name, part in _PARTS.items():
        file = folder / f"{name}.json"
        if not file.exists():
            file.write_text(json.dumps(_outcome(part), indent=1), "utf-8")
        print(name, file.read_text("utf-8"), flush=True)
    report = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in _PARTS}
    (folder / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    return not any(outcome["fault"] for outcome in report.values())


def _outcome(part: Callable[[Importer], None]) -> dict[str, Any]:
    """How long each run took, and what was wrong."""
    began, fault = time.monotonic(), ""
    with TemporaryDirectory() as folder, served(["-m", "local"], Path(folder)) as stack:
        importer = Importer(stack, Path(folder))
        try:
            part(importer)
        except AssertionError as error:
            fault = str(error) or repr(error)
    seconds = round(time.monotonic() - began)
    return {"records": RECORDS, "seconds": seconds, "runs": importer.seconds, "fault": fault}
