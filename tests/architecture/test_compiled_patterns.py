"""A function starts with patterns that the layer's build compiled. They are those that `re` itself would compile."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

from tests.support.architecture.patterns import wrong_patterns
from tests.support.architecture.template import ROOT, environment, logical_id, written

LAYER = ROOT / ".faktura" / "layers" / "dependencies" / "python"
COMPILED: Mapping[str, Any] = run_path(str(LAYER / "compiled_patterns.py"))
PATTERNS: Mapping[tuple[str | bytes, int], tuple[Any, ...]] = COMPILED["PATTERNS"]
LEFT = 0.25
"""The share of patterns that a start may compile: our own, and those of libraries with machine code."""

START = """
import json, re, sys
compile_it, compiled = re._compiler.compile, []
def compile_and_keep(pattern, flags=0):
    compiled.append((repr(pattern), int(flags)))
    return compile_it(pattern, flags)
re._compiler.compile = compile_and_keep
import pims.upsert_invoices
restored = re._compiler.compile is compile_and_keep
json.dump({"compiled": compiled, "restored": restored}, sys.stdout)
"""
"""Starts a function, and prints the patterns that were not taken from the layer."""

Start = Mapping[str, Any]


@pytest.fixture(scope="module")
def start() -> Start:
    """What a start with the layer printed."""
    return _start(LAYER)


@pytest.fixture(scope="module")
def plain_start() -> Start:
    """What a start printed whose layer has no compiled patterns."""
    return _start(LAYER, before="sys.modules['compiled_patterns'] = None")


def test_a_compiled_pattern_is_what_re_gives_its_engine() -> None:
    assert wrong_patterns(sys.executable, LAYER) == []


def test_a_start_compiles_nothing_that_the_layer_has(start: Start, plain_start: Start) -> None:
    known = {(repr(pattern), flags) for pattern, flags in PATTERNS}

    assert known & set(map(tuple, start["compiled"])) == set()
    assert len(start["compiled"]) < LEFT * len(plain_start["compiled"])


def test_patterns_of_a_request_are_compiled_by_re(start: Start) -> None:
    assert start["restored"]


@pytest.mark.parametrize("magic", [0, COMPILED["MAGIC"] - 1, COMPILED["MAGIC"] + 1])
def test_patterns_of_another_python_are_not_taken(tmp_path: Path, magic: int, plain_start: Start) -> None:
    other = f"MAGIC = {magic}\nPATTERNS = {dict.fromkeys(PATTERNS, ('damaged',))!r}\n"
    (tmp_path / "compiled_patterns.py").write_text(other, "utf-8")

    assert _start(tmp_path, LAYER) == plain_start


def test_a_layer_without_compiled_patterns_starts(plain_start: Start) -> None:
    assert plain_start["restored"]


def _start(*libraries: Path, before: str = "") -> Start:
    variables = {
        "PYTHONPATH": os.pathsep.join(map(str, [ROOT / "functions", ROOT / "layers" / "faktura", *libraries])),
        **{"AWS_LAMBDA_FUNCTION_NAME": "UpsertInvoices", "AWS_DEFAULT_REGION": "us-east-1", "PYTHONHASHSEED": "0"},
        **dict.fromkeys(environment(written()["Resources"][logical_id("pims.upsert_invoices")]), "unset"),
    }
    command = [sys.executable, "-S", "-c", f"import sys; {before}\n{START}"]
    done = subprocess.run(command, env=variables, capture_output=True, check=False, text=True)  # noqa: S603  # our own
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # printed above
