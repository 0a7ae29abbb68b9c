"""The number of an invoice: chosen among all labelled numbers that are printed, and judged.

A number is vouched for if its label says that it is the invoice's. Whatever contradicts it cancels this: another
number with as good a label, or the same number under the label of another.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from faktura.capture.page.layout import Place
from faktura.capture.page.page import Page
from faktura.capture.page.reference import NumberMeaning, labelled_numbers, number_meaning_of
from faktura.capture.reading.merging import PrintedField
from faktura.capture.reading.reading import Judged, ReadField
from faktura.core.folding import folded

MIN_CONFIDENCE = 70
"""Percent. The letters of a number must be read with it."""

_KIND = "INVOICE_RECEIPT_ID"
OTHER_KINDS = {"PO_NUMBER", "CUSTOMER_NUMBER", "ACCOUNT_NUMBER"}
"""Textract's types of numbers that are not the invoice's."""

_LABEL = re.compile(r"^(?:(?:no|nr|number)(?:[.:]\s*|\s+)|[#:№]\s*)", re.IGNORECASE)


@dataclass(frozen=True)
class _Candidate:
    """One printed number and what it is. `key` are its letters and digits."""

    text: str
    key: str
    meaning: NumberMeaning
    page: int
    box: Place | None
    confidence: int
    is_typed: bool
    is_cut: bool = False


def invoice_number(fields: Sequence[PrintedField], pages: Sequence[Page]) -> Judged[str] | None:
    """The number of the invoice in these typed fields and pages."""
    printed = [
        _Candidate(
            found.text,
            key_of(found.text),
            found.meaning,
            page.number,
            found.value.place,
            int(found.value.confidence),
            is_typed=False,
            is_cut=found.is_cut,
        )
        for page in pages
        for found in labelled_numbers(page.rows)
    ]
    typed = [one for field in fields if field.kind == _KIND and (one := _of_field(field, printed))]
    candidates = [*printed, *typed]
    possible = [one for one in candidates if one.meaning is not NumberMeaning.OTHER]
    chosen = min(possible or typed, key=lambda one: (-one.meaning, one.page), default=None)
    if chosen is None:
        return None
    others = {key_of(field.text) for field in fields if field.kind in OTHER_KINDS}
    others |= {one.key for one in candidates if one.meaning is NumberMeaning.OTHER}
    doubt = _doubt(chosen, possible, others)
    support = "the document prints no other number" if chosen.meaning is NumberMeaning.BARE else "its label says so"
    field = ReadField(chosen.text, chosen.page, chosen.box, chosen.confidence, not doubt, doubt or support)
    return Judged(chosen.text, field)


def key_of(number: str) -> str:
    """The folded letters and digits of a number, by which numbers are compared."""
    return "".join(filter(str.isalnum, folded(number)))


def _of_field(field: PrintedField, printed: Iterable[_Candidate]) -> _Candidate | None:
    """The candidate of a typed field. If it has no label of its own, the page's lines say what it is."""
    text = " ".join(field.text.split())
    while label := _LABEL.match(text):
        text = text[label.end() :]
    if not text:
        return None
    meaning = number_meaning_of(field.label)
    if meaning is NumberMeaning.UNLABELLED:
        meaning = max((one.meaning for one in printed if one.key == key_of(text)), default=meaning)
    return _Candidate(text, key_of(text), meaning, field.page, field.box, field.confidence, is_typed=True)


def _doubt(chosen: _Candidate, possible: Sequence[_Candidate], others: set[str]) -> str:
    """What speaks against the number; empty if nothing does."""
    if chosen.meaning is NumberMeaning.OTHER:
        return "its label names a number of another kind"
    if chosen.meaning is NumberMeaning.UNLABELLED:
        return "no label says that it is the number of the invoice"
    minimum = NumberMeaning.BARE if chosen.meaning < NumberMeaning.TITLE else chosen.meaning
    rivals = (one for one in possible if one.meaning >= minimum or one.is_typed)
    if rival := next((one for one in rivals if not _is_same(one, chosen)), None):
        return f"the document prints another number {rival.text}"
    if chosen.key in others and chosen.meaning is not NumberMeaning.INVOICE:
        return "another label names a number of another kind"
    if any(one.is_cut and one.key == chosen.key for one in possible):
        return "more figures follow it"
    if chosen.confidence < MIN_CONFIDENCE:
        return f"it was read with only {chosen.confidence} % confidence"
    return ""


def _is_same(one: _Candidate, other: _Candidate) -> bool:
    """Whether two numbers are the same, perhaps with the words in front that an engine takes for a part of one."""
    shorter, longer = sorted((one.key, other.key), key=len)
    return one.key == other.key or (longer.endswith(shorter) and longer.removesuffix(shorter).isalpha())
