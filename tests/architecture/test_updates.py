"""Updates: the functions that write or work queues are moved over gradually, and take on every change."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest

from tests.support.architecture.template import (
    queue_workers,
    references,
    transformed,
    translated,
    written,
    written_of,
)

ALIASED = [
    name for name, one in written_of("AWS::Serverless::Function").items() if "AutoPublishAlias" in one["Properties"]
]
GRADUAL = [value for value in written()["Parameters"]["DeploymentPreference"]["AllowedValues"] if value != "Off"]

MAX_ALIASED = 20
"""Each takes a version, an alias and a deployment group."""

MAX_RESOURCES = 450
"""CloudFormation takes 500; the rest is for what comes."""

MAX_DESCRIPTION = 256
"""Characters of a version's description, by Lambda's API."""

UNVERSIONED = ("ReservedConcurrentExecutions", "LoggingConfig")
"""What belongs to a function, whatever its version."""

READS_ONLY = {"CaptureSelectOverdueRequestsFunction"}

REPEATABLE = {"JobsMakeExportFunction", "BillingMakeExportFunction", "CasesMakeExportFunction"}
"""They write files that anyone may ask for again, and nothing else."""


def test_at_most_twenty_functions_are_behind_an_alias() -> None:
    assert 0 < len(ALIASED) <= MAX_ALIASED


def test_every_queues_worker_and_every_workflows_task_that_writes_is_behind_an_alias() -> None:
    machines = written_of("AWS::Serverless::StateMachine").values()
    called = {
        name.removesuffix(".Alias")
        for one in machines
        for name in references(one["Properties"]["DefinitionSubstitutions"])
    }
    tasks = called & set(written_of("AWS::Serverless::Function"))

    assert {*queue_workers(), *tasks} - set(ALIASED) == READS_ONLY | REPEATABLE


@pytest.mark.parametrize("name", ALIASED)
def test_whoever_calls_a_function_behind_an_alias_calls_the_alias(name: str) -> None:
    """Who called the function itself would get an update at once, and no roll-back."""
    own = {name, f"{name}Aliaslive", _version_of(name), "DeploymentPolicy"}
    others = {
        other: json.dumps(one)
        for other, one in translated().items()
        if other not in own and not one["Type"].startswith("AWS::CloudWatch::")
    }

    past_the_alias = [other for other, text in others.items() if re.search(rf'"{name}"|\$\{{{name}[.}}]', text)]
    by_the_alias = [other for other, text in others.items() if f"{name}Aliaslive" in text]

    assert past_the_alias == []
    assert by_the_alias


def test_codedeploy_may_move_the_aliases_of_these_functions_and_no_others() -> None:
    [moving, _] = written()["Resources"]["DeploymentPolicy"]["Properties"]["PolicyDocument"]["Statement"]

    assert moving["Resource"] == [{"Fn::Sub": f"${{{name}.Arn}}*"} for name in ALIASED]


@pytest.mark.parametrize("preference", GRADUAL)
def test_a_gradual_update_is_rolled_back_when_an_alarm_rings(preference: str) -> None:
    resources = translated(DeploymentPreference=preference)
    groups = {name: one["Properties"] for name, one in resources.items() if one["Type"].endswith("::DeploymentGroup")}

    assert set(groups) == {f"{name}DeploymentGroup" for name in ALIASED}
    for name, group in groups.items():
        alarms = {alarm["Name"]["Ref"] for alarm in group["AlarmConfiguration"]["Alarms"]}
        policy = resources[name.removesuffix("DeploymentGroup") + "Aliaslive"]["UpdatePolicy"]
        assert alarms == {"ApiErrorAlarm", "FunctionFailureAlarm"} <= set(resources)
        assert {"DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"} <= set(group["AutoRollbackConfiguration"]["Events"])
        assert preference in str(group["DeploymentConfigName"])
        assert policy["CodeDeployLambdaAliasUpdate"]["DeploymentGroupName"] == {"Ref": name}


def test_unless_somebody_says_otherwise_nothing_is_moved_gradually() -> None:
    """A first deployment has no version to move from."""
    assert [name for name, one in translated().items() if "CodeDeploy" in one["Type"]] == []


@pytest.mark.parametrize("preference", ["Off", *GRADUAL])
def test_the_stack_leaves_room_for_more(preference: str) -> None:
    assert len(translated(DeploymentPreference=preference)) <= MAX_RESOURCES


@pytest.mark.parametrize("name", ALIASED)
def test_a_changed_parameter_reaches_the_version_behind_the_alias(name: str) -> None:
    """A version is a copy of its function. CloudFormation makes another one where the description of the version
    changes, and Lambda refuses another one where nothing else has changed.
    """
    properties = {key: value for key, value in translated()[name]["Properties"].items() if key not in UNVERSIONED}
    described = set(_parameters(translated()[_version_of(name)]["Properties"]["Description"]))

    used = set(_parameters(properties))

    assert used - described == {"TrustedIssuers"}, "which is too long; TrustedIssuersRevision stands for it"
    assert described == set(_parameters(properties["Environment"]["Variables"]["CONFIGURATION"]))
    assert "TrustedIssuersRevision" in described


def test_a_versions_description_fits_whatever_the_parameters_are() -> None:
    [text] = {json.dumps(translated()[_version_of(name)]["Properties"]["Description"]) for name in ALIASED}
    parameters = list(_parameters(json.loads(text)))

    longest = sum(_longest(written()["Parameters"][name]) + len(" ") for name in parameters)

    assert longest <= MAX_DESCRIPTION


def _move_code(source: dict[str, Any]) -> None:
    source["Globals"]["Function"]["CodeUri"] = "another/"


def _move_layers(source: dict[str, Any]) -> None:
    for resource in source["Resources"].values():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["ContentUri"] += "/another"


def _give_memory(source: dict[str, Any]) -> None:
    for name in ALIASED:
        source["Resources"][name]["Properties"]["MemorySize"] = 3008


@pytest.mark.parametrize("change", [_move_code, _move_layers, _give_memory])
def test_changed_code_layers_and_memory_make_another_version(change: Callable[[dict[str, Any]], None]) -> None:
    source = deepcopy(dict(written()))
    change(source)

    after = transformed(source, {})

    assert [name for name in ALIASED if _version_of(name) in after] == []


def _version_of(name: str) -> str:
    """The logical id of the version that a function's alias names."""
    version: str = translated()[f"{name}Aliaslive"]["Properties"]["FunctionVersion"]["Fn::GetAtt"][0]
    return version


def _parameters(value: Any) -> Iterator[str]:
    """The parameters that a part of the template depends on, also by its conditions."""
    yield from (name for name in references(value) if name in written()["Parameters"])
    for condition in re.findall(r'"Fn::If": \["(\w+)"', json.dumps(value)):
        yield from _parameters(written()["Conditions"][condition])


def _longest(parameter: Mapping[str, Any]) -> int:
    """Characters of the longest value that a parameter may have."""
    if "AllowedValues" in parameter:
        return max(map(len, parameter["AllowedValues"]))
    return len(str(parameter["MaxValue"])) if parameter["Type"] == "Number" else int(parameter["MaxLength"])
