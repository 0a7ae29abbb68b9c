"""How often readings are right, counted from what reviewers let stand (docs/apis/capture.md, "Review").

A document counts once it is approved, if OCR read its data. A field counts if it was read. It was right if the reviewer
let its value stand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from faktura.capture.review.review import Review
from faktura.capture.review.schemas.responses import Accuracy, AccuracyBand

FIELDS: Mapping[str, str] = {
    "invoiceNumber": "invoiceNumber",
    "invoiceDate": "invoiceDate",
    "dueDate": "dueDate",
    "totalAmount": "totalAmount",
    "currency": "currency",
    "practiceName": "practice.practiceName",
}
"""The fields of `reading` that are counted, each with its path in `data`."""

BANDS = ((0, 49), (50, 69), (70, 79), (80, 89), (90, 94), (95, 96), (97, 99), (100, 100))
"""Of confidence, in percent. They part at the thresholds of capture: 50 for sums, 70 for dates, 97 for names."""

DOCUMENTS = "documents"

Counts = Mapping[str, int]
"""Counts by name. A name is `documents`, or that of a `Counter`."""


@dataclass(frozen=True)
class Counter:
    """What is counted of one field in one band: the documents that have it, or those in which it is right."""

    field: str
    band: tuple[int, int]
    is_vouched: bool
    is_right: bool

    @property
    def name(self) -> str:
        """As it is stored."""
        vouched, right = "vouched" if self.is_vouched else "plain", "right" if self.is_right else DOCUMENTS
        return f"{self.field}-{self.band[0]}-{vouched}-{right}"


def counts(response: Mapping[str, Any], review: Review) -> Counts:
    """What a reviewed request counts for. `response` is that of the request, as JSON."""
    if review.state != "approved" or response.get("source") != "OCR" or response.get("readFrom") != "OCR":
        return {}
    found = {DOCUMENTS: 1}
    for field, path in FIELDS.items():
        if read := (response.get("reading") or {}).get(field):
            place = field, _band(int(read["confidence"])), bool(read["vouchedFor"])
            found[Counter(*place, is_right=False).name] = 1
            if path not in (review.corrections or {}):
                found[Counter(*place, is_right=True).name] = 1
    return found


def difference(after: Counts, before: Counts) -> Counts:
    """What is to be added to the counts when a review takes the place of another."""
    names = dict.fromkeys((*after, *before))
    changes = {name: after.get(name, 0) - before.get(name, 0) for name in names}
    return {name: change for name, change in changes.items() if change}


def total(parts: Iterable[Counts]) -> Accuracy:
    """The counts of several days together."""
    sums: dict[str, int] = {}
    for part in parts:
        for name, count in part.items():
            sums[name] = sums.get(name, 0) + count
    fields = {field: list(_bands(field, sums)) for field in FIELDS}
    return Accuracy(documents=sums.get(DOCUMENTS, 0), fields={field: bands for field, bands in fields.items() if bands})


def _bands(field: str, sums: Counts) -> Iterable[AccuracyBand]:
    for band in BANDS:
        for is_vouched in (False, True):
            documents = sums.get(Counter(field, band, is_vouched, is_right=False).name, 0)
            right = sums.get(Counter(field, band, is_vouched, is_right=True).name, 0)
            if documents:
                yield AccuracyBand(from_=band[0], to=band[1], vouched_for=is_vouched, documents=documents, right=right)


def _band(confidence: int) -> tuple[int, int]:
    return next(band for band in BANDS if confidence <= band[1])
