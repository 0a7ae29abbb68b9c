"""The operations of the OpenAPI document, as the methods of the client need them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Any

IDEMPOTENT_METHODS = frozenset(("GET", "PUT", "PATCH", "DELETE"))
"""Sent twice, they have the same effect as once (docs/apis/README.md, "Idempotency")."""

REPEATABLE_POSTS = frozenset(("access.issue_token", "access.revoke_token", "cases.find_invoices"))
"""Without an `Idempotency-Key`: a second token does no harm, and a search changes nothing."""

_KEY = "Idempotency-Key"
_OF_BROWSERS = "304"
"""A status of what only browsers ask for: pages, and the document that this client is made from."""

_TYPES = {"integer": "int", "boolean": "bool", "string": "str", "number": "Decimal", "object": "dict[str, Any]"}
_FORMATS = {"date": "date", "uuid": "UUID | str", "date-time": "datetime"}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a method: its name in Python and in the API, its type, and what it says."""

    name: str
    published: str
    place: str
    type: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One method of the client."""

    id: str
    method: str
    path: str
    summary: str
    doc: str
    parameters: tuple[Parameter, ...]
    body: str | None
    content_type: str
    results: Mapping[int, str]
    element: str | None
    has_key: bool
    needs_token: bool

    @property
    def name(self) -> str:
        """The method's name."""
        return self.id.partition(".")[2]

    @property
    def may_repeat(self) -> bool:
        """Whether a second time does no harm."""
        return self.has_key or self.method in IDEMPOTENT_METHODS or self.id in REPEATABLE_POSTS

    @property
    def returns(self) -> str:
        """The type of the result."""
        return " | ".join(dict.fromkeys(self.results.values()))

    def of(self, place: str) -> list[Parameter]:
        """The parameters in the path, the query, or a form."""
        return [one for one in self.parameters if one.place == place]

    @property
    def filled_path(self) -> str:
        """The path as an f-string fills it."""
        names = {one.published: one.name for one in self.of("path")}
        return re.sub(r"{(\w+)}", lambda found: "{in_path(" + names[found[1]] + ")}", self.path)


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """The operations that a program calls, by path and method."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if _OF_BROWSERS not in operation["responses"]:
                yield _operation(document, path, method, operation)


def errors_of(document: Mapping[str, Any], api: str) -> list[str]:
    """The models of an API's error bodies."""
    responses = [
        response
        for methods in document["paths"].values()
        for operation in methods.values()
        if operation["operationId"].startswith(f"{api}.")
        for status, response in operation["responses"].items()
        if int(status) >= 400
    ]
    schemas = (str(media["schema"]) for response in responses for media in response.get("content", {}).values())
    return sorted({name for schema in schemas for name in re.findall(r"#/components/schemas/(\w+)", schema)})


def _operation(document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]) -> Operation:
    parameters = [_parameter(one) for one in operation.get("parameters", []) if one["in"] != "header"]
    content = operation.get("requestBody", {}).get("content", {})
    [(content_type, media)] = content.items() or [("", {})]
    body = _type(document, media["schema"]) if content_type == "application/json" else None
    if content_type and not body:
        parameters += _fields(media["schema"])
    good = {int(status): _result(document, one) for status, one in operation["responses"].items() if status < "300"}
    is_list = any(one.published == "cursor" for one in parameters)
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        doc=_doc(operation),
        parameters=tuple(sorted((one for one in parameters if one.published != "cursor"), key=_required_first)),
        body=body,
        content_type=content_type,
        results=good,
        element=good[200].removeprefix("list[").removesuffix("]") if is_list else None,
        has_key=any(one["name"] == _KEY for one in operation.get("parameters", [])),
        needs_token=operation["security"] != [],
    )


def _required_first(parameter: Parameter) -> bool:
    return not parameter.is_required


def _parameter(parameter: Mapping[str, Any]) -> Parameter:
    schema = parameter["schema"]
    kind = _FORMATS.get(schema.get("format", "")) or _plain_type(schema)
    name = parameter["name"]
    return Parameter(_snake(name), name, parameter["in"], kind, parameter["required"], parameter["description"])


def _fields(schema: Mapping[str, Any]) -> list[Parameter]:
    """The fields of a form."""
    required = schema.get("required", [])
    return [
        Parameter(
            _snake(name),
            name,
            "file" if field.get("format") == "binary" else "form",
            "Path | Upload" if field.get("format") == "binary" else _plain_type(field),
            name in required,
            field["description"],
        )
        for name, field in schema["properties"].items()
    ]


def _plain_type(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f"Literal[{', '.join(map(repr, schema['enum']))}]"
    if schema["type"] == "array":
        return f"Sequence[{_plain_type(schema['items'])}]"
    return _TYPES[schema["type"]]


def _type(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """The type of a request's body. A free object may also be a dict with the API's own names."""
    if "$ref" not in schema:
        return f"Sequence[{_type(document, schema['items'])}]" if schema.get("type") == "array" else _plain_type(schema)
    name = schema["$ref"].rpartition("/")[2]
    found = document["components"]["schemas"][name]
    if found.get("type") == "array":
        return _type(document, found)
    return f"models.{name} | Mapping[str, Any]" if found.get("additionalProperties") is True else f"models.{name}"


def _result(document: Mapping[str, Any], response: Mapping[str, Any]) -> str:
    content = response.get("content", {})
    if not content:
        return "None"
    if "application/json" not in content:
        return "File"
    schema = content["application/json"]["schema"]
    if schema.get("type") == "array":
        return f"list[{_result(document, {'content': {'application/json': {'schema': schema['items']}}})}]"
    return f"models.{schema['$ref'].rpartition('/')[2]}"


def _doc(operation: Mapping[str, Any]) -> str:
    texts = [operation["summary"], operation.get("description", "")]
    return "\n\n".join(wrapped(text) for text in texts if text)


def wrapped(text: str, width: int = 108) -> str:
    """Paragraphs in lines of this width at most."""
    parts = text.split("\n\n")
    return "\n\n".join(fill(part, width, break_long_words=False, break_on_hyphens=False) for part in parts)


def _snake(name: str) -> str:
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).replace("-", "_").lower()
    return f"{snake}_" if snake in ("from", "format") else snake
