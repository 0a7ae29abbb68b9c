import json
import os
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from local.identity import VARIABLES
from local.s3 import shim as s3
from local.stack import Function, QueueSubscription, Schedule, Stack, deploy, function_name
from local.throttling import EVERY_METHOD, Throttle

SMALL = Path(__file__).parents[2] / "support" / "small"

PARAMETERS = {"Moment": "2027-02-03T04:05:06", "Workers": "2", "Patience": "7"}


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with patch.dict(os.environ, VARIABLES), mock_aws():
        s3.install({os.environ["AWS_ACCESS_KEY_ID"]: os.environ["AWS_SECRET_ACCESS_KEY"]})
        yield deploy(SMALL / "template.yaml", boto3.client, PARAMETERS)


def arn(stack: Stack, queue: str) -> str:
    return f"arn:aws:sqs:us-east-1:123456789012:{stack.physical[queue].rpartition('/')[2]}"


def test_a_function_is_deployed_with_its_folders_and_resolved_variables(stack: Stack) -> None:
    function = stack.functions["SmallAnswerFunction"]

    expected = Function(
        logical_id="SmallAnswerFunction",
        name=stack.physical["SmallAnswerFunction"],
        handler="small.answer.handler",
        code=SMALL / "functions",
        layers=(SMALL / "layers" / "greeting",),
        timeout=2,
        memory=128,
        concurrency=4,
        variables={"LEFTOVERS": stack.physical["LeftoverQueue"]},
    )

    assert function == expected
    assert stack.environment("SmallAnswerFunction") == expected.variables


def test_parameters_may_set_timeout_and_concurrency(stack: Stack) -> None:
    function = stack.functions["SmallUnlayeredFunction"]

    url = boto3.client("sqs").get_queue_url(QueueName=stack.physical["UnreadQueue"].rpartition("/")[2])["QueueUrl"]
    queue = boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])

    assert (function.timeout, function.concurrency, stack.subscriptions[1].concurrency) == (7, 2, 2)
    assert queue["Attributes"] == {"VisibilityTimeout": "7"}


def test_the_stack_lists_what_to_poll_and_fire(stack: Stack) -> None:
    shown = (stack.subscriptions, stack.schedules)

    target = {**stack.schedules[0].target, "RoleArn": "a role"}

    assert shown[0] == (
        QueueSubscription(
            "SmallKeepFunctionQueue", "SmallKeepFunction", arn(stack, "Queue"), 5, 0.0, 4, reports_failures=True
        ),
        QueueSubscription(
            "SmallUnlayeredFunctionQueue",
            "SmallUnlayeredFunction",
            arn(stack, "UnreadQueue"),
            1,
            0.0,
            2,
            reports_failures=False,
        ),
    )
    assert shown[1] == (Schedule("MachineOnce", "at(2027-02-03T04:05:06)", "UTC", stack.schedules[0].target),)
    assert target == {"Arn": stack.physical["Machine"], "Input": '{"do": "greet"}', "RoleArn": "a role"}


def test_a_bucket_notifies_its_queue(stack: Stack) -> None:
    bucket = stack.physical["Bucket"]

    configured = boto3.client("s3").get_bucket_notification_configuration(Bucket=bucket)["QueueConfigurations"][0]

    assert (configured["QueueArn"], configured["Events"]) == (arn(stack, "KeptQueue"), ["s3:ObjectCreated:*"])
    assert configured["Filter"]["Key"]["FilterRules"] == [{"Name": "prefix", "Value": "in/"}]


def test_a_bucket_keeps_versions_and_locks_them_as_the_template_says(stack: Stack) -> None:
    s3_client = boto3.client("s3")

    states = {
        name: s3_client.get_bucket_versioning(Bucket=stack.physical[name]).get("Status")
        for name in ("Bucket", "Archive", "UnlockedArchive")
    }

    lock = s3_client.get_object_lock_configuration(Bucket=stack.physical["Archive"])["ObjectLockConfiguration"]
    retention = lock["Rule"]["DefaultRetention"]
    assert states == {"Bucket": None, "Archive": "Enabled", "UnlockedArchive": "Enabled"}
    assert (retention["Mode"], retention["Years"]) == ("COMPLIANCE", 3)
    with pytest.raises(ClientError, match="ObjectLockConfigurationNotFoundError"):
        s3_client.get_object_lock_configuration(Bucket=stack.physical["UnlockedArchive"])


def test_a_machines_substitutions_are_applied_and_its_context_paths_are_not(stack: Stack) -> None:
    machine = boto3.client("stepfunctions").describe_state_machine(stateMachineArn=stack.physical["Machine"])

    states = json.loads(machine["definition"])["States"]

    function = f"arn:aws:lambda:us-east-1:123456789012:function:{stack.physical['SmallAnswerFunction']}"
    assert states["First"]["Parameters"]["FunctionName"] == function
    assert states["Second"]["Resource"] == f"{function}:current"
    assert states["First"]["Parameters"]["Payload"]["started.$"] == "$$.Execution.Id"


def test_an_alias_names_a_version_of_its_function(stack: Stack) -> None:
    function = stack.physical["SmallAnswerFunction"]

    alias = boto3.client("lambda").get_alias(FunctionName=function, Name="current")

    assert alias["AliasArn"] == f"arn:aws:lambda:us-east-1:123456789012:function:{function}:current"
    assert alias["FunctionVersion"] == "1"


@pytest.mark.parametrize(
    "reference", ["kept", "arn:aws:lambda:eu-west-1:1:function:kept", "arn:aws:lambda:eu-west-1:1:function:kept:live"]
)
def test_a_function_is_found_by_its_name_its_arn_and_its_aliases(reference: str) -> None:
    assert function_name(reference) == "kept"


def test_moto_leaves_a_message_to_whoever_polls(stack: Stack) -> None:
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=stack.physical["Queue"].rpartition("/")[2])["QueueUrl"]

    sqs.send_message(QueueUrl=url, MessageBody="for the worker")

    assert [one["Body"] for one in sqs.receive_message(QueueUrl=url)["Messages"]] == ["for the worker"]


def test_an_operator_switches_what_the_stack_polls_fires_and_serves(stack: Stack) -> None:
    resources = boto3.client("cloudformation").list_stack_resources(StackName="faktura")["StackResourceSummaries"]
    [subscription, _], [schedule] = stack.subscriptions, stack.schedules
    named = {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in resources}
    before = (stack.switches.polls(subscription.logical_id), stack.switches.fires(schedule.logical_id))
    opened = stack.switches.stage_variables()

    boto3.client("lambda").update_event_source_mapping(UUID=named[subscription.logical_id], Enabled=False)
    found = boto3.client("scheduler").get_schedule(Name=named[schedule.logical_id])
    terms = {name: found[name] for name in ("Name", "ScheduleExpression", "Target", "FlexibleTimeWindow")}
    boto3.client("scheduler").update_schedule(**terms, State="DISABLED")
    stopping = [{"op": "replace", "path": "/variables/stopped", "value": "yes"}]
    api, stage = (next(one for one in resources if one["ResourceType"].endswith(kind)) for kind in ("RestApi", "Stage"))
    ids = {"restApiId": api["PhysicalResourceId"], "stageName": stage["PhysicalResourceId"]}
    boto3.client("apigateway").update_stage(**ids, patchOperations=stopping)

    assert (before, opened) == ((True, True), None)
    assert not stack.switches.polls(subscription.logical_id)
    assert not stack.switches.fires(schedule.logical_id)
    assert stack.switches.stage_variables() == {"stopped": "yes"}


def test_each_method_has_its_own_throttle(stack: Stack) -> None:
    throttles = stack.throttles

    assert throttles == {EVERY_METHOD: Throttle(1000, 1000), ("POST", "/things/{thing}"): Throttle(500, 700)}
