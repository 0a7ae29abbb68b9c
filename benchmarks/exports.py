"""Exports of 10,000 invoices on the running stack: from the request until the file is there, each format of jobs.

    python benchmarks/exports.py [invoices]

Goal: at most 60 s each for CSV, XLSX and DATEV; ZIP is reported. The peer writes the same rows from a list in its own
memory, with what a programmer would take: the csv module, XlsxWriter or zipfile. It reads nothing and stores nothing.
Linux counts what the function's process computes, and its peak memory. The rest of the time is that of the other
processes of the machine: the local stack's database and store, which answer one call at a time.
"""

import csv
import os
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

import requests  # noqa: E402  # found from any folder
import xlsxwriter  # noqa: E402

from benchmarks.measuring import NotMeasured, paired, run  # noqa: E402
from faktura.core import json  # noqa: E402
from faktura.core.attributes import marshalled  # noqa: E402
from faktura.exports.datev_file import COLUMNS as DATEV_COLUMNS  # noqa: E402
from faktura.jobs.configurations.configuration import Seller  # noqa: E402
from faktura.jobs.exports.document_row import COLUMNS, rows_of  # noqa: E402
from faktura.jobs.invoices.invoice import Invoice  # noqa: E402
from faktura.jobs.invoices.invoice_page import draw  # noqa: E402
from faktura.jobs.invoices.pdf_store import PdfStore  # noqa: E402
from faktura.jobs.keys import invoice_key  # noqa: E402
from faktura.jobs.orders.order import SalesOrder  # noqa: E402
from faktura.jobs.orders.pricing import bill_for  # noqa: E402
from local.identity import VARIABLES  # noqa: E402
from tests.support.builders import sales_order  # noqa: E402
from tests.support.local.calls import Caller  # noqa: E402
from tests.support.local.exports import Exporter  # noqa: E402
from tests.support.local.kills import processes_of  # noqa: E402
from tests.support.local.stacks import Served, served  # noqa: E402

ROUNDS = 3
BATCH = 25
DRAWN = 50
"""PDFs that are drawn; the others are copies of these, because drawing is not what is measured."""

MAX_SECONDS = 600
YEAR = {"dateFrom": "2026-01-01", "dateTo": "2026-12-31"}
SELLER = Seller(name="Acme GmbH")
ACCOUNTS = {
    "consultant": 29098,
    "client": 55003,
    "debtorAccount": "10000",
    "revenueAccounts": [{"rate": 19, "account": "8400"}, {"rate": 12, "account": "8300", "taxKey": "2"}],
}


@dataclass(frozen=True)
class Ledger:
    """A tenant of a stack with its invoices and their PDFs."""

    stack: Served
    exporter: Exporter
    invoices: Sequence[Invoice]
    pdfs: Sequence[bytes]


def invoiced(number: int) -> Invoice:
    """An invoice of two rates; no two have the same buyer and amounts."""
    order = sales_order(f"order {number}")
    order["billingAddress"] |= {"companyName": f"Käufer {number} GmbH & Co. KG"}
    bill = bill_for(SalesOrder.of(json.loads(json.dumps(order))), SELLER, "acme")
    issued_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    return Invoice(number=f"R-{number:06d}", job_id="j", issued_at=issued_at, bill=bill)


def filled(stack: Served, count: int) -> Ledger:
    """Put the invoices into the table as jobs put them, and the PDFs into the bucket."""
    shop = Caller(stack, "shop-acme")
    path = "/configuration/acme/configurations/datev"
    shop.call("PUT", path, json={"key": "datev", "value": ACCOUNTS}).raise_for_status()
    invoices = [invoiced(number) for number in range(1, count + 1)]
    drawn = [draw(invoice) for invoice in invoices[:DRAWN]]
    pdfs = [drawn[place % len(drawn)] for place in range(count)]
    database, table = stack.client("dynamodb"), stack.physical("JobTable")
    puts = [{"PutRequest": {"Item": marshalled(stored(invoice))}} for invoice in invoices]
    os.environ.update(VARIABLES | {"AWS_ENDPOINT_URL": stack.aws_url})
    bucket = PdfStore(stack.physical("JobBucket"))
    with ThreadPoolExecutor(4) as writers:
        for answer in writers.map(
            lambda first: database.batch_write_item(RequestItems={table: puts[first : first + BATCH]}),
            range(0, count, BATCH),
        ):
            assert not answer["UnprocessedItems"]  # noqa: S101  # else the figures are void
        list(writers.map(lambda one, pdf: bucket.put("acme", one.number, one.issued_at, pdf), invoices, pdfs))
    return Ledger(stack, Exporter(shop, "/invoice/acme/exports", YEAR), invoices, pdfs)


def stored(invoice: Invoice) -> dict[str, Any]:
    """The item of an invoice."""
    content = {"orderId": invoice.bill.order_id, "jobId": "j", "issuedAt": invoice.issued_at.isoformat()}
    return {**invoice_key("acme", invoice.number), **content, "bill": zlib.compress(json.dumps(invoice.bill))}


def exported(ledger: Ledger, form: str) -> float:
    """The seconds from the request for an export until its file is there."""
    begun = time.monotonic()
    asked = ledger.exporter.ask(form)
    asked.raise_for_status()
    while (export := looked_at(ledger, asked.json()["exportId"]))["status"] == "IN_PROGRESS":
        if time.monotonic() - begun > MAX_SECONDS:
            raise NotMeasured(f"the export was not there after {MAX_SECONDS} s")
        time.sleep(0.2)
    seconds = time.monotonic() - begun
    assert (export["status"], export["records"]) == ("DONE", len(ledger.invoices)), export  # noqa: S101  # else void
    return seconds


def looked_at(ledger: Ledger, export_id: str) -> dict[str, Any]:
    """The export; a busy machine may not answer in time, and is asked again."""
    with suppress(requests.RequestException):
        answer = ledger.exporter.found(export_id)
        if answer.status_code not in (429, 502, 503, 504):
            answer.raise_for_status()
            return dict(answer.json())
        print(f"    {answer.status_code}: {answer.text}")
    return {"status": "IN_PROGRESS"}


def compare(ledger: Ledger, form: str, name: str, write: Callable[[Path], None]) -> None:
    """Print the seconds of a format, its ratio to the peer, and the peak memory of the function."""

    def theirs() -> float:
        with TemporaryDirectory() as folder:
            begun = time.monotonic()
            write(Path(folder) / "file")
            return time.monotonic() - begun

    forget_peaks(ledger.stack)
    before = processor_seconds(ledger.stack)
    pairs = paired(partial(exported, ledger, form), theirs, ROUNDS)
    own = (processor_seconds(ledger.stack) - before) / (ROUNDS + 1)
    print(
        f"{form:6} {pairs.ours:6.1f} s   {pairs.ratio} {name} ({pairs.theirs:.2f} s)   "
        f"the function computes {own:.1f} s, the rest is the local AWS   peak {peak(ledger.stack)} MB of 1,769"
    )


def processor_seconds(stack: Served) -> float:
    """The seconds that the function's processes have computed."""
    fields = [(process / "stat").read_text().rpartition(")")[2].split() for process in makers(stack)]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def forget_peaks(stack: Served) -> None:
    """Let Linux count the peak memory of the function's processes anew."""
    for process in makers(stack):
        with suppress(OSError):
            (process / "clear_refs").write_text("5")


def peak(stack: Served) -> int:
    """The peak memory of the function's processes in MB."""
    lines = [line for process in makers(stack) for line in (process / "status").read_text().splitlines()]
    return max(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1_024


def makers(stack: Served) -> list[Path]:
    """The processes of the function that makes files."""
    return [Path(f"/proc/{process}") for process in processes_of(stack.physical("JobsMakeExportFunction"))]


def by_csv(rows: Sequence[Sequence[Any]], path: Path) -> None:
    """The rows as a plain CSV file."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def by_xlsxwriter(rows: Sequence[Sequence[Any]], path: Path) -> None:
    """The rows as a workbook, as XlsxWriter's manual writes one."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, COLUMNS)
        for place, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                sheet.write(place, column, cell, *([day] if isinstance(cell, date) else []))


def by_csv_with_semicolons(rows: Sequence[Sequence[Any]], path: Path) -> None:
    """The rows as a file as wide as DATEV's."""
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(DATEV_COLUMNS)
        empty = [""] * (len(DATEV_COLUMNS) - len(COLUMNS))
        writer.writerows([*row, *empty] for row in rows)


def by_zipfile(ledger: Ledger, path: Path) -> None:
    """The PDFs as an archive."""
    with ZipFile(path, "w") as archive:
        for invoice, pdf in zip(ledger.invoices, ledger.pdfs, strict=True):
            archive.writestr(f"{invoice.number}.pdf", pdf)


def figures(ledger: Ledger) -> Iterator[tuple[str, Callable[[], None]]]:
    """Each format with its peer."""
    rows = [row for invoice in ledger.invoices for row in rows_of(invoice)]
    peers = {
        "CSV": ("the csv module", partial(by_csv, rows)),
        "XLSX": ("XlsxWriter", partial(by_xlsxwriter, rows)),
        "DATEV": ("the csv module with semicolons", partial(by_csv_with_semicolons, rows)),
        "ZIP": ("zipfile", partial(by_zipfile, ledger)),
    }
    for form, (name, write) in peers.items():
        yield form, partial(compare, ledger, form, name, write)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with TemporaryDirectory() as folder, served(["-m", "local"], Path(folder)) as stack:
        ledger = filled(stack, count)
        print(f"{count} invoices, two rates each; PDFs of {sum(map(len, ledger.pdfs)) / 1e6:.0f} MB")
        run(dict(figures(ledger)))
