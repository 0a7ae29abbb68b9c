"""The names on a page that can be the sender's, each with what speaks for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from faktura.capture.page import labels
from faktura.capture.page.field import Finding
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Row, Segment, row_box, row_text
from faktura.capture.page.parties.name import (
    is_business,
    is_same_name,
    is_spelt_by_a_domain,
    may_be_name,
)
from faktura.capture.page.parties.name_line import (
    REGISTRATION,
    before_a_label,
    before_another,
    further_down,
    has_a_name_above,
    is_address,
    own,
    parted,
    whole,
)
from faktura.capture.page.parties.receiver import labelled_blocks, receivers_of
from faktura.capture.page.parties.text_block import POSTAL, beneath, is_contact, readable, without_contacts

HEAD = 0.45
"""The share of the rows from the top in which a letterhead ends."""
TOP = 0.15
"""The share of the rows from the top in which large print is the letterhead."""
LARGE = 1.3
"""In heights of the page's middle row. Larger print is a heading."""
_TELEPHONE = re.compile(
    r"(?:t[eé]l|phone|mobile|mob|hp)[a-z]*[\s:.#]{0,3}(?:no[\s:.]{0,3})?(\+?[\d(][\d ()./-]{5,}\d)"
    r"|(?:^|(?<=\s))(\+\d[\d ()./-]{6,}\d|\(\d{3}\) ?\d{3}[ -]\d{4})(?!\S)",
    re.IGNORECASE,
)
_FAX = re.compile(r"\s*fax", re.IGNORECASE)
_TRADING_AS = re.compile(r"^.*\b(?:trading as|t/a|d/?b/?a|doing business as)\s+", re.IGNORECASE)


class Support(Enum):
    """What speaks for a name. The value completes "The practice ... is vouched for: "."""

    LABEL = "its label says so"
    DOMAIN = "the web or e-mail address spells it"
    BUSINESS = "it is the name of a business"
    CONTACTS = "its telephone or registration number follows it"
    ADDRESS = "its address follows it"
    REPEATED = "the page repeats it as the sender or payee"
    LETTERHEAD = "it is the heading of the page"

    @property
    def weight(self) -> int:
        """How much it counts when names are ranked."""
        return {Support.LABEL: 4, Support.DOMAIN: 3, Support.BUSINESS: 3}.get(self, 2)


_SETTLED = frozenset({Support.ADDRESS, Support.CONTACTS})


@dataclass(frozen=True)
class Sender:
    """A name, the lines of its block below it with contacts, and its label if it has one.

    `is_first` tells that no other name with an address stands above it; `is_second`, that one does and that the block
    has no contacts, as a customer's. `is_below_a_name` tells that a line right above it can be a part of the name, or
    another one.
    """

    name: Segment
    text: str
    block: tuple[Segment, ...]
    support: frozenset[Support]
    label: Finding | None = None
    is_first: bool = False
    is_second: bool = False
    is_below_a_name: bool = False

    @property
    def address(self) -> list[Segment]:
        """The lines of its address."""
        return without_contacts([self.name, *self.block])[1:]

    @property
    def telephone(self) -> str:
        """The first telephone number among its contacts; empty if there is none."""
        found = (_TELEPHONE.search(line.text) for line in self.block if not _FAX.match(line.text))
        return next((one[1] or one[2] for one in found if one), "")

    @property
    def weight(self) -> int:
        """The sum of all that speaks for it, for ranking."""
        return sum(support.weight for support in self.support) + 2 * self.is_first - 2 * self.is_second


def senders_of(rows: Sequence[Row]) -> list[Sender]:
    """The names that can be the sender's, the best first. A name in a customer's block is none of them."""
    customers = {id(line) for one in receivers_of(rows) for line in one.block}
    labelled = list(_labelled(rows, customers))
    taken = customers | (_staff(rows) - {id(one.name) for one in labelled})
    found = [*labelled, *_in_the_head(rows, taken), *_below_the_head(rows, taken)]
    texts = [row_text(row) for row in rows]
    supported = [_with_page(sender, rows, texts, taken) for sender in _merged(found)]
    return sorted(_placed(supported), key=lambda sender: -sender.weight)


def _labelled(rows: Sequence[Row], taken: set[int]) -> Iterator[Sender]:
    """Names below the label of a seller. A name alone is a person's: a party prints its address."""
    for one in labelled_blocks(rows, labels.VENDOR):
        name, *rest = one.block
        is_party = is_business(name.text) or any(POSTAL.search(line.text) for line in rest)
        if is_party and may_be_name(name) and id(name) not in taken:
            yield _sender(name, rest, {Support.LABEL}, one.label)


def _in_the_head(rows: Sequence[Row], taken: set[int]) -> Iterator[Sender]:
    last = max(3, round(HEAD * len(rows)))
    free = [(index, one) for index, row in enumerate(rows[:last]) for one in _free(row, taken)]
    middle = sorted(row_box(row).height for row in rows)[len(rows) // 2] if rows else 0
    tallest = max((one.box.height for _, one in free), default=0)
    above: set[int] = set()
    for index, name in free:
        is_large = name.box.height > LARGE * middle and name.box.height > 0.9 * tallest
        is_heading = is_large and index < max(4, TOP * len(rows))
        is_in_a_block = id(name) in above and not is_business(name.text)
        if not is_in_a_block:
            sender = _with_block(rows, index, name, {Support.LETTERHEAD} if is_heading else set())
            above |= {id(line) for line in sender.block}
            yield sender


def _below_the_head(rows: Sequence[Row], taken: set[int]) -> Iterator[Sender]:
    """Names of businesses below the head, with an address or a telephone number: the sender's line at the foot."""
    last = max(3, round(HEAD * len(rows)))
    for index, row in enumerate(rows[last:], last):
        for one in _free(row, taken):
            sender = _with_block(rows, index, one, set()) if is_business(one.text) else None
            if sender and sender.support & _SETTLED:
                yield sender


def _with_block(rows: Sequence[Row], index: int, name: Segment, support: set[Support]) -> Sender:
    joined = whole(rows, index, name)
    bare, behind = parted(joined)
    block = behind or readable(beneath(rows, index, name.box)) or further_down(rows, index, name)
    sender = _sender(bare, own(before_another(block, bare.text)), support)
    return replace(sender, is_below_a_name=has_a_name_above(rows, index, joined))


def _sender(name: Segment, block: Sequence[Segment], support: set[Support], label: Finding | None = None) -> Sender:
    text = _TRADING_AS.sub("", name.text)
    text = (REGISTRATION.sub("", text) or text).strip(" \u00b7\u2022|,-*")
    if is_business(text):
        support = support | {Support.BUSINESS}
    if any(POSTAL.search(line.text) for line in block if not is_contact(line)):
        support = support | {Support.ADDRESS}
    if any(is_contact(line) for line in block):
        support = support | {Support.CONTACTS}
    return Sender(name, text, tuple(block), frozenset(support), label)


def _free(row: Row, taken: set[int]) -> Iterator[Segment]:
    """The texts of a row that can be names, and are not the values of a label beside them."""
    for place, one in enumerate(row):
        is_value = place > 0 and row[place - 1].text.rstrip().endswith(":")
        name = before_a_label(one)
        if id(one) not in taken and not is_value and may_be_name(name) and not is_address(name):
            yield name


def _with_page(sender: Sender, rows: Sequence[Row], texts: Sequence[str], taken: set[int]) -> Sender:
    support = set(sender.support)
    if is_spelt_by_a_domain(sender.text, texts):
        support.add(Support.DOMAIN)
    if any(_repeats(sender, one, taken) for row in rows for one in row):
        support.add(Support.REPEATED)
    return replace(sender, support=frozenset(support))


def _repeats(sender: Sender, one: Segment, taken: set[int]) -> bool:
    """Whether the segment names the sender again: as the payee, or before an address in the same line."""
    if id(one) in taken or one.words[0] in sender.name.words or not is_same_name(sender.text, one.text):
        return False
    is_payee = labels.PAYEE.search(fold(one.text)) or "\u00a9" in one.text
    return bool(is_payee or POSTAL.search(one.text) or is_contact(one))


def _merged(senders: Sequence[Sender]) -> list[Sender]:
    """One sender for each name; all that speaks for it at several places counts once."""
    merged: list[Sender] = []
    for sender in senders:
        same = next((n for n, one in enumerate(merged) if is_same_name(one.text, sender.text)), None)
        if same is None:
            merged.append(sender)
            continue
        first = merged[same]
        is_part = first.name.words[0] is sender.name.words[0] and len(first.name.words) < len(sender.name.words)
        kept, other = (sender, first) if is_part else (first, sender)
        block = max(kept, other, key=lambda one: len(one.support & _SETTLED)).block
        support = kept.support | other.support
        merged[same] = replace(kept, block=block, support=support, label=kept.label or other.label)
    return merged


def _placed(senders: Sequence[Sender]) -> Iterator[Sender]:
    """The senders with their places among the addresses of the page: the first is usually the sender's own."""
    settled = [sender for sender in senders if sender.support & _SETTLED]
    first = min((sender.name.box.top for sender in settled), default=0.0)
    for sender in senders:
        is_settled = sender in settled
        is_first = is_settled and sender.name.box.top <= first
        has_above = any(
            one.name.box.top < sender.name.box.top and one.support & {Support.BUSINESS, Support.LETTERHEAD}
            for one in senders
        )
        has_more = sender.support & {Support.LABEL, Support.DOMAIN, Support.CONTACTS, Support.REPEATED}
        yield replace(
            sender,
            is_first=is_first,
            is_second=is_settled and not is_first and not has_more,
            is_below_a_name=sender.is_below_a_name or has_above,
        )


def _staff(rows: Sequence[Row]) -> set[int]:
    """The ids of names beside or below the label of a salesperson or an owner."""
    taken: set[int] = set()
    for index, row in enumerate(rows):
        for place, one in enumerate(row):
            if labels.STAFF.search(f" {fold(one.text)} "):
                taken |= {id(right) for right in row[place + 1 : place + 2]}
                taken |= {id(line) for line in beneath(rows, index, one.box)[:1]}
    return taken
