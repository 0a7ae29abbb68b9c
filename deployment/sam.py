"""AWS SAM's command, which builds and deploys."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import tomlkit

from deployment.refusal import Refusal

_UNESCAPED = re.compile("[ \"']")


class Sam:
    """SAM, in the folder of the project, for the stack of one environment."""

    def __init__(self, root: Path, environment: str, region: str, stack_name: str) -> None:
        self._root = root
        self._region = region
        self._stack_name = stack_name
        self._tags = {"application": "faktura", "environment": environment}
        self._file = root / ".aws-sam" / f"deploy-{environment}.toml"

    def build(self) -> None:
        """Build the functions and their layers."""
        if self._run("build"):
            raise Refusal("The build failed; what SAM says about it is above.")

    def deploy(self, parameters: Mapping[str, str]) -> None:
        """Create the stack or update it, from what was built, with these parameters; nothing to change is no error."""
        if not (self._root / ".aws-sam" / "build" / "template.yaml").exists():
            raise Refusal("Nothing has been built. Leave out BUILT=1.")
        self._file.write_text(tomlkit.dumps(self._settings(parameters)), "utf-8")
        if self._run("deploy", "--config-file", str(self._file), "--no-confirm-changeset"):
            raise Refusal(
                "The deployment failed; what CloudFormation says about it is above. Mend it and deploy again."
            )

    def _settings(self, parameters: Mapping[str, str]) -> dict[str, object]:
        """SAM's configuration file.

        It names every parameter, because CloudFormation would leave one that is not named as it was.
        """
        settings = {
            "stack_name": self._stack_name,
            "region": self._region,
            "s3_prefix": self._stack_name,
            "resolve_s3": True,
            "capabilities": "CAPABILITY_IAM CAPABILITY_AUTO_EXPAND",
            "fail_on_empty_changeset": False,
            "parameter_overrides": {name: escaped(value) for name, value in parameters.items()},
            "tags": " ".join(f"{key}={value}" for key, value in self._tags.items()),
        }
        return {"version": 0.1, "default": {"deploy": {"parameters": settings}}}

    def _run(self, *words: str) -> int:
        tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "PATH": tools, "SAM_CLI_TELEMETRY": "0"}
        command = [sys.executable, "-m", "samcli", *words]
        return subprocess.run(command, cwd=self._root, env=environment, check=False).returncode  # noqa: S603  # our own words


def escaped(value: str) -> str:
    """A parameter's value such that SAM reads what we mean.

    SAM takes a backslash away before a blank or a quote, and quotes that are around a value; an escaped quote is none
    of those (`samcli.cli.types`).
    """
    return _UNESCAPED.sub(r"\\\g<0>", value)
