"""One reader process for all tests, because its models take a second to load."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from local.textract.reader import Reader

Analyse = Callable[[bytes], dict[str, Any]]


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    reader = Reader(None)
    yield reader
    reader.close()


@pytest.fixture
def analyse(reader: Reader) -> Analyse:
    """The reader process's reply to AnalyzeExpense on a document's bytes."""

    def ask(content: bytes) -> dict[str, Any]:
        return reader.read("AnalyzeExpense", {"Bytes": base64.b64encode(content).decode()})

    return ask
