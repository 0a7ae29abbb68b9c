"""Every path that ends a capture request starts its webhook."""

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


def _called(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr
