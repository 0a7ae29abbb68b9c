"""The resources of a deployed stack, as CloudFormation lists them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from botocore.exceptions import ClientError

from faktura.core.aws import client
from faktura.operations.errors import NoSuchStack


@dataclass(frozen=True)
class Resource:
    """One resource: its type, such as `AWS::SQS::Queue`, and its name in its service."""

    kind: str
    physical: str


class StackStore:
    """Reads what a stack consists of. The list is read once."""

    def __init__(self, name: str) -> None:
        self.name = name

    def physical(self, logical_id: str) -> str:
        """The name that AWS gave to a resource of the template; `NoSuchStack` without it."""
        try:
            return self._resources[logical_id].physical
        except KeyError:
            raise NoSuchStack(f"the stack {self.name} has no {logical_id}") from None

    def of_kind(self, kind: str) -> Mapping[str, str]:
        """The resources of a type: logical id → the name that AWS gave."""
        return {name: one.physical for name, one in sorted(self._resources.items()) if one.kind == kind}

    @cached_property
    def _resources(self) -> dict[str, Resource]:
        pages = client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=self.name)
        try:
            return {
                one["LogicalResourceId"]: Resource(one["ResourceType"], one.get("PhysicalResourceId", ""))
                for page in pages
                for one in page["StackResourceSummaries"]
            }
        except ClientError as refused:
            if "does not exist" not in str(refused):
                raise
            raise NoSuchStack(f"there is no stack {self.name} in this account and region") from refused
