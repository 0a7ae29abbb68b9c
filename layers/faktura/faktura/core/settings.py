"""The only place that reads the environment."""

import os
from collections.abc import Iterable


def setting(name: str) -> str:
    """The value that the template gives this function. KeyError if the deployment does not set it."""
    return os.environ[name]


def optional(name: str) -> str | None:
    """A setting that may be absent or empty; `None` then."""
    return os.environ.get(name) or None


def settings_present(names: Iterable[str]) -> dict[str, str]:
    """Those of the settings that the deployment sets, for a process that gets no others."""
    return {name: os.environ[name] for name in names if name in os.environ}


def on_lambda() -> bool:
    """True while running as a Lambda function (on AWS or in the local stack), false in tests and commands."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ
