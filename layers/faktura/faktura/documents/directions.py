"""Text that runs from right to left and from left to right, by Unicode's algorithm (UAX 9)."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from bidi import get_display

from faktura.documents.characters import CHARACTERS

Part = TypeVar("Part")

_LEVEL = re.compile(r"Level\(\s*(\d+)")


def levels(paragraph: str) -> tuple[int, list[int]]:
    """The level of the paragraph and of each character: odd levels run from right to left, higher ones are nested."""
    if not any(CHARACTERS[character].is_rtl for character in set(paragraph)):
        return 0, [0] * len(paragraph)
    report = get_display(paragraph, debug=True)  # prints the levels, one for each byte of UTF-8
    of_bytes, _, of_paragraph = report.rpartition("paragraphs: [")  # the text before it may contain this too
    by_byte = [int(level) for level in _LEVEL.findall(of_bytes.rpartition("levels: [")[2])]
    found, at = [], 0
    for character in paragraph:
        found.append(by_byte[at])
        at += len(character.encode())
    return int(_LEVEL.findall(of_paragraph)[0]), found


def in_visual_order(parts: Sequence[Part], level: Callable[[Part], int]) -> list[Part]:
    """The parts of one line from left to right (rule L2); the letters within a part are in order already."""
    order = list(parts)
    depths = [level(part) for part in parts]
    odd = [depth for depth in depths if depth % 2]
    for depth in range(max(depths, default=0), min(odd, default=1) - 1, -1):
        order = _with_level_reversed(order, level, depth)
    return order


def _with_level_reversed(parts: list[Part], level: Callable[[Part], int], depth: int) -> list[Part]:
    """The parts, with every sequence of this level or higher in reverse."""
    reordered: list[Part] = []
    sequence: list[Part] = []
    for part in parts:
        if level(part) >= depth:
            sequence.append(part)
            continue
        reordered += [*reversed(sequence), part]
        sequence = []
    return [*reordered, *reversed(sequence)]
