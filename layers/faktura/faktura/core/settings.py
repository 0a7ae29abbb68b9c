"""The only place that reads the environment."""

import os


def setting(name: str) -> str:
    """The value the template gives this function; a missing one is a fault of the deployment, so it raises."""
    return os.environ[name]


def optional(name: str) -> str | None:
    """A setting that may be absent or empty, and is then `None`."""
    return os.environ.get(name) or None


def on_lambda() -> bool:
    """True while running as a Lambda function (on AWS or in the local stack), false in tests and commands."""
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ
