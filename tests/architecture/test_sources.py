"""What the product's sources may not do, by their syntax trees."""

import ast
import re
import sys
import tomllib
from pathlib import Path
from runpy import run_path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.support.architecture.syntax import attributes, imported_modules, imports, strings, tree
from tests.support.architecture.template import (
    FUNCTIONS,
    ROOT,
    texts,
    written,
)

PRODUCT = ROOT / "layers" / "faktura" / "faktura"
ROOT_PACKAGE = PRODUCT / "__init__.py"
SOURCES = sorted([*PRODUCT.rglob("*.py"), *FUNCTIONS.rglob("*.py")])

TABLE_READERS = re.compile(r"(dynamodb:)?(scan|partiql\w*|(batch_?)?execute_?(statement|transaction))", re.IGNORECASE)
"""The calls, paginators and permissions that read a whole table, or may."""

OPERATIONS = PRODUCT / "operations"
"""The operator's commands. No function imports them, and the layer has no place for them."""

WHOLE_TABLES = {OPERATIONS / "restore" / "item_store.py", OPERATIONS / "tenants" / "item_store.py"}
"""A restore learns from a whole table which partitions there are. Clients, people, cases and answers have no key by
tenant, so an export and an erasure read them whole."""

OTHERS_IT_MAY_KNOW = {"capture": {"pims"}, "audit": {"billing", "jobs"}}
"""Capture looks up the practices' invoices, and audit signs the journals of two APIs; no other API knows another."""


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("source", [one for one in SOURCES if one not in WHOLE_TABLES], ids=_named)
def test_no_source_scans_a_table(source: Path) -> None:
    words = [*attributes(source), *strings(source)]

    assert [word for word in words if TABLE_READERS.fullmatch(word)] == []


def test_no_policy_lets_a_function_scan_a_table() -> None:
    assert [text for text in texts(written()["Resources"]) if TABLE_READERS.fullmatch(text)] == []


@pytest.mark.parametrize("source", [one for one in SOURCES if one.name != "keys.py"], ids=_named)
def test_only_a_store_spells_a_key(source: Path) -> None:
    assert [text for text in strings(source) if re.search(r"(^|\w)#($|\{)", text)] == []


@pytest.mark.parametrize("source", [one for one in SOURCES if one != PRODUCT / "core" / "settings.py"], ids=_named)
def test_only_the_settings_read_the_environment(source: Path) -> None:
    readers = {"environ", "environb", "getenv", "getenvb"}

    assert readers & {*attributes(source), *imports(source)} == set()


@pytest.mark.parametrize("source", [one for one in SOURCES if one != PRODUCT / "core" / "aws.py"], ids=_named)
def test_only_the_core_makes_aws_clients(source: Path) -> None:
    makers = {"boto3", "boto3.client", "boto3.Session", "boto3.session", "boto3.resource", "botocore.session"}

    assert makers & set(imports(source)) == set()


def test_nobody_uses_boto3_resources() -> None:
    assert [_named(source) for source in SOURCES if "resource" in attributes(source)] == []


@pytest.mark.parametrize("source", sorted(FUNCTIONS.rglob("*.py")), ids=_named)
def test_a_function_knows_its_own_api_only(source: Path) -> None:
    own = source.parent.name
    known = {module.split(".")[1] for module in imports(source) if module.startswith("faktura.")}

    assert known <= {"core", "documents", "exports", "audit", own} | OTHERS_IT_MAY_KNOW.get(own, set())


@pytest.mark.parametrize("source", sorted(FUNCTIONS.rglob("*.py")), ids=_named)
def test_a_function_imports_faktura_before_any_library(source: Path) -> None:
    modules = {module.partition(".")[0] for module in imported_modules(source)}

    assert modules - sys.stdlib_module_names == {"faktura"}


@pytest.mark.parametrize(
    "source", [one for one in SOURCES if one.name == "__init__.py" and one != ROOT_PACKAGE], ids=_named
)
def test_a_package_says_what_it_is_and_nothing_else(source: Path) -> None:
    [only] = tree(source).body

    assert isinstance(only, ast.Expr)
    assert isinstance(only.value, ast.Constant)


def test_the_root_package_begins_the_start_of_a_function_and_does_nothing_else() -> None:
    _, *statements = map(ast.unparse, tree(ROOT_PACKAGE).body)

    assert statements == ["from faktura.core.startup import begin", "begin()"]


def test_imports_point_inwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert lint_imports(no_cache=True, no_logo=True) == EXIT_STATUS_SUCCESS


def test_every_api_is_held_to_point_inwards() -> None:
    packages = {f"faktura.{init.parent.name}" for init in PRODUCT.glob("*/__init__.py")}
    packages.remove("faktura.operations")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    foundations, apis, operations, *_ = settings["tool"]["importlinter"]["contracts"]

    assert set(foundations["source_modules"]) | set(foundations["forbidden_modules"]) == packages
    assert set(apis["modules"]) == packages - set(foundations["source_modules"])
    assert set(operations["source_modules"]) == packages


def test_every_service_a_function_calls_is_left_in_the_layer() -> None:
    trim = run_path(str(ROOT / "layers" / "dependencies" / "trim.py"))
    in_the_layer = [one for one in PRODUCT.rglob("*.py") if OPERATIONS not in one.parents]
    sources = (source.read_text("utf-8") for source in in_the_layer)

    called = {service for source in sources for service in re.findall(r'(?:client|aws)\("(\w+)"\)', source)}

    assert called == trim["SERVICES"]
