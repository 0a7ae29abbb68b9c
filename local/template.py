"""Converts `template.yaml` to a template that moto can create, and to the wiring that the local stack does itself.

SAM's own translator does the work. Resources that moto cannot create (the API, layers, permissions, schedules, event
source mappings, aliases) or does not act on (event rules) are removed. Their properties go into one output,
`LocalWiring`, so that moto resolves their intrinsic functions.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from moto.cloudformation.models import Stack
from moto.cloudformation.parsing import get_model_map
from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

from deployment import libyaml

WIRING = "LocalWiring"

_NOT_CREATED = (
    "AWS::ApiGateway::",
    "AWS::Events::Rule",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::LayerVersion",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
    "AWS::Scheduler::",
)
_STATE_MACHINE = "AWS::StepFunctions::StateMachine"
_SUBSTITUTION = re.compile(r"\$\{(\w+)\}")

Resource = dict[str, Any]

libyaml.use()
_parse_yaml = Stack.parse_template


def _parse(template: str) -> Any:
    """moto reads every template as YAML, which takes seconds. What `deployable` returns is sent as JSON."""
    return json.loads(template) if template.startswith("{") else _parse_yaml(template)


Stack.parse_template = staticmethod(_parse)


def deployable(template: Path, parameters: Mapping[str, str]) -> dict[str, Any]:
    """The CloudFormation template that moto creates, with the output `LocalWiring` (a JSON object, see `_wiring`)."""
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    source = yaml_parse(template.read_text("utf-8"))
    _make_local(source, template.parent)
    translated = transform(source, dict(parameters), _NoManagedPolicies())
    resources: dict[str, Resource] = translated["Resources"]
    wiring = _wiring(resources)
    for properties in [one["Properties"] for one in resources.values() if one["Type"] == _STATE_MACHINE]:
        values = properties.pop("DefinitionSubstitutions", {})
        properties["DefinitionString"] = _substituted("".join(properties["DefinitionString"]["Fn::Join"][1]), values)
    kept = {logical_id: _creatable(resource) for logical_id, resource in resources.items() if _is_created(resource)}
    known_by = {
        logical_id: _stand_in(logical_id, resource)
        for logical_id, resource in resources.items()
        if logical_id not in kept
    }
    outputs = {**translated.get("Outputs", {}), WIRING: {"Value": {"Fn::ToJsonString": wiring}}}
    translated.update(Resources=kept, Outputs=outputs)
    return dict(_replaced(translated, known_by))


class _NoManagedPolicies:
    """Skips the lookup of AWS's managed policies: no local part uses IAM."""

    def load(self) -> dict[str, str]:
        return {}


def _make_local(source: dict[str, Any], root: Path) -> None:
    """Replace code locations by folders, and put state machines inline."""
    sections = [source.get("Globals", {}).get("Function", {}), source.get("Globals", {}).get("LayerVersion", {})]
    for resource in source["Resources"].values():
        properties = resource.get("Properties", {})
        sections.append(properties)
        if resource["Type"] == "AWS::Serverless::StateMachine":
            properties["Definition"] = yaml_parse((root / properties.pop("DefinitionUri")).read_text("utf-8"))
    for properties in sections:
        for name in {"CodeUri", "ContentUri"} & properties.keys():
            properties[name] = {"Bucket": "local", "Key": properties[name]}


def _wiring(resources: Mapping[str, Resource]) -> dict[str, Any]:
    """The resources that moto does not act on, by kind and logical id."""
    return {
        "functions": dict(_of_type(resources, "AWS::Lambda::Function")),
        "aliases": dict(_of_type(resources, "AWS::Lambda::Alias")),
        "queues": dict(_of_type(resources, "AWS::Lambda::EventSourceMapping")),
        "schedules": dict(_of_type(resources, "AWS::Scheduler::Schedule")),
        "rules": dict(_of_type(resources, "AWS::Events::Rule")),
        "notifications": dict(_of_type(resources, "AWS::S3::Bucket", "NotificationConfiguration")),
        "versioning": dict(_of_type(resources, "AWS::S3::Bucket", "VersioningConfiguration")),
        "locks": dict(_of_type(resources, "AWS::S3::Bucket", "ObjectLockConfiguration")),
        "recovery": dict(_of_type(resources, "AWS::DynamoDB::Table", "PointInTimeRecoverySpecification")),
        "stages": dict(_of_type(resources, "AWS::ApiGateway::Stage", "MethodSettings")),
        "gateway_responses": {
            logical_id: body.get("x-amazon-apigateway-gateway-responses", {})
            for logical_id, body in _of_type(resources, "AWS::ApiGateway::RestApi", "Body")
        },
    }


def _of_type(resources: Mapping[str, Resource], kind: str, prop: str | None = None) -> Iterator[tuple[str, Any]]:
    for logical_id, resource in resources.items():
        properties = resource.get("Properties", {})
        if resource["Type"] == kind and (prop is None or prop in properties):
            found = properties if prop is None else properties[prop]
            condition = resource.get("Condition")
            yield logical_id, {"Fn::If": [condition, found, {"Ref": "AWS::NoValue"}]} if condition else found


def _is_created(resource: Resource) -> bool:
    return not resource["Type"].startswith(_NOT_CREATED) and resource["Type"] in get_model_map()


def _creatable(resource: Resource) -> Resource:
    """The resource in moto's form: without code, with key policies as text. `deploy` sets up buckets afterwards."""
    properties = dict(resource.get("Properties", {}))
    match resource["Type"]:
        case "AWS::Lambda::Function":
            properties.pop("Layers", None)
            properties["Code"] = {"ZipFile": "# runs from the source tree"}
        case "AWS::KMS::Key":
            properties["KeyPolicy"] = {"Fn::ToJsonString": properties["KeyPolicy"]}
        case "AWS::S3::Bucket":
            properties.pop("NotificationConfiguration", None)
    return {**resource, "Properties": properties}


def _stand_in(logical_id: str, resource: Resource) -> str:
    """The text that replaces a reference to a resource that is not created, in the form of `Fn::Sub`."""
    properties = resource.get("Properties", {})
    match resource["Type"]:
        case "AWS::Lambda::LayerVersion":
            return str(properties["Content"]["S3Key"])
        case "AWS::Lambda::Alias":
            return f"${{{properties['FunctionName']['Ref']}.Arn}}:{properties['Name']}"
    return logical_id


def _substituted(definition: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Replace each `${Name}` by its value, in a Join: `Fn::Sub` would also replace the `$$.` of context paths."""
    parts = _SUBSTITUTION.split(definition)
    return {"Fn::Join": ["", [values[part] if position % 2 else part for position, part in enumerate(parts)]]}


def _replaced(value: Any, known_by: Mapping[str, str]) -> Any:
    """`value` with the references to resources in `known_by` replaced."""
    match value:
        case {"Ref": str(name)} if name in known_by:
            return {"Fn::Sub": known_by[name]} if "${" in known_by[name] else known_by[name]
        case {"Fn::GetAtt": [str(name), *attribute]} if name in known_by:
            return ".".join([known_by[name], *map(str, attribute)])
        case {"Fn::Sub": str(text)}:
            return {"Fn::Sub": _SUBSTITUTED_REFERENCE.sub(lambda found: known_by.get(found[1], found[0]), text)}
        case dict():
            depends = _depends_on(value, known_by)
            return {key: _replaced(member, known_by) for key, member in {**value, **depends}.items()}
        case list():
            return [_replaced(member, known_by) for member in value]
    return value


_SUBSTITUTED_REFERENCE = re.compile(r"\$\{(\w+)(?:\.\w+)*\}")


def _depends_on(value: Mapping[str, Any], known_by: Mapping[str, str]) -> dict[str, list[str]]:
    named = value.get("DependsOn")
    if named is None or "Type" not in value:
        return {}
    return {"DependsOn": [name for name in ([named] if isinstance(named, str) else named) if name not in known_by]}
