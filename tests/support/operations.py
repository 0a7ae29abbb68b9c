"""The operator's commands that span the APIs, run on the deployed product, and what is stored anywhere."""

import gzip
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from pypdf import PdfReader

from faktura.operations.__main__ import main
from faktura.operations.tenants.line import line_of
from tests.support.architecture.template import written_of
from tests.support.deployment import Deployment
from tests.support.faults.state import snapshot


@dataclass(frozen=True)
class Outcome:
    """What a command answered: its status, its report and what it said besides."""

    status: int
    report: Any
    said: str


def operate(*arguments: str) -> Outcome:
    """Run a command."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(list(arguments))
    return Outcome(status, json.loads(out.getvalue()) if out.getvalue() else None, err.getvalue())


def erase(tenant: str, *arguments: str, applied: bool = True) -> Any:
    """The report of an erasure."""
    outcome = operate("erase", "--stack", "faktura", tenant, *arguments, *(["--apply"] if applied else []))
    assert outcome.status == 0, outcome.said
    return outcome.report


def things(entries: list[dict[str, str]]) -> list[tuple[str, str]]:
    """What a report says is erased or kept, without reasons and without answers, whose ids are digests."""
    return [(one["what"], one["id"]) for one in entries if one["what"] != "recorded answer"]


def stored(faktura: Deployment) -> dict[str, str]:
    """All that is stored as texts, by its place: items with what is compressed in them, and objects with their text."""
    items = {
        f"{table}/{number}": line_of(item).decode()
        for table in written_of("AWS::DynamoDB::Table")
        for number, item in enumerate(faktura.items(table))
    }
    objects = {f"s3/{one.key}": _text(one.value) for one in snapshot() if one.service == "s3"}
    return items | objects


def places_of(faktura: Deployment, text: str) -> list[str]:
    """Where a text is stored: the tables, and the keys of the objects."""
    return sorted({_place(place) for place, content in stored(faktura).items() if text in content})


def _place(place: str) -> str:
    return place if place.startswith("s3/") else place.partition("/")[0]


def _text(content: bytes) -> str:
    return "\n".join(_texts(content))


def _texts(content: bytes) -> Iterator[str]:
    yield content.decode("utf-8", errors="replace")
    if content.startswith(b"%PDF"):
        yield from (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content).decode()
