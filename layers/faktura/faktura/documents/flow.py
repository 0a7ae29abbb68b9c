"""Cells side by side that go on over as many pages as they need."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from faktura.documents.paper import Cell, Paper, Text, height

_WORTH_BEGINNING = 60.0
"""Points that must be left on a page for a row to begin there that needs more than one."""


def flow(paper: Paper, cells: Sequence[Cell], turn: Callable[[], None], *, above: float = 0, below: float = 0) -> None:
    """Write a row: here if it fits, else on the next page if it fits there, else broken over pages.

    `turn` begins a page, with whatever repeats on each; `above` and `below` are gaps within the row.
    """
    needed = max(height(cell.texts) for cell in cells) + above + below
    if needed > paper.left_over and (needed <= paper.whole or paper.left_over < _WORTH_BEGINNING):
        turn()
    while True:
        room = paper.left_over - above - below
        here = [_fitting(cell.texts, room) for cell in cells]
        for cell, texts in zip(cells, here, strict=True):
            paper.stack(texts, paper.y + above, cell)
        paper.y += above + max(map(height, here)) + below
        if here == [cell.texts for cell in cells]:
            return
        cells = [replace(cell, texts=cell.texts[len(begun) :]) for cell, begun in zip(cells, here, strict=True)]
        turn()


def _fitting(texts: Sequence[Text], room: float) -> Sequence[Text]:
    """As many as fit, but at least one."""
    for count, text in enumerate(texts):
        room -= text.style.leading
        if room < -0.01 and count:
            return texts[:count]
    return texts
