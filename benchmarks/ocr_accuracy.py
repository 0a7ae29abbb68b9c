"""Accuracy, speed and memory of reading invoices with known content: photographed receipts and synthetic invoices.

    python benchmarks/ocr_accuracy.py [folder of <name>.jpg with <name>.json]

Receipts show the accuracy of the local Textract. Receipts and synthetic invoices show the accuracy of Faktura's
reading, and the confidence from which Faktura trusts a field. Goals: 95 % of totals, 96 % of dates, 99 % of trusted
totals, 4 s per page, 1.2 GB.
"""

import base64
import json
import re
import resource
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.measuring import NotMeasured, run
from faktura.capture.page.label_text import fold
from faktura.capture.page.printed_amount import amounts_in
from faktura.capture.reading.expense import MIN_CONFIDENCE, reading
from faktura.capture.reading.reading import Reading as OurReading
from local.textract.errors import BadDocument
from local.textract.reader import MAX_SECONDS_PER_DOCUMENT, Reader
from tests.support.synthetic.drawing import LAYOUTS, drawn
from tests.support.synthetic.invoices import LANGUAGES, made_up
from tests.support.synthetic.sending import Sending, any_sending, worn_sending

RECEIPTS = Path(__file__).parents[2] / "shared" / "data" / "ocr" / "receipts"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SYNTHETIC, WORN = 60, 30
THRESHOLDS = (0, 70, 80, 85, 90, 95)
"""In percent, to choose `faktura.capture.reading.expense.MIN_CONFIDENCE`."""

Fields = dict[str, tuple[str, float]]
Trust = dict[str, list[tuple[int, bool]]]


def main(folder: Path) -> None:
    """Read every document. Print a line for each error, then the figures."""
    reader = Reader(None)
    trust: Trust = {name: [] for name in ("invoiceNumber", "invoiceDate", "totalAmount")}
    seconds: list[float] = []
    for page in (drawn(made_up(0)), Sending().file(drawn(made_up(0)))):
        _read(reader, page, "the first page", [])  # loads the models
    run(
        {
            "receipts": partial(_receipts, reader, folder, trust, seconds),
            "synthetic invoices": partial(_synthetic, reader, trust, seconds, SYNTHETIC, any_sending),
            "worn synthetic invoices": partial(_synthetic, reader, trust, seconds, WORN, worn_sending),
            "confidence": partial(_report_trust, trust),
            "time and memory": partial(_report_cost, reader, seconds),
        }
    )


def _receipts(reader: Reader, folder: Path, trust: Trust, seconds: list[float]) -> None:
    pictures = sorted(folder.glob("*.jpg"))
    if not pictures:
        raise NotMeasured(f"there are no receipts in {folder}")
    hits: dict[str, list[bool]] = {kind: [] for kind in JUDGED}
    for picture in pictures:
        answer = _read(reader, picture.read_bytes(), picture.name, seconds)
        if answer is None:
            continue
        fields, ours = _fields(answer), reading(answer)
        truth = json.loads(picture.with_suffix(".json").read_text("utf-8"))
        for kind, (key, same) in JUDGED.items():
            found = fields.get(kind, ("", 0.0))
            hits[kind].append(same(found[0], truth[key]))
            if not hits[kind][-1]:
                print(f"{picture.name}: {kind} {found[0]!r} at {found[1]:.0f}, not {truth[key]!r}")
        _weigh(trust, ours, "totalAmount", _same_total(str(ours.total or ""), truth["total"]))
        _weigh(trust, ours, "invoiceDate", any(_day(f"{day:%d/%m/%Y}") == _day(truth["date"]) for day in ours.dates))
    _report(hits, f"{len(pictures)} receipts")


def _synthetic(reader: Reader, trust: Trust, seconds: list[float], count: int, sent: Callable[[int], Sending]) -> None:
    hits: dict[str, list[bool]] = {}
    for seed in range(count):
        invoice = made_up(seed, LANGUAGES[seed % 3])
        sending, layout = sent(seed), LAYOUTS[seed // 3 % 3]
        answer = _read(reader, sending.file(drawn(invoice, layout)), f"synthetic {seed}", seconds)
        if answer is None:
            continue
        ours = reading(answer)
        right = {
            "invoiceNumber": ours.number == invoice.number,
            "invoiceDate": ours.dates == (invoice.day,),
            "totalAmount": ours.total == invoice.total,
            "tax": (ours.tax or 0) == invoice.tax,
            "currency": ours.currency == invoice.currency,
            "vendor": ours.vendors[:1] == invoice.practice[:1],
            "receiver": ours.receiver == invoice.owner,
            "line items": [item.total for item in ours.items] == [charge.price for charge in invoice.charges],
        }
        for name, is_right in right.items():
            hits.setdefault(name, []).append(is_right)
            if not is_right:
                print(f"synthetic {seed} ({invoice.language}, {layout}, {sending}): {name} is misread")
        for name in trust:
            _weigh(trust, ours, name, right[name])
    _report(hits, f"{count} synthetic invoices, {sent.__name__}")


def _weigh(trust: Trust, ours: OurReading, name: str, is_right: bool) -> None:
    if name in ours.fields:
        trust[name].append((ours.fields[name].confidence, is_right))


def _report(hits: dict[str, list[bool]], of: str) -> None:
    print(f"--- {of}")
    for kind, right in hits.items():
        if right:
            print(f"{kind:22} {sum(right)}/{len(right)}  {100 * sum(right) / len(right):.1f} %")


def _report_trust(trust: Trust) -> None:
    print(f"--- correct fields by minimum confidence in percent; Faktura trusts fields from {MIN_CONFIDENCE}")
    for name, found in trust.items():
        at = [[is_right for sure, is_right in found if sure >= threshold] for threshold in THRESHOLDS]
        columns = (f">={low}: {sum(one)}/{len(one)}" for low, one in zip(THRESHOLDS, at, strict=True))
        print(f"{name:22} {'  '.join(columns)}")


def _report_cost(reader: Reader, seconds: list[float]) -> None:
    reader.close()
    if not seconds:
        raise NotMeasured("no page was read")
    print(f"{'seconds per page':22} mean {sum(seconds) / len(seconds):.2f}, max {max(seconds):.2f} (goal 4)")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 if sys.platform == "linux" else 1024)
    print(f"{'peak memory':22} {peak / 1024:.0f} MB (goal 1200)")


def _read(reader: Reader, file: bytes, name: str, seconds: list[float]) -> dict[str, Any] | None:
    """Read a document and add its time to `seconds`. None if the server gave up, for example on a busy machine."""
    begun = time.perf_counter()
    try:
        answer: dict[str, Any] = reader.read("AnalyzeExpense", {"Bytes": base64.b64encode(file).decode()})["answer"]
    except BadDocument:
        print(f"{name}: not counted, because the reader died or took more than {MAX_SECONDS_PER_DOCUMENT:.0f} s")
        return None
    seconds.append(time.perf_counter() - begun)
    return answer


def _fields(answer: dict[str, Any]) -> Fields:
    summary = [field for document in answer.get("ExpenseDocuments", []) for field in document["SummaryFields"]]
    return {one["Type"]["Text"]: (one["ValueDetection"]["Text"], one["Type"]["Confidence"]) for one in summary}


def _same_total(found: str, truth: str) -> bool:
    amounts = [amount.value for amount in amounts_in(found)]
    return amounts == [Decimal(re.sub(r"[^\d.]", "", truth))]


def _same_day(found: str, truth: str) -> bool:
    return _day(found) == _day(truth)


def _day(written: str) -> tuple[int, ...]:
    """Day, month and year. In these receipts the day is first."""
    for number, month in enumerate(MONTHS, 1):
        written = re.sub(rf"(?i){month}[a-z]*", f" {number} ", written)
    parts = re.findall(r"\d+", written)
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
    return tuple(int(part[-2:]) for part in parts)


def _same_name(found: str, truth: str) -> bool:
    """Compares the letters of the name. A registration number may follow it."""
    return bool(found) and _letters(found).startswith(_letters(truth))


def _same_place(found: str, truth: str) -> bool:
    """Compares most words of the address: the known address leaves out or rewrites some lines."""
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
