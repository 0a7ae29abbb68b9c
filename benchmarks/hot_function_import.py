"""Cold start: the import of a frequently called function, compared with a plain boto3 DynamoDB client.

Goal (a ratio, because machines differ): at most 1.15, then at most 1.0. Each figure is the median of pairs of fresh
processes. Like on AWS, they have only the function's layers, with bytecode. The next figures are the floor: the
libraries alone, started as a function is, with one more library in each line. What a function takes above
them is our own: the last line divides it for the slowest one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from itertools import accumulate
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.measuring import NotMeasured, paired, run  # noqa: E402  # found from any folder
from tests.support.architecture.template import environment, logical_id, written  # noqa: E402

RUNS = 9
PEER = "import boto3; boto3.client('dynamodb')"
FLOOR = (
    ("botocore's client", "from faktura.core import aws; aws.client('dynamodb')"),
    ("and logger, JSON", "from faktura.core import observability; import jiter, orjson"),
    ("and PyJWT", "import jwt"),
    ("and pydantic", "from pydantic import BaseModel, Field, TypeAdapter"),
    ("and phonenumbers", "import phonenumbers"),
)
"""Libraries and how a function gets them ready. Only functions that compare people need the last one."""

SLOWEST = "capture.find_invoice"
PROFILE = f"""
{"; ".join(code for _, code in FLOOR)}
import builtins, dataclasses, json, re, sys
from importlib._bootstrap_external import PathFinder, SourceLoader
from time import process_time
spent, within = {{}}, [0.0]
def timed(part, do):
    def do_timed(*args, **kwargs):
        begun = process_time()
        within.append(0.0)
        try:
            return do(*args, **kwargs)
        finally:
            took = process_time() - begun
            spent[part] = spent.get(part, 0.0) + took - within.pop()
            within[-1] += took
    return do_timed
PathFinder.find_spec = timed("bytecode", PathFinder.find_spec)
SourceLoader.get_code = timed("bytecode", SourceLoader.get_code)
re._compiler.compile = timed("patterns", re._compiler.compile)
builtins.__build_class__ = timed("models and other classes", builtins.__build_class__)
dataclasses._process_class = timed("data classes", dataclasses._process_class)
BaseModel.model_rebuild = classmethod(timed("validators", BaseModel.model_rebuild.__func__))
timed("the rest", __import__)("{SLOWEST}")
json.dump(spent, sys.stdout)
"""
"""Prints the seconds of CPU time of each part of the import, above the libraries. Each part is without the others."""

FUNCTIONS = (
    "service.health",
    "access.issue_token",
    "pims.upsert_invoices",
    "capture.get_customer",
    "capture.find_invoice",
    "cases.upsert_invoices",
    "cases.find_invoices",
)
OURS = (ROOT / "functions", ROOT / "layers" / "faktura", ROOT / ".faktura" / "layers" / "dependencies" / "python")
PUBLISHED = (ROOT / ".faktura" / "peer",)
"""boto3 as installed from PyPI, and nothing else that could slow it down."""

ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_LAMBDA_FUNCTION_NAME": "benchmark",
    **{name: "x" for function in FUNCTIONS for name in environment(written()["Resources"][logical_id(function)])},
}
"""Every variable that the template gives these functions."""


def milliseconds(code: str, path: Sequence[Path]) -> float:
    """The milliseconds of CPU time that `code` takes in a fresh interpreter, without the interpreter's start."""
    timed = f"from time import process_time; begun = process_time(); {code}; print((process_time() - begun) * 1000)"
    return float(_printed(timed, path))


def profile() -> None:
    """Print what the slowest function takes above the libraries, part by part: the medians of fresh processes."""
    runs = [json.loads(_printed(PROFILE, OURS)) for _ in range(RUNS)]
    parts = {part: 1000 * median(run[part] for run in runs) for part in runs[0]}
    total = sum(parts.values())
    listed = ", ".join(f"{part} {time:.0f}" for part, time in sorted(parts.items(), key=lambda one: -one[1]))
    print(f"{SLOWEST} above the libraries: {total:.0f} ms of CPU time: {listed}")


def _printed(code: str, path: Sequence[Path]) -> str:
    variables = {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(map(str, path))}
    return subprocess.check_output([sys.executable, "-S", "-c", code], env=variables, text=True)  # noqa: S603  # our own


def compare(name: str, code: str) -> None:
    """Print the time of what a function is made ready by, and its ratio to the peer."""
    if not all(place.is_dir() for place in (*OURS, *PUBLISHED)):
        raise NotMeasured("the layers and the peer are not installed; `make bench` installs them")
    ours, theirs = partial(milliseconds, code, OURS), partial(milliseconds, PEER, PUBLISHED)
    pairs = paired(ours, theirs, RUNS)  # the first run of each compiles missing bytecode
    print(f"{name:24} {pairs.ours:6.0f} ms   {pairs.ratio} a plain boto3 client of DynamoDB ({pairs.theirs:.0f} ms)")


if __name__ == "__main__":
    codes = {function: f"import {function}" for function in FUNCTIONS}
    lines = accumulate((code for _, code in FLOOR), lambda before, code: f"{before}; {code}")
    codes |= {f"floor: {name}": code for (name, _), code in zip(FLOOR, lines, strict=True)}
    run({name: partial(compare, name, code) for name, code in codes.items()} | {"profile": profile})
