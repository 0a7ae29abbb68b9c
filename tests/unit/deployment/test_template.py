"""Values that are refused before CloudFormation sees them."""

import boto3
import pytest

from deployment.template import MAX_SCHEDULE_NAME_LENGTH, Template
from tests.support.account.constraints import refusals
from tests.support.architecture.template import ROOT, written

TEMPLATE = Template.read(ROOT / "template.yaml")

REFUSED = [
    ("LogRetentionDays", "31", "LogRetentionDays must be one of 1, 3, 5, 7, 14, 30,"),
    ("DocumentRetentionDays", "14", "DocumentRetentionDays must be a whole number, at least 15, at most 36500."),
    (
        "DocumentRetentionDays",
        "a month",
        "DocumentRetentionDays must be a whole number, at least 15, at most 36500.",
    ),
    ("DocumentRetentionDays", "NaN", "DocumentRetentionDays must be a whole number, at least 15, at most 36500."),
    ("RetrySeconds", "43201", "RetrySeconds must be a whole number, at least 360, at most 43200."),
    ("UploadRetrySeconds", "539", "UploadRetrySeconds must be a whole number, at least 540, at most 43200."),
    ("AlarmEmail", "nobody", "AlarmEmail must be one e-mail address, or empty."),
    ("DomainName", "https://api.example.com", "DomainName must be a host name in lower case, such as"),
    ("CertificateArn", "a certificate", "CertificateArn must be the ARN of a certificate in ACM (arn:aws:acm:...)"),
    ("SweepSchedule", "every hour", "SweepSchedule must be a rate(...), cron(...) or at(...) expression"),
    ("JobSchedule", "rate(1 fortnight)", "JobSchedule must be a rate(...), cron(...) or at(...) expression"),
    ("JobSchedule", "rate(1 hour) ", "JobSchedule must be a rate(...), cron(...) or at(...) expression"),
    ("PublicUrl", "https://api.example.com/", "PublicUrl must be an https URL without a slash at its end, or empty."),
    ("PublicUrl", "http://api.example.com", "PublicUrl must be an https URL without a slash at its end, or empty."),
    ("TrustedIssuers", "x" * 2501, "TrustedIssuers must have 2500 characters or fewer."),
    ("WebhookPace", "fast", "WebhookPace must match [0-9]+"),
]
"""Parameters, values that CloudFormation refuses, and how the sentence about them begins."""


@pytest.mark.parametrize(("name", "value", "sentence"), REFUSED)
def test_a_value_that_cloudformation_would_refuse_is_refused_in_a_sentence(
    name: str, value: str, sentence: str
) -> None:
    reason = TEMPLATE.why_not(name, value)

    assert reason is not None
    assert reason.startswith(sentence)
    assert list(refusals(written(), {name: value}, "us-east-1"))


@pytest.mark.parametrize(
    "value", ["1e2", "1_000", "1,000", " 100", "100 ", "100.5", "+100", "-1", "", "\u0661", "9" * 5000]
)
def test_a_number_is_whole_and_has_digits_only(value: str) -> None:
    assert TEMPLATE.why_not("FindReadLimit", value) == "FindReadLimit must be a whole number."


TAKEN = [
    *TEMPLATE.defaults.items(),
    ("AlarmEmail", "ops@example.com"),
    ("PublicUrl", "https://abc.execute-api.eu-west-1.amazonaws.com/Prod"),
    ("PublicUrl", "http://127.0.0.1:3000"),  # the local stack's
    ("JobSchedule", "rate(1 minute)"),
    ("JobSchedule", "cron(0 6 ? * MON-FRI *)"),
    ("JobSchedule", "at(2027-01-01T06:00:00)"),
]


@pytest.mark.parametrize(("name", "value"), TAKEN)
def test_a_value_that_cloudformation_accepts_is_accepted(name: str, value: str) -> None:
    assert TEMPLATE.why_not(name, value) is None


def test_a_parameter_that_the_template_does_not_have_is_refused() -> None:
    assert TEMPLATE.why_not("AlarmMail", "ops@example.com") == "template.yaml has no parameter AlarmMail."


def test_a_region_without_textract_is_refused_with_those_that_have_it() -> None:
    reason = TEMPLATE.why_not_region("eu-north-1")

    assert reason is not None
    assert reason.startswith("Amazon Textract, which reads the invoices, is not in this region (eu-north-1).")
    assert "eu-west-1" in reason


def test_a_region_with_textract_is_accepted() -> None:
    assert TEMPLATE.why_not_region("eu-central-1") is None


@pytest.mark.parametrize("name", ["", "1st", "faktura_dev", "faktura.dev", "fäktura", "-faktura"])
def test_an_invalid_stack_name_is_refused(name: str) -> None:
    assert TEMPLATE.why_not_stack_name(name) is not None


def test_a_stacks_name_leaves_room_for_the_names_of_its_schedules() -> None:
    """CloudFormation would find it out after ten minutes."""
    longest = MAX_SCHEDULE_NAME_LENGTH - len("-scheduled-jobs")

    reason = TEMPLATE.why_not_stack_name("a" * (longest + 1))

    assert reason is not None
    assert f"has {longest + 1} characters. It may have {longest}" in reason
    assert TEMPLATE.why_not_stack_name("a" * longest) is None


def test_the_limit_of_a_schedules_name_is_that_of_its_api() -> None:
    scheduler = boto3.client("scheduler", region_name="us-east-1").meta.service_model

    assert scheduler.shape_for("Name").metadata["max"] == MAX_SCHEDULE_NAME_LENGTH
