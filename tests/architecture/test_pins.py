"""What is installed is pinned, here and on Lambda, to the same versions, and from no index in particular."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.architecture.template import ROOT

DEVELOPMENT = ROOT / "requirements-dev.txt"
LAYERS = sorted((ROOT / "layers").glob("*/requirements.txt"))
FILES = [*LAYERS, DEVELOPMENT, ROOT / "requirements-linters.txt", ROOT / "requirements-judges.txt"]

FLOORS = {"pyjwt": "2.13", "urllib3": "2.7", "pillow": "12.2"}
"""Below these are known holes."""


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("file", FILES, ids=_named)
def test_every_requirement_is_pinned_to_one_version(file: Path) -> None:
    loose = [line for line in _requirements(file) if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+( *;.*)?", line)]

    assert loose == []


@pytest.mark.parametrize("file", FILES, ids=_named)
def test_no_requirement_names_where_it_comes_from(file: Path) -> None:
    text = file.read_text("utf-8")

    assert re.findall(r"://|^ *(?:-i|-f|--index-url|--extra-index-url|--find-links)\b| @ ", text, re.MULTILINE) == []


@pytest.mark.parametrize("file", FILES, ids=_named)
def test_no_pin_is_below_the_floor_of_its_package(file: Path) -> None:
    pins = _pins(file)

    low = {name: pins[name] for name, floor in FLOORS.items() if name in pins and Version(pins[name]) < Version(floor)}

    assert low == {}


def test_the_floors_are_of_packages_that_are_shipped() -> None:
    assert {name for file in LAYERS for name in _pins(file)} >= set(FLOORS)


@pytest.mark.parametrize("layer", LAYERS, ids=_named)
def test_what_a_layer_ships_is_what_the_tests_run_on(layer: Path) -> None:
    development = _pins(DEVELOPMENT)

    assert {name: development.get(name) for name in _pins(layer)} == _pins(layer)


def test_no_package_is_in_two_layers_in_two_versions() -> None:
    pins = [pin for layer in LAYERS for pin in _pins(layer).items()]

    assert len(dict(pins)) == len(set(pins))


def _pins(file: Path) -> dict[str, str]:
    """Versions by package, those of included files with them."""
    found: dict[str, str] = {}
    for included in re.findall(r"^-r +(\S+)", file.read_text("utf-8"), re.MULTILINE):
        found |= _pins(file.parent / included)
    for line in _requirements(file):
        requirement = Requirement(line)
        [pin] = requirement.specifier
        found |= {canonicalize_name(requirement.name): pin.version}
    return found


def _requirements(file: Path) -> list[str]:
    lines = [line.partition(" #")[0].strip() for line in file.read_text("utf-8").splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-r "))]
