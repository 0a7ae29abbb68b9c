"""Right to left and left to right in one text, by Unicode's algorithm (UAX 9)."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from bidi import get_display

from faktura.documents.letters import LETTERS

Part = TypeVar("Part")

_LEVEL = re.compile(r"Level\(\s*(\d+)")


def levels(paragraph: str) -> tuple[int, list[int]]:
    """The paragraph's own level and that of each character: odd ones run leftwards, deeper ones lie within others."""
    if not any(LETTERS[character].leftwards for character in set(paragraph)):
        return 0, [0] * len(paragraph)
    told = get_display(paragraph, debug=True)  # its account of the levels, a number for each byte of UTF-8
    of_bytes, _, of_paragraph = told.rpartition("paragraphs: [")  # the text, which comes first, may say that too
    by_byte = [int(level) for level in _LEVEL.findall(of_bytes.rpartition("levels: [")[2])]
    found, at = [], 0
    for character in paragraph:
        found.append(by_byte[at])
        at += len(character.encode())
    return int(_LEVEL.findall(of_paragraph)[0]), found


def seen(parts: Sequence[Part], level: Callable[[Part], int]) -> list[Part]:
    """The parts of one line from left to right (rule L2); each part's own letters are in order already."""
    order = list(parts)
    depths = [level(part) for part in parts]
    odd = [depth for depth in depths if depth % 2]
    for depth in range(max(depths, default=0), min(odd, default=1) - 1, -1):
        order = _turned(order, level, depth)
    return order


def _turned(parts: list[Part], level: Callable[[Part], int], depth: int) -> list[Part]:
    """Every stretch that is so deep or deeper the other way round."""
    turned: list[Part] = []
    stretch: list[Part] = []
    for part in parts:
        if level(part) >= depth:
            stretch.append(part)
            continue
        turned += [*reversed(stretch), part]
        stretch = []
    return [*turned, *reversed(stretch)]
