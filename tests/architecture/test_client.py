"""The Python client: it is generated from the current document, its package is whole, and its types find mistakes."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from venv import EnvBuilder
from zipfile import ZipFile

import pytest

from clients.python.generator.__main__ import generate
from clients.python.generator.operations import IDEMPOTENT_METHODS, REPEATABLE_POSTS
from tests.support.architecture.published import description
from tests.support.architecture.template import ROOT

CLIENT = ROOT / "clients" / "python"
PACKAGE = CLIENT / "faktura_client"
NOT_REPEATABLE = {"access.redeem_sign_in"}
"""A code is good for one use."""

MISTAKES = {
    "office.billing.get_invoice('one')": "arg-type",
    "models.NewPayment(payment_date='2026-11-28', payment_amount=19.9, payment_type='cash')": "arg-type",
    "models.NewPayment(payment_date='2026-11-28', payment_amount=Decimal(1), payment_type='gold')": "arg-type",
    "models.InvoiceChange(billto='x')": "call-arg",
    "office.billing.create_payment()": "call-arg",
    "office.billing.get_invoice(1).total": "attr-defined",
}
"""Mistakes of a user's program, and mypy's code for each."""


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run(  # noqa: S603 -- our own words
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def generated(folder: Path) -> dict[str, str]:
    files = [folder / "models.py", *(folder / "apis").glob("*.py")]
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in files}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, CLIENT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel and what it depends on, and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    EnvBuilder(with_pip=False, symlinks=True).create(folder)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wheel)
    return python


def test_the_client_is_generated_from_the_current_document(tmp_path: Path) -> None:
    generate(description(), tmp_path)

    assert generated(PACKAGE) == generated(tmp_path), "run `make client`"


def test_another_document_makes_another_client(tmp_path: Path) -> None:
    document = json.loads(json.dumps(description()))
    document["components"]["schemas"]["Health"]["properties"]["since"] = {"type": "number", "description": "Since."}

    generate(document, tmp_path)

    changed = {name for name, text in generated(tmp_path).items() if generated(PACKAGE)[name] != text}
    assert changed == {"models.py"}
    assert "since: Decimal | None = None" in (tmp_path / "models.py").read_text("utf-8")


def test_each_post_without_a_key_is_known_to_be_repeatable_or_not() -> None:
    calls = [(method.upper(), one) for methods in description()["paths"].values() for method, one in methods.items()]
    without_key = {
        one["operationId"]
        for method, one in calls
        if method not in IDEMPOTENT_METHODS and "Idempotency-Key" not in str(one.get("parameters"))
    }

    assert without_key == REPEATABLE_POSTS | NOT_REPEATABLE


def test_no_number_of_a_model_is_a_float() -> None:
    assert [name for name, text in generated(PACKAGE).items() if re.search(r"\bfloat\b", text)] == []


def test_the_client_has_the_version_and_the_licence_of_the_project() -> None:
    project = tomllib.loads((CLIENT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["version"] == description()["info"]["version"]
    assert (CLIENT / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_what_builds_the_wheel_is_pinned() -> None:
    build = tomllib.loads((CLIENT / "pyproject.toml").read_text("utf-8"))["build-system"]

    assert [one for one in build["requires"] if not re.fullmatch(r"[\w-]+==[\d.]+", one)] == []


def test_the_wheel_has_every_module_its_types_and_its_licence(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()

    modules = {file.relative_to(CLIENT).as_posix() for file in PACKAGE.rglob("*.py")}
    assert {name for name in names if name.startswith("faktura_client/")} == modules | {"faktura_client/py.typed"}
    assert [name for name in names if name.endswith("/LICENSE")] != []


def test_the_wheel_works_where_only_its_own_dependencies_are(environment: Path, tmp_path: Path) -> None:
    program = "import faktura_client as f; print(f.dumps(f.models.Creditable(amount=f.loads('0.30'))).decode())"

    assert run(environment, "-I", "-W", "error", "-c", program, cwd=tmp_path) == '{"amount":0.30}\n'


PLUGIN = "plugins = pydantic.mypy\n[pydantic-mypy]\ninit_typed = True\ninit_forbid_extra = True\n"


@pytest.mark.parametrize("plugin", ["", PLUGIN], ids=["mypy alone", "with pydantic's plugin"])
def test_a_users_program_is_checked_by_the_clients_types(environment: Path, tmp_path: Path, plugin: str) -> None:
    settings, program = tmp_path / "mypy.ini", tmp_path / "program.py"
    settings.write_text(f"[mypy]\nstrict = True\ncache_dir = {tmp_path / 'cache'}\n{plugin}")
    tour = (CLIENT / "examples" / "tour.py").read_text("utf-8")
    program.write_text(tour + "\n".join(MISTAKES) + "\n")
    begin = len(tour.splitlines())

    command = [sys.executable, "-m", "mypy", "--config-file", settings, "--python-executable", environment, program]
    done = subprocess.run([*map(str, command)], cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603

    errors = re.findall(r"program\.py:(\d+): error: .*\[([\w-]+)\]", done.stdout)
    assert {int(line) - begin: code for line, code in errors} == dict(enumerate(MISTAKES.values(), 1)), done.stdout


def test_the_tour_has_fewer_than_40_lines() -> None:
    tour = (CLIENT / "examples" / "tour.py").read_text("utf-8")
    code = [line for line in tour.splitlines() if line.strip() and not line.startswith(("#", '"""'))]

    assert len(code) < 40
