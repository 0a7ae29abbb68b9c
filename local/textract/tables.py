"""The rows of a table of items. Assigns each word to a cell."""

import re
from collections.abc import Iterator, Sequence

from faktura.capture.page.layout import Row, Segment, Word
from faktura.capture.page.printed_amount import amounts_in, bare_number, is_amount
from local.textract.columns import Column
from local.textract.lines import Line

NUMERIC = {"QUANTITY", "UNIT_PRICE", "PRICE", "TAX"}
NUMBER_LIKE = re.compile(r"[-\u2013(]?[$€£]?\d[\d.,'\u2019]*\)?%?")
TOO_FAR = 9.0
"""In heights of a row. Cells that are further from their columns on average are in no column."""


def lines_under(rows: Sequence[Row], columns: list[Column]) -> Iterator[Line]:
    """The rows as lines, with cells by the kind of their column, and the price if its cell has a number."""
    for row in rows:
        cells = _cells(row, columns)
        written = cells["PRICE"].text if "PRICE" in cells else ""
        amounts = amounts_in(written)
        yield Line(row, cells, amounts[-1].value if amounts else bare_number(written))


def _cells(row: Row, columns: list[Column]) -> dict[str, Segment]:
    """Assign the row's units to columns from left to right, with the smallest total distance."""
    units = [unit for segment in row for unit in _units(segment, columns)]
    height = max(segment.box.height for segment in row)
    ways: list[tuple[float, list[int]]] = [(0.0, [])]
    for unit in units:
        ways = _continued(ways, [_distance(unit, column, height) for column in columns], columns)
    cost, path = min(ways, key=lambda way: way[0])
    if cost > TOO_FAR * len(units):
        return {}
    cells: dict[str, list[Word]] = {}
    for unit, place in zip(units, path, strict=True):
        cells.setdefault(columns[place].kind, []).extend(unit.words)
    return {kind: Segment(tuple(words)) for kind, words in cells.items()}


def _continued(
    ways: list[tuple[float, list[int]]], costs: list[float], columns: list[Column]
) -> list[tuple[float, list[int]]]:
    """For each column, the cheapest assignment with this unit in it. Two units in a column cost extra, except text."""
    continued = []
    for place, cost in enumerate(costs):
        same = 0.3 if columns[place].kind == "ITEM" else 6.0
        before = [
            (way[0] + (same if way[1][-1:] == [place] else 0.0), way[1])
            for way in ways
            if not way[1] or way[1][-1] <= place
        ]
        cheapest = min(before, key=lambda way: way[0])
        continued.append((cheapest[0] + cost, [*cheapest[1], place]))
    return continued


def _units(segment: Segment, columns: list[Column]) -> Iterator[Segment]:
    """The parts of a segment. A segment across several columns is split at its numbers."""
    if sum(column.box.overlap(segment.box) > 0 for column in columns) < 2:
        yield segment
        return
    spans = [(amount.start, amount.end) for amount in amounts_in(segment.text)]
    group: list[Word] = []
    group_key: object = None
    at = 0
    for word in segment.words:
        inside = next((span for span in spans if span[0] < at + len(word.text) and span[1] > at), None)
        key = inside or (at if NUMBER_LIKE.fullmatch(word.text) else "text")
        if group and key != group_key:
            yield Segment(tuple(group))
            group = []
        group.append(word)
        group_key = key
        at += len(word.text) + 1
    yield Segment(tuple(group))


def _distance(unit: Segment, column: Column, height: float) -> float:
    """The distance of the unit from the column, in heights of the row. A wrong kind increases it."""
    box, head = unit.box, column.box
    edges = (
        abs(box.left - head.left),
        abs(box.right - head.right),
        abs(box.left + box.right - head.left - head.right) / 2,
    )
    away = min(edges) / height
    if box.overlap(head) > 0:
        away = min(away, 0.6)
    letters = sum(letter.isalpha() for letter in unit.text)
    is_number = is_amount(unit.text) or (any(letter.isdigit() for letter in unit.text) and letters <= 4)
    if column.kind in NUMERIC and not is_number:
        away += 12
    if column.kind == "ITEM" and is_number and not letters:
        away += 5
    if column.kind == "PRICE" and not amounts_in(unit.text) and bare_number(unit.text) is None:
        away += 4
    return away
