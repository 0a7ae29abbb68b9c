"""In which order CloudFormation creates things: what lint passes and a deployment then refuses."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

import pytest

from tests.support.architecture.template import (
    Resource,
    references,
    translated,
    written_of,
)


@pytest.mark.parametrize("preference", ["Off", "AllAtOnce"])
def test_no_resource_waits_for_itself(preference: str) -> None:
    assert _cycle(translated(DeploymentPreference=preference)) == []


def test_the_accounts_settings_wait_for_an_api() -> None:
    """API Gateway refuses them in an account that never had one."""
    assert translated()["GatewayAccount"]["DependsOn"] == "Api"


def test_a_cycle_would_be_found() -> None:
    circular = {
        "Api": {"Type": "Api", "Properties": {"Uri": {"Fn::Sub": "${Function.Arn}/invocations"}}},
        "Function": {"Type": "Function", "Properties": {"Issuer": {"Fn::Sub": "https://${Api}.example.com"}}},
    }

    assert sorted(set(_cycle(circular))) == ["Api", "Function"]


def test_no_workflow_may_do_things_to_itself() -> None:
    for name, machine in written_of("AWS::Serverless::StateMachine").items():
        assert name not in references(machine["Properties"]["Policies"])


def test_a_bucket_notifies_only_queues_that_let_it() -> None:
    assert _unheard_notifications(translated()) == []


def test_a_bucket_that_does_not_wait_for_its_queues_policy_would_be_found() -> None:
    queue = {"Fn::GetAtt": ["Queue", "Arn"]}
    policy: Resource = {
        "Type": "AWS::SQS::QueuePolicy",
        "Properties": {
            "Queues": [{"Ref": "Queue"}],
            "PolicyDocument": {"Statement": [{"Condition": {"StringEquals": {"aws:SourceAccount": "1"}}}]},
        },
    }
    bucket: Resource = {
        "Type": "AWS::S3::Bucket",
        "Properties": {"NotificationConfiguration": {"QueueConfigurations": [{"Queue": queue}]}},
    }

    hasty = _unheard_notifications({"Bucket": bucket, "Policy": policy})
    patient = _unheard_notifications({"Bucket": {**bucket, "DependsOn": "Policy"}, "Policy": policy})

    assert (hasty, patient) == (["Bucket → Queue"], [])


def _cycle(resources: Mapping[str, Resource]) -> list[str]:
    """The logical ids of one cycle, the first again at its end; empty where there is none."""
    graph = {name: resources.keys() & set(references(resource)) for name, resource in resources.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        cycle: list[str] = found.args[1]
        return cycle
    return []


def _unheard_notifications(resources: Mapping[str, Resource]) -> list[str]:
    """Buckets that CloudFormation may create before their queue accepts them, or whose queue accepts any account's."""
    return [
        f"{name} → {queue}"
        for name, bucket in resources.items()
        if bucket["Type"] == "AWS::S3::Bucket"
        for target in bucket["Properties"].get("NotificationConfiguration", {}).get("QueueConfigurations", [])
        for queue in references(target["Queue"])
        if not any(_admits(resources[policy], queue) for policy in _dependencies(bucket))
    ]


def _dependencies(resource: Resource) -> list[str]:
    depends: Any = resource.get("DependsOn", [])
    return [depends] if isinstance(depends, str) else list(depends)


def _admits(policy: Resource, queue: str) -> bool:
    if policy["Type"] != "AWS::SQS::QueuePolicy" or {"Ref": queue} not in policy["Properties"]["Queues"]:
        return False
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    return all("aws:SourceAccount" in str(statement.get("Condition")) for statement in statements)
