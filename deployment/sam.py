"""AWS SAM's command line, which builds and deploys."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import tomlkit

from deployment.errors import DeploymentError

_UNESCAPED = re.compile("[ \"']")


class Sam:
    """SAM in the project's folder, for the stack of one environment."""

    def __init__(self, root: Path, environment: str, region: str, stack_name: str) -> None:
        self._root = root
        self._region = region
        self._stack_name = stack_name
        self._tags = {"application": "faktura", "environment": environment}
        self._file = root / ".aws-sam" / f"deploy-{environment}.toml"

    def build(self) -> None:
        """Build the functions and their layers."""
        if self._run("build"):
            raise DeploymentError("The build failed. See SAM's output above.")

    def deploy(self, parameters: Mapping[str, str]) -> None:
        """Create or update the stack from the last build, with these parameters. An empty change is not an error."""
        if not (self._root / ".aws-sam" / "build" / "template.yaml").exists():
            raise DeploymentError("Nothing has been built. Deploy without BUILT=1.")
        self._file.write_text(tomlkit.dumps(self._settings(parameters)), "utf-8")
        if self._run("deploy", "--config-file", str(self._file), "--no-confirm-changeset"):
            raise DeploymentError(
                "The deployment failed. See CloudFormation's output above, repair the cause and deploy again."
            )

    def _settings(self, parameters: Mapping[str, str]) -> dict[str, object]:
        """SAM's configuration file. It names every parameter: CloudFormation keeps the former value of any other."""
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
        command = [sys.executable, "-m", "deployment.libyaml", *words]
        return subprocess.run(command, cwd=self._root, env=environment, check=False).returncode  # noqa: S603  # our own words


def escaped(value: str) -> str:
    """A parameter's value, escaped for SAM.

    SAM removes a backslash before a blank or a quote, and quotes around a value, but keeps an escaped quote
    (`samcli.cli.types`).
    """
    return _UNESCAPED.sub(r"\\\g<0>", value)
