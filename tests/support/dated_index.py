"""The index of invoices by date (`byDate`) under changes: pages of few entries, and answers that are out of date."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from faktura.core.dynamo import Page, Table

_read = Table.page


@contextmanager
def changed_after_the_first_page(change: Callable[[], object]) -> Iterator[None]:
    """Pages of at most two entries; `change` comes between the first one and the second."""
    waiting = [change]

    def page(table: Table, condition: str, values: dict[str, Any], index: str = "", **terms: Any) -> Page:
        found = _read(table, condition, values, index, **{**terms, "Limit": 2})
        if index == "byDate" and waiting:
            waiting.pop()()
        return found

    with patch.object(Table, "page", page):
        yield


@contextmanager
def lagging() -> Iterator[None]:
    """Within the block, the index answers a query as it did the first time."""
    answers: dict[str, Page] = {}

    def page(table: Table, condition: str, values: dict[str, Any], index: str = "", **terms: Any) -> Page:
        if index != "byDate":
            return _read(table, condition, values, index, **terms)
        query = repr((condition, values, terms))
        if query not in answers:
            answers[query] = _read(table, condition, values, index, **terms)
        return answers[query]

    with patch.object(Table, "page", page):
        yield
