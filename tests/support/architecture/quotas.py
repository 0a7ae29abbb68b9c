"""AWS's quotas, and how much of each the translated template uses.

Sources: the quota pages of each service's documentation, as of 2025; those that AWS raises on request are adjustable. A
quota of the account is shared with everything else in it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.support.architecture.alarms import alarms, metrics_of
from tests.support.architecture.template import (
    ROOT,
    Resource,
    references,
    translated,
    written,
)

Properties = Mapping[str, Any]


@dataclass(frozen=True)
class Quota:
    """One row: AWS's limit (`adjustable` if AWS raises it) and what a stack uses with the parameters' defaults."""

    name: str
    limit: int
    used: float
    adjustable: bool = False

    def row(self) -> str:
        """The row as docs/operations.md has it."""
        raised = "yes" if self.adjustable else "no"
        return f"| {self.name} | {self.limit:,} | {self.used:,.0f} | {raised} |"


def quotas() -> list[Quota]:
    """Every quota that a template can come near, by service."""
    return [
        *_cloudformation(),
        *_lambda(),
        *_api_gateway(),
        *_iam(),
        *_stores(),
        *_workflows(),
        *_watching(),
        *_services(),
    ]


def of_type(kind: str) -> dict[str, Properties]:
    """The properties of the translated resources of one type, by logical id."""
    return {name: one["Properties"] for name, one in translated().items() if one["Type"] == kind}


def default(value: Any) -> float:
    """A number in the template: as it is written, or its parameter's default."""
    match value:
        case {"Ref": str(name)}:
            return float(written()["Parameters"][name]["Default"])
        case {"Fn::If": [_, then, _]} | {"MaximumConcurrency": then}:
            return default(then)
    return float(value)


def _cloudformation() -> Iterator[Quota]:
    descriptions = [str(one.get("Description", "")) for one in written()["Parameters"].values()]
    yield Quota("CloudFormation: resources in a template", 500, len(translated()))
    yield Quota("CloudFormation: parameters", 200, len(written()["Parameters"]))
    yield Quota("CloudFormation: outputs", 200, len(written()["Outputs"]))
    yield Quota("CloudFormation: KB of the template, translated", 1_024, _rounded(_bytes(translated()) / 1024))
    yield Quota("CloudFormation: bytes of a parameter's description", 4_000, _rounded(max(map(len, descriptions))))


def _lambda() -> Iterator[Quota]:
    functions = list(of_type("AWS::Lambda::Function").values())
    mappings = of_type("AWS::Lambda::EventSourceMapping").values()
    reserved = [one["ReservedConcurrentExecutions"] for one in functions if "ReservedConcurrentExecutions" in one]
    polled = [one["ScalingConfig"] for one in mappings if "ScalingConfig" in one]
    yield Quota("Lambda: layers of a function", 5, max(len(one["Layers"]) for one in functions))
    yield Quota("Lambda: seconds of a function", 900, max(one["Timeout"] for one in functions))
    yield Quota("Lambda: MB of memory of a function", 10_240, max(one["MemorySize"] for one in functions))
    yield Quota("Lambda: bytes of a function's variables, about", 4_096, _rounded(max(map(_variables, functions))))
    yield Quota(
        "Lambda: concurrency that is reserved (a new account has 10 in all)", 900, sum(map(default, reserved)), True
    )
    yield Quota("Lambda: most messages of one queue at once", 1_000, max(map(default, polled)))


def _api_gateway() -> Iterator[Quota]:
    [api] = of_type("AWS::ApiGateway::RestApi").values()
    [stage] = of_type("AWS::ApiGateway::Stage").values()
    paths = {tuple(path.strip("/").split("/")) for path in api["Body"]["paths"]}
    resources = {path[:depth] for path in paths for depth in range(1, len(path) + 1)} | {()}
    slowest = max(one["Timeout"] for name, one in of_type("AWS::Lambda::Function").items() if _is_endpoint(name))
    rates = [default(one["ThrottlingRateLimit"]) for one in stage["MethodSettings"] if one["HttpMethod"] != "*"]
    yield Quota("API Gateway: resources of a REST API", 300, len(resources), True)
    yield Quota("API Gateway: stages of an API", 10, len(of_type("AWS::ApiGateway::Stage")), True)
    yield Quota("API Gateway: seconds until an answer", 29, slowest, True)
    yield Quota(
        "API Gateway: requests a second of the account, all methods at their throttle", 10_000, sum(rates), True
    )


def _iam() -> Iterator[Quota]:
    roles, policies = of_type("AWS::IAM::Role").values(), of_type("AWS::IAM::ManagedPolicy").values()
    yield Quota("IAM: roles of an account", 1_000, len(roles), True)
    yield Quota(
        "IAM: managed policies of a role", 10, max(len(one.get("ManagedPolicyArns", [])) for one in roles), True
    )
    yield Quota(
        "IAM: characters of a role's own policies, about",
        10_240,
        _rounded(max(_length(one.get("Policies", [])) for one in roles)),
    )
    yield Quota("IAM: customer managed policies of an account", 1_500, len(policies), True)


def _stores() -> Iterator[Quota]:
    tables, queues = of_type("AWS::DynamoDB::Table").values(), of_type("AWS::SQS::Queue").values()
    indexes = [one.get("GlobalSecondaryIndexes", []) for one in tables]
    hidden = [default(one["VisibilityTimeout"]) for one in queues if "VisibilityTimeout" in one]
    projected = [sum(len(index["Projection"].get("NonKeyAttributes", [])) for index in one) for one in indexes]
    yield Quota("DynamoDB: tables of an account and region", 2_500, len(tables), True)
    yield Quota("DynamoDB: global secondary indexes of a table", 20, max(map(len, indexes)), True)
    yield Quota("DynamoDB: attributes projected by a table's indexes", 100, max(projected))
    yield Quota("S3: buckets of an account", 10_000, len(of_type("AWS::S3::Bucket")), True)
    yield Quota("SQS: seconds that a message is kept", 1_209_600, max(one["MessageRetentionPeriod"] for one in queues))
    yield Quota("SQS: seconds that a message is hidden", 43_200, max(hidden))


def _workflows() -> Iterator[Quota]:
    files = (ROOT / "workflows").iterdir()
    yield Quota(
        "Step Functions: state machines of an account", 100_000, len(of_type("AWS::StepFunctions::StateMachine")), True
    )
    yield Quota(
        "Step Functions: bytes of a definition", 1_048_576, _rounded(max(len(file.read_bytes()) for file in files))
    )
    yield Quota("EventBridge: rules of a bus", 300, len(of_type("AWS::Events::Rule")), True)
    yield Quota("EventBridge: schedules of an account", 1_000_000, len(of_type("AWS::Scheduler::Schedule")), True)


def _watching() -> Iterator[Quota]:
    groups = [one["LogGroupName"]["Ref"] for one in of_type("AWS::Logs::MetricFilter").values()]
    body = json.loads(written()["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])
    yield Quota("CloudWatch: alarms of an account", 5_000, len(alarms()), True)
    yield Quota("CloudWatch: metrics of an alarm", 10, max(len(metrics_of(one)) for one in alarms().values()))
    yield Quota("CloudWatch Logs: metric filters of a log group", 100, max(map(groups.count, groups)))
    yield Quota("CloudWatch: widgets of a dashboard", 500, len(body["widgets"]))


def _services() -> Iterator[Quota]:
    parameters = written()["Parameters"]
    yield Quota("KMS: keys of an account", 100_000, len(of_type("AWS::KMS::Key")), True)
    yield Quota("KMS: signatures a second, one a token", 1_000, parameters["PublicThrottle"]["Default"], True)
    yield Quota(
        "Textract: AnalyzeExpense a second (1 outside of the largest regions)",
        5,
        parameters["OcrConcurrency"]["Default"],
        True,
    )
    yield Quota("WAF: web ACLs of an account and region", 100, len(of_type("AWS::WAFv2::WebACL")), True)
    yield Quota("CodeDeploy: applications of an account", 1_000, len(of_type("AWS::CodeDeploy::Application")), True)
    yield Quota(
        "CodeDeploy: deployment groups of an application", 1_000, len(of_type("AWS::CodeDeploy::DeploymentGroup")), True
    )


def _is_endpoint(name: str) -> bool:
    events = written()["Resources"][name]["Properties"].get("Events", {}).values()
    return any(event["Type"] == "Api" for event in events)


def _variables(function: Properties) -> int:
    """The size of names and values; one that is known only on AWS counts as an ARN of 100 bytes."""
    variables: Mapping[str, Any] = function["Environment"]["Variables"]
    return sum(
        len(name) + (len(value) if isinstance(value, str) else 100 * _named(value)) for name, value in variables.items()
    )


def _named(value: Any) -> int:
    return len(set(references(value)))


def _length(policies: Sequence[Resource]) -> int:
    """Characters without spaces; a reference counts as an ARN of 100."""
    documents = [policy["PolicyDocument"] for policy in policies]
    return len(json.dumps(documents, separators=(",", ":"))) + 60 * sum(1 for _ in references(documents))


def _rounded(size: float) -> int:
    """Up to two digits, so that not every change of the template is one of the table."""
    step = 10 ** max(0, len(str(int(size))) - 2)
    return int(-(-size // step) * step)


def _bytes(value: Any) -> int:
    return len(json.dumps(value, default=str, separators=(",", ":")).encode())
