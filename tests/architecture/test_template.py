"""What lint passes and AWS forgives, until the day it hurts."""

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

from tests.support.architecture.template import (
    ROOT,
    Resource,
    queue_workers,
    written,
    written_of,
)

STORES = {**written_of("AWS::DynamoDB::Table"), **written_of("AWS::S3::Bucket")}
KEYS = {name: key for name, key in written_of("AWS::KMS::Key").items() if name != "AlarmKey"}
TABLES = written_of("AWS::DynamoDB::Table")
BUCKETS = written_of("AWS::S3::Bucket")
QUEUES = written_of("AWS::SQS::Queue")
ALARMS = written_of("AWS::CloudWatch::Alarm")
METRICS = written_of("AWS::Logs::MetricFilter")
OF_OUR_LINES = [
    name
    for name, one in METRICS.items()
    if one["Properties"]["LogGroupName"] == {"Ref": "LogGroup"} and "$.type" not in one["Properties"]["FilterPattern"]
]
"""The filters of what our own code logs; the others are of what API Gateway and Lambda log."""
WORKERS = list(queue_workers().items())
SCHEDULES = [
    pytest.param(event["Properties"], id=name)
    for name, function in written_of("AWS::Serverless::Function").items()
    for event in function["Properties"].get("Events", {}).values()
    if event["Type"] == "ScheduleV2"
]

GATEWAY_RESPONSES = written()["Resources"]["Api"]["Properties"]["GatewayResponses"]

GATEWAY_PATIENCE = 29
"""Seconds; a REST API waits no longer."""


@pytest.mark.parametrize("name", [*STORES, *KEYS])
def test_what_is_stored_outlives_the_stack_but_not_its_failed_creation(name: str) -> None:
    """With `Retain` a failed first deployment left its empty tables and buckets behind."""
    store = written()["Resources"][name]

    assert (store.get("DeletionPolicy"), store.get("UpdateReplacePolicy")) == ("RetainExceptOnCreate", "Retain")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_on_demand_encrypted_recoverable_and_protected(name: str) -> None:
    properties = TABLES[name]["Properties"]

    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["DeletionProtectionEnabled"] == {"Ref": "DeletionProtection"}


def test_tables_are_not_protected_while_their_creation_may_yet_be_rolled_back() -> None:
    """`make deploy` protects them once the first deployment has succeeded (tests/local/test_deploy.py)."""
    assert written()["Parameters"]["DeletionProtection"]["Default"] == "false"


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_private_encrypted_and_forgets_in_time(name: str) -> None:
    properties = BUCKETS[name]["Properties"]
    [default] = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    expiries = [rule.get("ExpirationInDays") for rule in properties["LifecycleConfiguration"]["Rules"]]

    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert default["ServerSideEncryptionByDefault"]["SSEAlgorithm"] in ("AES256", "aws:kms")
    invoices = {"Ref": "InvoiceRetentionDays"}
    kept = {"JobBucket": invoices, "JournalHeadBucket": invoices, "ExportBucket": 7}
    assert kept.get(name, {"Ref": "DocumentRetentionDays"}) in expiries


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_refuses_unencrypted_transport(name: str) -> None:
    unencrypted = {"Bool": {"aws:SecureTransport": "false"}}
    policies = [policy["Properties"] for policy in written_of("AWS::S3::BucketPolicy").values()]
    [own] = [policy["PolicyDocument"] for policy in policies if policy["Bucket"] == {"Ref": name}]

    effects = [one["Effect"] for one in own["Statement"] if one.get("Condition") == unencrypted]

    assert effects == ["Deny"]


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_is_encrypted_and_keeps_messages_for_two_weeks(name: str) -> None:
    properties = QUEUES[name]["Properties"]

    assert (properties["SqsManagedSseEnabled"], properties["MessageRetentionPeriod"]) == (True, 14 * 24 * 3600)


@pytest.mark.parametrize("source", queue_workers().values(), ids=queue_workers())
def test_what_a_worker_cannot_handle_ends_as_a_dead_letter_that_rings(source: Resource) -> None:
    queue = QUEUES[source["EventSourceArn"]["Fn::GetAtt"][0]]["Properties"]
    [dead_letters, _] = queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"]

    watched = [
        dimension["Value"]
        for alarm in ALARMS.values()
        if alarm["Properties"].get("MetricName") == "ApproximateNumberOfMessagesVisible"
        for dimension in alarm["Properties"]["Dimensions"]
    ]

    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert {"Fn::GetAtt": [dead_letters, "QueueName"]} in watched


@pytest.mark.parametrize(("worker", "source"), WORKERS)
def test_a_message_stays_hidden_for_six_times_as_long_as_its_worker_may_run(worker: str, source: Resource) -> None:
    hidden = QUEUES[source["EventSourceArn"]["Fn::GetAtt"][0]]["Properties"]["VisibilityTimeout"]
    seconds = written()["Parameters"][hidden["Ref"]]["MinValue"] if isinstance(hidden, Mapping) else hidden

    assert seconds >= 6 * _timeout(written()["Resources"][worker])


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_scheduled_function_gets_an_input_of_ours(schedule: Resource) -> None:
    """Without one Scheduler sends an event whose `detail` is a text."""
    assert isinstance(schedule.get("Input"), str)


def test_no_endpoint_works_longer_than_the_gateway_waits() -> None:
    functions = written_of("AWS::Serverless::Function")
    slow = {
        name: _timeout(function)
        for name, function in functions.items()
        for event in function["Properties"].get("Events", {}).values()
        if event["Type"] == "Api" and _timeout(function) >= GATEWAY_PATIENCE
    }

    assert slow == {}


@pytest.mark.parametrize("kind", GATEWAY_RESPONSES)
def test_an_answer_of_the_gateways_own_has_an_id_and_lets_no_browser_guess_its_type(kind: str) -> None:
    """They had no `X-Content-Type-Options`."""
    headers = GATEWAY_RESPONSES[kind]["ResponseParameters"]["Headers"]

    assert headers["x-request-id"] == "context.extendedRequestId"
    assert headers["X-Content-Type-Options"] == "'nosniff'"


def test_the_gateway_has_an_answer_of_ours_for_every_failure() -> None:
    assert set(GATEWAY_RESPONSES) >= {"DEFAULT_4XX", "DEFAULT_5XX"}


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_tells_somebody_who_finds_its_page(name: str) -> None:
    properties = ALARMS[name]["Properties"]
    [page] = re.findall(r"\(operations, ([^)]+)\)$", properties["AlarmDescription"])
    pages = {heading.casefold(): text for heading, text in _pages()}

    assert properties["AlarmActions"] == [{"Ref": "AlarmTopic"}]
    assert f"`{name}`" in pages[page.casefold()]


def _pages() -> list[tuple[str, str]]:
    """The headings of docs/operations.md, each with what stands below it."""
    operations = (ROOT / "docs" / "operations.md").read_text("utf-8")
    return re.findall(r"^##+ (.+)\n((?:(?!##).*\n)*)", operations, re.MULTILINE)


def _timeout(function: Resource) -> int:
    seconds: int = function["Properties"].get("Timeout", written()["Globals"]["Function"]["Timeout"])
    return seconds


@pytest.mark.parametrize("name", OF_OUR_LINES)
def test_a_metric_filter_counts_by_the_field_of_its_metrics_name(name: str) -> None:
    """A filter on prose stops counting when somebody improves a message."""
    properties = METRICS[name]["Properties"]
    [metric] = properties["MetricTransformations"]

    field = f"$.{metric['MetricName']}"

    assert properties["FilterPattern"] == f"{{ {field} > 0 }}"
    assert metric["MetricValue"] == field


def test_every_metric_is_published_in_one_way_and_is_to_be_seen() -> None:
    filtered = {METRICS[name]["Properties"]["MetricTransformations"][0]["MetricName"] for name in OF_OUR_LINES}
    logged = {name for call, name in _named_in_calls() if call.startswith("log.") and name[0].isupper()}
    published = {name for call, name in _named_in_calls() if call == "count"}

    dashboard = str(written()["Resources"]["Dashboard"]["Properties"]["DashboardBody"])

    assert filtered == logged
    assert filtered & published == set()
    assert [name for name in filtered | published if f'"{name}"' not in dashboard] == []


def test_what_a_function_publishes_goes_where_the_filters_count() -> None:
    namespaces = [one["Properties"]["MetricTransformations"][0]["MetricNamespace"] for one in METRICS.values()]
    variables = written()["Globals"]["Function"]["Environment"]["Variables"]

    assert [one for one in namespaces if one != variables["POWERTOOLS_METRICS_NAMESPACE"]] == []


def _named_in_calls() -> Iterator[tuple[str, str]]:
    """Every call in the product with each name that it gives a value for: `("log.info", "mode")`."""
    for folder in ("layers/faktura/faktura", "functions"):
        for source in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield from ((ast.unparse(node.func), keyword.arg) for keyword in node.keywords if keyword.arg)


@pytest.mark.parametrize(
    "name", [name for name in written()["Resources"] if "Events" in str(written()["Resources"][name])]
)
def test_a_schedule_is_named_after_its_stack(name: str) -> None:
    """Without a name SAM gives it one that is the same for every stack of an account."""
    events = written()["Resources"][name].get("Properties", {}).get("Events", {}).values()

    names = [event["Properties"].get("Name") for event in events if event["Type"] == "ScheduleV2"]

    assert [one for one in names if not str(one).startswith("{'Fn::Sub': '${AWS::StackName}-")] == []


@pytest.mark.parametrize("bucket", ["JobBucket", "JournalHeadBucket"])
def test_nobody_puts_over_an_issued_document_or_a_signed_head_or_hides_it(bucket: str) -> None:
    """Both would need another bucket policy first; S3's lifecycle rules are not subject to it."""
    [policy] = [
        one["Properties"]["PolicyDocument"]["Statement"]
        for one in written_of("AWS::S3::BucketPolicy").values()
        if one["Properties"]["Bucket"] == {"Ref": bucket}
    ]
    everything = {"Fn::Sub": f"${{{bucket}.Arn}}/*"}

    denied = {one["Action"]: one for one in policy if one["Effect"] == "Deny" and one["Resource"] == everything}

    unconditional = {"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}}
    assert set(denied) == {"s3:PutObject", "s3:DeleteObject"}
    assert {one["Principal"] for one in denied.values()} == {"*"}
    assert denied["s3:PutObject"]["Condition"] == unconditional
    assert "Condition" not in denied["s3:DeleteObject"]


def test_no_function_deletes_from_a_bucket_or_changes_its_versions_and_locks() -> None:
    policies = [str(one["Properties"].get("Policies")) for one in written_of("AWS::Serverless::Function").values()]

    actions = {action for policy in policies for action in re.findall(r"s3:\w+", policy)}

    assert actions == {"s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:PutObject"}


def test_issued_documents_keep_versions_and_are_locked_if_the_operator_says_so() -> None:
    bucket = BUCKETS["JobBucket"]["Properties"]
    nothing = {"Ref": "AWS::NoValue"}

    condition, lock, otherwise = bucket["ObjectLockConfiguration"]["Fn::If"]

    retention = lock["Rule"]["DefaultRetention"]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["ObjectLockEnabled"] == {"Fn::If": [condition, True, nothing]}
    assert (lock["ObjectLockEnabled"], otherwise) == ("Enabled", nothing)
    assert retention["Mode"] == {"Fn::If": ["HasComplianceLock", "COMPLIANCE", "GOVERNANCE"]}
    assert retention["Years"] == {"Ref": "InvoiceLockYears"}
    assert written()["Conditions"][condition] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "InvoiceLock"}, "none"]}]}
    versioned = {name for name in BUCKETS if "VersioningConfiguration" in BUCKETS[name]["Properties"]}
    assert versioned == {"JobBucket", "JournalHeadBucket"}
