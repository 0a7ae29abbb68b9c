"""The documents of an export, counted while they are written."""

from collections.abc import Iterator
from typing import TypeVar

from faktura.exports.errors import ExportRefused
from faktura.exports.export import MAX_RECORDS, TOO_MANY

T = TypeVar("T")


class Counted(Iterator[T]):
    """The documents, counted; `ExportRefused` for more than an export can have."""

    def __init__(self, documents: Iterator[T]) -> None:
        self._documents, self.count = documents, 0

    def __next__(self) -> T:
        document = next(self._documents)
        if self.count == MAX_RECORDS:
            raise ExportRefused(TOO_MANY)
        self.count += 1
        return document
