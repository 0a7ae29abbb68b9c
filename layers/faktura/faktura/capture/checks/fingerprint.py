"""Fingerprints, by which a duplicate of an MGA's document is recognised (docs/apis/capture.md).

A document has one of its file, and one or two of its invoice: practice, number and total.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from faktura.capture.reading.reading import Reading
from faktura.capture.schemas import InvoiceData
from faktura.core.folding import folded

Trait = Literal["file", "invoice"]
"""What a fingerprint is taken of."""


@dataclass(frozen=True)
class Fingerprint:
    """A digest that only copies of a document share. Because it is a digest, no personal data becomes a key."""

    trait: Trait
    digest: str


def fingerprints(content: bytes, reading: Reading, data: InvoiceData) -> list[Fingerprint]:
    """The fingerprints of a document with this file content.

    An invoice has one as printed and, if its practice has pushed it, one as pushed. So it is recognised whether or not
    the practice has pushed it in the meantime.
    """
    return list(dict.fromkeys(_fingerprints(content, reading, data)))


def _fingerprints(content: bytes, reading: Reading, data: InvoiceData) -> Iterator[Fingerprint]:
    yield Fingerprint("file", sha256(content).hexdigest())
    for vendor in reading.vendors[:1]:
        yield from _of_invoice("printed", _letters(vendor), reading.number, reading.total)
    if data.practice and data.practice.practice_id:
        yield from _of_invoice("kept", data.practice.practice_id, data.invoice_number, data.total_amount)


def _of_invoice(how: str, practice: str, number: str | None, total: Decimal | None) -> Iterator[Fingerprint]:
    if practice and number and total is not None:
        text = repr((how, practice, folded(number), _printed(total)))
        yield Fingerprint("invoice", sha256(text.encode()).hexdigest())


def _printed(amount: Decimal) -> str:
    """The amount without trailing zeros."""
    printed = format(amount, "f")
    return printed.rstrip("0").rstrip(".") if "." in printed else printed


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, folded(name)))
