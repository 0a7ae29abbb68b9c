"""The workflows: moto's own parser is the linter, since neither SAM's nor CloudFormation's looks inside."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from moto.stepfunctions.parser.asl.static_analyser.static_analyser import StaticAnalyser
from samcli.yamlhelper import yaml_parse

from tests.support.architecture.template import ROOT, written_of

MACHINES = written_of("AWS::Serverless::StateMachine")
FILES = sorted(file.name for file in (ROOT / "workflows").iterdir())

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:"

Definition = Mapping[str, Any]


def test_every_workflow_has_a_state_machine() -> None:
    """That of exports has one for each API, so that each runs its own function."""
    declared = {machine["Properties"]["DefinitionUri"] for machine in MACHINES.values()}

    assert sorted(declared) == [f"workflows/{file}" for file in FILES]


@pytest.mark.parametrize("file", FILES)
def test_a_workflow_is_valid_amazon_states_language(file: str) -> None:
    definition = json.dumps(_definition(f"workflows/{file}")).replace("${Partition}", "aws")
    deployed = re.sub(r"\$\{(\w+)\}", f"{FUNCTION}\\1", definition)

    StaticAnalyser().analyse(deployed)


@pytest.mark.parametrize("file", FILES)
def test_a_workflow_has_no_yaml_alias(file: str) -> None:
    """SAM uploads the file as it is, and Step Functions refuses aliases, which every parser here resolves."""
    tokens = yaml.scan((ROOT / "workflows" / file).read_text("utf-8"))

    assert [token for token in tokens if isinstance(token, yaml.AnchorToken | yaml.AliasToken)] == []


@pytest.mark.parametrize("file", FILES)
def test_a_workflow_leads_nowhere_that_is_not_there(file: str) -> None:
    for machine in _machines(_definition(f"workflows/{file}")):
        targets = {machine["StartAt"], *_targets(list(machine["States"].values()))}

        assert targets == set(machine["States"])


@pytest.mark.parametrize("file", FILES)
def test_a_workflow_speaks_jsonpath(file: str) -> None:
    assert _definition(f"workflows/{file}")["QueryLanguage"] == "JSONPath"


@pytest.mark.parametrize("file", FILES)
def test_a_task_is_tried_again(file: str) -> None:
    definition = _definition(f"workflows/{file}")
    tasks = {
        name: state
        for machine in _machines(definition)
        for name, state in machine["States"].items()
        if state["Type"] == "Task"
    }

    assert [name for name, task in tasks.items() if not task.get("Retry")] == []


@pytest.mark.parametrize("name", MACHINES)
def test_a_workflow_may_call_exactly_the_functions_it_names(name: str) -> None:
    properties = MACHINES[name]["Properties"]
    named = properties["DefinitionSubstitutions"]
    called = re.findall(r"\$\{(\w+)\}", json.dumps(_definition(properties["DefinitionUri"])))
    functions = [named[name] for name in named if name != "Partition"]
    [statement] = [one for policy in properties["Policies"] for one in policy["Statement"]]

    assert set(called) == set(named)
    assert statement == {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": functions}


@pytest.mark.parametrize("name", MACHINES)
def test_a_workflow_may_start_its_next_execution_exactly_where_it_does(name: str) -> None:
    definition = json.dumps(_definition(MACHINES[name]["Properties"]["DefinitionUri"]))
    starts = [
        policy["Properties"]["Roles"]
        for policy in written_of("AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement == {"Effect": "Allow", "Action": "states:StartExecution", "Resource": {"Ref": name}}
    ]

    assert starts == ([[{"Ref": f"{name}Role"}]] if "states:startExecution" in definition else [])


def _definition(path: str) -> Definition:
    definition: Definition = yaml_parse((ROOT / path).read_text("utf-8"))
    return definition


def _machines(definition: Definition) -> Iterator[Definition]:
    """The machine and those within its maps and branches."""
    yield definition
    for state in definition["States"].values():
        for inner in [state.get("ItemProcessor"), *state.get("Branches", [])]:
            if inner:
                yield from _machines(inner)


def _targets(states: Any) -> Iterator[str]:
    """Where the states of one machine lead, without those inside of it."""
    match states:
        case dict():
            for name, member in states.items():
                if name in ("Next", "Default"):
                    yield member
                elif name not in ("ItemProcessor", "Branches"):
                    yield from _targets(member)
        case list():
            for member in states:
                yield from _targets(member)
