"""An invoice of 20 lines as a PDF, in Latin letters and in many scripts, compared with reportlab, WeasyPrint and fpdf2.

Goals: warm, at least 0.35 of reportlab, 15 times WeasyPrint and 60 PDFs per second on one core; import and first PDF at
most reportlab's time. It counts CPU seconds, because other programs may use the machine. Our first PDF is made as in a
Lambda function.
"""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from itertools import cycle
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "layers" / "documents")]

from benchmarks.measuring import NotMeasured, paired, run  # noqa: E402  # found from any folder
from benchmarks.pdf_peers import PEERS, Content, invoice  # noqa: E402

SECONDS, ROUNDS, FRESH = 0.5, 5, 5
FIRST = """
import sys
from time import process_time
begun = process_time()
from benchmarks.pdf_peers import PEERS, invoice
from faktura.core import startup
content = invoice(sys.argv[2], 1)
maker = PEERS[sys.argv[1]](content)
startup.end()  # nothing but in our own process
maker.pdf(content)
print((process_time() - begun) * 1000)
"""
LAYERS = [
    ROOT / "layers" / "faktura",
    *(ROOT / ".faktura" / "layers" / one / "python" for one in ("dependencies", "documents")),
]
"""The layers of a function that draws PDFs."""


class Warm:
    """A PDF library that has already made one document."""

    def __init__(self, peer: str, kind: str) -> None:
        self._invoices: Iterator[Content] = cycle([invoice(kind, number) for number in range(1, 200)])
        self._maker = PEERS[peer](next(self._invoices))

    def a_second(self) -> float:
        """The documents per second on one core."""
        begun, made = process_time(), 0
        while process_time() - begun < SECONDS:
            self._maker.pdf(next(self._invoices))
            made += 1
        return made / (process_time() - begun)


def first(peer: str, kind: str) -> float:
    """Milliseconds until a fresh process has its first document, without the start of Python."""
    isolation, path = (["-S"], [ROOT, *LAYERS]) if peer == "faktura" else ([], sys.path)
    command = [sys.executable, *isolation, "-c", FIRST, peer, kind]
    function = {"AWS_LAMBDA_FUNCTION_NAME": "first"} if isolation else {}
    environment = {"PYTHONPATH": ":".join(map(str, path)), **function}
    return float(subprocess.check_output(command, env=environment))  # noqa: S603  # our own


def compare(peer: str, kind: str) -> None:
    """Print Faktura's and a peer's figures and their ratios."""
    try:
        import_module({"fpdf2": "fpdf"}.get(peer, peer))
    except (ImportError, OSError) as reason:
        raise NotMeasured(f"the peer is not installed ({str(reason).splitlines()[0]})") from reason
    warm = paired(Warm("faktura", kind).a_second, Warm(peer, kind).a_second, ROUNDS)
    cold = paired(partial(first, "faktura", kind), partial(first, peer, kind), FRESH)
    print(f"20 lines, {kind}: {warm.ours:.1f} per second   {warm.ratio} {peer} ({warm.theirs:.1f} per second)")
    print(f"    import and first PDF {cold.ours:.0f} ms   {cold.ratio} {peer} ({cold.theirs:.0f} ms)")


if __name__ == "__main__":
    kinds, peers = ("latin", "mixed"), [peer for peer in PEERS if peer != "faktura"]
    run({f"{kind}, compared with {peer}": partial(compare, peer, kind) for kind in kinds for peer in peers})
