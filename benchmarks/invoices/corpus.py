"""The documents of the corpus. They are the same at every run.

from benchmarks.invoices import corpus
for document in corpus.documents(): ...
"""

from collections.abc import Iterator

from benchmarks.invoices.document import Document
from benchmarks.invoices.templates import TEMPLATES
from benchmarks.invoices.wear import sent

EACH = 4
"""Documents of one template."""


def documents() -> Iterator[Document]:
    """All documents, each made when it is asked for."""
    yield from map(document, names())


def names() -> list[str]:
    """Of all documents."""
    return [f"{template}-{number}" for template in TEMPLATES for number in range(1, EACH + 1)]


def document(name: str) -> Document:
    """The document of this name."""
    template, _, number = name.rpartition("-")
    page = TEMPLATES[template].made_up(int(number))
    return Document(name, sent(page.sheet.content(), page.chance), page.truth)
