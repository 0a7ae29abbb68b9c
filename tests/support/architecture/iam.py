"""The permissions that functions have by their policies, and those that their AWS calls need."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from typing import Any
from unittest.mock import patch

import boto3
from samcli.yamlhelper import yaml_parse

from tests.support.architecture.template import Resource, logical_id, translated
from tests.support.deployment import REGION, Deployment
from tests.support.faults.calls import (
    Answer,
    Call,
    Carry,
    intercepted,
)

ACCOUNT = "123456789012"
_AWS_OWN = "arn:aws:iam::aws:policy/"

Parameters = Mapping[str, Any]


@dataclass(frozen=True, order=True)
class Grant:
    """One action on one resource; a policy's resource may end with `*`."""

    action: str
    resource: str

    def covers(self, need: "Grant") -> bool:
        """Whether a policy with this grant allows `need`; a presigned POST needs only some key of its bucket."""
        within = fnmatchcase(need.resource, self.resource) or fnmatchcase(self.resource, need.resource)
        return self.action == need.action and within


@dataclass
class Needs:
    """The permissions needed while functions ran, by the functions running then (several with threads)."""

    by_functions: dict[frozenset[str], set[Grant]] = field(default_factory=dict)

    def refused(self, deployment: Deployment) -> list[str]:
        """The needs that no policy allows, as sentences; AWS would have answered AccessDenied, moto did not."""
        return sorted(
            f"{' or '.join(sorted(functions))} may not {need.action} on {need.resource}"
            for functions, needs in self.by_functions.items()
            for need in needs
            if not any(grant.covers(need) for function in functions for grant in granted(deployment, function))
        )

    def unused(self, deployment: Deployment, function: str) -> set[Grant]:
        """The grants that the function did not need."""
        needs = self.by_functions.get(frozenset({function}), set())
        return {grant for grant in granted(deployment, function) if not any(grant.covers(need) for need in needs)}


@contextmanager
def noted() -> Iterator[Needs]:
    """Note the needs of the functions that a `Deployment` calls inside the block."""
    needs = Needs()
    running: list[str] = []
    actual = Deployment.call

    def call(deployment: Deployment, function: str, event: Mapping[str, Any], seconds: float = 30) -> Any:
        running.append(function)
        try:
            return actual(deployment, function, event, seconds)
        finally:
            running.remove(function)

    def note(made: Call, carry_out: Carry) -> Answer:
        if functions := frozenset(running):
            needs.by_functions.setdefault(functions, set()).update(needed(made))
        return carry_out()

    with patch.object(Deployment, "call", call), intercepted(note):
        yield needs


def needed(call: Call) -> Iterator[Grant]:
    """The grants that AWS requires for one call: the table of all calls that Faktura makes."""
    match call.service, call.operation, call.parameters:
        case "dynamodb", "TransactWriteItems", {"TransactItems": writes}:
            for write in writes:
                for kind, request in write.items():
                    yield Grant(f"dynamodb:{kind}Item", _table(request))
        case "dynamodb", "BatchGetItem", {"RequestItems": tables}:
            for table in tables:
                yield Grant("dynamodb:BatchGetItem", _table({"TableName": table}))
        case "dynamodb", "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query", parameters:
            yield Grant(f"dynamodb:{call.operation}", _table(parameters))
        case "s3", "GetObject" | "HeadObject", parameters:
            yield Grant("s3:GetObjectVersion" if "VersionId" in parameters else "s3:GetObject", _object(parameters))
        case "s3", "CopyObject", parameters:
            yield Grant("s3:GetObject", _object(parameters["CopySource"]))
            yield Grant("s3:PutObject", _object(parameters))
        case "s3", "PutObject" | "CreateMultipartUpload" | "UploadPart" | "CompleteMultipartUpload", parameters:
            yield Grant("s3:PutObject", _object(parameters))
        case "s3", "ListObjectsV2", {"Bucket": bucket}:
            yield Grant("s3:ListBucket", f"arn:aws:s3:::{bucket}")
        case "states" | "stepfunctions", "StartExecution", {"stateMachineArn": arn}:
            yield Grant("states:StartExecution", arn)
        case "sqs", "SendMessage", {"QueueUrl": url}:
            yield Grant("sqs:SendMessage", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{url.rsplit('/', 1)[-1]}")
        case "kms", "Sign" | "GetPublicKey" | "Encrypt" | "Decrypt", {"KeyId": arn}:
            yield Grant(f"kms:{call.operation}", arn)
        case "ssm", "GetParameter", {"Name": name}:
            yield Grant("ssm:GetParameter", f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter{name}")
        case "textract", "AnalyzeExpense", {"Document": document}:
            yield Grant("textract:AnalyzeExpense", "*")
            if stored := document.get("S3Object"):
                yield Grant("s3:GetObject", _object({"Bucket": stored["Bucket"], "Key": stored["Name"]}))
        case _:
            raise LookupError(f"{call} is new: say here what it needs")


@cache
def granted(deployment: Deployment, function: str) -> frozenset[Grant]:
    """Everything a function's role allows, by the deployed policies; AWS's own policies are not looked into."""
    role = logical_id(function) + "Role"
    iam = boto3.client("iam", region_name=REGION)
    name = deployment.stack.physical[role]
    documents = [
        iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
        for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]
    ]
    for policy in managed_policies(function):
        if not policy.startswith(_AWS_OWN):
            arn = deployment.stack.physical[policy]
            documents.append(iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"])
    return frozenset(grant for document in documents for grant in _grants(document))


def managed_policies(function: str) -> list[str]:
    """The managed policies of a function's role: logical ids of ours, ARNs of AWS's own."""
    role = translated()[logical_id(function) + "Role"]
    named = role["Properties"]["ManagedPolicyArns"]
    return [one["Ref"] if isinstance(one, dict) else one.replace("arn:${AWS::Partition}", "arn:aws") for one in named]


def _grants(document: Any) -> Iterator[Grant]:
    for statement in _policy(document)["Statement"]:
        if statement["Effect"] != "Allow":
            raise LookupError(f"only what is allowed is understood here: {statement}")
        for action in _listed(statement["Action"]):
            for resource in _listed(statement["Resource"]):
                yield Grant(action, resource)


def _policy(document: Any) -> Resource:
    """moto stores CloudFormation's inline policies as the text of a Python dictionary, which is also YAML."""
    policy: Resource = yaml_parse(document) if isinstance(document, str) else document
    return policy


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _table(request: Parameters) -> str:
    index = f"/index/{request['IndexName']}" if "IndexName" in request else ""
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{request['TableName']}{index}"


def _object(parameters: Parameters) -> str:
    return f"arn:aws:s3:::{parameters['Bucket']}/{parameters.get('Key', '*')}"
