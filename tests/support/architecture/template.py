"""The template as it is written and as SAM's translator transforms it, and the functions that it should declare."""

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

ROOT = Path(__file__).parents[3]
FUNCTIONS = ROOT / "functions"

Resource = Mapping[str, Any]


def modules() -> list[str]:
    """Every function by its module: `pims.upsert_invoices`."""
    return sorted(".".join(file.relative_to(FUNCTIONS).with_suffix("").parts) for file in FUNCTIONS.glob("*/*.py"))


def logical_id(module: str) -> str:
    """The function's name in the template: `PimsUpsertInvoicesFunction`."""
    return "".join(map(str.capitalize, re.split(r"[._]", module))) + "Function"


@cache
def written() -> Mapping[str, Any]:
    """The template, with its short forms (`!Ref`) spelt out."""
    template: Mapping[str, Any] = yaml_parse((ROOT / "template.yaml").read_text("utf-8"))
    return template


def written_of(kind: str) -> dict[str, Resource]:
    """The resources of one type by logical id."""
    return {name: resource for name, resource in written()["Resources"].items() if resource["Type"] == kind}


def function_behind(reference: Resource) -> str:
    """The logical id of the function that a `Ref` or an `Fn::GetAtt` of the template means, perhaps by its alias."""
    return str(reference["Fn::GetAtt"][0] if "Fn::GetAtt" in reference else reference["Ref"].removesuffix(".Alias"))


def queue_workers() -> dict[str, Resource]:
    """The properties of the event source mapping of each function that reads a queue, by the function's logical id."""
    mappings = [one["Properties"] for one in written_of("AWS::Lambda::EventSourceMapping").values()]
    return {function_behind(mapping["FunctionName"]): mapping for mapping in mappings}


@cache
def translated(**parameters: str) -> Mapping[str, Resource]:
    """The resources that CloudFormation gets with these parameters; code and workflows are named, not read."""
    return transformed(yaml_parse((ROOT / "template.yaml").read_text("utf-8")), parameters)


def transformed(source: dict[str, Any], parameters: Mapping[str, str]) -> Mapping[str, Resource]:
    """The resources that SAM's translator makes of a template as it is written, which is changed by that."""
    sections = [resource.get("Properties", {}) for resource in source["Resources"].values()]
    for properties in [source["Globals"]["Function"], *sections]:
        for name in {"CodeUri", "ContentUri", "DefinitionUri"} & properties.keys():
            properties[name] = "s3://anywhere/" + properties[name]
    defaults = {name: str(terms.get("Default", "")) for name, terms in source["Parameters"].items()}
    with patch.dict(os.environ, AWS_DEFAULT_REGION="us-east-1"):
        translation = transform(source, {**defaults, **parameters}, _NoManagedPolicies())
    resources: Mapping[str, Resource] = translation["Resources"]
    return resources


class _NoManagedPolicies:
    """AWS's managed policies stay as names; IAM is not asked for them."""

    def load(self) -> dict[str, str]:
        return {}


def environment(function: Resource) -> list[str]:
    """The names of the variables that a function of the template is given."""
    shared = written()["Globals"]["Function"]["Environment"]["Variables"]
    return [*shared, *function["Properties"].get("Environment", {}).get("Variables", {})]


def layers(function: Resource) -> list[str]:
    """The folders of the layers that a function uses."""
    named = [*written()["Globals"]["Function"]["Layers"], *function["Properties"].get("Layers", [])]
    return [written()["Resources"][layer["Ref"]]["Properties"]["ContentUri"] for layer in named]


def references(value: Any) -> Iterator[str]:
    """The names in a template's Ref, GetAtt, Sub and DependsOn: logical ids, parameters, pseudo parameters."""
    match value:
        case {"Ref": str(name)}:
            yield name
        case {"Fn::GetAtt": [str(name), *_]}:
            yield name
        case {"Fn::GetAtt": str(path)}:
            yield path.split(".")[0]
        case {"Fn::Sub": str(text)}:
            yield from _substituted(text)
        case {"Fn::Sub": [str(text), dict(own)]}:
            yield from (name for name in _substituted(text) if name not in own)
            yield from references(list(own.values()))
        case dict():
            depends = value.get("DependsOn", []) if "Type" in value else []
            yield from [depends] if isinstance(depends, str) else depends
            for member in value.values():
                yield from references(member)
        case list():
            for member in value:
                yield from references(member)


def texts(value: Any) -> Iterator[str]:
    """Every text in a part of a template."""
    match value:
        case str():
            yield value
        case dict():
            for member in value.values():
                yield from texts(member)
        case list():
            for member in value:
                yield from texts(member)


def _substituted(text: str) -> list[str]:
    return re.findall(r"\$\{([\w:]+)(?:\.[\w.]+)?\}", text)
