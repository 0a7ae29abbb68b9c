"""An operator's answers about one environment, kept in a file that git ignores."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import tomlkit

from deployment.combinations import unworkable
from deployment.errors import DeploymentError
from deployment.template import Template

DERIVED = {"DeletionProtection", "TrustedIssuersRevision"}
"""Parameters that `make deploy` sets itself, from the stack's state and from other parameters."""

ISSUERS = "TrustedIssuers"
"""The parameter whose value is JSON. The file may hold a table instead."""

_STACK = {"account", "region", "stack_name"}
_PARAMETERS = "parameters"
_ENVIRONMENT = re.compile(r"[a-z][a-z0-9-]{0,19}")

_EXPLANATION = """\
# How `make deploy` deploys Faktura to one environment. Nothing here is secret.
# Edit this file, or answer the questions again with CHANGE=1. [parameters] may set any parameter
# of template.yaml; the others keep the template's defaults. TrustedIssuers may be a table.
"""


@dataclass(frozen=True)
class Answers:
    """The stack, its account and region, and the parameters that differ from their defaults."""

    account: str
    region: str
    stack_name: str
    parameters: Mapping[str, str]

    @classmethod
    def kept(cls, file: Path) -> Self | None:
        """The answers in a file. None if there is no such file."""
        if not file.exists():
            return None
        content = _read(file)
        account, region, stack_name = (_stack_text(file, content, name) for name in ("account", "region", "stack_name"))
        return cls(account, region, stack_name, _parameters(file, content))

    @property
    def derived(self) -> dict[str, str]:
        """Parameters that follow from others: the revision changes with the trusted issuers."""
        issuers = self.parameters.get(ISSUERS, "")
        return {"TrustedIssuersRevision": sha256(issuers.encode()).hexdigest()[:16]}

    def keep(self, file: Path) -> None:
        """Write the answers to a file. An operator's comments in it stay."""
        document = tomlkit.parse(file.read_text("utf-8") if file.exists() else _EXPLANATION)
        document.update({"account": self.account, "region": self.region, "stack_name": self.stack_name})
        written = document.setdefault(_PARAMETERS, {})
        for name, value in self.parameters.items():
            if name not in written or _text(name, written.unwrap()[name]) != value:
                written[name] = value
        file.parent.mkdir(exist_ok=True)
        file.write_text(tomlkit.dumps(document), "utf-8")

    def check(self, template: Template, account: str) -> None:
        """Raise DeploymentError if the answers cannot be deployed with the credentials of `account`."""
        if account != self.account:
            raise DeploymentError(
                f"These credentials belong to account {account}, but the environment is in {self.account}."
            )
        for name in DERIVED & self.parameters.keys():
            raise DeploymentError(f"{name} must not be set here: `make deploy` sets it. Remove it.")
        for reason in filter(None, self._problems(template)):
            raise DeploymentError(reason)

    def effective(self, template: Template) -> dict[str, str]:
        """The value of every parameter."""
        return {**template.defaults, **self.parameters, **self.derived}

    def _problems(self, template: Template) -> Iterator[str | None]:
        """Each value is checked alone first, because the later checks need valid values."""
        yield template.why_not_region(self.region)
        yield template.why_not_stack_name(self.stack_name)
        for name, value in self.parameters.items():
            yield template.why_not(name, value)
        yield from unworkable(self.effective(template), self.region)
        yield from template.broken_rules(self.effective(template), self.region)


def file_of(environment: str, root: Path) -> Path:
    """The file that keeps the answers about an environment."""
    if not _ENVIRONMENT.fullmatch(environment):
        raise DeploymentError(
            f"{environment!r} is not a valid environment name. A name has at most 20 lower-case letters, digits and "
            "hyphens, and begins with a letter, such as ENV=dev."
        )
    return root / ".deploy" / f"{environment}.toml"


def _read(file: Path) -> Mapping[str, Any]:
    """The content of the file, with no unknown name in it."""
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except UnicodeDecodeError as broken:
        raise DeploymentError(f"{file} is not in UTF-8. Save it as UTF-8.") from broken
    except OSError as broken:
        raise DeploymentError(f"{file} cannot be read: {broken.strerror}.") from broken
    except tomllib.TOMLDecodeError as broken:
        raise DeploymentError(f"{file} is not TOML: {broken}.") from broken
    for name in _STACK - content.keys():
        raise DeploymentError(f"{file} has no '{name}'. Add it, or remove the file to be asked again.")
    for name in content.keys() - _STACK - {_PARAMETERS}:
        raise DeploymentError(f"{file} has an unknown name, {name}. Put parameters below [{_PARAMETERS}].")
    return content


def _stack_text(file: Path, content: Mapping[str, Any], name: str) -> str:
    value = content[name]
    if not isinstance(value, str) and not (name == "account" and type(value) is int):
        raise DeploymentError(f'{name} in {file} must be a string: {name} = "...".')
    return str(value)


def _parameters(file: Path, content: Mapping[str, Any]) -> dict[str, str]:
    parameters = content.get(_PARAMETERS, {})
    if not isinstance(parameters, Mapping):
        raise DeploymentError(f'{_PARAMETERS} in {file} must be a table: [{_PARAMETERS}], and below it Name = "value".')
    return {name: _text(name, value) for name, value in parameters.items()}


def _text(name: str, value: Any) -> str:
    """A parameter's value as CloudFormation takes it: always text."""
    match value:
        case bool():
            return str(value).lower()
        case str() | int() | float():
            return str(value)
        case {} if name == ISSUERS:
            return _json(value)
    raise DeploymentError(f'{name} must be a string, a number, true or false, such as {name} = "...".')


def _json(issuers: Mapping[str, Any]) -> str:
    try:
        return json.dumps(issuers, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as wrong:
        raise DeploymentError(f"{ISSUERS} cannot be written as JSON: {wrong}.") from wrong
