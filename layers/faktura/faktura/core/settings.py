"""The only place that reads the environment."""

import os
import sys
from collections.abc import Callable, Iterable
from typing import NoReturn


class NotSet(KeyError):
    """A setting that a function or a command needs. Its one argument tells an operator what to do."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not set. Load the settings of your environment (`. .deploy/dev.env`), or those of the local "
            "stack (docs/imports.md, On the local stack)."
        )


def setting(name: str) -> str:
    """The value that the template gives this function. `NotSet` if the deployment does not set it."""
    try:
        return os.environ[name]
    except KeyError:
        raise NotSet(name) from None


def run_command(main: Callable[[list[str]], int]) -> NoReturn:
    """End this process as an operator's command does, also if a setting is not set."""
    try:
        sys.exit(main(sys.argv[1:]))
    except NotSet as fault:
        sys.exit(str(fault.args[0]))


def optional(name: str) -> str | None:
    """A setting that may be absent or empty; `None` then."""
    return os.environ.get(name) or None


def settings_present(names: Iterable[str]) -> dict[str, str]:
    """Those of the settings that the deployment sets, for a process that gets no others."""
    return {name: os.environ[name] for name in names if name in os.environ}


def on_lambda() -> bool:
    """True while running as a Lambda function (on AWS or in the local stack), false in tests and commands."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ
