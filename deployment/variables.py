"""The outputs of a stack as shell variables, with the names that the operator's commands read."""

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from deployment.private_file import private_file

_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def write_variables(file: Path, region: str, outputs: Mapping[str, str]) -> None:
    """Write a file that a shell reads with `. file`. The output `ClientTable` becomes `CLIENT_TABLE`."""
    variables = {"AWS_DEFAULT_REGION": region} | {_WORDS.sub("_", key).upper(): outputs[key] for key in sorted(outputs)}
    with private_file(file) as lines:
        lines.writelines(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
