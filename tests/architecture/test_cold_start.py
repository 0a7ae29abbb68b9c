"""What a hot function must not import: a budget of milliseconds, held on `sys.modules` instead of a clock."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.architecture.template import FUNCTIONS, ROOT, environment, layers, logical_id, modules, written

HEAVY: Mapping[str, str] = {
    "aws_xray_sdk": "250 ms, with the tracer; X-Ray stays on by `Tracing: Active`",
    "aws_lambda_powertools.event_handler": "90 ms; core.endpoint does what is needed of it",
    "aws_lambda_powertools.utilities.parser": "150 ms; envelopes for events that have one shape here",
    "aws_lambda_powertools.utilities.idempotency": "200 ms; ours is part of the transaction",
    "boto3": "60 ms more than botocore, which is what it stands on",
    "fpdf": "270 ms; draws PDFs",
    "textractor": "200 ms; reads OCR answers",
    "PIL": "opens pictures",
    "pypdf": "opens PDFs",
    "numpy": "nothing here counts in arrays",
    "requests": "urllib3 is there already",
    "faktura.service.describe": "OpenAPI is generated when the layer is built",
}
"""Modules with everything below them, and why not."""

HANDLES_DOCUMENTS = {
    *("capture.process_invoice", "capture.look_up_invoice"),
    *("billing.download_invoice", "billing.download_receipt", "jobs.render_chunk"),
}
"""Functions whose work needs the libraries that open pictures and PDFs, read OCR answers or draw."""

LIST_IMPORTS = (
    "import importlib, json, sys; importlib.import_module(sys.argv[1]); json.dump(sorted(sys.modules), sys.stdout)"
)

Process = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def ready() -> Mapping[str, Process]:
    """Each function made ready in a process of its own, which told what it had imported."""
    with ThreadPoolExecutor(2) as processes:
        return dict(zip(modules(), processes.map(_made_ready, modules()), strict=True))


@pytest.mark.parametrize("module", modules())
def test_a_function_gets_ready_with_its_own_layers(module: str, ready: Mapping[str, Process]) -> None:
    assert ready[module].returncode == 0, ready[module].stderr


@pytest.mark.parametrize("module", [module for module in modules() if module not in HANDLES_DOCUMENTS])
def test_a_hot_function_imports_nothing_heavy(module: str, ready: Mapping[str, Process]) -> None:
    imported = json.loads(ready[module].stdout)

    heavy = {name for name in HEAVY for found in imported if found == name or found.startswith(name + ".")}

    assert heavy == set()


def test_the_functions_that_read_documents_are_still_there() -> None:
    assert set(modules()) >= HANDLES_DOCUMENTS


def _made_ready(module: str) -> Process:
    function = written()["Resources"][logical_id(module)]
    settings = dict.fromkeys(environment(function), "unset") | {"TRUSTED_ISSUERS": "{}"}
    identity = {"AWS_LAMBDA_FUNCTION_NAME": logical_id(module), "AWS_DEFAULT_REGION": "us-east-1"}
    isolation, path = _libraries([ROOT / layer for layer in layers(function)])
    return subprocess.run(  # noqa: S603  # our own interpreter with our own words
        [sys.executable, *isolation, "-c", LIST_IMPORTS, module],
        env={**settings, **identity, "PYTHONPATH": os.pathsep.join(map(str, [FUNCTIONS, *path]))},
        capture_output=True,
        check=False,
        text=True,
    )


def _libraries(layers: list[Path]) -> tuple[list[str], list[Path]]:
    """Python's flags and path for a function's layers alone where `make install` put them, else for everything here."""
    installed = {
        layer: ROOT / ".faktura" / "layers" / layer.name for layer in layers if (layer / "requirements.txt").exists()
    }
    own_code = [layer for layer in layers if layer not in installed]
    if all((folder / ".installed").exists() for folder in installed.values()):
        return ["-S"], [*own_code, *(folder / "python" for folder in installed.values())]
    return [], own_code
