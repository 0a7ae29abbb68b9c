"""The responses of an endpoint that succeeds, read from its return annotation; runs at build time only."""

import re
from collections.abc import Iterator, Mapping
from inspect import getdoc
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from faktura.core.endpoint import Endpoint
from faktura.core.response import Accepted, Created, File, Listed, NoContent, Pdf, Response, Xml
from faktura.service.description.components import Components
from faktura.service.description.examples import HEADERS, Examples

REQUEST_ID: Mapping[str, Any] = {
    "x-request-id": {
        "description": "The request's id. Name it when you ask about a call.",
        "required": True,
        "schema": {"type": "string"},
    }
}
_ANY_OBJECT: dict[str, Any] = {"type": "object"}
_FILE: dict[str, Any] = {"type": "string", "format": "binary"}
_CONTENTS = {
    Pdf.CONTENT_TYPE: "The PDF.",
    Xml.CONTENT_TYPE: "The XML document.",
    "application/json": "The document.",
    "image/jpeg": "The picture.",
    "text/html": "The page.",
    "*/*": "The file.",
}
_SENTENCE_END = re.compile(r"(?<=[a-z`)]\.) ")
_LISTS = {True: "One page of the list. The `Link` header leads to the next page.", False: "The whole list."}
_EMPTY = {
    200: "The request succeeded. The response has no body.",
    Created.STATUS: "It was created. The response has no body.",
    Accepted.STATUS: "The request was accepted and is processed in the background.",
    NoContent.STATUS: "The request succeeded. The response has no body.",
}


def responses_of(endpoint: Endpoint) -> dict[int, Any]:
    """An endpoint's responses by status: a model, a list of one, content types, or `None` for an empty body.

    A content type is a text; several of them are a tuple.
    """
    returned = endpoint.hints.get("return")
    kinds = get_args(returned) if get_origin(returned) in (Union, UnionType) else (returned,)
    responses: dict[int, Any] = {}
    for kind in kinds:
        reply = get_origin(kind) or kind
        body = next(iter(get_args(kind)), None) if get_origin(kind) and reply is not list else kind
        if reply is Listed:
            responses[Listed.STATUS] = list[body]  # type: ignore[valid-type]  # it is a class, known at run time only
        elif reply in (Created, Accepted):
            responses[reply.STATUS] = None if body is type(None) else body
        elif reply in (Pdf, Xml):
            responses[File.STATUS] = _with(reply.CONTENT_TYPE, responses.get(File.STATUS))
        elif reply is NoContent:
            responses[NoContent.STATUS] = None
        else:
            responses[200] = None if kind in (Response, type(None)) else kind
    if endpoint.response:
        responses[200] = endpoint.response
    return responses


def success_responses(
    operation_id: str, endpoint: Endpoint, examples: Examples, components: Components
) -> dict[str, Any]:
    """OpenAPI's responses by status: those of the return annotation, then those that `also` names."""
    kinds = responses_of(endpoint)
    found: dict[str, Any] = {}
    for status, kind in kinds.items():
        name = operation_id if status == next(iter(kinds)) else f"{operation_id} {status}"
        headers = examples.headers(name)
        description = _LISTS["Link" in headers] if get_origin(kind) is list else _description(status, kind)
        content = _content(name, kind, examples, components)
        found[str(status)] = {"description": description, "headers": _headers(headers), **content}
    return found | {
        str(status): {"description": text, "headers": dict(REQUEST_ID)} for status, text in endpoint.also.items()
    }


def models_of(kind: Any) -> Iterator[type[BaseModel]]:
    """The model that a type is, or is a list of."""
    return (one for one in [kind, *get_args(kind)] if isinstance(one, type) and issubclass(one, BaseModel))


def with_example(terms: Mapping[str, Any], example: Any) -> dict[str, Any]:
    """The terms with the example, if there is one."""
    return dict(terms) if example is None else {**terms, "example": example}


def _with(content_type: str, other: str | None) -> str | tuple[str, str]:
    """The content type, after the other one if there is one."""
    return (other, content_type) if other else content_type


def _description(status: int, kind: Any) -> str:
    """What the response is: the first sentence of its model's docstring, if it has a model."""
    if kind is None:
        return _EMPTY[status]
    if isinstance(kind, tuple):
        return " Or: ".join(_CONTENTS[one] for one in kind)
    if isinstance(kind, str):
        return _CONTENTS[kind]
    [first, *_] = _SENTENCE_END.split(" ".join((getdoc(kind) or "").split()))
    return first


def _content(name: str, kind: Any, examples: Examples, components: Components) -> dict[str, Any]:
    if isinstance(kind, tuple):
        return {"content": {one: {"schema": _FILE} for one in kind}}
    if isinstance(kind, str):
        schema = _ANY_OBJECT if kind == "application/json" else _FILE
        return {"content": {kind: {"schema": schema}}}
    model = next(models_of(kind), None)
    example = examples.response(name, model.__name__ if model else "")
    schema = components.reference(model) if model else _ANY_OBJECT
    if get_origin(kind) is list:
        schema, example = {"type": "array", "items": schema}, example and [example]
    if not model and not example:
        return {}
    return {"content": {"application/json": with_example({"schema": schema}, example)}}


def _headers(shown: Mapping[str, str]) -> dict[str, Any]:
    """The headers shown, after the one that every response has."""
    return {**REQUEST_ID, **{name: _header(name, value) for name, value in shown.items()}}


def _header(name: str, example: Any) -> dict[str, Any]:
    """`Link` is missing on a last page; the other headers are always there."""
    return {"description": HEADERS[name], "required": name != "Link", "schema": {"type": "string"}, "example": example}
