"""The stack of `template.yaml` in moto: in a server for the running stack, in process for the integration tests.

This module starts no process, and moto runs nothing by itself. The `Stack` lists what to poll, fire and call.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import switches
from local.switches import Switches
from local.template import WIRING, deployable
from local.throttling import Method, Throttle

NAME = "faktura"

_MAX_CONCURRENCY = 4


@dataclass(frozen=True)
class Function:
    """One Lambda function. `code` and `layers` are source folders, `timeout` is in seconds, `memory` in MB."""

    logical_id: str
    name: str
    handler: str
    code: Path
    layers: tuple[Path, ...]
    timeout: int
    memory: int
    concurrency: int
    variables: Mapping[str, str]


@dataclass(frozen=True)
class QueueSubscription:
    """One queue that a function reads with `concurrency` concurrent calls. `window` is the longest wait for a full
    batch, in seconds.
    """

    logical_id: str
    function: str
    queue_arn: str
    batch_size: int
    window: float
    concurrency: int
    reports_failures: bool


@dataclass(frozen=True)
class Schedule:
    """One EventBridge schedule. Its target has the form of AWS::Scheduler::Schedule."""

    logical_id: str
    expression: str
    zone: str
    target: Mapping[str, Any]


@dataclass(frozen=True)
class Rule:
    """One EventBridge rule: its event pattern, and the ARNs of the functions that it calls."""

    logical_id: str
    pattern: Mapping[str, Any]
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Stack:
    """The created stack. `physical` and `functions` are by logical id, `gateway_responses` by response type."""

    physical: Mapping[str, str]
    outputs: Mapping[str, str]
    functions: Mapping[str, Function]
    subscriptions: tuple[QueueSubscription, ...]
    schedules: tuple[Schedule, ...]
    rules: tuple[Rule, ...]
    notifications: Mapping[str, Mapping[str, Any]]
    throttles: Mapping[Method, Throttle]
    gateway_responses: Mapping[str, Mapping[str, Any]]
    switches: Switches

    def environment(self, function: str) -> dict[str, str]:
        """The environment variables of `function` (a logical id)."""
        return dict(self.functions[function].variables)


def deploy(template: Path, client: Callable[[str], Any], parameters: Mapping[str, str]) -> Stack:
    """Create the stack, with its buckets, switches and recovery. `client` makes a boto3 client for a service."""
    cloudformation = client("cloudformation")
    cloudformation.create_stack(
        StackName=NAME,
        TemplateBody=json.dumps(deployable(template, parameters), default=str),
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    )
    created = cloudformation.describe_stacks(StackName=NAME)["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in created["Outputs"]}
    physical = {
        resource["LogicalResourceId"]: resource["PhysicalResourceId"]
        for page in cloudformation.get_paginator("list_stack_resources").paginate(StackName=NAME)
        for resource in page["StackResourceSummaries"]
    }
    wiring = json.loads(outputs.pop(WIRING))
    switched = switches.create(NAME, wiring, client, function_name)
    stack = _stack(wiring, template.parent, physical, outputs, switched)
    _publish(wiring["aliases"].values(), client("lambda"))
    _keep_versions(wiring, physical, client("s3"))
    for table, recovery in wiring["recovery"].items():
        client("dynamodb").update_continuous_backups(
            TableName=physical[table], PointInTimeRecoverySpecification=recovery
        )
    for bucket, notification in stack.notifications.items():
        client("s3").put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=notification)
    return stack


def function_name(reference: str) -> str:
    """The function of a name, an ARN or an alias's ARN (`arn:aws:lambda:…:function:name:alias`)."""
    return reference.split(":")[6] if reference.startswith("arn:") else reference


def _publish(aliases: Iterable[Mapping[str, Any]], lambda_: Any) -> None:
    """Publish a version for each alias, like a stack's first deployment does."""
    for alias in aliases:
        version = lambda_.publish_version(FunctionName=alias["FunctionName"])["Version"]
        lambda_.create_alias(FunctionName=alias["FunctionName"], Name=alias["Name"], FunctionVersion=version)


def _keep_versions(wiring: Mapping[str, Any], physical: Mapping[str, str], s3: Any) -> None:
    """Let each bucket keep versions and lock them as the template says, which moto does not read there."""
    for bucket, versioning in wiring["versioning"].items():
        s3.put_bucket_versioning(Bucket=physical[bucket], VersioningConfiguration=versioning)
    for bucket, lock in wiring["locks"].items():
        s3.put_object_lock_configuration(Bucket=physical[bucket], ObjectLockConfiguration=_lock(lock))


def _lock(configured: Mapping[str, Any]) -> dict[str, Any]:
    """Object Lock, converted from CloudFormation's form, where a parameter's number is a text, to the S3 API's."""
    retention = configured.get("Rule", {}).get("DefaultRetention", {})
    period = {unit: int(retention[unit]) for unit in ("Days", "Years") if unit in retention}
    rule = {"Rule": {"DefaultRetention": {"Mode": retention["Mode"], **period}}} if period else {}
    return {"ObjectLockEnabled": configured["ObjectLockEnabled"], **rule}


def _stack(
    wiring: Mapping[str, Any],
    root: Path,
    physical: Mapping[str, str],
    outputs: Mapping[str, str],
    switched: Switches,
) -> Stack:
    functions = {
        logical_id: _function(logical_id, physical[logical_id], properties, root)
        for logical_id, properties in wiring["functions"].items()
    }
    logical_ids = {name: logical_id for logical_id, name in physical.items()}
    return Stack(
        physical=physical,
        outputs=outputs,
        functions=functions,
        subscriptions=tuple(
            _subscription(logical_id, properties, functions[logical_ids[function_name(properties["FunctionName"])]])
            for logical_id, properties in wiring["queues"].items()
        ),
        schedules=tuple(_schedule(logical_id, properties) for logical_id, properties in wiring["schedules"].items()),
        rules=tuple(
            Rule(logical_id, properties["EventPattern"], tuple(target["Arn"] for target in properties["Targets"]))
            for logical_id, properties in wiring["rules"].items()
            if "EventPattern" in properties
        ),
        notifications={
            physical[bucket]: _notification(configured) for bucket, configured in wiring["notifications"].items()
        },
        throttles=_throttles(wiring["stages"]),
        gateway_responses={kind: body for api in wiring["gateway_responses"].values() for kind, body in api.items()},
        switches=switched,
    )


def _function(logical_id: str, name: str, properties: Mapping[str, Any], root: Path) -> Function:
    reserved = properties.get("ReservedConcurrentExecutions", _MAX_CONCURRENCY)
    return Function(
        logical_id=logical_id,
        name=name,
        handler=properties["Handler"],
        code=root / properties["Code"]["S3Key"],
        layers=tuple(root / layer for layer in properties.get("Layers", []) if layer),
        timeout=int(properties.get("Timeout", 3)),
        memory=int(properties.get("MemorySize", 128)),
        concurrency=min(int(reserved), _MAX_CONCURRENCY),
        variables={key: str(value) for key, value in properties.get("Environment", {}).get("Variables", {}).items()},
    )


def _subscription(logical_id: str, properties: Mapping[str, Any], function: Function) -> QueueSubscription:
    """AWS's defaults: ten messages, no batching window, and the function's concurrency."""
    maximum = int(properties.get("ScalingConfig", {}).get("MaximumConcurrency", function.concurrency))
    return QueueSubscription(
        logical_id=logical_id,
        function=function.logical_id,
        queue_arn=properties["EventSourceArn"],
        batch_size=int(properties.get("BatchSize", 10)),
        window=float(properties.get("MaximumBatchingWindowInSeconds", 0)),
        concurrency=min(maximum, function.concurrency),
        reports_failures="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
    )


def _schedule(logical_id: str, properties: Mapping[str, Any]) -> Schedule:
    zone = properties.get("ScheduleExpressionTimezone", "UTC")
    return Schedule(logical_id, properties["ScheduleExpression"], zone, properties["Target"])


def _notification(configured: Mapping[str, Any]) -> dict[str, Any]:
    """A bucket's notifications, converted from CloudFormation's form to the S3 API's."""
    return {
        "QueueConfigurations": [
            {"QueueArn": to_queue["Queue"], "Events": [to_queue["Event"]], **_filter(to_queue.get("Filter"))}
            for to_queue in configured["QueueConfigurations"]
        ]
    }


def _filter(configured: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"Filter": {"Key": {"FilterRules": configured["S3Key"]["Rules"]}}} if configured else {}


def _throttles(stages: Mapping[str, Any]) -> dict[Method, Throttle]:
    """The throttle of each method of a stage. CloudFormation writes the slashes of a resource's path as `~1`."""
    return {
        (setting["HttpMethod"], setting["ResourcePath"].replace("/~1", "/").replace("~1", "/")): Throttle(
            float(setting["ThrottlingRateLimit"]), float(setting["ThrottlingBurstLimit"])
        )
        for settings in stages.values()
        for setting in settings
        if "ThrottlingRateLimit" in setting
    }
