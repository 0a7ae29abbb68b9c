"""The date of an invoice and its due date: chosen among all dates that are printed, and judged.

A date is vouched for if its label says what it is, or if no other date is printed. Whatever contradicts it cancels
this: another day with as good a label, a day that cannot be told from another, a due date before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from faktura.capture.page.labelled_date import DateMeaning, labelled_dates, meaning_of
from faktura.capture.page.layout import Place, row_text
from faktura.capture.page.page import Page
from faktura.capture.page.printed_date import PrintedDate, dates_in
from faktura.capture.reading.date import DateOrder
from faktura.capture.reading.merging import PrintedField
from faktura.capture.reading.reading import Judged, ReadField

MIN_CONFIDENCE = 70
"""Percent. The letters of a date must be read with it."""

MAX_TERM = timedelta(days=180)
"""The longest credible time for paying. What is due later is often something else, such as a vaccination."""

_LEAST_RIVAL = {DateMeaning.BARE: DateMeaning.OTHER, DateMeaning.TIMED: DateMeaning.BARE}
"""The least meaning of a date that contradicts one without a label. To others, one as clear as theirs does."""

_KINDS = {"INVOICE_RECEIPT_DATE": DateMeaning.BARE, "DUE_DATE": DateMeaning.DUE}
"""Textract's types of dates, and what a date of the type is if it has no label."""


@dataclass(frozen=True)
class _Candidate:
    """One printed date, with the days that it can mean in this document."""

    days: tuple[date, ...]
    meaning: DateMeaning
    text: str
    page: int
    box: Place | None
    confidence: int
    is_by_country: bool
    is_typed: bool


@dataclass(frozen=True)
class InvoiceDates:
    """The days that the invoice's date and its due date can mean, each judged; two days if nothing tells which.

    `is_by_country` says whether only the country of the practice tells the day of the invoice's date from its month.
    """

    issued: Judged[tuple[date, ...]] | None
    due: Judged[tuple[date, ...]] | None
    is_by_country: bool


def invoice_dates(fields: Sequence[PrintedField], pages: Sequence[Page], country: str | None) -> InvoiceDates:
    """The dates of the invoice in these typed fields and pages; `country` is that of the practice's address."""
    texts = [row_text(row) for page in pages for row in page.rows]
    typed = [field for field in fields if field.kind in _KINDS]
    order = DateOrder.of(texts or [f"{field.label} {field.text}" for field in typed], country)
    candidates = _of_pages(pages, order)
    candidates += [one for field in typed if (one := _of_field(field, order, candidates))]
    due = _best([one for one in candidates if one.meaning is DateMeaning.DUE])
    issued = _best([one for one in candidates if one.meaning >= DateMeaning.BARE])
    issued = issued or _best([one for one in candidates if one.is_typed and one.meaning is DateMeaning.OTHER])
    return InvoiceDates(
        _judged(issued, _doubt_of_issued(issued, candidates, due)) if issued else None,
        _judged(due, _doubt_of_due(due, candidates, issued)) if due else None,
        bool(issued and issued.is_by_country),
    )


def _of_pages(pages: Sequence[Page], order: DateOrder) -> list[_Candidate]:
    return [
        _candidate(
            found.date,
            found.meaning,
            order,
            label=found.label.text if found.label else "",
            at=(page.number, found.value.place, int(found.value.confidence)),
        )
        for page in pages
        for found in labelled_dates(page.rows)
    ]


def _of_field(field: PrintedField, order: DateOrder, printed: Iterable[_Candidate]) -> _Candidate | None:
    """The candidate of a typed field. If it has no label of its own, the page's lines say what it is."""
    found = next(iter(dates_in(field.text)), None)
    if found is None:
        return None
    at = (field.page, field.box, field.confidence)
    candidate = _candidate(found, DateMeaning.OTHER, order, label=field.label, at=at, is_typed=True)
    same = [one.meaning for one in printed if (one.page, one.days) == (candidate.page, candidate.days)]
    meaning = meaning_of(field.label)
    if meaning is None:
        meaning = max(same, default=_KINDS[field.kind])
    return _candidate(found, meaning, order, label=field.label, at=at, is_typed=True)


def _candidate(
    printed: PrintedDate,
    meaning: DateMeaning,
    order: DateOrder,
    *,
    label: str,
    at: tuple[int, Place | None, int],
    is_typed: bool = False,
) -> _Candidate:
    days = order.resolved(printed, label)
    return _Candidate(days, meaning, printed.text, *at, order.is_by_country(printed, label), is_typed)


def _best(candidates: Sequence[_Candidate]) -> _Candidate | None:
    """The date with a label, on the first page that has one, with the clearest label; of equals, the first."""

    def rank(one: _Candidate) -> tuple[bool, int, int]:
        has_label = one.meaning in (DateMeaning.DUE, DateMeaning.PLAIN, DateMeaning.INVOICE)
        return not has_label, one.page, -one.meaning

    return min(candidates, key=rank, default=None)


def _support(chosen: _Candidate) -> str:
    if chosen.meaning in (DateMeaning.DUE, DateMeaning.PLAIN, DateMeaning.INVOICE):
        return "its label says so"
    return "the document prints no other date that can be it"


def _doubt_of_issued(chosen: _Candidate, candidates: Sequence[_Candidate], due: _Candidate | None) -> str:
    """What speaks against the date of the invoice; empty if nothing does."""
    if chosen.meaning is DateMeaning.OTHER:
        return "its label names a date of another kind"
    least = _LEAST_RIVAL.get(chosen.meaning, chosen.meaning)
    rivals = [
        one
        for one in candidates
        if one.meaning is not DateMeaning.DUE
        and (one.meaning >= least or (one.is_typed and one.meaning is not DateMeaning.OTHER))
    ]
    if due and len(due.days) == 1 and due.days[0] < chosen.days[0]:
        return f"the due date {due.text} is before it"
    return _doubt(chosen, rivals)


def _doubt_of_due(chosen: _Candidate, candidates: Sequence[_Candidate], issued: _Candidate | None) -> str:
    """What speaks against the due date; empty if nothing does."""
    if issued and issued.meaning >= DateMeaning.PLAIN and len(issued.days) == 1:
        if chosen.days[0] < issued.days[0]:
            return f"it is before the invoice date {issued.text}"
        if chosen.days[0] > issued.days[0] + MAX_TERM:
            return f"it is long after the invoice date {issued.text}"
    return _doubt(chosen, [one for one in candidates if one.meaning is DateMeaning.DUE])


def _doubt(chosen: _Candidate, rivals: Sequence[_Candidate]) -> str:
    if len(chosen.days) > 1:
        return "nothing on the document tells its day from its month"
    if rival := next((one for one in rivals if not set(one.days) & set(chosen.days)), None):
        return f"the document prints another date {rival.text}"
    if chosen.confidence < MIN_CONFIDENCE:
        return f"it was read with only {chosen.confidence} % confidence"
    return ""


def _judged(chosen: _Candidate, doubt: str) -> Judged[tuple[date, ...]]:
    reason = doubt or _support(chosen)
    field = ReadField(chosen.text, chosen.page, chosen.box, chosen.confidence, not doubt, reason)
    return Judged(chosen.days, field)
