"""The words of the first version are gone: each idea has the field's term (docs/glossary.md)."""

import re
from pathlib import Path

import pytest

from tests.support.architecture.template import ROOT

FOLDERS = (
    "layers",
    "functions",
    "local",
    "clients",
    "deployment",
    "benchmarks",
    "workflows",
    "events",
    "tests",
    "docs",
)
SOURCES = [
    path
    for folder in FOLDERS
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in (".py", ".md", ".yaml", ".json", ".sh") and path.name != "test_vocabulary.py"
] + [ROOT / name for name in ("template.yaml", "README.md", "CONTRIBUTING.md", "Makefile", "pyproject.toml")]

OLD = re.compile(
    r"\b(?:_?(?:MOST|LONGEST|LARGEST|DEEPEST|SHORTEST|SMALLEST|FURTHEST|LEAST)_[A-Z_]+"
    r"|Outrun|settled\(|Once\b(?=[\[(.])|Invoicing\b|Paying\b|Sweeping|Intake\b|Delivering\b"
    r"|JobMachine|DeliveryMachine|READING_BEHIND|\w+NotFound\b(?<!\bNotFound)"
    r"|InvoiceShape|PaymentShape|InvoiceAnswer|CaseAnswer|JobAnswer|OrderAnswer"
    r"|read behind|CONTRACT|[Ss]eed 00\d)"
)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_old_word_is_left(source: Path) -> None:
    assert OLD.findall(source.read_text("utf-8", errors="replace")) == []
