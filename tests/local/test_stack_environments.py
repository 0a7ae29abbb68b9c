"""Execution environments like Lambda's: their answers, their variables and their number."""

import json
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from local import environment_pool as environments_module
from local.environment import Environment, NotStarted
from local.environment_pool import EnvironmentPool, EventTooLarge
from local.processes import listening
from local.stack import Function
from tests.support.local.stacks import (
    SMALL,
    eventually,
    home_in,
    processes_that_name,
)

ANSWER = Function(
    logical_id="Answer",
    name="faktura-Answer-1",
    handler="small.answer.handler",
    code=SMALL / "functions",
    layers=(SMALL / "layers" / "greeting",),
    timeout=2,
    memory=256,
    concurrency=4,
    variables={"LEFTOVERS": "a-queue"},
)
FUNCTIONS = {
    "Answer": ANSWER,
    "Unlayered": replace(ANSWER, logical_id="Unlayered", layers=()),
    "Missing": replace(ANSWER, logical_id="Missing", handler="small.no_such_module.handler"),
    **{f"Answer{number}": replace(ANSWER, logical_id=f"Answer{number}", timeout=20) for number in range(4)},
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return home_in(tmp_path)


@pytest.fixture
def environments(home: Path) -> Iterator[EnvironmentPool]:
    pool = EnvironmentPool(FUNCTIONS, {"AWS_REGION": "us-east-1", "MARK": str(home)}, home)
    yield pool
    pool.stop()


def called(environments: EnvironmentPool, function: str, **event: Any) -> Any:
    answer = environments.invoke(function, json.dumps(event).encode())
    assert not answer.failed, answer.payload
    return json.loads(answer.payload)


def failure(environments: EnvironmentPool, function: str, **event: Any) -> tuple[str, str]:
    answer = environments.invoke(function, json.dumps(event).encode())
    error = json.loads(answer.payload)
    assert answer.failed
    return error["errorType"], error["errorMessage"]


def all_at_once(environments: EnvironmentPool, functions: list[str]) -> list[Any]:
    answers: list[Any] = []
    calls = [
        threading.Thread(target=lambda name=name: answers.append(called(environments, name, do="pause")["process"]))
        for name in functions
    ]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    return answers


def one_after_another(environments: EnvironmentPool, functions: list[str]) -> list[tuple[int, str]]:
    """Make each call when the one before is served or waits. Returns positions and functions in order of service."""
    served: list[tuple[int, str]] = []

    def call(position: int, function: str) -> None:
        called(environments, function, do="pause")
        served.append((position, function))

    calls = []
    for position, function in enumerate(functions):
        calls.append(threading.Thread(target=call, args=(position, function)))
        calls[-1].start()
        eventually(lambda arrived=position + 1: len(served) + working(environments) >= arrived)
    for one in calls:
        one.join()
    return served


def interrupt_once(environments: EnvironmentPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupt the next wait for an environment, but not a wait of the pool itself under its lock."""
    wait = Future.result

    def interrupted(turn: Future[Any]) -> Any:
        if environments._lock.locked():
            return wait(turn)
        monkeypatch.setattr(Future, "result", wait)
        raise Interrupt

    monkeypatch.setattr(Future, "result", interrupted)


def working(environments: EnvironmentPool) -> int:
    """The number of calls that are served or wait."""
    return len(environments._waiting) + sum(one.busy for one in environments._environments)


def test_one_environment_serves_call_after_call(environments: EnvironmentPool) -> None:
    first = called(environments, "Answer")["process"]

    second = called(environments, "Answer")["process"]

    assert second == first


def test_a_function_has_its_own_variables_and_none_of_the_developers(
    environments: EnvironmentPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "mine")
    monkeypatch.setenv("AWS_CA_BUNDLE", "/no/such/bundle")

    seen = called(environments, "Answer")["environment"]

    assert {"AWS_PROFILE", "AWS_CA_BUNDLE", "HOME", "VIRTUAL_ENV"} & seen.keys() == set()
    assert (seen["LEFTOVERS"], seen["AWS_LAMBDA_FUNCTION_NAME"], seen["AWS_REGION"]) == (
        "a-queue",
        "faktura-Answer-1",
        "us-east-1",
    )


def test_a_function_imports_from_its_own_layers_only(environments: EnvironmentPool) -> None:
    layered = called(environments, "Answer", do="greet")["greeting"]

    unlayered = failure(environments, "Unlayered", do="greet")

    assert (layered, unlayered) == ("hello", ("ModuleNotFoundError", "No module named 'greeting'"))


def test_the_packages_of_the_development_environment_are_hidden(environments: EnvironmentPool) -> None:
    package = "samcli"

    error = failure(environments, "Answer", do="import", module=package)

    assert error == ("ModuleNotFoundError", "No module named 'samcli'")


def test_a_handler_that_cannot_be_imported_is_an_error_each_time(environments: EnvironmentPool) -> None:
    expected = (
        "Runtime.ImportModuleError",
        "Unable to import module 'small.no_such_module': No module named 'small.no_such_module'",
    )

    errors = [failure(environments, "Missing"), failure(environments, "Missing")]

    assert errors == [expected, expected]


def test_an_exception_is_a_failed_answer_and_the_environment_lives_on(environments: EnvironmentPool) -> None:
    before = called(environments, "Answer")["process"]

    error = failure(environments, "Answer", do="fail")

    assert error == ("ValueError", "as asked")
    assert called(environments, "Answer")["process"] == before


def test_a_timeout_is_an_error_and_the_next_call_has_a_fresh_environment(environments: EnvironmentPool) -> None:
    before = called(environments, "Answer")["process"]

    error = failure(environments, "Answer", do="dawdle")

    assert error == ("Sandbox.Timedout", "Task timed out after 2.00 seconds")
    assert called(environments, "Answer")["process"] != before


def test_a_crash_is_an_error_and_the_next_call_has_a_fresh_environment(environments: EnvironmentPool) -> None:
    before = called(environments, "Answer")["process"]

    kind, message = failure(environments, "Answer", do="crash")

    assert (kind, message.partition("Error: ")[2]) == ("Runtime.ExitError", "Runtime exited with error: exit status 3")
    assert called(environments, "Answer")["process"] != before


def test_an_event_over_6_mb_is_refused_and_one_of_6_mb_is_not_truncated(environments: EnvironmentPool) -> None:
    event = json.dumps({"do": "greet", "text": ""}).encode()
    fitting = event.replace(b'""', b'"' + b"x" * (6 * 1024 * 1024 - len(event)) + b'"')

    answer = environments.invoke("Unlayered", fitting.replace(b"greet", b"other"))

    assert not answer.failed
    with pytest.raises(EventTooLarge):
        environments.invoke("Unlayered", fitting + b" ")


def test_an_answer_over_6_mb_is_an_error(environments: EnvironmentPool) -> None:
    message = "Response payload size exceeded maximum allowed payload size (6291556 bytes)."

    error = failure(environments, "Answer", do="overflow")

    assert error == ("Function.ResponseSizeTooLarge", message)


def test_a_function_has_at_most_four_environments_and_callers_wait(environments: EnvironmentPool) -> None:
    callers = ["Answer"] * 10

    served_by = all_at_once(environments, callers)

    assert (len(served_by), len(set(served_by))) == (10, 4)


def test_the_environments_are_bounded_and_the_least_recently_used_makes_room(
    environments: EnvironmentPool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environments_module, "_MAX_ENVIRONMENTS", 12)
    crowd = [name for name in ("Answer0", "Answer1", "Answer2") for _ in range(4)]
    all_at_once(environments, crowd)
    full = runtimes_of(home)

    called(environments, "Answer3")

    assert (len(full), eventually(lambda: len(runtimes_of(home)) == 12)) == (12, True)


def test_callers_are_served_in_the_order_of_their_arrival(
    environments: EnvironmentPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environments_module, "_MAX_ENVIRONMENTS", 1)
    callers = ["Answer0", "Answer", "Answer1", "Answer", "Answer0", "Answer"]

    served = one_after_another(environments, callers)

    assert served == list(enumerate(callers))


def test_a_caller_of_a_function_at_its_limit_lets_others_pass(
    environments: EnvironmentPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FUNCTIONS, "Answer", replace(ANSWER, concurrency=1))
    waiting = threading.Thread(target=called, args=(environments, "Answer"))

    with environments._held(FUNCTIONS["Answer"]):
        waiting.start()
        eventually(lambda: len(environments._waiting) == 1)
        passing = called(environments, "Answer1", do="greet")
        still = len(environments._waiting)
    waiting.join()

    assert (passing["greeting"], still, environments._waiting) == ("hello", 1, [])


class Interrupt(BaseException):
    """The effect of Ctrl-C on a waiting thread."""


def test_an_interrupted_caller_leaves_the_queue(environments: EnvironmentPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FUNCTIONS, "Answer", replace(ANSWER, concurrency=1))

    with environments._held(FUNCTIONS["Answer"]):
        interrupt_once(environments, monkeypatch)
        with pytest.raises(Interrupt):
            environments.invoke("Answer", b"{}")
        left = environments._waiting

    assert (left, working(environments)) == ([], 0)
    assert called(environments, "Answer", do="greet")["greeting"] == "hello"


def test_a_caller_interrupted_at_its_turn_returns_its_environment(
    environments: EnvironmentPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FUNCTIONS, "Answer", replace(ANSWER, concurrency=1))
    interrupt_once(environments, monkeypatch)

    with pytest.raises(Interrupt):
        environments.invoke("Answer", b"{}")

    assert [one.busy for one in environments._environments] == [False]
    assert called(environments, "Answer", do="greet")["greeting"] == "hello"


def test_waiting_callers_fail_when_the_pool_stops(
    environments: EnvironmentPool, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FUNCTIONS, "Answer", replace(ANSWER, concurrency=1))
    answers: list[Any] = []
    waiting = threading.Thread(target=lambda: answers.append(failure(environments, "Answer")))

    with environments._held(FUNCTIONS["Answer"]):
        waiting.start()
        eventually(lambda: len(environments._waiting) == 1)
        environments.stop()
        waiting.join(10)
    answers.append(failure(environments, "Answer1"))

    assert answers == [("Runtime.ExitError", "The execution environment did not start")] * 2
    assert eventually(lambda: not processes_that_name(f"MARK={home}"))


def test_an_idle_environment_is_stopped(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environments_module, "_MAX_IDLE_SECONDS", 0.2)
    pool = EnvironmentPool(FUNCTIONS, {"MARK": str(home)}, home)

    called(pool, "Answer")

    assert eventually(lambda: not runtimes_of(home))
    assert called(pool, "Answer", do="greet")["greeting"] == "hello"
    pool.stop()


def test_no_environment_is_left_after_stopping(environments: EnvironmentPool, home: Path) -> None:
    called(environments, "Answer")
    assert len(runtimes_of(home)) == 1

    environments.stop()

    assert eventually(lambda: not processes_that_name(f"MARK={home}"))


def test_logs_go_to_one_file_per_function(environments: EnvironmentPool, home: Path) -> None:
    failure(environments, "Answer", do="fail")

    logged = (home / "logs" / "Answer.log").read_text()

    assert "ValueError: as asked" in logged
    assert (home / "logs" / "Unlayered.log").read_text() == ""


def test_a_runtime_that_dies_unused_fails_no_call(environments: EnvironmentPool, home: Path) -> None:
    """Regression: its next call was answered 502."""
    [*_, before] = [called(environments, "Answer")["process"] for _ in range(2)]

    os.kill(before, signal.SIGKILL)
    eventually(lambda: not runtimes_of(home))
    after = called(environments, "Answer")["process"]

    assert after != before


def test_an_emulator_that_dies_unused_fails_no_call(environments: EnvironmentPool) -> None:
    before = called(environments, "Answer")["process"]
    [environment] = environments._environments

    environment._process.kill()
    environment._process.wait()
    after = called(environments, "Answer")["process"]

    assert after != before


def test_an_environment_never_calls_another_process_that_got_its_port(home: Path) -> None:
    """Another stack's environment could take the port and answer for its own function."""
    (home / "logs").mkdir()
    environment = Environment(ANSWER, {"MARK": str(home)}, home)
    environment.invoke(b"{}")
    environment._process.kill()
    environment._process.wait()

    with listening(environment._port or 0) as other:
        with pytest.raises(NotStarted):
            environment.invoke(b"{}")
        other.settimeout(0)
        with pytest.raises(BlockingIOError):
            other.accept()


def test_two_pools_that_start_at_once_are_each_served_by_their_own(tmp_path: Path) -> None:
    pools = {}
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        pools[name] = EnvironmentPool(FUNCTIONS, {"MARK": name}, home_in(tmp_path / name))

    with ThreadPoolExecutor(6) as callers:
        served = list(callers.map(lambda name: called(pools[name], "Answer0")["environment"]["MARK"], [*pools] * 3))

    assert served == [*pools] * 3
    for pool in pools.values():
        pool.stop()


def runtimes_of(home: Path) -> list[str]:
    return [words for words in processes_that_name(f"MARK={home}") if "rapid" not in words.partition(" ")[0]]
