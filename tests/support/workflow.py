"""Runs a workflow as Step Functions would, one task call after the other, in an order given by a seed.

It reads the file that is deployed, so a state's retries, catches and outputs are the workflow's own. Waiting between
tries takes no time; a Wait state reports what it waits for.
"""

import operator
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from samcli.yamlhelper import yaml_parse

Document = Any
State = Mapping[str, Any]


START_EXECUTION = "StartExecution"
"""What a `TaskCall` names that starts another execution of the same machine."""

_OPERATORS = {"StringEquals": operator.eq, "BooleanEquals": operator.is_, "NumericGreaterThan": operator.gt}


@dataclass(frozen=True)
class TaskCall:
    """One call of a task's function, by the name of its substitution (`NumberChunk`), with its input."""

    function: str
    document: Document


class Failed(Exception):
    """A task, or the whole execution, failed with an error of this name."""


Steps = Generator[TaskCall, Document, Document]
Wait = Callable[[int], object]
Invoke = Callable[[TaskCall], Document]


@dataclass
class Execution:
    """One execution; `status` is RUNNING until it is SUCCEEDED or FAILED, `calls` counts its task calls."""

    workflow: Path
    document: Document
    chance: Random
    wait: Wait = lambda _seconds: None
    status: str = "RUNNING"
    calls: int = 0
    _steps: Steps = field(init=False, repr=False)
    _next: TaskCall | None = field(init=False, default=None, repr=False)

    def __post_init__(self) -> None:
        self._steps = _machine(yaml_parse(self.workflow.read_text("utf-8")), self.document, self.chance, self.wait)
        self._go_on(lambda: next(self._steps))

    def step(self, invoke: Invoke) -> None:
        """Make the next task call with `invoke`; whatever it raises is the task's failure."""
        assert self._next
        self.calls += 1
        try:
            answer = invoke(self._next)
        except BaseException as fault:  # a killed function is a failed task, too
            failure = Failed(type(fault).__name__)
            self._go_on(lambda: self._steps.throw(failure))
        else:
            self._go_on(lambda: self._steps.send(answer))

    def abort(self) -> None:
        """Stop the execution where it is, as an operator or a time limit does."""
        self._steps.close()
        self.status = "ABORTED"

    def _go_on(self, step: Callable[[], TaskCall]) -> None:
        try:
            self._next = step()
        except StopIteration:
            self.status = "SUCCEEDED"
        except Failed:
            self.status = "FAILED"


def carry_out(executions: Sequence[Execution], invoke: Invoke, chance: Random) -> None:
    """Bring all executions to their ends; `chance` decides whose task is called next."""
    while running := [one for one in executions if one.status == "RUNNING"]:
        chance.choice(running).step(invoke)


def _machine(machine: State, document: Document, chance: Random, wait: Wait) -> Steps:
    name = machine["StartAt"]
    while True:
        state = machine["States"][name]
        match state["Type"]:
            case "Succeed":
                return document
            case "Fail":
                raise Failed(state["Error"])
            case "Choice":
                name = _chosen(state, document)
                continue
            case "Wait":
                wait(_at(state["SecondsPath"], document))
                name = state["Next"]
                continue
        try:
            answer = yield from _work(state, document, chance, wait)
        except Failed:
            if not state.get("Catch"):
                raise
            [caught] = state["Catch"]
            assert (caught["ErrorEquals"], caught["ResultPath"]) == (["States.ALL"], None)
            name = caught["Next"]
            continue
        document = _with_result(state.get("ResultPath", "$"), document, answer)
        if state.get("End"):
            return document
        name = state["Next"]


def _with_result(path: str | None, document: Document, answer: Document) -> Document:
    if path is None:
        return document
    return answer if path == "$" else {**document, path.removeprefix("$."): answer}


def _work(state: State, document: Document, chance: Random, wait: Wait) -> Steps:
    if state["Type"] == "Map":
        items = _at(state["ItemsPath"], document)
        return (
            yield from _map([_machine(state["ItemProcessor"], item, chance, wait) for item in items], state, chance)
        )
    assert state["Type"] == "Task"
    call = _task_call(state, document)
    [retry] = [one for one in state["Retry"] if one["ErrorEquals"] == ["States.ALL"]]
    for tries_left in reversed(range(retry["MaxAttempts"] + 1)):
        try:
            return (yield call)
        except Failed:
            if not tries_left:
                raise
    raise AssertionError


def _task_call(state: State, document: Document) -> TaskCall:
    """A function's call, or the start of another execution of this machine, whose input is the call's document."""
    if state["Resource"] == "arn:${Partition}:states:::states:startExecution":
        parameters = state["Parameters"]
        assert parameters["StateMachineArn.$"] == "$$.StateMachine.Id"
        return TaskCall(START_EXECUTION, _given(parameters["Input"], document))
    function = re.fullmatch(r"\$\{(\w+)\}", state["Resource"])
    assert function
    return TaskCall(function[1], _given(state["Parameters"], document) if "Parameters" in state else document)


def _given(parameters: Mapping[str, str], document: Document) -> Document:
    """A state's own input; a value that it takes from its execution is given as the path itself."""
    paths = {name.removesuffix(".$"): path for name, path in parameters.items()}
    return {name: path if path.startswith("$$") else _at(path, document) for name, path in paths.items()}


def _map(items: list[Steps], state: State, chance: Random) -> Steps:
    """At most MaxConcurrency at once; the first failure that is not caught fails the map."""
    waiting = list(items)
    at_work: list[tuple[Steps, TaskCall]] = []
    while waiting or at_work:
        while waiting and len(at_work) < state["MaxConcurrency"]:
            item = waiting.pop(0)
            at_work += _going_on(item, partial(next, item))
        if not at_work:
            continue
        item, call = at_work.pop(chance.randrange(len(at_work)))
        try:
            answer = yield call
        except Failed as failure:
            at_work += _going_on(item, partial(item.throw, failure))
        else:
            at_work += _going_on(item, partial(item.send, answer))
    return [None for _ in items]


def _going_on(item: Steps, step: Callable[[], TaskCall]) -> list[tuple[Steps, TaskCall]]:
    """The item with its next call; nothing if it has ended."""
    try:
        return [(item, step())]
    except StopIteration:
        return []


def _chosen(state: State, document: Document) -> str:
    for choice in state["Choices"]:
        value = _at(choice["Variable"], document)
        [holds] = [partial(_OPERATORS[name], value, choice[name]) for name in choice if name in _OPERATORS]
        if holds():
            return str(choice["Next"])
    return str(state["Default"])


def _at(path: str, document: Document) -> Document:
    names = re.fullmatch(r"\$((?:\.\w+)*)", path)
    assert names
    for name in names[1].split(".")[1:]:
        document = document[name]
    return document
