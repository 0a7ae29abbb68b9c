"""Writes rows of cells over as many pages as they need."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from faktura.documents.canvas import (
    Canvas,
    Cell,
    Text,
    height,
)

_MIN_BEGIN_HEIGHT = 60.0
"""Points that must be left on a page for a row that is taller than a page to begin there."""


def flow(
    canvas: Canvas, cells: Sequence[Cell], new_page: Callable[[], None], *, above: float = 0, below: float = 0
) -> None:
    """Write a row: on this page if it fits, else on the next page if it fits there, else over several pages.

    `new_page` begins a page and writes what every page repeats; `above` and `below` are gaps within the row.
    """
    needed = max(height(cell.texts) for cell in cells) + above + below
    remaining = canvas.remaining_height
    if needed > remaining and (needed <= canvas.full_height or remaining < _MIN_BEGIN_HEIGHT):
        new_page()
    while True:
        room = canvas.remaining_height - above - below
        here = [_fitting(cell.texts, room) for cell in cells]
        for cell, texts in zip(cells, here, strict=True):
            canvas.stack(texts, canvas.y + above, cell)
        canvas.y += above + max(map(height, here)) + below
        if here == [cell.texts for cell in cells]:
            return
        cells = [replace(cell, texts=cell.texts[len(written) :]) for cell, written in zip(cells, here, strict=True)]
        new_page()


def _fitting(texts: Sequence[Text], room: float) -> Sequence[Text]:
    """As many texts as fit, but at least one."""
    for count, text in enumerate(texts):
        room -= text.style.leading
        if room < -0.01 and count:
            return texts[:count]
    return texts
