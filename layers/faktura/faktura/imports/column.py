"""The columns of an import file. Each has the name of the field that it fills, as the API spells it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from faktura.core.errors import Fault, InvalidRequest

Kind = Literal["text", "number", "texts", "numbers"]

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_BETWEEN = re.compile(r"[,\s]+")


@dataclass(frozen=True)
class Column:
    """One column. A dot leads into an object or an array: `lineItems.rate` is the rate of a line.

    A cell holds a text as it is, a number such as `1234.50`, or a list of them with spaces or commas between them.
    """

    name: str
    kind: Kind = "text"
    is_required: bool = False

    def value(self, cell: str) -> Any:
        """What the cell says, `None` if it is empty; an `InvalidRequest` for what is no number."""
        if self.kind == "text":
            return cell or None
        texts = [text for text in _BETWEEN.split(cell) if text]
        if self.kind == "texts":
            return texts or None
        if self.kind == "number":
            texts = [cell.strip()] if texts else []
        numbers = [self._number(text) for text in texts]
        return (numbers if self.kind == "numbers" else numbers[0]) if numbers else None

    def _number(self, text: str) -> Decimal:
        if not _NUMBER.fullmatch(text):
            raise InvalidRequest(Fault(self.name, "must be a number such as 1234.50"))
        return Decimal(text)


@dataclass(frozen=True)
class FileFormat:
    """The format of one kind of file: what a record is called, and its columns.

    A record is one row, or several that follow each other with the same text in the column `key`. Each row adds one
    element to the array `array`; the columns below it may differ from row to row.
    """

    records: str
    key: str
    array: str
    columns: Sequence[Column]

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    def is_of_element(self, name: str) -> bool:
        """Whether the column belongs to an element of the array."""
        return name.startswith(f"{self.array}.")


def put(document: dict[str, Any], path: str, value: Any) -> None:
    """Set the field at a path with dots, in objects that are made where they are missing."""
    *parents, last = path.split(".")
    for parent in parents:
        document = document.setdefault(parent, {})
    document[last] = value
