"""What `sam build` makes, opened: it is what Lambda will run, and nothing else here sees it."""

import os
import re
import runpy
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.architecture.patterns import wrong_patterns
from tests.support.architecture.template import (
    ROOT,
    layers,
    logical_id,
    modules,
    written_of,
)

MAGIC = (3571).to_bytes(2, "little") + b"\r\n"
"""How Python 3.13 marks its bytecode."""

PATTERN_MAGIC = 20230612
"""How Python 3.13 marks its compiled patterns."""

UNCHECKED_HASH = 0b01
"""The flags of bytecode that is never compared with its source (PEP 552); SAM's dates would invalidate any other."""

AARCH64 = 183
"""The machine in the header of an ELF file, as its specification numbers them."""

LARGEST = 250 * 1024 * 1024
"""Bytes of a function's code with its layers, unzipped: Lambda's quota."""

TOOLS = ("sh", "make", "chmod", "cp", "find", "mkdir", "rm", "sed", "tr", "dirname")
"""What the makefiles call, Python apart."""

BIN = Path(sys.executable).parent
FUNCTIONS = written_of("AWS::Serverless::Function")
LAYERS = written_of("AWS::Serverless::LayerVersion")
_WITH_OURS = f"{BIN}{os.pathsep}{os.environ['PATH']}"
NO_PYTHON_313 = "Python 3.13 is not on this machine, so the artefacts hold no bytecode (the build says so)"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every artefact, by logical id."""
    folder = tmp_path_factory.mktemp("built")
    done = _build(_copied(tmp_path_factory), folder, "--parallel", PATH=_WITH_OURS)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def built_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same from a folder with a longer path, by somebody who shares no files and whose sets have another order."""
    folder = tmp_path_factory.mktemp("built-again-in-a-folder-with-a-longer-path")
    done = _build(
        _copied(tmp_path_factory, "-elsewhere"), folder, "--parallel", umask=0o077, PATH=_WITH_OURS, PYTHONHASHSEED="7"
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def python() -> str:
    """The first Python 3.13 that starts."""
    pythons = [shutil.which("python3.13"), *map(str, Path.home().glob(".pyenv/versions/3.13.*/bin/python3.13"))]
    for found in pythons:
        if found and _starts(found):
            return found
    pytest.skip(NO_PYTHON_313)


@pytest.fixture(scope="module")
def compiled(built: Path, python: str) -> Path:  # noqa: ARG001  # without it, nothing was compiled
    """The same folder, where a Python 3.13 could compile."""
    return built


@pytest.mark.parametrize("artefact", [*LAYERS, *FUNCTIONS])
def test_bytecode_is_that_of_the_runtime_and_never_checked_against_its_source(compiled: Path, artefact: str) -> None:
    headers = {bytecode.read_bytes()[:8] for bytecode in (compiled / artefact).rglob("*.pyc")}

    assert headers == {MAGIC + UNCHECKED_HASH.to_bytes(4, "little")}


@pytest.mark.parametrize("artefact", [*LAYERS, *FUNCTIONS])
def test_every_module_has_its_bytecode(compiled: Path, artefact: str) -> None:
    sources = set((compiled / artefact).rglob("*.py"))

    bytecode = set((compiled / artefact).rglob("*.pyc"))

    assert bytecode == {_bytecode(source) for source in sources}


def test_patterns_are_compiled_for_the_runtime(compiled: Path, python: str) -> None:
    libraries = compiled / "DependenciesLayer" / "python"

    patterns = runpy.run_path(str(libraries / "compiled_patterns.py"))

    assert patterns["MAGIC"] == PATTERN_MAGIC
    assert len(patterns["PATTERNS"]) > 100
    assert wrong_patterns(python, libraries) == []


@pytest.mark.parametrize("artefact", [*LAYERS, *FUNCTIONS])
def test_an_artefact_is_the_same_wherever_and_however_it_is_built(
    built: Path, built_again: Path, artefact: str
) -> None:
    first, second = _contents(built / artefact), _contents(built_again / artefact)

    assert first.keys() == second.keys()
    assert [name for name, content in first.items() if content != second[name]] == []


@pytest.mark.parametrize(
    ("artefact", "root"), [*((name, "/opt") for name in LAYERS), *((name, "/var/task") for name in FUNCTIONS)]
)
def test_bytecode_names_its_source_where_lambda_unpacks_it(compiled: Path, artefact: str, root: str) -> None:
    folder = compiled / artefact

    wrong = [
        str(source)
        for source in folder.rglob("*.py")
        if f"{root}/{source.relative_to(folder)}".encode() not in _bytecode(source).read_bytes()
    ]

    assert wrong == []


@pytest.mark.parametrize("module", modules())
def test_a_functions_artefact_holds_its_own_file_only(built: Path, module: str) -> None:
    artefact = built / logical_id(module)

    files = [
        str(file.relative_to(artefact)) for file in artefact.rglob("*") if file.is_file() and file.suffix != ".pyc"
    ]

    assert files == [module.replace(".", "/") + ".py"]


@pytest.mark.parametrize("layer", LAYERS)
def test_compiled_libraries_are_for_the_functions_processor(built: Path, layer: str) -> None:
    machines = {library.name: _machine(library) for library in (built / layer).rglob("*.so*")}

    assert {name: machine for name, machine in machines.items() if machine != AARCH64} == {}


def test_the_layers_hold_compiled_libraries_at_all(built: Path) -> None:
    assert list((built / "DependenciesLayer").rglob("*.so"))


def test_the_product_without_the_operators_commands_is_in_its_layer_with_the_description_of_its_apis(
    built: Path,
) -> None:
    product = ROOT / "layers" / "faktura" / "faktura"
    layer = built / "FakturaLayer" / "python" / "faktura"

    assert _sources(layer) == {one for one in _sources(product) if not one.startswith("operations/")}
    assert (layer / "service" / "openapi.json").read_bytes() == (product / "service" / "openapi.json").read_bytes()


def test_the_library_that_draws_documents_is_the_one_of_the_tests(built: Path) -> None:
    ours = ROOT / ".faktura" / "layers" / "documents" / "python" / "fpdf"
    layer = built / "DocumentsLayer" / "python" / "fpdf"

    assert {source: (layer / source).read_bytes() for source in _sources(layer)} == {
        source: (ours / source).read_bytes() for source in _sources(ours)
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_with_its_layers_fits_into_lambda(built: Path, name: str) -> None:
    named = {layer["Properties"]["ContentUri"]: logical for logical, layer in LAYERS.items()}
    artefacts = [built / name, *(built / named[folder] for folder in layers(FUNCTIONS[name]))]

    assert sum(_size(artefact) for artefact in artefacts) < LARGEST


def test_without_python_3_13_the_build_works_and_says_what_it_costs(tmp_path_factory: pytest.TempPathFactory) -> None:
    tools, folder = tmp_path_factory.mktemp("tools"), tmp_path_factory.mktemp("plain")
    for tool in TOOLS:
        (tools / tool).symlink_to(str(shutil.which(tool)))
    (tools / "python3").write_text("#!/bin/sh\n", "utf-8")  # pip's part is seen above
    (tools / "python3").chmod(0o755)

    done = _build(_copied(tmp_path_factory), folder, "CaptureProcessInvoiceFunction", PATH=str(tools), HOME=str(tools))

    assert done.returncode == 0, done.stderr
    assert (folder / "CaptureProcessInvoiceFunction" / "capture" / "process_invoice.py").exists()
    assert list(folder.rglob("*.pyc")) == []
    warned = re.findall(r"WARNING: no Python 3.13 here, so (\w+) has no bytecode", done.stdout + done.stderr)
    assert sorted(warned) == ["CaptureProcessInvoiceFunction", "DependenciesLayer", "FakturaLayer", "OcrLayer"]


def _copied(tmp_path_factory: pytest.TempPathFactory, suffix: str = "") -> Path:
    """The project in a place of its own: a build may not disturb another one, nor leave anything behind."""
    project = tmp_path_factory.mktemp(f"project{suffix}")
    for folder in ("functions", "layers", "workflows"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "template.yaml", project)
    return project


def _build(
    project: Path, folder: Path, *words: str, umask: int = -1, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own interpreter with our own words
        [sys.executable, "-m", "samcli", "build", "--build-dir", str(folder), *words],
        cwd=project,
        env={**os.environ, "SAM_CLI_TELEMETRY": "0", **variables},
        capture_output=True,
        check=False,
        text=True,
        umask=umask,
    )


def _starts(python: str) -> bool:
    """False for pyenv's stand-in of a version that is not chosen."""
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0  # noqa: S603  # our own words


def _contents(artefact: Path) -> dict[str, tuple[int, bytes]]:
    """The mode and the digest of each file and folder: what SAM uploads, and what it names the upload by."""
    return {
        str(path.relative_to(artefact)): (
            path.stat().st_mode,
            sha256(path.read_bytes()).digest() if path.is_file() else b"",
        )
        for path in artefact.rglob("*")
    }


def _bytecode(source: Path) -> Path:
    return source.parent / "__pycache__" / f"{source.stem}.cpython-313.pyc"


def _machine(library: Path) -> int:
    with library.open("rb") as file:
        header = file.read(20)
    return int.from_bytes(header[18:20], "little")


def _sources(package: Path) -> set[str]:
    return {str(source.relative_to(package)) for source in package.rglob("*.py")}


def _size(artefact: Path) -> int:
    return sum(file.stat().st_size for file in artefact.rglob("*") if file.is_file())
