"""What has become of a stack, and what keeps it from harm."""

from pathlib import Path
from typing import Any

import boto3
import click
from botocore.exceptions import ClientError, WaiterError

from deployment.refusal import Refusal

POLICY = Path(__file__).with_name("stack_policy.json")
"""Which updates CloudFormation refuses: those that replace or delete what is stored."""

_NEVER_WORKED = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
"""A creation that failed; such a stack is only fit to be deleted."""

_UPDATABLE = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_FAILED",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
)
_SECONDS_BETWEEN_LOOKS = 5
_LOOKS = 360


class Stack:
    """One stack, which need not exist."""

    def __init__(self, session: boto3.Session, name: str) -> None:
        self.name = name
        self._client = session.client("cloudformation")

    def has_worked(self) -> bool:
        """Whether a deployment of the stack has ever succeeded. What is left of one that failed is deleted."""
        status = self._described().get("StackStatus")
        if status in (None, "REVIEW_IN_PROGRESS"):  # the latter has a change set and nothing else
            return False
        if status in _NEVER_WORKED or (status == "DELETE_FAILED" and self._was_never_created()):
            click.echo(f"The first deployment of {self.name} failed ({status}); what is left of it is deleted now.")
            self._delete()
            return False
        if status.endswith("_IN_PROGRESS"):
            raise Refusal(f"CloudFormation is still at work on {self.name} ({status}). Wait until it has ended.")
        if status not in _UPDATABLE:
            raise Refusal(f"{self.name} cannot be updated ({status}). Its events in CloudFormation's console say why.")
        return True

    def parameters(self) -> dict[str, str]:
        """The parameters as they are now; empty where there is no such stack."""
        return {one["ParameterKey"]: one["ParameterValue"] for one in self._described().get("Parameters", [])}

    def keep_stores(self) -> None:
        """Let no update replace or delete a table, a bucket or a key."""
        self._client.set_stack_policy(StackName=self.name, StackPolicyBody=POLICY.read_text("utf-8"))

    def outputs(self) -> dict[str, str]:
        """Every output by its key."""
        return {one["OutputKey"]: one["OutputValue"] for one in self._described().get("Outputs", [])}

    def physical_id(self, resource: str) -> str:
        """What a resource of the template is called in its service."""
        described = self._client.describe_stack_resource(StackName=self.name, LogicalResourceId=resource)
        return str(described["StackResourceDetail"]["PhysicalResourceId"])

    def _was_never_created(self) -> bool:
        """Whether the stack's own events tell of a creation that failed, and of nothing that came out well.

        CloudFormation forgets events after 90 days; a stack whose creation is forgotten counts as created.
        """
        pages = self._client.get_paginator("describe_stack_events").paginate(StackName=self.name)
        events = [event for page in pages for event in page["StackEvents"]]
        own = {event["ResourceStatus"] for event in events if event["PhysicalResourceId"] == event["StackId"]}
        return not own.isdisjoint(_NEVER_WORKED) and own.isdisjoint(_UPDATABLE)

    def _described(self) -> dict[str, Any]:
        """Empty where there is no such stack, which CloudFormation says by a message only."""
        try:
            return dict(self._client.describe_stacks(StackName=self.name)["Stacks"][0])
        except ClientError as refused:
            if "does not exist" in str(refused):
                return {}
            raise

    def _delete(self) -> None:
        self._client.delete_stack(StackName=self.name)
        try:
            self._client.get_waiter("stack_delete_complete").wait(
                StackName=self.name, WaiterConfig={"Delay": _SECONDS_BETWEEN_LOOKS, "MaxAttempts": _LOOKS}
            )
        except WaiterError as failed:
            raise Refusal(
                f"{self.name} could not be deleted because of {', '.join(self._undeleted()) or failed}. "
                "Its events in CloudFormation's console say why. Delete what is named by hand, and deploy again."
            ) from failed

    def _undeleted(self) -> list[str]:
        """The resources that could not be deleted, each with the name that its service knows."""
        pages = self._client.get_paginator("list_stack_resources").paginate(StackName=self.name)
        return [
            f"{one['LogicalResourceId']} ({one['PhysicalResourceId']})"
            for page in pages
            for one in page["StackResourceSummaries"]
            if one["ResourceStatus"] == "DELETE_FAILED"
        ]
