"""moto's CloudFormation, with the behaviour of AWS in a deployment.

It applies SAM's transform, enforces a template's constraints and rules, creates the resources that moto knows, and
rolls back a creation that fails. The account is new: it has ten executions, of which none may be reserved.
"""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import yaml
from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import ChangeSet, CloudFormationBackend, Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.cloudformation.utils import yaml_tag_constructor
from moto.dynamodb.models.table import Table
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends
from samcli.yamlhelper import yaml_parse

from deployment import libyaml
from local.template import WIRING, deployable
from tests.support.account.constraints import refusals

_UPDATABLE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
_RESERVATION_REFUSED = (
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its "
    "minimum value of [10]."
)
_create_change_set = CloudFormationBackend.create_change_set


def install() -> None:
    """Change every CloudFormation of this process."""
    CloudFormationBackend.create_change_set = _checked_change_set
    CloudFormationBackend.execute_change_set = _executed
    CloudFormationResponse._get_stack_from_s3_url = _uploaded_template
    ChangeSet._parse_template = _parsed
    _read_yaml_quickly()


def _read_yaml_quickly() -> None:
    """Have moto, which reads a template several times in a deployment, and this account use libyaml if it is here."""
    libyaml.use()
    if yaml.__with_libyaml__:
        yaml.CLoader.add_multi_constructor("", yaml_tag_constructor)
        yaml.Loader = yaml.CLoader


def _parsed(change_set: ChangeSet) -> None:
    change_set.template_dict = json.loads(change_set.template)


def _checked_change_set(
    backend: CloudFormationBackend, *, stack_name: str, template: str, parameters: dict[str, str], **options: Any
) -> tuple[str, str]:
    content = yaml_parse(template)
    if options["change_set_type"] == "UPDATE" and (status := backend.get_stack(stack_name).status) not in _UPDATABLE:
        raise ValidationError(message=f"Stack:{stack_name} is in {status} state and can not be updated.")
    for reason in refusals(content, parameters, backend.region_name):
        raise ValidationError(message=reason)
    translated = json.dumps(_translated(backend, content, parameters), default=str, sort_keys=True)
    return _create_change_set(backend, stack_name=stack_name, template=translated, parameters=parameters, **options)


def _translated(backend: CloudFormationBackend, content: dict[str, Any], parameters: Mapping[str, str]) -> Any:
    """The template for moto, with the uploaded workflows. Tables are protected afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        for name, resource in content["Resources"].items():
            if resource["Type"] == "AWS::Serverless::StateMachine":
                place = resource["Properties"]["DefinitionUri"]
                (Path(folder) / name).write_bytes(_uploaded(backend, place["Bucket"], place["Key"]))
                resource["Properties"]["DefinitionUri"] = name
            if resource["Type"] == "AWS::DynamoDB::Table":
                resource["Properties"].pop("DeletionProtectionEnabled")
        file = Path(folder) / "template.yaml"
        file.write_text(json.dumps(content, default=str), "utf-8")
        return deployable(file, parameters)


def _uploaded_template(response: CloudFormationResponse, url: str) -> str:
    """Convert the template's URL: SAM names this machine's S3 endpoint, but moto expects AWS's."""
    _, bucket, key = urlparse(url).path.split("/", 2)
    return _uploaded(response.cloudformation_backend, bucket, key).decode()


def _uploaded(backend: CloudFormationBackend, bucket: str, key: str) -> bytes:
    found = s3_backends[backend.account_id]["aws"].get_object(bucket, key)
    assert found is not None
    return found.value


def _executed(backend: CloudFormationBackend, change_set_name: str, stack_name: str | None = None) -> None:
    del stack_name  # a change set's ARN names its stack
    change_set = backend.describe_change_set(change_set_name)
    assert change_set is not None
    stack = change_set.stack
    kind = change_set.change_set_type
    stack._add_stack_event(f"{kind}_IN_PROGRESS", resource_status_reason="User Initiated")
    if kind == "CREATE":
        change_set.apply()
    _renewed(stack, change_set)
    if kind == "CREATE" and _reserves_executions(stack):
        _roll_back(stack)
    else:
        _subscribe(stack)
        stack.status = f"{kind}_COMPLETE"
    stack._add_stack_event(stack.status)
    change_set.execution_status = "EXECUTE_COMPLETE"


def _renewed(stack: Stack, change_set: ChangeSet) -> None:
    """Apply the change set. moto keeps the parameters of the creation and does not update tables."""
    stack.template, stack.parameters = change_set.template, change_set.parameters
    stack.tags = change_set.tags or {}
    stack._parse_template()
    stack.resource_map.input_parameters = stack.parameters
    stack.resource_map._template = stack.template_dict
    stack.resource_map.load_parameters()
    stack.resource_map.load_conditions()
    stack.output_map = stack._create_output_map()
    for table in _tables(stack):
        table.deletion_protection_enabled = stack.parameters.get("DeletionProtection") == "true"


def _subscribe(stack: Stack) -> None:
    """Create the unconfirmed subscription to alarms, which moto's CloudFormation cannot create."""
    if address := stack.parameters.get("AlarmEmail"):
        topic = stack.resource_map["AlarmTopic"].physical_resource_id
        sns = sns_backends[stack.account_id][stack.region_name]
        sns.subscribe(topic, address, "email").arn = "PendingConfirmation"


def _tables(stack: Stack) -> list[Table]:
    return [resource for resource in stack.resource_map._parsed_resources.values() if isinstance(resource, Table)]


def _reserves_executions(stack: Stack) -> bool:
    wiring = {output["OutputKey"]: output["OutputValue"] for output in stack.outputs or []}[WIRING]
    functions = json.loads(wiring)["functions"].values()
    return any("ReservedConcurrentExecutions" in function for function in functions)


def _roll_back(stack: Stack) -> None:
    """Delete all resources without the policy `Retain`. A protected table stops it."""
    stack._add_stack_event("ROLLBACK_IN_PROGRESS", resource_status_reason=_RESERVATION_REFUSED)
    if any(table.deletion_protection_enabled for table in _tables(stack)):
        stack.status = "ROLLBACK_FAILED"
        return
    stack.resource_map.delete()
    stack.status = "ROLLBACK_COMPLETE"
