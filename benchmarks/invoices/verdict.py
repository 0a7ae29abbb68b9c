"""What the product made of one document: which fields are right, which it vouches for, and what they cost."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Literal

from benchmarks.invoices.document import Document, Keys
from faktura.capture.schemas import InvoiceResponse
from faktura.core.folding import folded

FIELDS: Mapping[str, str] = {
    "total": "totalAmount",
    "date": "invoiceDate",
    "number": "invoiceNumber",
    "currency": "currency",
    "practice": "practiceName",
}
"""The fields that are judged, and their names in the invoice data."""

Half = Literal["tuning", "reporting"]

_MIN_LETTERS = 5
"""Of a practice's name that stands for a longer one (docs/apis/capture.md)."""


@dataclass(frozen=True)
class Judgement:
    """One field: whether something was read, whether that is right, and whether it is vouched for."""

    read: str | None
    truth: str | None
    is_right: bool
    is_vouched: bool


@dataclass(frozen=True)
class Verdict:
    """One document. `fields` has the fields whose truth is known; `cpu` is in seconds, `memory` in MB."""

    name: str
    half: Half
    fields: Mapping[str, Judgement]
    is_passed: bool
    is_legible: bool
    kind: str
    pages: int
    cpu: float
    memory: float

    @property
    def is_right(self) -> bool:
        """Whether all fields are right."""
        return all(field.is_right for field in self.fields.values())

    @property
    def wrong(self) -> list[str]:
        """The fields that are not right."""
        return [name for name, field in self.fields.items() if not field.is_right]

    @property
    def badness(self) -> tuple[int, int]:
        """Wrong fields that are vouched for, then all wrong fields."""
        return sum(self.fields[name].is_vouched for name in self.wrong), len(self.wrong)


def half_of(content: bytes) -> Half:
    """The half of a set that a file belongs to, by a hash of the file."""
    return "reporting" if sha256(content).digest()[0] % 2 else "tuning"


def judgements(document: Document, response: InvoiceResponse, vouched: Mapping[str, bool]) -> dict[str, Judgement]:
    """The response held against the truth. `vouched` is by name in the invoice data."""
    data, truth = response.data, document.truth
    read: dict[str, Any] = {
        "total": data.total_amount if data else None,
        "date": data.invoice_date if data else None,
        "number": data.invoice_number if data else None,
        "currency": data.currency if data else None,
        "practice": data.practice.practice_name if data and data.practice else None,
    }
    known = {"total": truth.total, "date": truth.date, "practice": truth.practice}
    if not isinstance(truth, Keys):
        known |= {"number": truth.number, "currency": truth.currency}
    return {
        name: Judgement(
            _text(read[name]), _text(value), _is_same(name, read[name], value), vouched.get(FIELDS[name], False)
        )
        for name, value in known.items()
    }


def _is_same(name: str, read: Any, truth: Decimal | date | str | None) -> bool:
    if read is None or truth is None:
        return read is truth
    if name == "practice":
        return is_same_name(read, str(truth))
    if name == "number":
        return "".join(str(read).split()) == "".join(str(truth).split())
    return bool(read == truth) if name == "total" else str(read) == str(truth)


def is_same_name(one: str, other: str) -> bool:
    """Whether names agree: their letters are equal, or one begins with the other.

    The shorter one has five letters or more, and at least half as many as the longer one.
    """
    short, long = sorted((re.sub(r"[^\w]", "", folded(name)) for name in (one, other)), key=len)
    return short == long or (len(short) >= max(_MIN_LETTERS, len(long) / 2) and long.startswith(short))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
