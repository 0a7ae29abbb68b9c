"""The template's parameters: what an operator reads about them, and which values are refused."""

from collections.abc import Mapping
from typing import Any

import boto3
import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from samcli.commands.deploy.auth_utils import auth_per_resource
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider

from tests.support.architecture.template import (
    ROOT,
    references,
    translated,
    written,
)

PARAMETERS: Mapping[str, Mapping[str, Any]] = written()["Parameters"]
INTERFACE = written()["Metadata"]["AWS::CloudFormation::Interface"]
RESERVED = {"ProcessConcurrency": 2, "PdfConcurrency": 2, "RenderConcurrency": 1}
"""Functions of which each reserves so many executions, by the parameter that says how many."""


def test_the_console_shows_every_parameter_in_one_group() -> None:
    shown = [name for group in INTERFACE["ParameterGroups"] for name in group["Parameters"]]

    assert sorted(shown) == sorted(PARAMETERS)


def test_the_console_shows_every_parameter_by_a_label() -> None:
    labels = {name: label["default"] for name, label in INTERFACE["ParameterLabels"].items()}

    assert sorted(labels) == sorted(PARAMETERS)
    assert [name for name, label in labels.items() if not label] == []


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_parameter_has_a_default(name: str) -> None:
    assert "Default" in PARAMETERS[name]


def test_only_regions_with_textract_are_accepted() -> None:
    """GovCloud too. China has no such service, and the secret regions are not open to us."""
    session = boto3.Session()
    known = {*session.get_available_regions("textract"), *session.get_available_regions("textract", "aws-us-gov")}
    [assertion] = written()["Rules"]["RegionWithTextract"]["Assertions"]

    regions, asked = assertion["Assert"]["Fn::Contains"]

    assert asked == {"Ref": "AWS::Region"}
    assert sorted(regions) == sorted(known)


def test_only_the_days_that_cloudwatch_knows_are_accepted() -> None:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", "AWS::Logs::LogGroup").schema

    assert PARAMETERS["LogRetentionDays"]["AllowedValues"] == schema["properties"]["RetentionInDays"]["enum"]


@pytest.mark.parametrize("name", RESERVED)
def test_nothing_is_reserved_unless_somebody_asks(name: str) -> None:
    """A new account has ten executions, and Lambda refuses a reservation that leaves too few of them."""
    reserved = [
        resource["Properties"]["ReservedConcurrentExecutions"]
        for resource in translated().values()
        if name in references(resource.get("Properties", {}).get("ReservedConcurrentExecutions"))
    ]

    assert PARAMETERS[name]["Default"] == 0
    assert [one["Fn::If"][1:] for one in reserved] == [[{"Ref": name}, {"Ref": "AWS::NoValue"}]] * RESERVED[name]


def test_every_reservation_is_a_parameters() -> None:
    named = {
        reference
        for resource in translated().values()
        for reference in references(resource.get("Properties", {}).get("ReservedConcurrentExecutions"))
    }

    assert named == {*RESERVED, "AWS::NoValue"}


def test_the_gateway_itself_asks_nobody_for_a_key() -> None:
    """What answers SAM's question changes nothing: each function reads its own tokens."""
    operations = [
        operation
        for methods in translated()["Api"]["Properties"]["Body"]["paths"].values()
        for operation in methods.values()
    ]

    assert len(operations) > 1
    assert [operation for operation in operations if "security" in operation] == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of SAM, in its own use of its translator
def test_sam_asks_about_no_endpoint_whether_it_may_do_without_authentication() -> None:
    """`sam deploy --guided` asked 41 times, and took Enter for No."""
    stacks, _ = SamLocalStackProvider.get_stacks(str(ROOT / "template.yaml"))

    asked = auth_per_resource(stacks)

    assert len(asked) > 1
    assert [resource for resource, is_authenticated in asked if not is_authenticated] == []
