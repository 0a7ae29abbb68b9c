"""How well, how fast and in how much memory the local Textract reads receipts whose truth is known.

    python benchmarks/ocr_accuracy.py [folder of <name>.jpg beside <name>.json]

Goals: total 95 %, date 96 %, among totals vouched for 99 %, 4 s a page on two cores, 1.2 GB.
"""

import base64
import json
import re
import resource
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from local.textract.amounts import amounts_in
from local.textract.lettering import fold
from local.textract.reader import Reader

RECEIPTS = Path(__file__).parents[2] / "shared" / "data" / "ocr" / "receipts"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
VOUCHED = 95.0
"""Confidence from which on a total counts as vouched for."""

Fields = dict[str, tuple[str, float]]


def main(folder: Path) -> None:
    """Read every receipt; print a line for each miss, then the figures."""
    pictures = sorted(folder.glob("*.jpg"))
    if not pictures:
        print(f"no receipts in {folder}: nothing measured")
        return
    reader = Reader(None)
    _read(reader, pictures[0])  # the models are loaded once, whatever the page
    hits: dict[str, list[bool]] = {kind: [] for kind in JUDGED}
    vouched, seconds = [], []
    for picture in pictures:
        begun = time.perf_counter()
        fields = _read(reader, picture)
        seconds.append(time.perf_counter() - begun)
        truth = json.loads(picture.with_suffix(".json").read_text("utf-8"))
        for kind, (key, same) in JUDGED.items():
            found = fields.get(kind, ("", 0.0))
            hits[kind].append(same(found[0], truth[key]))
            if not hits[kind][-1]:
                print(f"{picture.name}: {kind} {found[0]!r} at {found[1]:.0f}, not {truth[key]!r}")
        if fields.get("TOTAL", ("", 0.0))[1] >= VOUCHED:
            vouched.append(hits["TOTAL"][-1])
    reader.close()
    _report(hits, vouched, seconds)


def _report(hits: dict[str, list[bool]], vouched: list[bool], seconds: list[float]) -> None:
    pages = len(seconds)
    for kind, right in hits.items():
        print(f"{kind:22} {sum(right)}/{pages}  {100 * sum(right) / pages:.1f} %")
    print(f"{'totals vouched for':22} {sum(vouched)}/{len(vouched)} right, {100 * len(vouched) / pages:.0f} % of all")
    print(f"{'seconds a page':22} mean {sum(seconds) / pages:.2f}, most {max(seconds):.2f} (goal 4)")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 if sys.platform == "linux" else 1024)
    print(f"{'peak memory':22} {peak / 1024:.0f} MB (goal 1200)")


def _read(reader: Reader, picture: Path) -> Fields:
    reply = reader.read("AnalyzeExpense", {"Bytes": base64.b64encode(picture.read_bytes()).decode()})
    summary = reply["answer"]["ExpenseDocuments"][0]["SummaryFields"]
    return {one["Type"]["Text"]: (one["ValueDetection"]["Text"], one["Type"]["Confidence"]) for one in summary}


def _same_total(found: str, truth: str) -> bool:
    amounts = [amount.value for amount in amounts_in(found)]
    return amounts == [Decimal(re.sub(r"[^\d.]", "", truth))]


def _same_day(found: str, truth: str) -> bool:
    return _day(found) == _day(truth)


def _day(written: str) -> tuple[int, ...]:
    """Day, month and year; these receipts put the day first."""
    for number, month in enumerate(MONTHS, 1):
        written = re.sub(rf"(?i){month}[a-z]*", f" {number} ", written)
    parts = re.findall(r"\d+", written)
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
    return tuple(int(part[-2:]) for part in parts)


def _same_name(found: str, truth: str) -> bool:
    """The name's letters; a registration number may stand behind it."""
    return bool(found) and _letters(found).startswith(_letters(truth))


def _same_place(found: str, truth: str) -> bool:
    """Most of the address's words: its key leaves out lines and spells others anew."""
    words = set(fold(truth).split())
    return len(words & set(fold(found).split())) >= 0.7 * len(words)


def _letters(text: str) -> str:
    return "".join(fold(text).split())


JUDGED: dict[str, tuple[str, Callable[[str, str], bool]]] = {
    "TOTAL": ("total", _same_total),
    "INVOICE_RECEIPT_DATE": ("date", _same_day),
    "VENDOR_NAME": ("company", _same_name),
    "VENDOR_ADDRESS": ("address", _same_place),
}

if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else RECEIPTS)
