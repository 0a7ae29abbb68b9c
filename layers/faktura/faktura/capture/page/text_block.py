"""Blocks of text: lines below each other that belong together, such as an address."""

import re
from collections.abc import Sequence

from faktura.capture.page import labels
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Box, Row, Segment
from faktura.capture.page.printed_amount import amounts_in
from faktura.capture.page.printed_date import dates_in

LINES = 6
POSTAL = re.compile(r"\b\d{4,6}\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
LABEL = re.compile(r"[^\W\d][^\d:]{1,24}:(?:\s|$)")
Block = list[Segment]


def beneath(rows: list[Row], index: int, head: Box) -> Block:
    """The lines below `head` in its column, up to a wide gap, another label or a table."""
    block: Block = []
    last = head
    for row in rows[index + 1 : index + 1 + LINES]:
        under = [one for one in row if _in_column(one.box, last) or _in_column(one.box, head)]
        if not under or under[0].box.top - last.bottom > 1.6 * last.height or _ends_block(under[0]) or _is_priced(row):
            break
        block.append(under[0])
        last = under[0].box
    return block


def without_contacts(block: Block) -> Block:
    """The name and address, without a registration number between them and without the contacts after them."""
    kept = block[:1]
    for line in block[1:]:
        is_contact = "@" in line.text or bool(labels.CONTACT.search(f" {fold(line.text)} "))
        if is_contact and len(kept) > 1:
            break
        if not is_contact:
            kept.append(line)
    return kept


def readable(block: Sequence[Segment]) -> Block:
    """The lines with words in them."""
    return [line for line in block if sum(letter.isalpha() for letter in line.text) >= 2]


def _in_column(box: Box, head: Box) -> bool:
    aligned = abs(box.left - head.left) < 1.5 * head.height
    centred = abs((box.left + box.right) - (head.left + head.right)) < 3 * head.height
    return aligned or (centred and box.overlap(head) > 0)


def _is_priced(row: Row) -> bool:
    """Whether it is a line of a bill: text that ends in an amount."""
    last = row[-1].text
    return len(row) > 1 and bool(amounts_in(last)) and sum(letter.isalpha() for letter in last) <= 4


def _ends_block(line: Segment) -> bool:
    text = f" {fold(line.text)} "
    starts_label = (
        labels.RECEIVER,
        labels.SHIP_TO,
        labels.VENDOR,
        labels.NUMBER_STRONG,
        labels.NUMBER_MEDIUM,
        labels.TITLE,
    )
    labelled = bool(LABEL.match(line.text)) or any(
        pattern.search(text) for pattern in (*starts_label, labels.DATE_STRONG)
    )
    return labelled or bool(dates_in(line.text)) or bool(amounts_in(line.text))
