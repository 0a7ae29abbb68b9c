"""The CloudFormation stack: its state, its parameters and outputs, and its stack policy."""

from pathlib import Path
from typing import Any

import boto3
import click
from botocore.exceptions import ClientError, WaiterError

from deployment.errors import DeploymentError

POLICY = Path(__file__).with_name("stack_policy.json")
"""Makes CloudFormation refuse updates that replace or delete stored data."""

_NEVER_WORKED = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
"""States of a creation that failed. Such a stack can only be deleted."""

_UPDATABLE = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_FAILED",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
)
_POLL_SECONDS = 5
_MAX_POLLS = 360


class Stack:
    """One stack. It may not exist yet."""

    def __init__(self, session: boto3.Session, name: str) -> None:
        self.name = name
        self._client = session.client("cloudformation")

    def has_worked(self) -> bool:
        """Whether a deployment of the stack has ever succeeded. Deletes the rest of a creation that failed."""
        status = self._described().get("StackStatus")
        if status in (None, "REVIEW_IN_PROGRESS"):  # REVIEW_IN_PROGRESS: a change set and nothing else
            return False
        if status in _NEVER_WORKED or (status == "DELETE_FAILED" and self._was_never_created()):
            click.echo(f"The first deployment of {self.name} failed ({status}). Deleting the rest of it now.")
            self._delete()
            return False
        if status.endswith("_IN_PROGRESS"):
            raise DeploymentError(
                f"CloudFormation is still working on {self.name} ({status}). Wait until it has finished."
            )
        if status not in _UPDATABLE:
            raise DeploymentError(
                f"{self.name} cannot be updated ({status}). See its events in CloudFormation's console."
            )
        return True

    def parameters(self) -> dict[str, str]:
        """The current parameters. Empty if there is no such stack."""
        return {one["ParameterKey"]: one["ParameterValue"] for one in self._described().get("Parameters", [])}

    def keep_stores(self) -> None:
        """Protect tables, buckets and keys against replacement and deletion by an update."""
        self._client.set_stack_policy(StackName=self.name, StackPolicyBody=POLICY.read_text("utf-8"))

    def outputs(self) -> dict[str, str]:
        """Every output by its key."""
        return {one["OutputKey"]: one["OutputValue"] for one in self._described().get("Outputs", [])}

    def physical_id(self, resource: str) -> str:
        """The name of a resource in its service, by its logical id in the template."""
        described = self._client.describe_stack_resource(StackName=self.name, LogicalResourceId=resource)
        return str(described["StackResourceDetail"]["PhysicalResourceId"])

    def _was_never_created(self) -> bool:
        """Whether the stack's own events show a failed creation and no success.

        CloudFormation keeps events for 90 days. A stack without the events of its creation counts as created.
        """
        pages = self._client.get_paginator("describe_stack_events").paginate(StackName=self.name)
        events = [event for page in pages for event in page["StackEvents"]]
        own = {event["ResourceStatus"] for event in events if event["PhysicalResourceId"] == event["StackId"]}
        return not own.isdisjoint(_NEVER_WORKED) and own.isdisjoint(_UPDATABLE)

    def _described(self) -> dict[str, Any]:
        """The stack's description. Empty if there is no such stack; CloudFormation says so in a message only."""
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
                StackName=self.name, WaiterConfig={"Delay": _POLL_SECONDS, "MaxAttempts": _MAX_POLLS}
            )
        except WaiterError as failed:
            raise DeploymentError(
                f"{self.name} could not be deleted because of {', '.join(self._undeleted()) or failed}. "
                "See its events in CloudFormation's console. Delete these resources by hand, and deploy again."
            ) from failed

    def _undeleted(self) -> list[str]:
        """The resources that could not be deleted, each with its name in its service."""
        pages = self._client.get_paginator("list_stack_resources").paginate(StackName=self.name)
        return [
            f"{one['LogicalResourceId']} ({one['PhysicalResourceId']})"
            for page in pages
            for one in page["StackResourceSummaries"]
            if one["ResourceStatus"] == "DELETE_FAILED"
        ]
