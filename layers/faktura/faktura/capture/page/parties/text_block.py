"""Blocks of text: lines below each other that belong together, such as an address."""

import re
from collections.abc import Sequence

from faktura.capture.page import labels
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Box, Row, Segment
from faktura.capture.page.printed_amount import amounts_in
from faktura.capture.page.printed_date import dates_in

LINES = 6
REACH, FIRST_REACH = 1.6, 2.6
"""In heights of a line. A wider gap ends a block; the first line may be further from its label."""
POSTAL = re.compile(r"\b\d{4,6}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b")
LABEL = re.compile(r"[^\W\d][^\d:]{1,24}:(?:\s|$)")
Block = list[Segment]


def beneath(rows: Sequence[Row], index: int, head: Box) -> Block:
    """The lines below `head` in its column, up to a wide gap, another label or a table.

    Rows of other columns may stand between them.
    """
    block: Block = []
    last = head
    for row in rows[index + 1 :]:
        under = next((one for one in row if _in_column(one.box, last) or _in_column(one.box, head)), None)
        lower = under or row[0]
        reach = max(REACH * last.height, 0 if block else FIRST_REACH * lower.box.height)
        if lower.box.top - last.bottom > reach or len(block) == LINES:
            break
        if under is None:
            continue
        if _ends_block(under) or _is_priced(row, under, beside=rows[index]):
            break
        block.append(under)
        last = under.box
    return block


def without_contacts(block: Sequence[Segment]) -> Block:
    """The name and address, without a registration number between them and without the contacts after them."""
    kept = list(block[:1])
    for line in block[1:]:
        if not is_contact(line):
            kept.append(line)
        elif len(kept) > 1:
            break
    return kept


def is_contact(line: Segment) -> bool:
    """Whether it is an e-mail or web address, a telephone number or a registration number."""
    return "@" in line.text or bool(labels.CONTACT.search(f" {fold(line.text)} "))


def readable(block: Sequence[Segment]) -> Block:
    """The lines with words in them."""
    return [line for line in block if sum(letter.isalpha() for letter in line.text) >= 2]


def _in_column(box: Box, head: Box) -> bool:
    is_aligned = abs(box.left - head.left) < 1.5 * head.height
    is_right_aligned = abs(box.right - head.right) < 0.5 * head.height
    is_centred = abs((box.left + box.right) - (head.left + head.right)) < 3 * head.height
    return is_aligned or ((is_centred or is_right_aligned) and box.overlap(head) > 0)


def _is_priced(row: Row, line: Segment, beside: Row) -> bool:
    """Whether it is a line of a bill: text that ends in an amount, with only numbers between.

    An amount below something else in the first row, `beside`, is in a column of its own, such as the amount due.
    """
    behind = [one for one in row if one.box.left > line.box.left]
    if not behind or not amounts_in(behind[-1].text) or not all(_is_figure(one.text) for one in behind):
        return False
    return not any(behind[-1].box.overlap(one.box) > 0 for one in beside[1:])


def _is_figure(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) <= 4


def _ends_block(line: Segment) -> bool:
    text = f" {fold(line.text)} "
    starts_label = (
        labels.RECEIVER,
        labels.SHIP_TO,
        labels.VENDOR,
        labels.STAFF,
        labels.NUMBER_STRONG,
        labels.NUMBER_MEDIUM,
        labels.TITLE,
        labels.DATE_STRONG,
    )
    is_label = bool(LABEL.match(line.text)) and not is_contact(line)
    return (
        is_label
        or any(pattern.search(text) for pattern in starts_label)
        or bool(dates_in(line.text))
        or bool(amounts_in(line.text))
    )
