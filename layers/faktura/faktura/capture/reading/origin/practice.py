"""Judges the name of the practice: whose invoice it is, by its lines and by the fields that an OCR engine has typed.

Decision 0047 says what vouches for a name, and what contradicts it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from faktura.capture.page import labels
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Place
from faktura.capture.page.page import Page
from faktura.capture.page.parties.name import (
    WHOLE_NAME,
    has_company_form,
    is_business,
    is_same_name,
    is_spelt_by_a_domain,
    letters,
)
from faktura.capture.page.parties.receiver import Labelled, in_the_window, is_letter, receivers_of
from faktura.capture.page.parties.sender import Sender, Support, senders_of
from faktura.capture.reading.merging import PrintedField, ranked
from faktura.capture.reading.reading import Judged, ReadField

MIN_LETTERS = 97
"""Percent. A name with a word that was read with less may be misspelt."""
_MISREAD = re.compile(r"[^\W\d_][./]?[0158](?![0-9])|(?<![0-9])[0158][./]?[^\W\d_]")
"""A digit among letters that looks like one of them: `D.1.Y`, `5/B`."""
_TYPED = 2
"""How much it counts that an OCR engine calls a name the vendor's."""
_FOUNDED = 4
"""Names with less weight are guesses: they come after the others, whatever their page."""
_OWN = frozenset({Support.LABEL, Support.DOMAIN, Support.BUSINESS, Support.REPEATED})
"""Customers' names rarely have these. An address, a telephone number and large print do not tell whose they are."""
_AS_A_CUSTOMER = frozenset({Support.BUSINESS, Support.ADDRESS})
"""A customer's block may have these too. They are proof only where the page shows who the customer is."""
_ALONE = frozenset({Support.LABEL, Support.DOMAIN, Support.REPEATED})
"""These tell where the name begins, even if another line stands above it."""
_REACHABLE = frozenset({Support.ADDRESS, Support.CONTACTS})
"""By these a party can be reached. A name without them is a remark."""
_CONTACTS = ("VENDOR_PHONE", "VENDOR_VAT_NUMBER", "VENDOR_URL", "VENDOR_ABN_NUMBER", "VENDOR_GST_NUMBER")
_MAX_NAMES = 40
"""Names that are weighed, of the lines and of the typed fields."""
_SECOND = "another name is printed for the practice"


@dataclass(frozen=True)
class _Candidate:
    text: str
    page: int
    box: Place | None
    confidence: int
    support: frozenset[Support]
    weight: int
    is_below_a_name: bool = False
    is_customers: bool = False
    is_typed: bool = False
    has_customer: bool = False
    is_of_lines: bool = False

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        return self.is_customers, self.weight < _FOUNDED, self.page, -self.weight


@dataclass(frozen=True)
class PageSenders:
    """A page, the names on it that can be the practice's, the best first, and the labelled blocks of customers."""

    page: Page
    senders: Sequence[Sender]
    receivers: Sequence[Labelled]

    @staticmethod
    def of(page: Page) -> "PageSenders":
        """The names that the lines of the page print."""
        return PageSenders(page, senders_of(page.rows), receivers_of(page.rows))


def first_sender(printed: Sequence[PageSenders]) -> Sender | None:
    """The best name of the first page that has one."""
    return next((one.senders[0] for one in printed if one.senders), None)


def practices(fields: Sequence[PrintedField], printed: Sequence[PageSenders]) -> list[Judged[str]]:
    """The names printed for the practice, the best first, then the others that the OCR engine calls the vendor's.

    Only the first can be vouched for.
    """
    found = sorted(_with_typed(list(_of_lines(printed)), fields, printed), key=lambda one: one.rank)
    others = [one for one in found[1:] if one.is_typed and not one.is_customers]
    best = [Judged(one.text, _judged(one, found)) for one in found[:1]]
    return best + [Judged(one.text, _read(one, is_vouched=False, reason=_SECOND)) for one in others]


def _judged(best: _Candidate, others: Sequence[_Candidate]) -> ReadField:
    against = next(_contradictions(best, others), None)
    named = [support for support in Support if support in best.support]
    is_proved = best.support & _OWN and len(named) > 1 and (best.has_customer or not best.support <= _AS_A_CUSTOMER)
    if against is None and is_proved:
        return _read(best, is_vouched=True, reason=" and ".join(support.value for support in named[:2]))
    if against is None and _is_the_only_other_party(best, others):
        return _read(best, is_vouched=True, reason="no one else is named besides the customer")
    return _read(best, is_vouched=False, reason=against or "nothing else on the page tells whose invoice it is")


def _is_the_only_other_party(best: _Candidate, others: Sequence[_Candidate]) -> bool:
    """Whether its lines show the customer, and no other name that is not the customer's has an address or contacts."""
    rivals = (other for other in others if not other.is_customers and not is_same_name(best.text, other.text))
    is_reachable = bool(best.support & _REACHABLE)
    return (
        best.is_of_lines
        and best.has_customer
        and is_reachable
        and not any(other.support & _REACHABLE for other in rivals)
    )


def _contradictions(best: _Candidate, others: Sequence[_Candidate]) -> Iterator[str]:
    if best.is_customers:
        yield "the page prints it as the customer's name"
    if best.confidence < MIN_LETTERS or _MISREAD.search(best.text):
        yield "its letters are hard to read"
    if best.is_below_a_name and not best.support & _ALONE:
        yield "another name stands above it"
    for other in others:
        is_rival = not other.is_customers and not is_same_name(best.text, other.text)
        if is_rival and (_is_as_good(other, best) or _is_its_company(other, best)):
            yield f"the page also prints {other.text}"


def _is_as_good(other: _Candidate, best: _Candidate) -> bool:
    return len(other.support) > 1 and other.weight >= best.weight - 1


def _is_its_company(other: _Candidate, best: _Candidate) -> bool:
    """Whether it may be the company whose brand or shop the best name is."""
    return has_company_form(other.text) and not has_company_form(best.text) and not best.support & _ALONE


def _read(one: _Candidate, *, is_vouched: bool, reason: str) -> ReadField:
    return ReadField(one.text, one.page, one.box, one.confidence, is_vouched, reason)


def _of_lines(printed: Sequence[PageSenders]) -> Iterator[_Candidate]:
    for one in printed:
        yield from (_candidate(sender, one) for sender in one.senders if sender.weight > 0)


def _candidate(sender: Sender, printed: PageSenders) -> _Candidate:
    return _Candidate(
        sender.text,
        printed.page.number,
        sender.name.place,
        int(min(word.confidence for word in sender.name.words)),
        sender.support,
        sender.weight,
        sender.is_below_a_name,
        has_customer=_has_customer(sender, printed),
        is_of_lines=True,
    )


def _has_customer(sender: Sender, printed: PageSenders) -> bool:
    """Whether the page prints a customer, or is a till receipt, which has none."""
    rows, taken = printed.page.rows, {id(line) for line in (sender.name, *sender.block)}
    return bool(printed.receivers) or not is_letter(rows) or in_the_window(rows, taken) is not None


def _with_typed(
    candidates: list[_Candidate], fields: Sequence[PrintedField], printed: Sequence[PageSenders]
) -> Iterator[_Candidate]:
    """The candidates of the lines, each once, and those that only an OCR engine names."""
    customers = [*_receivers(fields), *(receiver.block[0].text for one in printed for receiver in one.receivers)]
    merged: list[_Candidate] = []
    typed = _typed(fields, {one.page.number for one in printed if one.page.rows})
    for one in [*candidates[:_MAX_NAMES], *islice(typed, _MAX_NAMES)]:
        same = next((n for n, other in enumerate(merged) if is_same_name(other.text, one.text)), None)
        if same is None:
            merged.append(one)
        elif one.page == merged[same].page or not one.support:
            merged[same] = replace(merged[same], weight=merged[same].weight + _TYPED, is_typed=True)
    for one in merged:
        is_customers = any(is_same_name(one.text, name) for name in customers)
        yield replace(one, is_customers=one.is_customers or is_customers)


def _typed(fields: Sequence[PrintedField], with_lines: set[int]) -> Iterator[_Candidate]:
    """The vendors' names that an OCR engine has typed.

    On a page without lines the engine's other fields tell what supports them.
    """
    texts = [field.text for field in fields]
    for field in ranked(fields, "VENDOR_NAME"):
        text = " ".join(field.text.split()).strip(" -.,:*|")
        label = f" {fold(field.label)} "
        if sum(letter.isalpha() for letter in text) < 2:
            continue
        support = set() if field.page in with_lines else set(_typed_support(text, label, field.page, fields, texts))
        weight = _TYPED + sum(one.weight for one in support)
        is_other = any(pattern.search(label) for pattern in (labels.RECEIVER, labels.SHIP_TO, labels.STAFF))
        yield _Candidate(
            text,
            field.page,
            field.box,
            field.confidence,
            frozenset(support),
            weight,
            is_customers=is_other,
            is_typed=True,
            has_customer=True,
        )


def _typed_support(
    text: str, label: str, page: int, fields: Sequence[PrintedField], texts: Sequence[str]
) -> Iterator[Support]:
    kinds = {field.kind for field in fields if field.page == page}
    if labels.VENDOR.search(label) and is_business(text):
        yield Support.LABEL
    if is_business(text):
        yield Support.BUSINESS
    if is_spelt_by_a_domain(text, texts):
        yield Support.DOMAIN
    if "VENDOR_ADDRESS" in kinds:
        yield Support.ADDRESS
    if kinds & set(_CONTACTS):
        yield Support.CONTACTS


def _receivers(fields: Iterable[PrintedField]) -> Iterator[str]:
    for field in fields:
        is_receivers = field.kind == "RECEIVER_NAME" or (field.kind == "NAME" and "RECEIVER" in field.groups)
        if is_receivers and len(letters(field.text)) >= WHOLE_NAME:
            yield field.text
