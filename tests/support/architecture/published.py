"""The text that callers of each API read: that of the OpenAPI description, and the messages of errors."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from faktura.core.endpoint import Endpoint
from faktura.core.errors import Refusal
from faktura.service.__main__ import DESCRIPTION
from tests.support.architecture.syntax import tree
from tests.support.architecture.template import ROOT, modules

SNAKE_CASE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
PRODUCT = ROOT / "layers" / "faktura" / "faktura"

_PROSE = ("summary", "description", "title")
_MESSAGES = {"Fault", "PydanticCustomError", "TextRule", "WithMessage", "__init__"}
"""Calls whose texts callers read, in addition to the refusals' own."""


@cache
def packages() -> Mapping[str, str]:
    """The package of each API by the API's title."""
    handlers = {module: import_module(module).handler for module in modules()}
    return {one.api.title: module.partition(".")[0] for module, one in handlers.items() if isinstance(one, Endpoint)}


@cache
def description() -> Any:
    """The OpenAPI description that is shipped."""
    return json.loads(DESCRIPTION.read_bytes())


def operations(package: str) -> Iterator[tuple[str, Any]]:
    """The operations of a package by operation id."""
    for item in description()["paths"].values():
        for operation in item.values():
            if operation["operationId"].startswith(f"{package}."):
                yield operation["operationId"], operation


def schemas(package: str) -> dict[str, Any]:
    """The named schemas that a package's operations use, directly or within another."""
    found: dict[str, Any] = {}
    _follow([operation for _, operation in operations(package)], found)
    return found


def descriptions(package: str) -> Iterator[tuple[str, str]]:
    """Where each text of a package is in the OpenAPI description, and the text; each schema is read once."""
    for name, operation in operations(package):
        yield from _prose(operation, name)
    for name, schema in schemas(package).items():
        yield from _prose(schema, name)


def messages(package: str) -> Iterator[tuple[str, str]]:
    """Where the sources of a package word an error, and the wording; `{}` stands for a value."""
    refusals = {kind.__name__ for kind in _subclasses(Refusal)}
    wording_calls = refusals | _MESSAGES
    for source in sorted((PRODUCT / package).rglob("*.py")):
        file = source.relative_to(PRODUCT)
        for node in ast.walk(tree(source)):
            at = f"{file}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call) and _name(node.func) in wording_calls:
                yield from ((at, text) for text in map(wording, node.args) if " " in text)
            if isinstance(node, ast.ClassDef) and node.name in refusals:
                yield from ((at, wording(one.value)) for one in node.body if _is_message(one))


@cache
def wordings() -> frozenset[str]:
    """Every text and f-string of the sources, with `{}` for each value."""
    return frozenset(wording(node) for source in PRODUCT.rglob("*.py") for node in ast.walk(tree(source)))


def wording(node: ast.AST) -> str:
    """A text or an f-string as it is written, with `{}` for each value; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(wording(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


@cache
def names() -> frozenset[str]:
    """The published names in snake_case: fields, parameters, values and claims."""
    handlers = [import_module(module).handler for module in modules()]
    claims = {claim for one in handlers if isinstance(one, Endpoint) for claim in one.api.claims}
    return frozenset({*_names(description()), *claims})


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, str) and " " not in node:
        yield from SNAKE_CASE.findall(node)
    elif isinstance(node, list):
        for member in node:
            yield from _names(member)
    elif isinstance(node, dict):
        for name, member in node.items():
            yield from _names(name)
            is_prose = name in _PROSE and isinstance(member, str)
            if not is_prose and name not in ("operationId", "links"):
                yield from _names(member)


def _prose(node: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for position, member in enumerate(node):
            yield from _prose(member, f"{at}[{position}]")
    elif isinstance(node, dict):
        for name, member in node.items():
            if name in _PROSE and isinstance(member, str):
                yield f"{at}.{name}", member
            elif name not in ("example", "examples", "links"):
                yield from _prose(member, f"{at}.{name}")
            elif name == "examples" and isinstance(member, dict):
                yield from ((f"{at}.{key}", one["summary"]) for key, one in member.items())


def _follow(node: Any, found: dict[str, Any]) -> None:
    """Add the schemas that the node refers to, and those that these refer to."""
    if isinstance(node, list):
        for member in node:
            _follow(member, found)
    elif isinstance(node, dict):
        name = str(node.get("$ref", "")).rpartition("/")[2]
        if name and name not in found:
            found[name] = description()["components"]["schemas"][name]
            _follow(found[name], found)
        _follow([*node.values()], found)


def _subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from _subclasses(subclass)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_message(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and [_name(target) for target in node.targets] == ["message"]
