"""Runs Schemathesis over one API: sends requests, and checks the responses."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import strategies
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import Interaction, ScenarioRecorder

from faktura.capture.uploads.form_service import MEDIA_TYPES
from faktura.service.__main__ import DESCRIPTION
from tests.support.builders import pims_invoice
from tests.support.fuzzing.exceptions import EXCEPTIONS, UNCOVERED
from tests.support.paper import page

_LIKELY: Mapping[str, tuple[tuple[Any, ...], float]] = {
    "path.invoiceId": ((1, 2, 3), 0.6),
    "path.paymentId": ((1, 2, 3), 0.6),
    "path.customerId": (("customer-1",), 0.6),
    "path.key": (("invoiceNumbering", "invoiceSettings", "sellerAddress"), 0.5),
    "body.webhookUrl": (("https://hooks.example.com/faktura",), 0.9),
}
"""Values that lead somewhere, and how often they are sent in place of a generated one."""

_LONGEST = 1_500
_MAX_SHOWN = 40


@dataclass(frozen=True)
class Campaign:
    """One run over an API: `examples` for each operation and phase, the same again for the same `seed`.

    With `in_full` it also covers the operations that take thousands of requests to cover.
    """

    url: str
    api: str
    token: str
    examples: int
    seed: int
    in_full: bool = False
    tenant: str = "acme"

    def run(self) -> "Findings":
        """All of Schemathesis's phases and checks over the API's operations."""
        found = Findings()
        for event in from_schema(self._schema()).execute():
            if isinstance(event, events.ScenarioFinished):
                _record(event.recorder, found)
            elif isinstance(event, events.NonFatalError):
                found.errors.append(f"{event.label}: {event.info.title}: {event.info.message}"[:_LONGEST])
            elif isinstance(event, events.FatalError):
                raise event.exception
        return found

    def _schema(self) -> Any:
        _send_files()
        return schemathesis.openapi.from_dict(_part(self.api), config=SchemathesisConfig.from_dict(self._config()))

    def _config(self) -> dict[str, Any]:
        uncovered = {} if self.in_full else UNCOVERED
        likely = {**_LIKELY, "path.tenant": ((self.tenant,), 0.9)}
        return {
            "base-url": self.url,
            "seed": self.seed,
            "continue-on-failure": True,
            "request-timeout": 60,
            "suppress-health-check": ["all"],
            "cache": {"enabled": False},
            "auth": {"openapi": {"bearer": {"bearer": self.token}}},
            "generation": {"mode": "all", "max-examples": self.examples, "no-shrink": True, "database": ":memory:"},
            "phases": {"stateful": {"generation": {"max-examples": max(self.examples // 2, 2)}}},
            "dictionaries": {name: {"values": list(values)} for name, (values, _) in likely.items()},
            "parameters": {
                name: {"dictionary": name, "probability": probability} for name, (_, probability) in likely.items()
            },
            "operations": [
                {"include-operation-id": operation, "phases": {"coverage": {"enabled": False}}}
                for operation in uncovered
            ],
        }


@dataclass(frozen=True)
class Finding:
    """One failure of a check, with a request that shows it and the response."""

    check: str
    operation: str
    message: str
    request: str
    answer: str


@dataclass
class Findings:
    """The result of a run: requests by operation and status, findings, and how often each exception came up."""

    answers: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    excepted: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        return self.answers.total()

    def judge(self, finding: Finding) -> None:
        """Count the finding if an exception covers it; else add it to the findings."""
        for exception in EXCEPTIONS:
            if exception.covers(finding.check, finding.operation, finding.message, finding.answer, finding.request):
                self.excepted[exception.reason] += 1
                return
        self.findings.append(finding)

    def told(self) -> str:
        """The findings and errors as readable text."""
        shown = [
            f"{one.check}: {one.operation}\n  {one.message}\n  {one.request}\n  {one.answer[:_LONGEST]}"
            for one in self.findings[:_MAX_SHOWN]
        ]
        return "\n\n".join([*self.errors, *shown])


def _part(api: str) -> dict[str, Any]:
    """The description with one API's operations alone."""
    document: dict[str, Any] = json.loads(DESCRIPTION.read_bytes())
    paths = {
        path: {method: operation for method, operation in item.items() if api in operation["tags"]}
        for path, item in document["paths"].items()
    }
    part = {**document, "paths": {path: item for path, item in paths.items() if item}}
    return _with_closed_answers(part)


def _with_closed_answers(document: dict[str, Any]) -> dict[str, Any]:
    """The same, but responses may have no field that their schema does not name. Schemas of requests stay open."""
    schemas = document["components"]["schemas"]
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    sent = _referred([operation.get("requestBody") for operation in operations], schemas)
    for name, schema in schemas.items():
        if name not in sent and "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return document


def _referred(part: Any, schemas: Mapping[str, Any]) -> set[str]:
    """The names of the components that a part of the document refers to, directly or indirectly."""
    names, waiting = set[str](), [part]
    while waiting:
        one = waiting.pop()
        waiting.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else [])
        name = one["$ref"].rpartition("/")[2] if isinstance(one, dict) and "$ref" in one else ""
        if name in schemas and name not in names:
            names.add(name)
            waiting.append(schemas[name])
    return names


def _send_files() -> None:
    """Send a readable page as the file of each type: a schema cannot describe a readable file."""
    content = page(pims_invoice())
    for media_type in MEDIA_TYPES:
        schemathesis.openapi.media_type(media_type, strategies.just(content))


def _record(recorder: ScenarioRecorder, found: Findings) -> None:
    for case_id, interaction in recorder.interactions.items():
        status = interaction.response.status_code if interaction.response else "no answer"
        found.answers[f"{recorder.cases[case_id].value.operation.label} {status}"] += 1
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.status == Status.FAILURE and check.failure_info is not None:
                failure = check.failure_info.failure
                answer = _answer(recorder.interactions.get(case_id))
                sample = _shortened(check.failure_info.code_sample)
                found.judge(Finding(check.name, failure.operation, failure.message, sample, answer))


def _shortened(sample: str) -> str:
    """The beginning of the sample and its end, where the URL is."""
    return sample if len(sample) <= _LONGEST else f"{sample[: _LONGEST // 2]} … {sample[-_LONGEST // 2 :]}"


def _answer(interaction: Interaction | None) -> str:
    if interaction is None or interaction.response is None:
        return ""
    return f"{interaction.response.status_code} {(interaction.response.content or b'').decode('utf-8', 'replace')}"
