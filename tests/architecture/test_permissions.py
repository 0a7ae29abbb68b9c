"""Each function may do exactly what it does: on AWS a missing permission is a failure, a needless one a danger."""

from collections.abc import Callable, Mapping

import pytest

from tests.support.architecture.iam import Grant, granted, managed_policies
from tests.support.architecture.samples import Run
from tests.support.architecture.template import (
    logical_id,
    modules,
    queue_workers,
    translated,
)
from tests.support.deployment import Deployment

SELDOM: Mapping[tuple[str, str, str], str] = {
    ("access.issue_token", "dynamodb:UpdateItem", "RefusalTable"): "counts a wrong secret",
    ("access.issue_token", "dynamodb:BatchGetItem", "PersonTable"): "the sample is a client's, not a person's",
    ("access.issue_token", "dynamodb:GetItem", "PersonTable"): "likewise",
    ("access.issue_token", "dynamodb:PutItem", "PersonTable"): "binds an invitation at its first use",
    ("access.issue_token", "dynamodb:UpdateItem", "PersonTable"): "likewise",
    ("access.revoke_token", "dynamodb:UpdateItem", "RefusalTable"): "counts a wrong secret",
    ("pims.upsert_invoices", "dynamodb:DeleteItem", "IdempotencyTable"): "gives a key back whose request failed",
    ("billing.create_invoice", "dynamodb:Query", "BillingTable"): "looks for the next number that was not set by hand",
    ("billing.list_detached_invoices", "dynamodb:BatchGetItem", "BillingTable"): "the samples' invoice has clients",
    ("billing.search_invoices", "dynamodb:GetItem", "BillingTable"): "looks up a number; the sample has none",
    ("cases.upsert_invoices", "dynamodb:DeleteItem", "IdempotencyTable"): "gives a key back whose request failed",
    ("cases.find_invoices", "dynamodb:Query", "CasesTable"): "reads external ids, and a partner's moved cases",
    ("cases.put_case", "dynamodb:Query", "CasesTable/index/by-case"): "rewrites a case's invoices for another partner",
    ("cases.put_case", "dynamodb:BatchGetItem", "CasesTable"): "looks which of a moved case's invoices are to rewrite",
    ("capture.process_invoice", "dynamodb:DeleteItem", "IdempotencyTable"): "gives a key back whose request failed",
    ("capture.look_up_invoice", "dynamodb:DeleteItem", "IdempotencyTable"): "gives a key back whose request failed",
    ("capture.find_invoice", "dynamodb:BatchGetItem", "PimsContactTable"): "asks whether many names share a contact",
    (
        "capture.process_invoice",
        "dynamodb:Query",
        "PimsTable/index/by-name",
    ): "looks by name where no contact leads on",
    ("capture.process_invoice", "dynamodb:BatchGetItem", "PimsContactTable"): "asks whether many names share a contact",
    (
        "capture.look_up_invoice",
        "dynamodb:Query",
        "PimsTable/index/by-name",
    ): "looks by name where no contact leads on",
    ("capture.look_up_invoice", "dynamodb:BatchGetItem", "PimsContactTable"): "asks whether many names share a contact",
    ("capture.read_upload", "dynamodb:Query", "PimsTable/index/by-name"): "looks by name where no contact leads on",
    ("capture.read_upload", "dynamodb:BatchGetItem", "PimsContactTable"): "asks whether many names share a contact",
    ("capture.process_invoice", "s3:PutObject", "CaptureBucket/uploads/*"): "puts what is read in the background",
    ("capture.look_up_invoice", "s3:PutObject", "CaptureBucket/uploads/*"): "puts what is read in the background",
    ("capture.process_invoice", "s3:PutObject", "CaptureBucket/pages/*"): "keeps what was read of it until then",
    ("capture.look_up_invoice", "s3:PutObject", "CaptureBucket/pages/*"): "keeps what was read of it until then",
    ("capture.process_invoice", "states:StartExecution", "CaptureWebhookDelivery"): "starts a failed request's webhook",
    ("capture.look_up_invoice", "states:StartExecution", "CaptureWebhookDelivery"): "starts a failed request's webhook",
    ("capture.start_upload", "dynamodb:GetItem", "IdempotencyTable"): "the sample has no Idempotency-Key",
    ("capture.start_upload", "dynamodb:PutItem", "IdempotencyTable"): "the sample has no Idempotency-Key",
    ("capture.read_upload", "states:StartExecution", "CaptureWebhookDelivery"): "starts the webhook, if one is wanted",
    ("capture.read_upload", "s3:GetObject", "CaptureBucket/pages/*"): "goes on where an earlier reading stopped",
    ("capture.read_upload", "s3:PutObject", "CaptureBucket/pages/*"): "keeps what one reading could not end",
    ("capture.end_overdue_request", "s3:GetObject", "CaptureBucket/uploads/*"): "looks whether a file waits to be read",
    ("capture.end_overdue_request", "dynamodb:UpdateItem", "CaptureTable"): "fails what is overdue",
    ("capture.end_overdue_request", "dynamodb:PutItem", "CaptureTable"): "lists what it fails",
    ("capture.list_requests", "dynamodb:Query", "CaptureTable/index/began"): "lists requests whatever their review",
    ("capture.end_overdue_request", "states:StartExecution", "CaptureWebhookDelivery"): "starts the webhook of it",
    ("jobs.create_job", "dynamodb:DeleteItem", "IdempotencyTable"): "gives a key back whose job did not start",
    ("jobs.create_job", "dynamodb:DeleteItem", "JobTable"): "takes a job back that did not start",
    ("jobs.create_export", "dynamodb:DeleteItem", "IdempotencyTable"): "gives a key back whose export did not start",
    ("jobs.create_export", "dynamodb:DeleteItem", "ExportTable"): "takes an export back that did not start",
    ("billing.create_export", "dynamodb:DeleteItem", "IdempotencyTable"): "likewise",
    ("billing.create_export", "dynamodb:DeleteItem", "ExportTable"): "likewise",
    ("cases.create_export", "dynamodb:DeleteItem", "IdempotencyTable"): "likewise",
    ("cases.create_export", "dynamodb:DeleteItem", "ExportTable"): "likewise",
    ("jobs.create_export", "dynamodb:GetItem", "JobTable"): "reads the accounts for DATEV",
    ("jobs.make_export", "dynamodb:GetItem", "JobTable"): "likewise",
    ("jobs.make_export", "s3:GetObject", "JobBucket/invoices/*"): "reads the PDFs of a ZIP file",
    ("jobs.make_export", "s3:GetObjectVersion", "JobBucket/invoices/*"): "likewise",
    ("billing.make_export", "dynamodb:Query", "BillingTable"): "reads payments for DATEV",
    ("billing.make_export", "dynamodb:GetItem", "BillingTable"): "reads the time zone for the days of payments",
    ("cases.make_export", "dynamodb:Query", "CasesTable"): "reads a partner's moved cases",
    ("cases.make_export", "dynamodb:Query", "CasesTable/index/partner-created"): "reads a partner's invoices",
    ("cases.make_export", "dynamodb:Query", "CasesTable/index/by-case"): "reads cases that a partner has just got",
    ("jobs.number_chunk", "dynamodb:Query", "JobTable"): "looks which jobs invoiced an order whose invoice is credited",
    ("jobs.render_chunk", "dynamodb:Query", "JobTable"): "likewise",
    (
        "jobs.render_chunk",
        "s3:GetObject",
        "JobBucket/invoices/*",
    ): "asks which version of a PDF is stored",
    ("jobs.get_job", "s3:GetObject", "JobBucket/invoices/*"): "lets PDFs be downloaded whose version is not recorded",
    ("jobs.get_invoice", "s3:GetObject", "JobBucket/invoices/*"): "likewise",
    ("jobs.get_invoice", "dynamodb:UpdateItem", "JobTable"): "marks a credit note whose PDF it had to draw",
    ("jobs.get_invoice", "s3:PutObject", "JobBucket/invoices/*"): "stores the PDF of a credit note that has none",
    ("jobs.credit_invoice", "dynamodb:ConditionCheckItem", "JobTable"): "skips a number that an invoice has",
    ("jobs.put_configuration", "dynamodb:DeleteItem", "JobTable"): "takes a tenant off the schedule",
    ("jobs.sweep_jobs", "dynamodb:Query", "JobTable/index/unfinished"): "looks for jobs that never started",
    ("jobs.sweep_jobs", "sqs:SendMessage", "FailedEventQueue"): "Lambda itself sends what failed, by this role",
    ("jobs.start_scheduled_jobs", "sqs:SendMessage", "FailedEventQueue"): "likewise",
    ("audit.sign_heads", "sqs:SendMessage", "FailedEventQueue"): "likewise",
    ("jobs.sweep_jobs", "states:StartExecution", "JobsInvoiceJob"): "starts a job that never started",
}
"""Permissions that no sample event needs, and when they are needed."""

ANY_RESOURCE = ("textract:",)
"""Services whose actions know no resources."""

AWS_OWN = "arn:aws:iam::aws:policy/"
LOGS, TRACES = AWS_OWN + "service-role/AWSLambdaBasicExecutionRole", AWS_OWN + "AWSXrayWriteOnlyAccess"


@pytest.mark.parametrize("module", modules())
def test_a_function_may_do_what_it_does(module: str, faktura: Deployment, run_sample: Callable[[str], Run]) -> None:
    needs = run_sample(module).needs

    assert needs.refused(faktura) == []


@pytest.mark.parametrize("module", modules())
def test_a_function_may_do_nothing_else(module: str, faktura: Deployment, run_sample: Callable[[str], Run]) -> None:
    needs = run_sample(module).needs

    assert needs.unused(faktura, module) == _seldom(faktura, module) | _polling(faktura, module)


@pytest.mark.parametrize("module", modules())
def test_a_permission_names_its_action_and_its_resource(module: str, faktura: Deployment) -> None:
    vague = [
        grant
        for grant in granted(faktura, module)
        if "*" in grant.action
        or ("*" in grant.resource.removesuffix("/*") and not grant.action.startswith(ANY_RESOURCE))
        or grant.resource.endswith(":*")
        or (grant.action.startswith("s3:") and grant.action != "s3:ListBucket" and grant.resource.count("/") < 2)
    ]

    assert vague == []


@pytest.mark.parametrize("module", modules())
def test_a_role_has_no_managed_policy_but_for_logs_traces_tokens_and_lookups(module: str) -> None:
    assert set(managed_policies(module)) <= {LOGS, TRACES, "TokenVerificationPolicy", "PimsLookupPolicy"}


def test_no_other_role_has_a_managed_policy_but_for_traces_and_the_gateways_logs() -> None:
    """SAM's own for queues and deployments let a role touch every queue and every function of the account."""
    functions = {logical_id(module) + "Role" for module in modules()}
    roles = {
        name: set(map(str, role["Properties"].get("ManagedPolicyArns", [])))
        for name, role in translated(DeploymentPreference="AllAtOnce").items()
        if role["Type"] == "AWS::IAM::Role" and name not in functions
    }

    logs = roles.pop("GatewayLogRole")

    assert "AmazonAPIGatewayPushToCloudWatchLogs" in str(logs)
    assert {name: policies for name, policies in roles.items() if not policies <= {TRACES}} == {}


def _seldom(faktura: Deployment, module: str) -> set[Grant]:
    """The exceptions of one function; each names a table, perhaps with its index, or a machine by its logical id."""
    return {
        Grant(action, _arn(faktura, action, resource)) for function, action, resource in SELDOM if function == module
    }


def _polling(faktura: Deployment, module: str) -> set[Grant]:
    """What Lambda does in the name of a function that reads a queue."""
    source = queue_workers().get(logical_id(module))
    if source is None:
        return set()
    queue = faktura.stack.physical[source["EventSourceArn"]["Fn::GetAtt"][0]].rpartition("/")[2]
    actions = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
    return {Grant(f"sqs:{action}", f"arn:aws:sqs:us-east-1:123456789012:{queue}") for action in actions}


def _arn(faktura: Deployment, action: str, resource: str) -> str:
    name, _, index = resource.partition("/")
    physical = faktura.stack.physical[name]
    if action.startswith("dynamodb:"):
        return f"arn:aws:dynamodb:us-east-1:123456789012:table/{physical}" + (f"/{index}" if index else "")
    if action.startswith("sqs:"):
        return f"arn:aws:sqs:us-east-1:123456789012:{physical.rpartition('/')[2]}"
    return f"arn:aws:s3:::{physical}/{index}" if action.startswith("s3:") else physical
