"""The OpenAPI document as the models need it: what a field is, without the limits that only the API checks."""

from collections.abc import Mapping
from typing import Any

_NOT_MODELLED = frozenset(
    "pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems"
    " uniqueItems minProperties maxProperties propertyNames example examples title default".split()
)
"""The API checks the limits and names each broken rule. Models with them would refuse answers of a later version."""

_CHOICES = ("anyOf", "oneOf")


def modelled(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the schemas of objects alone, as the generator of models reads it."""
    schemas = document["components"]["schemas"]
    objects = {name: _schema(schema) for name, schema in schemas.items() if schema.get("type") == "object"}
    return {"openapi": document["openapi"], "info": document["info"], "paths": {}, "components": {"schemas": objects}}


def _schema(schema: dict[str, Any]) -> dict[str, Any]:
    """One schema; every number in it is a decimal."""
    kept = {key: value for key, value in _plain(schema).items() if key not in _NOT_MODELLED}
    for key in _CHOICES:
        if key in kept:
            kept[key] = [_schema(member) for member in kept[key]]
    for key in ("items", "additionalProperties"):
        if isinstance(kept.get(key), dict):
            kept[key] = _schema(kept[key])
    if "properties" in kept:
        kept["properties"] = {name: _schema(member) for name, member in kept["properties"].items()}
    if kept.get("type") == "number":
        kept["format"] = "decimal"
    return kept


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without choices that no type can express."""
    choices = [member for key in _CHOICES for member in schema.get(key, [])]
    rest = {key: value for key, value in schema.items() if key not in _CHOICES}
    if "properties" in schema:
        return rest  # which fields go together
    if schema.get("type") == "string" and choices:
        texts = [{"type": "string"}, {"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
        return {"anyOf": texts, **({"description": schema["description"]} if "description" in schema else {})}
    if any(isinstance(member.get("type"), list) for member in choices):
        return {"description": schema["description"]}  # any value
    if choices and schema.get("type") == "object":
        return {**rest, **_merged(choices)}
    return schema


def _merged(choices: list[dict[str, Any]]) -> dict[str, Any]:
    """Kinds of one object as an object with the fields of all. Only what every kind requires is required."""
    properties: dict[str, Any] = {}
    for choice in choices:
        for name, member in choice["properties"].items():
            known = properties.get(name, member)
            values = [*dict.fromkeys([*_values(known), *_values(member)])]
            properties[name] = {**known, "enum": values} if values else known
            properties[name].pop("const", None)
    required = [name for name in properties if all(name in choice["required"] for choice in choices)]
    return {"properties": properties, "required": required}


def _values(schema: Mapping[str, Any]) -> list[Any]:
    return [*schema.get("enum", []), *([schema["const"]] if "const" in schema else [])]
