"""What Python sources say, by their syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path


@cache
def tree(source: Path) -> ast.Module:
    """The syntax tree of a source."""
    return ast.parse(source.read_text("utf-8"))


def attributes(source: Path) -> list[str]:
    """The names after a dot, such as those of called methods."""
    return [node.attr for node in ast.walk(tree(source)) if isinstance(node, ast.Attribute)]


def imports(source: Path) -> Iterator[str]:
    """Modules imported, and names imported from modules with their module before them and without."""
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            for alias in node.names:
                yield from (alias.name, f"{node.module}.{alias.name}")


def imported_modules(source: Path) -> Iterator[str]:
    """Modules imported, or from which names are imported."""
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def strings(source: Path) -> Iterator[str]:
    """Every text but docstrings; in an f-string, each part between the values."""
    prose = {id(node.value) for node in ast.walk(tree(source)) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value
