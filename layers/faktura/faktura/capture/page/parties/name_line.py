"""Where a name begins and ends: on its own line, and above the lines of its address."""

import re
from collections.abc import Sequence

from faktura.capture.page import labels
from faktura.capture.page.label_text import fold
from faktura.capture.page.layout import Row, Segment
from faktura.capture.page.parties.name import is_business, is_end_of_a_name, is_same_name, may_be_name
from faktura.capture.page.parties.text_block import POSTAL, beneath, is_contact
from faktura.core.countries import regions
from faktura.core.folding import folded

REGISTRATION = re.compile(r"(?<=\S)\s*[(\[\s]\s*[A-Z]{0,2}\d{4,}[\dA-Z\u00b7-]*(?: [A-Z])?(?:\s*[)\]].*)?\s*$")
"""A company's number at the end of its name: `(519537-X)`."""
_PARTED = re.compile(r"\s*[\u00b7\u2022|]\s+|\s+[*\u2013\u2014-]\s+|,\s+(?=[^,]*\d)")
_BEHIND = (labels.NUMBER_STRONG, labels.NUMBER_MEDIUM, labels.DATE_STRONG)
"""Labels that can stand so close behind a name that they are one segment with it."""


def before_another(block: Sequence[Segment], name: str) -> list[Segment]:
    """The lines above a line that names the sender again, or above the first business if the name is none.

    The address below such a line belongs to it.
    """
    is_named = is_business(name)
    for place, line in enumerate(block):
        if is_same_name(name, line.text) or (not is_named and is_business(line.text) and not is_address(line)):
            return list(block[:place])
    return list(block)


def own(block: Sequence[Segment]) -> list[Segment]:
    """The lines to the last of the contacts that follow the address: what comes then is another's."""
    for place, line in enumerate(block[1:], start=1):
        if is_contact(block[place - 1]) and place > 1 and not is_contact(line):
            return list(block[:place])
    return list(block)


def parted(segment: Segment) -> tuple[Segment, list[Segment]]:
    """The name and the address behind it, if one line has both ("Clinic - 1 High St - London W1A 1AA")."""
    parting = _PARTED.search(segment.text)
    if not parting or not POSTAL.search(segment.text, parting.end()):
        return segment, []
    behind = segment.between(parting.end(), len(segment.text)).words
    words = tuple(word for word in behind if any(letter.isalnum() for letter in word.text))
    return segment.between(0, parting.start()), [Segment(words)]


def whole(rows: Sequence[Row], index: int, name: Segment) -> Segment:
    """The name with the line above it, if its own line is only the end of a name ("SDN BHD")."""
    above = rows[index - 1][0] if index else None
    if above and is_end_of_a_name(name.text) and may_be_name(above):
        lower, taller = sorted((above.box.height, name.box.height))
        is_near = name.box.top - above.box.bottom < lower and taller < 1.5 * lower
        if is_near and above.box.overlap(name.box) > 0:
            return Segment((*above.words, *name.words))
    return name


def further_down(rows: Sequence[Row], index: int, name: Segment) -> list[Segment]:
    """An address some way below a large name."""
    for below, row in enumerate(rows[index + 1 : index + 4], index + 1):
        for one in row:
            is_aligned = abs(one.box.left - name.box.left) < 1.5 * name.box.height
            is_street = may_be_name(one) and any(letter.isdigit() for letter in one.text)
            if is_aligned and is_street and one.box.top - name.box.bottom < 6 * one.box.height:
                return [one, *beneath(rows, below, one.box)]
    return []


def has_a_name_above(rows: Sequence[Row], index: int, name: Segment) -> bool:
    """Whether a line that can be a name stands right above."""
    for row in reversed(rows[:index]):
        for above in row:
            gap = name.box.top - above.box.bottom
            if above.words[0] not in name.words and above.box.overlap(name.box) > 0:
                return gap < max(name.box.height, above.box.height) and may_be_name(above)
    return False


def before_a_label(one: Segment) -> Segment:
    """A business's name without a label that stands close behind it ("Willow Clinic Invoice no.")."""
    found = next((found for label in _BEHIND if (found := label.search(fold(one.text)))), None)
    is_behind_a_name = found and is_business(one.text[: found.start()])
    return one.between(0, found.start() - 1) if found and is_behind_a_name else one


def is_address(one: Segment) -> bool:
    """Whether the line is a street, a town or a country and not a name before them."""
    name, _ = parted(one)
    text = REGISTRATION.sub("", name.text)
    if folded(text) in regions():
        return True
    has_number = any(letter.isdigit() for letter in text)
    return has_number and not is_business(name.text)
