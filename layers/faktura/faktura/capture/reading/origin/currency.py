"""Judges the currency: by the signs and codes on the amounts, else by the country that the practice prints."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from faktura.capture.page.currency_sign import SHARED_SIGNS, currency_of_mark, marks_in
from faktura.capture.reading.merging import PrintedField, ranked
from faktura.capture.reading.origin.country import marked_countries, only_currency
from faktura.capture.reading.origin.practice import PageSenders, first_sender
from faktura.capture.reading.reading import Judged, ReadField

_SUMS = ("TOTAL", "AMOUNT_DUE", "SUBTOTAL", "TAX")
_OF_VENDOR = ("VENDOR_ADDRESS", "VENDOR_PHONE", "VENDOR_VAT_NUMBER", "VENDOR_ABN_NUMBER")
_OF_RECEIVER = ("RECEIVER_NAME", "RECEIVER_ADDRESS", "RECEIVER_PHONE", "RECEIVER_VAT_NUMBER")


@dataclass(frozen=True)
class _Verdict:
    currency: str
    is_vouched: bool
    reason: str


@dataclass(frozen=True)
class _Mentions:
    """The currencies by the clear marks: on the total or the amount due, and anywhere. `shared` are other signs.

    `of_country` is the currency of the practice's country if its marks agree on one.
    """

    of_total: frozenset[str]
    anywhere: Counter[str]
    shared: frozenset[str]
    of_country: str | None


def currency(
    fields: Sequence[PrintedField], printed: Sequence[PageSenders], total: ReadField | None
) -> Judged[str] | None:
    """The ISO 4217 code of the invoice's currency; `None` if neither the amounts nor the country tell it.

    `total` is where the total was read.
    """
    verdict = next(_verdicts(_mentions(fields, printed, total)), None)
    if verdict is None:
        return None
    where = total or _place(fields)
    return Judged(verdict.currency, replace(where, is_vouched=verdict.is_vouched, reason=verdict.reason))


def mentioned(text: str) -> set[str]:
    """The currencies of the clear signs and codes in a text. A `$` alone is none."""
    return {code for mark in marks_in(text) if (code := currency_of_mark(mark))}


def _verdicts(found: _Mentions) -> Iterator[_Verdict]:
    """The judgements that can be made, the best founded first."""
    printed = [code for code, _ in found.anywhere.most_common()]
    if len(found.of_total) == 1:
        (own,) = found.of_total
        yield _Verdict(own, True, f"the total is printed in {own}")
    if found.of_total or len(printed) > 1:
        either = sorted(found.of_total) or printed
        first = found.of_country if found.of_country in either else either[0]
        yield _Verdict(str(first), False, f"the invoice prints {' and '.join(either)}")
    for code in printed:
        unlike = next((sign for sign in sorted(found.shared) if code not in SHARED_SIGNS[sign]), None)
        if unlike:
            yield _Verdict(code, False, f"the invoice prints {code} and {unlike}")
        elif found.of_country not in (None, code):
            yield _Verdict(code, False, f"the currency of the practice's country is {found.of_country}")
        else:
            yield _Verdict(code, True, f"the invoice prints no other currency than {code}")
    yield from _of_shared_sign(found)
    if found.of_country:
        yield _Verdict(found.of_country, True, "it is the currency of the practice's country")


def _of_shared_sign(found: _Mentions) -> Iterator[_Verdict]:
    for sign in sorted(found.shared):
        code = found.of_country
        if code in SHARED_SIGNS[sign] and len(found.shared) == 1:
            yield _Verdict(str(code), True, f"a {sign} in the practice's country is {code}")
        elif code:
            yield _Verdict(code, False, f"a {sign} does not stand for {code}, the currency of the practice's country")
        else:
            yield _Verdict(SHARED_SIGNS[sign][0], False, f"a {sign} alone can mean several currencies")


def _mentions(fields: Sequence[PrintedField], printed: Sequence[PageSenders], total: ReadField | None) -> _Mentions:
    sums = [field for kind in _SUMS for field in ranked(fields, kind)]
    texts = [(f"{field.label} {field.text}", field.currency) for field in sums]
    owed = [f"{field.label} {field.text}" for field in sums if field.kind == "AMOUNT_DUE"]
    if total:
        owed += [f"{field.label} {field.text}" for field in sums if field.text == total.text] + [total.text]
    lines = [segment.text for one in printed for row in one.page.rows for segment in row]
    anywhere = Counter(code for text in [*lines, *(text for text, _ in texts)] for code in mentioned(text))
    shared = _shared([text for text, _ in texts] or lines) or _shared(lines)
    anywhere.update(code for text, code in texts if code and not _shared([text]) and not lines)
    of_total = {code for text in owed for code in mentioned(text)}
    of_country = only_currency(marked_countries(_block(fields, printed), _texts(fields, printed)))
    return _Mentions(frozenset(of_total), anywhere, shared, of_country)


def _shared(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(mark.rstrip(".") for text in texts for mark in marks_in(text) if mark in SHARED_SIGNS)


def _block(fields: Sequence[PrintedField], printed: Sequence[PageSenders]) -> list[str]:
    """The practice's name, address and contacts, from the lines of the first page that has them, else typed."""
    if sender := first_sender(printed):
        return [sender.text, *(line.text for line in sender.block)]
    name = next((field.text for field in ranked(fields, "VENDOR_NAME")), "")
    return [name, *(line for field in fields if field.kind in _OF_VENDOR for line in field.text.splitlines())]


def _texts(fields: Sequence[PrintedField], printed: Sequence[PageSenders]) -> Iterator[str]:
    """The texts that are not the customer's."""
    for one in printed:
        of_customers = {id(line) for receiver in one.receivers for line in receiver.block}
        yield from (part.text for row in one.page.rows for part in row if id(part) not in of_customers)
    if not any(one.page.rows for one in printed):
        yield from (f"{field.label} {field.text}" for field in fields if field.kind not in _OF_RECEIVER)


def _place(fields: Sequence[PrintedField]) -> ReadField:
    first = next((field for kind in _SUMS for field in ranked(fields, kind)), None)
    if first is None:
        return ReadField("", 1, None, 0)
    return ReadField(first.text, first.page, first.box, first.confidence)
