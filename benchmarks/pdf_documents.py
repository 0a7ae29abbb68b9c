"""An invoice of 20 lines as a PDF, in Latin letters and in many scripts, beside reportlab, WeasyPrint and fpdf2.

Goals: warm, at least 0.35 of reportlab, 15 times WeasyPrint and 60 a second on one core; import and first PDF at most
4 times reportlab's. A processor's seconds are counted, not the clock's, as others may use the machine.
"""

import subprocess
import sys
from importlib import import_module
from itertools import cycle
from pathlib import Path
from statistics import median
from time import process_time

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "layers" / "documents")]

from benchmarks.pdf_peers import PEERS, invoice  # noqa: E402  # found from any folder

SECONDS, ROUNDS, FRESH = 1.0, 3, 5
FIRST = """
import sys
from time import process_time
begun = process_time()
from benchmarks.pdf_peers import PEERS, invoice
content = invoice(sys.argv[2], 1)
PEERS[sys.argv[1]](content).pdf(content)
print((process_time() - begun) * 1000)
"""
LAYERS = [
    ROOT / "layers" / "faktura",
    *(ROOT / ".faktura" / "layers" / one / "python" for one in ("dependencies", "documents")),
]
"""What a function that draws PDFs sees."""


def a_second(peer: str, kind: str) -> float:
    """Documents a second on one core, warm; the median of some rounds."""
    invoices = cycle([invoice(kind, number) for number in range(1, 200)])
    maker = PEERS[peer](next(invoices))
    maker.pdf(next(invoices))
    rounds = []
    for _ in range(ROUNDS):
        begun, made = process_time(), 0
        while process_time() - begun < SECONDS:
            maker.pdf(next(invoices))
            made += 1
        rounds.append(made / (process_time() - begun))
    return median(rounds)


def first(peer: str, kind: str) -> float:
    """Milliseconds until a fresh process has its first document, the start of Python not counted."""
    isolation, path = (["-S"], [ROOT, *LAYERS]) if peer == "faktura" else ([], sys.path)
    command = [sys.executable, *isolation, "-c", FIRST, peer, kind]
    environment = {"PYTHONPATH": ":".join(map(str, path))}
    return median(float(subprocess.check_output(command, env=environment)) for _ in range(FRESH))  # noqa: S603  # our own


def missing(peer: str) -> str:
    """Why a peer cannot be measured here; "" where it can."""
    try:
        import_module({"faktura": "faktura", "fpdf2": "fpdf"}.get(peer, peer))
    except (ImportError, OSError) as reason:
        return str(reason).splitlines()[0]
    return ""


if __name__ == "__main__":
    for kind in ("latin", "mixed"):
        print(f"--- 20 lines, {kind}")
        ours = a_second("faktura", kind), first("faktura", kind)
        for peer in PEERS:
            if reason := missing(peer):
                print(f"{peer:12} skipped, because {reason}")
                continue
            warm, cold = ours if peer == "faktura" else (a_second(peer, kind), first(peer, kind))
            print(
                f"{peer:12} {warm:7.1f} a second, ours {ours[0] / warm:5.2f} x   "
                f"import and first PDF {cold:6.0f} ms, ours {ours[1] / cold:4.2f} x"
            )
