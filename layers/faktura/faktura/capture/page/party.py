"""The sender and the receiver of the invoice: names and addresses from blocks of text."""

import re
from collections.abc import Iterator

from faktura.capture.page import labels
from faktura.capture.page.finding import Field, Finding
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Box, Row, Segment, row_box
from faktura.capture.page.text_block import POSTAL, Block, beneath, readable, without_contacts

LABELLED, COMPANY, LARGE, FIRST, WINDOW = 95.0, 92.0, 85.0, 72.0, 75.0
HEAD = 0.45
"""The vendor must be in this share of the rows from the top."""
LABELLED_UNTIL = 0.7
WHOLE_NAME = 8
"""In letters. A company's line with fewer is the end of the name above it ("SDN BHD")."""
LETTER = 28
"""In heights of a row. A page this wide is a letter, not a till receipt."""


def parties_of(rows: list[Row]) -> list[Field]:
    """VENDOR_NAME, VENDOR_ADDRESS, RECEIVER_NAME, RECEIVER_ADDRESS, and Textract's grouped NAME and ADDRESS of each."""
    receiver = _labelled(rows, labels.RECEIVER) or _labelled(rows, labels.SHIP_TO)
    sender = _labelled(rows, labels.VENDOR)
    head = sender or _head(rows, _ids(receiver))
    receiver = receiver or _in_the_window(rows, _ids(head))
    fields: list[Field] = []
    if head:
        fields += _fields("VENDOR", head[0], without_contacts(head[1]), head[2])
    if receiver:
        fields += _fields("RECEIVER", receiver[0], without_contacts(receiver[1]), receiver[2])
    return fields


Party = tuple[Finding | None, Block, float]


def _ids(party: Party | None) -> set[int]:
    return {id(segment) for segment in party[1]} if party else set()


def _fields(who: str, label: Finding | None, block: Block, sure: float) -> Iterator[Field]:
    if not block:
        return
    name, address = Finding.of(block[0]), block[1:]
    yield Field("NAME", name, sure, label, group=who)
    yield Field(f"{who}_NAME", name, sure, label)
    if address:
        where = Finding(
            "\n".join(line.text for line in address),
            Box.around(line.box for line in address),
            min(line.confidence for line in address),
        )
        whole = sure if any(POSTAL.search(line.text) for line in address) else sure - 20
        yield Field("ADDRESS", where, whole, label, group=who)
        yield Field("ADDRESS_BLOCK", where, whole, group=who)
        yield Field(f"{who}_ADDRESS", where, whole, label)


def _labelled(rows: list[Row], pattern: re.Pattern[str]) -> Party | None:
    for index, row in enumerate(rows[: round(LABELLED_UNTIL * len(rows))]):
        for place, segment in enumerate(row):
            found = pattern.search(f" {fold(segment.text)} ")
            if not found or not _is_label(segment.text[found.end() - 1 :], found[0]):
                continue
            label, rest = _parted(segment, found.end() - 1)
            block = ([rest] if rest else []) + beneath(rows, index, segment.box)
            if not rest and place + 1 < len(row) and _stands_beside(segment, row[place + 1], block):
                block = [row[place + 1], *beneath(rows, index, row[place + 1].box)]
            block = readable(block)
            if block:
                return label, block, LABELLED
    return None


def _stands_beside(label: Segment, right: Segment, beneath_it: Block) -> bool:
    """Whether the label's value is beside it, because nothing is close below."""
    if not beneath_it:
        return True
    is_close = beneath_it[0].box.top - label.box.bottom < label.box.height
    return label.text.endswith(":") and _may_be_name(right) and not is_close


def _is_label(rest: str, matched: str) -> bool:
    """Whether it is a label: alone, before a colon, or two words such as "bill to"."""
    return not rest.strip(" :.") or rest.strip().startswith(":") or len(matched.split()) > 1


def _parted(segment: Segment, end: int) -> tuple[Finding, Segment | None]:
    """The label, and the words after it in the same segment ("Attn: Ronald Davis")."""
    words, at = [], 0
    for word in segment.words:
        if at >= end and any(letter.isalnum() for letter in word.text):
            words.append(word)
        at += len(word.text) + 1
    label = Segment(segment.words[: len(segment.words) - len(words)] or segment.words)
    return Finding.of(label), Segment(tuple(words)) if words else None


def _head(rows: list[Row], taken: set[int]) -> Party | None:
    """The vendor's lines at the top: they begin with a company's name, else the largest text, else the first."""
    candidates = [
        (index, segment)
        for index, row in enumerate(rows[: max(3, round(HEAD * len(rows)))])
        for segment in row
        if id(segment) not in taken and _may_be_name(segment)
    ]
    if not candidates:
        return None
    height = sorted(row_box(row).height for row in rows)[len(rows) // 2]
    companies = [one for one in candidates[:8] if labels.COMPANY.search(fold(one[1].text).strip())]
    large = [one for one in candidates[:4] if one[1].box.height > 1.5 * height]
    if companies and sum(letter.isalpha() for letter in companies[0][1].text) < WHOLE_NAME:
        companies = [one for one in candidates if one[0] == companies[0][0] - 1][:1] or companies
    for found, sure in ((companies, COMPANY), (large, LARGE), (candidates, FIRST)):
        if found:
            index, name = found[0]
            address = readable(beneath(rows, index, name.box))
            return None, [name, *(address or _return_line(rows, name) or _further_down(rows, index, name))], sure
    return None


def _return_line(rows: list[Row], name: Segment) -> Block:
    """The sender in one small line above the recipient, for envelopes with a window."""
    for segment in (segment for row in rows for segment in row):
        begins = fold(segment.text).startswith(fold(name.text)) and segment is not name
        rest = [word for word in segment.words[len(name.words) :] if any(letter.isalnum() for letter in word.text)]
        if begins and rest and POSTAL.search(segment.text):
            return [Segment(tuple(rest))]
    return []


def _further_down(rows: list[Row], index: int, name: Segment) -> Block:
    """An address some way below a large name."""
    for below, row in enumerate(rows[index + 1 : index + 4], index + 1):
        for segment in row:
            aligned = abs(segment.box.left - name.box.left) < 1.5 * name.box.height
            if aligned and segment.box.top - name.box.bottom < 6 * segment.box.height and _may_be_street(segment):
                return [segment, *beneath(rows, below, segment.box)]
    return []


def _may_be_street(segment: Segment) -> bool:
    return _may_be_name(segment) and any(letter.isdigit() for letter in segment.text)


def _in_the_window(rows: list[Row], taken: set[int]) -> Party | None:
    """A letter's recipient without a label: a block at the top of the page that ends in a postcode and a town."""
    height = sorted(row_box(row).height for row in rows)[len(rows) // 2] if rows else 0
    if not rows or Box.around(row_box(row) for row in rows).width < LETTER * height:
        return None
    for index, row in enumerate(rows[: round(HEAD * len(rows))]):
        for segment in row:
            block = readable([segment, *beneath(rows, index, segment.box)])
            named = block[1:] if block and labels.SALUTATION.search(f" {fold(block[0].text)} ") else block
            whole = (
                len(named) >= 3
                and not POSTAL.search(named[0].text)
                and not taken & {id(line) for line in block}
                and _may_be_name(named[0])
            )
            if whole and without_contacts(named) == named and any(POSTAL.match(line.text) for line in named[-2:]):
                return None, named, WINDOW
    return None


def _may_be_name(segment: Segment) -> bool:
    text = f" {fold(segment.text)} "
    letters = sum(letter.isalpha() for letter in text)
    other = (
        labels.TITLE,
        labels.CONTACT,
        labels.RECEIVER,
        labels.SHIP_TO,
        labels.NUMBER_STRONG,
        labels.NUMBER_MEDIUM,
        labels.ORDER,
        labels.DATE_STRONG,
        labels.DATE_PLAIN,
    )
    digits = sum(letter.isdigit() for letter in text)
    return letters >= 4 and letters > digits and not any(pattern.search(text) for pattern in other)
