"""The customer's blocks on a page: below a label such as "Bill to", or in the window of a letter."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from faktura.capture.page import labels
from faktura.capture.page.field import Finding
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Box, Row, Segment, row_box, row_text
from faktura.capture.page.parties.name import may_be_name
from faktura.capture.page.parties.text_block import POSTAL, Block, beneath, readable, without_contacts

LABELLED_UNTIL = 0.7
"""In this share of the rows from the top. Words such as "to" are no labels further down."""
HEAD = 0.45
_LABELS = (
    labels.RECEIVER,
    labels.SHIP_TO,
    labels.VENDOR,
    labels.STAFF,
    labels.NUMBER_STRONG,
    labels.NUMBER_MEDIUM,
    labels.NUMBER_TITLE,
    labels.NUMBER_BARE,
    labels.ORDER,
    labels.DATE_STRONG,
    labels.DATE_PLAIN,
    labels.DATE_DUE,
    labels.TITLE,
)
LETTER = 28
"""In heights of a row. A page this wide is a letter, not a till receipt."""


@dataclass(frozen=True)
class Labelled:
    """A block of text, and its label if it has one."""

    label: Finding | None
    block: tuple[Segment, ...]


def receivers_of(rows: Sequence[Row]) -> list[Labelled]:
    """The labelled blocks of customers, those of the invoice before those of its goods."""
    return [*labelled_blocks(rows, labels.RECEIVER), *labelled_blocks(rows, labels.SHIP_TO)]


def labelled_blocks(rows: Sequence[Row], pattern: re.Pattern[str]) -> Iterator[Labelled]:
    """The blocks after, beside or below labels of this pattern, from the top."""
    for index, row in enumerate(rows[: round(LABELLED_UNTIL * len(rows))]):
        for place, segment in enumerate(row):
            found = pattern.search(f" {fold(segment.text)} ")
            if not found or not _is_label(segment.text[found.end() - 1 :], found[0]):
                continue
            label, rest = _parted(segment, found.end() - 1)
            below = beneath(rows, index, segment.box)
            right = row[place + 1] if place + 1 < len(row) else None
            if rest:
                block = [rest, *below]
            elif right and not _is_heading(row) and not _has_address(below) and not _is_label_of(right):
                block = [right, *beneath(rows, index, right.box)] if may_be_name(right) else []
            else:
                block = below
            if block := _of_a_party(readable(block)):
                yield Labelled(label, tuple(block))


def is_letter(rows: Sequence[Row]) -> bool:
    """Whether the page is as wide as a letter, not a till receipt."""
    height = sorted(row_box(row).height for row in rows)[len(rows) // 2] if rows else 0
    return bool(rows) and Box.around(row_box(row) for row in rows).width >= LETTER * height


def in_the_window(rows: Sequence[Row], taken: set[int]) -> Labelled | None:
    """A letter's recipient without a label: a block at the top of the page that ends in a postcode and a town.

    `taken` are the ids of segments that belong to the sender.
    """
    if not is_letter(rows):
        return None
    for index, row in enumerate(rows[: round(HEAD * len(rows))]):
        for segment in row:
            block = _of_a_party(readable([segment, *beneath(rows, index, segment.box)]))
            if _is_address(block) and not taken & {id(line) for line in (segment, *block)}:
                return Labelled(None, tuple(block))
    return None


def _is_address(block: Block) -> bool:
    """Whether it is a name, a street and a town, and no telephone number or the like: the sender prints those."""
    return (
        len(block) >= 3
        and may_be_name(block[0])
        and not POSTAL.search(block[0].text)
        and without_contacts(block) == block
        and any(POSTAL.search(line.text) for line in block[2:])
    )


def _of_a_party(block: Block) -> Block:
    """The block without a salutation on a line of its own, and without one before the name."""
    if block and labels.SALUTATION.search(f" {fold(block[0].text)} "):
        return block[1:]
    return block


def _has_address(block: Block) -> bool:
    return any(POSTAL.search(line.text) for line in block[1:])


def _is_heading(row: Row) -> bool:
    """Whether it is a heading over columns: three texts or more, none with a digit."""
    return len(row) > 2 and not any(letter.isdigit() for letter in row_text(row))


def _is_label_of(right: Segment) -> bool:
    """Whether the text on the right is another label and not the label's value."""
    text = f" {fold(right.text)} "
    return right.text.rstrip().endswith(":") or any(pattern.search(text) for pattern in _LABELS)


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
