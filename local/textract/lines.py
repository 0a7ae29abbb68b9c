"""Combines the lines of a bill into items. Names are beside, above or below the prices, and may be wrapped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from faktura.capture.page.field import Finding
from faktura.capture.page.layout import Row, Segment, row_box, row_text

CODE_DIGITS = 5
WRAPPED = 1.6
"""In heights of a line. Text further below an item is not its continuation."""


@dataclass(frozen=True)
class Line:
    """One row of the bill with the content of its columns."""

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
        """Whether it has words for an item."""
        return sum(letter.isalpha() for letter in self.name) >= 2


@dataclass(frozen=True)
class Item:
    """A priced line with its lines of text, in reading order."""

    line: Line
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()

    @property
    def price(self) -> Decimal:
        """The price of the line."""
        return self.line.price or Decimal(0)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All its lines from top to bottom."""
        return (*self.before, self.line, *self.after)

    def findings(self) -> dict[str, Finding]:
        """ITEM, QUANTITY, UNIT_PRICE, PRICE, PRODUCT_CODE and EXPENSE_ROW, as far as they were found."""
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
    """Whether it has enough digits for an article number: too many for a quantity or a size."""
    return word.isdigit() and len(word) >= CODE_DIGITS


def items_from(lines: Iterable[Line]) -> list[Item]:
    """Each priced line with the unpriced lines that belong to it.

    The first priced line shows where the bill puts names: beside, above or below the price. If names are beside the
    price, a line without one ("2 x 1.50  3.00") takes the text just above it.
    """
    read = list(lines)
    first = next((index for index, line in enumerate(read) if line.price is not None), len(read))
    if first == len(read):
        return []
    position = _name_position(read, first)
    items: list[Item] = []
    pending: list[Line] = []
    for line in read[_start(read, first) :] if position == "above" else read[first:]:
        if line.price is None:
            pending.append(line)
            continue
        own = _own(pending, line, position)
        _give(items, pending[: len(pending) - len(own)])
        items.append(Item(line, tuple(own)))
        pending = []
    if position != "above":
        _give(items, pending)
    return [item for item in items if any(one.is_named for one in item.lines) or len(item.line.cells) > 1]


def _name_position(read: list[Line], first: int) -> str:
    if read[first].is_named:
        return "beside"
    ends_in_text = read[-1].price is None and read[-1].is_named
    return "above" if any(line.is_named for line in read[:first]) and not ends_in_text else "below"


def _start(read: list[Line], first: int) -> int:
    """The first line of the first item, below the receipt's head: it has as many lines as the shortest other item."""
    priced = [index for index, line in enumerate(read) if line.price is not None]
    between = [later - earlier - 1 for earlier, later in pairwise(priced)]
    return max(0, first - min(between, default=first))


def _own(pending: list[Line], line: Line, position: str) -> list[Line]:
    if position == "above":
        return pending
    return pending[-1:] if position == "beside" and not line.is_named else []


def _give(items: list[Item], lines: list[Line]) -> None:
    """Add the lines close below the last item to it."""
    for line in lines:
        if not items:
            return
        last, box = row_box(items[-1].lines[-1].row), row_box(line.row)
        if box.top - last.bottom > WRAPPED * min(box.height, last.height):
            return
        items[-1] = Item(items[-1].line, items[-1].before, (*items[-1].after, line))
