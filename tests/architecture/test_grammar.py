"""The same file name means the same in every package (docs/architecture.md, "One grammar for every package")."""

import ast
import re
from pathlib import Path

import pytest

from tests.support.architecture.syntax import imports, tree
from tests.support.architecture.template import ROOT

FAKTURA = ROOT / "layers" / "faktura" / "faktura"
APIS = ("access", "pims", "billing", "capture", "jobs", "cases", "service")
PACKAGES = [path.parent for api in (*APIS, "operations") for path in sorted((FAKTURA / api).rglob("__init__.py"))]
MODULES = [path for package in PACKAGES for path in sorted(package.glob("*.py")) if path.stem != "__init__"]

IO = {"boto3", "botocore", "faktura.core.aws", "faktura.core.dynamo", "faktura.core.workflow"}
"""Modules by which code reaches AWS."""

ROLES = {
    "api": {"service", "store", "client", "workflow"},
    "errors": {"service", "store", "client", "workflow", "schemas", "api"},
    "keys": {"service", "store", "client", "workflow", "schemas", "api"},
    "schemas": {"service", "store", "client", "workflow", "api"},
    "noun": {"service", "store", "client", "workflow", "api"},
    "client": {"service", "api"},
    "workflow": {"service", "store", "api"},
    "store": {"service", "api"},
    "service": {"api"},
    "command": set[str](),
}
"""Each role, and the roles that it must not import."""

NOUNS = {"merging", "numbering", "pricing", "reading", "paging", "wording"}
"""Nouns that end like verbs."""

MAX_FILES = 16
"""Of a package that is not divided by subject."""


def role(module: Path) -> str:
    """What a module is by its name."""
    if "schemas" in (module.stem, module.parent.name):
        return "schemas"
    if module.stem in ("api", "errors", "keys"):
        return module.stem
    if module.stem in ("__main__", "command"):
        return "command"
    subject, _, ending = module.stem.rpartition("_")
    return ending if subject and ending in ("service", "store", "client", "workflow") else "noun"


def path_of(name: str) -> Path | None:
    """The file of one of our modules."""
    path = FAKTURA.parent / (name.replace(".", "/") + ".py")
    return path if name.startswith("faktura.") and path.exists() else None


def named(module: Path) -> str:
    """A module as the name of its test."""
    return module.relative_to(FAKTURA).as_posix()


@pytest.mark.parametrize("package", PACKAGES, ids=named)
def test_a_package_that_grows_is_divided_by_subject(package: Path) -> None:
    assert len([path for path in package.glob("*.py") if not path.stem.startswith("__")]) <= MAX_FILES


@pytest.mark.parametrize("api", [api for api in APIS if api != "service"])
def test_every_api_has_its_dialect_its_errors_and_its_bodies(api: str) -> None:
    names = {path.stem for path in (FAKTURA / api).iterdir()}

    assert names >= {"api", "errors", "schemas"}


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_is_called_by_what_it_holds(module: Path) -> None:
    assert not module.stem.endswith("ing") or module.stem.rpartition("_")[2] in NOUNS


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_imports_what_its_role_allows(module: Path) -> None:
    forbidden = ROLES[role(module)]

    found = {name for name in imports(module) if (path := path_of(name)) and role(path) in forbidden}

    assert found == set()


@pytest.mark.parametrize(
    "module", [one for one in MODULES if role(one) in ("noun", "schemas", "errors", "keys")], ids=named
)
def test_rules_and_bodies_do_no_input_or_output(module: Path) -> None:
    assert {name for name in imports(module) if name in IO} == set()


@pytest.mark.parametrize("module", [one for one in MODULES if role(one) != "api"], ids=named)
def test_statuses_are_declared_in_api_only(module: Path) -> None:
    assert [node for node in ast.walk(tree(module)) if isinstance(node, ast.keyword) and node.arg == "statuses"] == []


@pytest.mark.parametrize("module", sorted((FAKTURA / "capture" / "webhooks").glob("*.py")), ids=named)
def test_webhooks_know_nothing_of_requests(module: Path) -> None:
    capture = {name for name in imports(module) if name.startswith("faktura.capture.")}

    assert {
        name for name in capture if not name.startswith(("faktura.capture.webhooks", "faktura.capture.keys"))
    } == set()


def test_what_is_absent_is_called_no_such_thing() -> None:
    classes = [node.name for module in MODULES for node in ast.walk(tree(module)) if isinstance(node, ast.ClassDef)]

    assert [name for name in classes if re.search(r"NotFound$|Missing$", name) and name not in KEPT] == []


KEPT = {"FileMissing", "OrderMissing", "NumberingMissing", "CharactersMissing"}
"""They name what a document lacks, not a thing that was asked for."""


def test_no_test_module_imports_another() -> None:
    """What tests share is in `tests/support`."""
    tests = sorted((ROOT / "tests").rglob("test_*.py"))

    found = [
        f"{test.name}: {name}" for test in tests for name in imports(test) if re.match(r"tests\..*\btest_\w+$", name)
    ]

    assert found == []
