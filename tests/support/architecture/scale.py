"""What one partition, counter, queue and quota carry, and how much of it a stated load takes: docs/scale.md.

Write units are those of the sample events; limits are AWS's defaults as of 2025, those of us-east-1 where regions
differ. The load is stated here, and at 10x everything is ten times as much, the busiest tenant too.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.support.architecture.samples import Run
from tests.support.architecture.template import written
from tests.support.simulation.aws import TRANSACTION_SECONDS

FACTORS = (1, 10, 100, 10_000)
PARTITION_WRITE, TABLE_WRITE = 1_000, 40_000
BUSY_SECONDS, PEAK = 36_000, 2
"""A day's work is done in ten hours; the busiest hour has twice the mean."""

JOURNAL_UNITS = 2
"""Write units of a journal entry of 1 KB in a transaction: one for each invoice or payment of an office."""

JOURNAL_BLOCK_UNITS, BLOCK_ORDERS = 16, 33
"""Those of an entry of 8 KB, for each block of orders that a job numbers."""


@dataclass(frozen=True)
class Load:
    """What is done in a day by all tenants, and the busiest tenant's share of it."""

    what: str
    a_day: int
    share: float

    @property
    def all(self) -> float:
        """Of all tenants, in a second of the busiest hour."""
        return self.a_day * PEAK / BUSY_SECONDS

    @property
    def busiest(self) -> float:
        """Of the busiest tenant."""
        return self.all * self.share


PUSHED = Load("200 practices push 200 invoices a day, each twice; the largest has 2% of them", 80_000, 0.02)
DOCUMENTS = Load("20 insurers send 5,000 documents a day; the largest sends half of them", 5_000, 0.5)
INVOICES = Load("100 offices create 100 invoices and as many payments a day; the largest has 5%", 10_000, 0.05)
ORDERS = Load("100 shops send 300 orders a day; the largest has 10%", 30_000, 0.1)
REPORTED = Load("200 workshops report 30 invoices a day; one insurer has half of them", 6_000, 0.5)
LOADS = (PUSHED, DOCUMENTS, INVOICES, ORDERS, REPORTED)
SHOPS = 100
CALLS = sum(one.all for one in LOADS) * 3
"""Requests a second: each piece of work is also read, and asked for, once."""


@dataclass(frozen=True)
class Resource:
    """One row: what carries how much a second, how much of it the load takes, and what happens beyond.

    `units` says what one piece of work takes of it.
    """

    name: str
    work: str
    units: str
    carries: float
    load: float
    beyond: str

    def row(self) -> str:
        """The row as docs/scale.md has it."""
        cells = [self.name, self.work, self.units, in_figures(self.carries)]
        cells += [_share(self.load * factor / self.carries) for factor in FACTORS]
        return f"| {' | '.join([*cells, self.beyond])} |"


class Units:
    """The write units of sample events, by table and index: of the partition that takes most."""

    def __init__(self, run: Callable[[str], Run], tables: Mapping[str, str]) -> None:
        self._run, self._tables = run, tables

    def partition(self, table: str, index: str, *functions: str) -> float:
        """Of the busiest partition."""
        by_partition: dict[str, float] = defaultdict(float)
        for function in functions:
            for one in self._run(function).consumed:
                for share in one.shares:
                    if one.table == self._tables[table] and share.index == index:
                        by_partition[share.partition] += share.write
        return max(by_partition.values())

    def table(self, table: str, *functions: str) -> float:
        """Of the table without its indexes."""
        consumed = [one for function in functions for one in self._run(function).consumed]
        own = [share for one in consumed if one.table == self._tables[table] for share in one.shares if not share.index]
        return sum(share.write for share in own)


def load_table() -> str:
    """The stated load."""
    rows = "".join(f"| {one.what} | {in_figures(one.all)} | {in_figures(one.busiest)} |\n" for one in LOADS)
    return "| load | a second, busiest hour | the largest tenant's |\n|---|---|---|\n" + rows


def scale_table(api: str, units: Units) -> str:
    """The table of one API, or of what they share."""
    head = (
        "| resource | work | one takes | carries a second | 1x | 10x | 100x | 10,000x | beyond |\n" + "|---" * 9 + "|\n"
    )
    return head + "".join(f"{one.row()}\n" for one in RESOURCES[api](units))


def in_figures(number: float) -> str:
    """Two significant digits."""
    rounded = float(f"{number:.2g}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def _share(used: float) -> str:
    if used > 1:
        return f"**{in_figures(used)}x**"
    return f"{in_figures(used * 100)}%" if used >= 0.0001 else "< 0.01%"


def _of_partition(name: str, work: str, units: float, load: float, beyond: str) -> Resource:
    return Resource(name, work, f"{units:g} write units", PARTITION_WRITE / units, load, beyond)


def _pims(units: Units) -> Sequence[Resource]:
    function = "pims.store_invoices"
    stored = units.partition("PimsTable", "", function)
    workers = int(written()["Parameters"]["StoreConcurrency"]["Default"])
    return [
        _of_partition(
            "a practice's partition", "an invoice", stored, PUSHED.busiest, "its batches wait; others do not"
        ),
        Resource(
            "`PimsTable`",
            "an invoice",
            f"{stored:g} write units",
            TABLE_WRITE / stored,
            PUSHED.all,
            "batches wait; a quota to raise",
        ),
        Resource(
            f"`StoreConcurrency`, {workers} workers",
            "an invoice",
            "0.03 s of a worker",
            workers * 1_000 / 30,
            PUSHED.all,
            "batches wait; raise the parameter",
        ),
    ]


def _capture(units: Units) -> Sequence[Resource]:
    upload = ("capture.start_upload", "capture.read_upload")
    shared = units.partition("CaptureTable", "unfinished", *upload)
    own = units.partition("CaptureTable", "", *upload)
    textract = int(written()["Parameters"]["OcrConcurrency"]["Default"])
    return [
        _of_partition(
            "index `unfinished`, one for all insurers", "a document", shared, DOCUMENTS.all, "503 for every insurer"
        ),
        _of_partition("an insurer's partition", "a document", own, DOCUMENTS.busiest, "503; uploads wait"),
        Resource(
            "Textract (quota)",
            "a page",
            "1 call",
            textract,
            DOCUMENTS.all,
            "documents wait up to a day, then fail; a quota to raise",
        ),
        Resource(
            "Step Functions: StartExecution (quota)",
            "a webhook",
            "1 call",
            300,
            DOCUMENTS.all,
            "the sweep starts it later; a quota to raise",
        ),
    ]


def _billing(units: Units) -> Sequence[Resource]:
    functions = ("billing.create_invoice", "billing.create_payment")
    own = units.partition("BillingTable", "", *functions) + 2 * JOURNAL_UNITS
    return [
        _of_partition(
            "an office's partition", "an invoice and its payment", own, INVOICES.busiest, "503 for this office"
        ),
        Resource(
            "an office's counter",
            "an invoice",
            f"{TRANSACTION_SECONDS * 1000:g} ms alone",
            1 / TRANSACTION_SECONDS,
            INVOICES.busiest,
            "503 for this office",
        ),
        _of_partition(
            "an office's partition of index `byDate`",
            "an invoice and its payment",
            units.partition("BillingTable", "byDate", *functions),
            INVOICES.busiest,
            "503 for this office",
        ),
    ]


def _jobs(units: Units) -> Sequence[Resource]:
    numbered = units.partition("JobTable", "", "jobs.number_chunk")
    counter = (2 + JOURNAL_BLOCK_UNITS) / BLOCK_ORDERS
    unfinished = units.partition("JobTable", "unfinished", "jobs.create_job", "jobs.finish_job")
    return [
        _of_partition(
            "a shop's partition of orders, or of invoices", "an order", numbered, ORDERS.busiest, "its job takes longer"
        ),
        Resource(
            "a shop's counter with its journal",
            "an order",
            f"{counter:.2g} write units",
            PARTITION_WRITE / counter,
            ORDERS.busiest,
            "its job takes longer",
        ),
        _of_partition(
            "index `unfinished`, one for all shops",
            "a job",
            unfinished,
            SHOPS / 3600,
            "jobs wait, calls that start one get 503",
        ),
        Resource(
            "the schedule's call, once an hour",
            "a shop's job",
            "10 ms of 590 s",
            59_000 / 3600,
            SHOPS / 3600,
            "**fails**: see below",
        ),
        Resource(
            "a job", "an order", "10,000 at most", 10_000 / 3600, ORDERS.busiest, "the rest waits for the next job"
        ),
    ]


def _cases(units: Units) -> Sequence[Resource]:
    function = "cases.upsert_invoices"
    share = units.partition("CasesTable", "partner-created", function) / 2
    own = units.partition("CasesTable", "", function) / 2
    return [
        _of_partition(
            "an insurer's partition of an index", "an invoice", share, REPORTED.busiest, "503 for its workshops"
        ),
        _of_partition("a workshop's partition", "an invoice", own, REPORTED.all / 200, "503 for this workshop"),
        Resource(
            "an insurer's count of invoices",
            "a report",
            f"{TRANSACTION_SECONDS * 1000:g} ms alone",
            1 / TRANSACTION_SECONDS,
            REPORTED.busiest,
            "503 for its workshops",
        ),
    ]


def _shared(_units: Units) -> Sequence[Resource]:
    clients = 20 + 200 + 100 + 100 + 200
    return [
        Resource("API Gateway (quota)", "a request", "1 request", 10_000, CALLS, "429; a quota to raise"),
        Resource("Lambda (quota: 1,000 at once)", "a request", "0.1 s", 10_000, CALLS, "503; a quota to raise"),
        Resource("KMS (quota)", "a token", "1 signature", 1_000, clients / 3600, "503; a quota to raise"),
        Resource(
            "`PublicThrottle`",
            "a token",
            "1 request",
            int(written()["Parameters"]["PublicThrottle"]["Default"]),
            clients / 3600,
            "429; raise the parameter",
        ),
        Resource("S3: a prefix", "a document or batch", "1 PUT", 3_500, DOCUMENTS.all + PUSHED.all, "503, repeated"),
    ]


RESOURCES: Mapping[str, Callable[[Units], Sequence[Resource]]] = {
    "pims": _pims,
    "capture": _capture,
    "billing": _billing,
    "jobs": _jobs,
    "cases": _cases,
    "shared": _shared,
}
