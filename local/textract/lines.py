"""Lines of an itemised bill and how they make items: names beside, above or below the prices, wrapped or not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from local.textract.findings import Finding
from local.textract.layout import Row, Segment, row_box, row_text

CODE_DIGITS = 5
WRAPPED = 1.6
"""In heights of a line: text further below an item than this is not its continuation."""


@dataclass(frozen=True)
class Line:
    """One row of the bill with what was found in its columns; `price` is None where it has none."""

    row: Row
    cells: Mapping[str, Segment]
    price: Decimal | None

    @cached_property
    def name(self) -> str:
        """The item's words without its article numbers."""
        words = self.cells["ITEM"].words if "ITEM" in self.cells else ()
        return " ".join(word.text for word in words if not is_code(word.text))

    @property
    def is_named(self) -> bool:
        """Says in words what is sold."""
        return sum(letter.isalpha() for letter in self.name) >= 2


@dataclass(frozen=True)
class Item:
    """A priced line with the lines of text that belong to it, in reading order."""

    line: Line
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()

    @property
    def price(self) -> Decimal:
        """What the line charges."""
        return self.line.price or Decimal(0)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of it, from top to bottom."""
        return (*self.before, self.line, *self.after)

    def findings(self) -> dict[str, Finding]:
        """ITEM, QUANTITY, UNIT_PRICE, PRICE, PRODUCT_CODE and EXPENSE_ROW, as far as they are there."""
        found = {kind: Finding.of(cell) for kind, cell in self.line.cells.items() if kind not in ("ITEM", "OTHER")}
        named = [line for line in self.lines if line.is_named]
        if named:
            text = "\n".join(line.name for line in named)
            found["ITEM"] = Finding(
                text, row_box(tuple(line.cells["ITEM"] for line in named)), named[0].cells["ITEM"].confidence
            )
        codes = [
            word
            for line in self.lines
            if "ITEM" in line.cells
            for word in line.cells["ITEM"].words
            if is_code(word.text)
        ]
        if codes and "PRODUCT_CODE" not in found:
            found["PRODUCT_CODE"] = Finding.of(Segment((codes[0],)))
        whole = row_box(tuple(segment for line in self.lines for segment in line.row))
        confidence = min(segment.confidence for segment in self.line.row)
        found["EXPENSE_ROW"] = Finding("\n".join(row_text(line.row) for line in self.lines), whole, confidence)
        return found


def is_code(word: str) -> bool:
    """Digits enough for an article number: too many for a quantity or a size."""
    return word.isdigit() and len(word) >= CODE_DIGITS


def items_from(lines: Iterable[Line]) -> list[Item]:
    """Each priced line with the unpriced ones that are its own.

    The first priced line shows the bill's habit: it has a name, or the name stood above it, or comes below it. Where
    names stand beside, a line without one ("2 x 1.50  3.00") takes the text just above it.
    """
    read = list(lines)
    first = next((index for index, line in enumerate(read) if line.price is not None), len(read))
    if first == len(read):
        return []
    habit = _habit(read, first)
    items: list[Item] = []
    pending: list[Line] = []
    for line in read[_start(read, first) :] if habit == "above" else read[first:]:
        if line.price is None:
            pending.append(line)
            continue
        own = _own(pending, line, habit)
        _give(items, pending[: len(pending) - len(own)])
        items.append(Item(line, tuple(own)))
        pending = []
    if habit != "above":
        _give(items, pending)
    return [item for item in items if any(one.is_named for one in item.lines) or len(item.line.cells) > 1]


def _habit(read: list[Line], first: int) -> str:
    if read[first].is_named:
        return "beside"
    ends_in_text = read[-1].price is None and read[-1].is_named
    return "above" if any(line.is_named for line in read[:first]) and not ends_in_text else "below"


def _start(read: list[Line], first: int) -> int:
    """The receipt's head stands above too: the first item has as many lines as the least of the others."""
    priced = [index for index, line in enumerate(read) if line.price is not None]
    between = [later - earlier - 1 for earlier, later in pairwise(priced)]
    return max(0, first - min(between, default=first))


def _own(pending: list[Line], line: Line, habit: str) -> list[Line]:
    if habit == "above":
        return pending
    return pending[-1:] if habit == "beside" and not line.is_named else []


def _give(items: list[Item], lines: list[Line]) -> None:
    """The lines close beneath the last item become its continuation."""
    for line in lines:
        if not items:
            return
        last, box = row_box(items[-1].lines[-1].row), row_box(line.row)
        if box.top - last.bottom > WRAPPED * min(box.height, last.height):
            return
        items[-1] = Item(items[-1].line, items[-1].before, (*items[-1].after, line))
