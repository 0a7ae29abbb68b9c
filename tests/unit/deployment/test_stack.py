"""A stack in each of CloudFormation's states."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from fnmatch import fnmatchcase
from typing import get_args

import boto3
import pytest
from moto import mock_aws
from moto.cloudformation.models import CloudFormationBackend, cloudformation_backends
from moto.cloudformation.models import Stack as MotoStack
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult
from mypy_boto3_cloudformation.literals import StackStatusType

from deployment.__main__ import _known
from deployment.account import writes_gateway_logs
from deployment.errors import DeploymentError
from deployment.stack import POLICY, Stack
from deployment.template import Template
from tests.support.architecture.template import ROOT, written
from tests.support.deployment import REGION

TEMPLATE = Template.read(ROOT / "template.yaml")
NEVER_WORKED = {"REVIEW_IN_PROGRESS", "CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"}
WORKS = {
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_FAILED",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
}
OTHERS = set(get_args(StackStatusType)) - NEVER_WORKED - WORKS - {"DELETE_COMPLETE"}


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[boto3.Session]:
    """Of an account in which there is the stack `faktura`."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        session = boto3.Session(region_name=REGION)
        template = {
            "Parameters": {name: {"Type": "String"} for name in ("AlarmEmail", "PimsThrottle", "DeletionProtection")},
            "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        }
        values = {"AlarmEmail": "ops@example.com", "PimsThrottle": "200", "DeletionProtection": "true"}
        session.client("cloudformation").create_stack(
            StackName="faktura",
            TemplateBody=json.dumps(template),
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()],
        )
        yield session


def test_a_stack_that_does_not_exist_has_never_worked(session: boto3.Session) -> None:
    assert not Stack(session, "another").has_worked()
    assert Stack(session, "another").parameters() == {}


@pytest.mark.parametrize("status", sorted(WORKS))
def test_a_stack_that_can_be_updated_has_worked(session: boto3.Session, status: str) -> None:
    _put_into(status)

    assert Stack(session, "faktura").has_worked()


@pytest.mark.parametrize("status", sorted(NEVER_WORKED))
def test_a_stack_whose_creation_failed_has_never_worked_and_is_deleted(session: boto3.Session, status: str) -> None:
    _put_into(status)

    worked = Stack(session, "faktura").has_worked()

    left = session.client("cloudformation").describe_stacks()["Stacks"]
    assert not worked
    assert len(left) == (status == "REVIEW_IN_PROGRESS")


@pytest.mark.parametrize("status", sorted(OTHERS))
def test_a_stack_in_any_other_state_is_left_alone(session: boto3.Session, status: str) -> None:
    _put_into(status)

    with pytest.raises(DeploymentError, match=status):
        Stack(session, "faktura").has_worked()

    assert session.client("cloudformation").describe_stacks()["Stacks"]


@pytest.mark.parametrize(
    ("events", "is_deleted"),
    [
        (["CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED", "DELETE_FAILED"], True),
        (["CREATE_IN_PROGRESS", "CREATE_FAILED", "DELETE_IN_PROGRESS", "DELETE_FAILED"], True),
        (["CREATE_FAILED", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE", "DELETE_FAILED"], False),
        (["CREATE_COMPLETE", "DELETE_IN_PROGRESS", "DELETE_FAILED"], False),
        (["DELETE_IN_PROGRESS", "DELETE_FAILED"], False),  # 90 days later
    ],
)
def test_a_stack_that_could_not_be_deleted_is_deleted_again_if_it_never_worked(
    session: boto3.Session, events: list[str], is_deleted: bool
) -> None:
    stack = _put_into("DELETE_FAILED")
    stack.events.clear()
    for status in events:
        stack._add_stack_event(status)

    with nullcontext() if is_deleted else pytest.raises(DeploymentError, match="DELETE_FAILED"):
        Stack(session, "faktura").has_worked()

    assert (session.client("cloudformation").describe_stacks()["Stacks"] == []) is is_deleted


def test_a_resource_that_cannot_be_deleted_is_named(session: boto3.Session, monkeypatch: pytest.MonkeyPatch) -> None:
    _put_into("ROLLBACK_FAILED")
    monkeypatch.setattr(CloudFormationBackend, "delete_stack", lambda *_: _put_into("DELETE_FAILED"))
    monkeypatch.setattr(CloudFormationResponse, "list_stack_resources", _one_that_is_kept)

    with pytest.raises(
        DeploymentError, match=r"because of BillingTable \(faktura-BillingTable-1\)\. .* Delete these resources"
    ):
        Stack(session, "faktura").has_worked()


def _one_that_is_kept(_: CloudFormationResponse) -> ActionResult:
    """moto's resources have all been created."""
    states = {"BillingTable": "DELETE_FAILED", "PimsTable": "DELETE_COMPLETE"}
    return ActionResult(
        {
            "StackResourceSummaries": [
                {"LogicalResourceId": name, "PhysicalResourceId": f"faktura-{name}-1", "ResourceStatus": status}
                for name, status in states.items()
            ]
        }
    )


def test_a_resources_name_in_its_service_is_known(session: boto3.Session) -> None:
    [topic] = session.client("sns").list_topics()["Topics"]

    assert Stack(session, "faktura").physical_id("Topic") == topic["TopicArn"]


TAKES_TURNS = {"FirstSigningKey", "SecondSigningKey"}
"""Keys that leave the stack when they are rotated."""


def test_no_update_replaces_or_deletes_what_is_stored(session: boto3.Session) -> None:
    Stack(session, "faktura").keep_stores()

    policy = session.client("cloudformation").get_stack_policy(StackName="faktura")["StackPolicyBody"]
    stored = {
        name: resource["Type"]
        for name, resource in written()["Resources"].items()
        if resource.get("DeletionPolicy") == "RetainExceptOnCreate"
    }
    assert policy == POLICY.read_text("utf-8")
    assert [name for name, kind in stored.items() if not denied(policy, "Update:Replace", name, kind)] == []
    assert {name for name, kind in stored.items() if not denied(policy, "Update:Delete", name, kind)} == TAKES_TURNS
    assert not denied(policy, "Update:Modify", "BillingTable", "AWS::DynamoDB::Table")
    assert not denied(policy, "Update:Delete", "OcrRefusalAlarm", "AWS::CloudWatch::Alarm")


def denied(policy: str, action: str, name: str, kind: str) -> bool:
    """Whether a stack policy denies the action on a resource, by a Deny or because no Allow covers it."""
    effects = {
        statement["Effect"]
        for statement in json.loads(policy)["Statement"]
        if fnmatchcase(action, statement["Action"])
        and fnmatchcase(f"LogicalResourceId/{name}", statement["Resource"])
        and kind in statement.get("Condition", {}).get("StringEquals", {}).get("ResourceType", [kind])
    }
    return effects != {"Allow"}


def test_lost_answers_are_read_from_the_stack(session: boto3.Session) -> None:
    """Otherwise Enter alone would remove the address for alarms. `PimsThrottle` has the template's default."""
    assert _known(TEMPLATE, session, "faktura") == {"AlarmEmail": "ops@example.com"}


@pytest.mark.parametrize(("role", "answer"), [("arn:aws:iam::123456789012:role/logs", ""), (None, "yes")])
def test_an_existing_role_for_gateway_logs_stays(session: boto3.Session, role: str | None, answer: str) -> None:
    if role:
        session.client("apigateway").update_account(
            patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": role}]
        )

    assert writes_gateway_logs(session) is bool(role)
    assert _known(TEMPLATE, session, "new") == {"ManageGatewayLogging": answer}


def _put_into(status: str) -> MotoStack:
    [backend] = [one for regions in cloudformation_backends.values() for one in regions.values() if one.stacks]
    [stack] = backend.stacks.values()
    stack.status = status
    return stack
