"""How the sub-packages of capture may use each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.support.architecture.template import FUNCTIONS, ROOT

CAPTURE = ROOT / "layers" / "faktura" / "faktura" / "capture"
SOURCES = [*CAPTURE.rglob("*.py"), *(FUNCTIONS / "capture").rglob("*.py")]


def test_only_the_end_service_ends_requests() -> None:
    """So that no path ends a request without starting its webhook."""
    writes = {"store_completion", "store_failure"}

    callers = {source.name for source in SOURCES if writes & set(_called(source))}

    assert callers == {"end_service.py"}


def test_webhooks_know_nothing_of_requests() -> None:
    unknown = ("faktura.capture.requests", "faktura.capture.schemas", "faktura.capture.errors", "faktura.capture.api")

    known = [
        f"{source.name}: {module}"
        for source in (CAPTURE / "webhooks").glob("*.py")
        for module in _imported(source)
        if module.startswith(unknown)
    ]

    assert known == []


def _called(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def _imported(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
