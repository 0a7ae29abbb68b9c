"""What the journal of a number range costs a job, and what it costs to verify one.

    python benchmarks/journal.py [rounds]

Goal: at most 10 % of a job's time. The peer is the same job without a journal: number and draw 100 orders on moto, in
process. Moto makes a write slower than DynamoDB does, so the share on AWS is smaller; the write units are DynamoDB's.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import partial
from io import StringIO
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "functions")]

from benchmarks.measuring import paired, run  # noqa: E402  # found from any folder
from faktura.audit.__main__ import main as audit  # noqa: E402
from faktura.audit.journal import Head  # noqa: E402
from faktura.audit.journal_store import Appending, Journal  # noqa: E402
from faktura.core.observability import log  # noqa: E402
from local.dynamodb.capacity import Consumed, metered  # noqa: E402
from tests.support.deployment import deployed  # noqa: E402
from tests.support.jobs import Shop, executions, invoking  # noqa: E402
from tests.support.journals import chained, exported, head, issued, new_key  # noqa: E402
from tests.support.workflow import carry_out  # noqa: E402

ORDERS = 100
ENTRIES = 10_000


@contextmanager
def without_journal() -> Iterator[None]:
    """A product without journals."""
    nothing = Appending([], Head(0, ""))
    with patch.object(Journal, "appending", lambda *_: nothing), patch.object(Journal, "catch_up", lambda _: None):
        yield


def job(rounds: int) -> None:
    """Time jobs with and without the journal."""
    runs = count()
    log.setLevel("WARNING")  # or thousands of lines hide the figures
    with deployed() as faktura:
        shop = Shop(faktura)
        shop.numbering()

        def seconds() -> float:
            names = [f"{next(runs)}-{number}" for number in range(ORDERS)]
            with redirect_stdout(StringIO()):  # what the functions print are their metrics
                shop.has(*names)
                assert shop.start(*names).status == 201  # noqa: S101  # else the figures are void
                begun = time.process_time()
                carry_out(executions(faktura), invoking(faktura), Random(0))
                return time.process_time() - begun

        def without() -> float:
            with without_journal():
                return seconds()

        found = paired(seconds, without, rounds)
        print(f"a job of {ORDERS} orders, CPU on moto: {found.ours:.2f} s, without the journal {found.theirs:.2f} s")
        print(f"    {found.ratio} of the job without a journal (goal: at most 1.10)")
        with_units, without_units = units(seconds), units(without)
        print(f"write units of the job: {with_units:.0f}, without the journal {without_units:.0f}", end="")
        print(f"    {with_units / without_units:.2f} x")


def units(work: Callable[[], float]) -> float:
    """The write units that the work consumes."""
    consumed: list[Consumed] = []
    with metered(consumed.append):
        work()
    return sum(one.write for one in consumed)


def verification() -> None:
    """Verify a journal with the content of its documents."""
    entries, key = chained([[issued(n)] for n in range(1, ENTRIES + 1)]), new_key()
    with TemporaryDirectory() as folder:
        journal, since = Path(folder, "journal.json"), Path(folder, "head.jws")
        journal.write_bytes(exported(entries, disclose=True))
        since.write_text(head(entries[-1], key))
        begun = time.process_time()
        assert audit(["verify", str(journal), "--since", str(since)]) == 0  # noqa: S101  # else the figure is void
        print(
            f"{ENTRIES} entries verified in {time.process_time() - begun:.1f} s, {journal.stat().st_size / 1e6:.1f} MB"
        )


def main(arguments: Sequence[str]) -> None:
    """Print the figures."""
    rounds = int(arguments[0]) if arguments else 8
    run({"job": partial(job, rounds), "verification": verification})


if __name__ == "__main__":
    main(sys.argv[1:])
