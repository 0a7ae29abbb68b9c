"""The documents of an export, counted while they are written."""

from collections.abc import Iterator
from typing import TypeVar

from faktura.exports.errors import ExportRefused
from faktura.exports.export import MAX_RECORDS, TOO_MANY

T = TypeVar("T")


class Counted(Iterator[T]):
    """The documents, counted; `ExportRefused` for more than an export can have."""

    def __init__(self, documents: Iterator[T], limit: int = MAX_RECORDS) -> None:
        self._documents, self._limit, self.count = documents, limit, 0

    def __next__(self) -> T:
        document = next(self._documents)
        if self.count == self._limit:
            raise ExportRefused(TOO_MANY.format(self._limit))
        self.count += 1
        return document
