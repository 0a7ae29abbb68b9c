"""Photographed receipts in a folder: `<name>.jpg` with its keys in `<name>.json`."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.invoices.document import Document, Keys

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def names(folder: Path) -> list[str]:
    """Of all receipts; none if there is no such folder."""
    return sorted(picture.stem for picture in folder.glob("*.jpg"))


def receipt(folder: Path, name: str) -> Document:
    """The receipt of this name."""
    keys = json.loads((folder / f"{name}.json").read_text("utf-8"))
    total = Decimal(re.sub(r"[^\d.]", "", keys["total"]))
    return Document(name, (folder / f"{name}.jpg").read_bytes(), Keys(day(keys["date"]), total, keys["company"]))


def day(written: str) -> date | None:
    """A key's date, whose year, else whose day is first unless that is no date; `None` if it is none."""
    for place, name in enumerate(_MONTHS, 1):
        written = re.sub(rf"(?i){name}[a-z]*", f" {place} ", written)
    parts = re.findall(r"\d+", written)
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
    if len(parts) < 3:
        return None
    first, month, last = (int(part) for part in parts[:3])
    year, number = (first, last) if len(parts[0]) == 4 else (last, first)
    for which, of_month in ((month, number), (number, month)):
        try:
            return date(year + (2000 if year < 100 else 0), which, of_month)
        except ValueError:
            continue
    return None
