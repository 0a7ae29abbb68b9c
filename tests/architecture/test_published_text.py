"""What callers read is written for them: the OpenAPI description, the messages of errors, and the introduction."""

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

from faktura.core.endpoint import Endpoint
from faktura.core.errors import Refusal
from faktura.service.description.error_examples import MESSAGES, ErrorExamples
from faktura.service.description.gateway import gateway_responses
from faktura.service.description.refusals import errors_of
from tests.support.architecture.published import (
    SNAKE_CASE,
    description,
    descriptions,
    messages,
    names,
    operations,
    packages,
    schemas,
    wordings,
)
from tests.support.architecture.template import ROOT, modules

OURS = re.compile(r"\bCONTRACT\b|\bseeds?\b|\bdecisions?\b", re.IGNORECASE)
"""Words for documents that callers do not have."""

CODE = re.compile(r"`[^`]*`")
LINK_TARGET = re.compile(r"(?<=\])\([^)]*\)")
SENTENCES = re.compile(r"[A-Z0-9`*-].*[.:!?]", re.DOTALL)
MAX_SUMMARY_LENGTH = 120
MIN_WORDING_LENGTH = 10

each_package = pytest.mark.parametrize("package", sorted(packages().values()))


@each_package
def test_every_summary_is_one_sentence(package: str) -> None:
    wrong = [
        f"{name}: {operation['summary']}"
        for name, operation in operations(package)
        if not re.fullmatch(r"[A-Z][^\n]*[^.\s]\.", operation["summary"])
        or len(operation["summary"]) > MAX_SUMMARY_LENGTH
    ]

    assert wrong == []


@each_package
def test_every_description_is_in_whole_sentences(package: str) -> None:
    texts = ((at, text) for at, text in descriptions(package) if not at.endswith(".title"))

    assert [f"{at}: {text}" for at, text in texts if not SENTENCES.fullmatch(text)] == []


@each_package
def test_every_field_has_a_description(package: str) -> None:
    roots = [*schemas(package).items(), *operations(package)]

    assert [field for name, node in roots for field in _undescribed(node, name)] == []


@each_package
def test_every_schema_has_a_description(package: str) -> None:
    assert [name for name, schema in schemas(package).items() if not schema.get("description")] == []


@each_package
def test_every_parameter_has_a_description(package: str) -> None:
    parameters = [
        (name, parameter) for name, operation in operations(package) for parameter in operation.get("parameters", [])
    ]

    assert [f"{name}: {one['name']}" for name, one in parameters if not one.get("description")] == []


@each_package
def test_a_description_names_only_what_callers_know(package: str) -> None:
    wrong = [f"{at}: {text}" for at, text in descriptions(package) if _unknown_words(text)]

    assert wrong == []


@each_package
def test_a_message_names_only_what_callers_know(package: str) -> None:
    """A message has no code marks, so it may name published fields and values without them."""
    wrong = [f"{at}: {text}" for at, text in messages(package) if OURS.search(text) or _unpublished(text)]

    assert wrong == []


def test_a_message_of_the_core_names_only_what_callers_know() -> None:
    assert [f"{at}: {text}" for at, text in messages("core") if OURS.search(text) or _unpublished(text)] == []


def test_the_introduction_names_only_what_callers_know() -> None:
    texts = [description()["info"]["description"], *(tag["description"] for tag in description()["tags"])]

    assert [text for text in texts if _unknown_words(text)] == []


def test_a_message_of_the_gateway_is_one_or_more_sentences() -> None:
    bodies = [response.body for response in gateway_responses(ROOT / "template.yaml").values()]

    assert [body["message"] for body in bodies if not re.fullmatch(r"[A-Z].*[a-z}]\.", body["message"])] == []
    assert [body for body in bodies if OURS.search(str(body))] == []
    assert [body for body in bodies if body["error"]["message"] != body["message"]] == []


@pytest.mark.parametrize("module", [name for name in modules() if isinstance(import_module(name).handler, Endpoint)])
def test_the_example_of_an_error_has_a_message_of_its_own(module: str) -> None:
    """Not one that a base class has for errors without a message."""
    errors = errors_of(import_module(module).handler, ErrorExamples(import_module(module).handler, {}, []))
    kinds = [one for one in errors if one.refusal.message == one.kind.message and not _words_itself(one.kind)]

    assert [one.kind.__name__ for one in kinds] == []


@pytest.mark.parametrize("text", MESSAGES.values(), ids=[*MESSAGES])
def test_an_example_message_is_worded_as_in_the_sources(text: str) -> None:
    matching = [one for one in wordings() if len(one.replace("{}", "")) >= MIN_WORDING_LENGTH and _is_worded(text, one)]

    assert matching != []


def _unknown_words(text: str) -> list[str]:
    """Words of our own documents, names outside code marks, and names within them that are not published."""
    text = LINK_TARGET.sub("", text)
    outside, within = CODE.sub("", text), " ".join(CODE.findall(text))
    return [*OURS.findall(text), *SNAKE_CASE.findall(outside), *_unpublished(within)]


def _unpublished(text: str) -> list[str]:
    return [name for name in SNAKE_CASE.findall(text) if name not in names()]


def _undescribed(node: Any, at: str) -> Iterator[str]:
    """The fields without a description, by their path.

    A reference has its schema's, and the operators of filters (`$gt`) are the same for every field.
    """
    if isinstance(node, list):
        for member in node:
            yield from _undescribed(member, at)
    elif isinstance(node, dict):
        fields = node.get("properties", {}) if node.get("type", "object") == "object" else {}
        for name, field in fields.items() if isinstance(fields, dict) else ():
            if not field.keys() & {"description", "$ref"} and not name.startswith("$"):
                yield f"{at}.{name}"
        for name, member in node.items():
            if name not in ("example", "examples"):
                yield from _undescribed(member, at)


def _words_itself(kind: type[Refusal]) -> bool:
    return "message" in vars(kind)


def _is_worded(text: str, wording: str) -> bool:
    has_its_words = all(part in text for part in wording.split("{}"))  # most have not, and an expression takes longer
    return has_its_words and re.fullmatch(re.escape(wording).replace(re.escape("{}"), ".+"), text) is not None
