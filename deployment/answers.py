"""An operator's answers about one environment, kept in a file that git does not know."""

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
from deployment.refusal import Refusal
from deployment.template import Template

DECIDED_HERE = {"DeletionProtection", "TrustedIssuersRevision"}
"""Parameters that no operator sets: they follow from whether the stack has ever worked, and from other parameters."""

ISSUERS = "TrustedIssuers"
"""The parameter that is JSON; the file may have a table in its place."""

_STACK = {"account", "region", "stack_name"}
_PARAMETERS = "parameters"
_ENVIRONMENT = re.compile(r"[a-z][a-z0-9-]{0,19}")

_EXPLANATION = """\
# How `make deploy` deploys Faktura to one environment. Nothing in here is secret.
# Edit it, or answer the questions again with CHANGE=1. [parameters] may name any parameter of
# template.yaml; one that is not named has the template's default. TrustedIssuers may be a table.
"""


@dataclass(frozen=True)
class Answers:
    """Which stack, of which account and region, and the parameters that are not to have their defaults."""

    account: str
    region: str
    stack_name: str
    parameters: Mapping[str, str]

    @classmethod
    def kept(cls, file: Path) -> Self | None:
        """The answers of a file; None where there is no such file."""
        if not file.exists():
            return None
        content = _read(file)
        account, region, stack_name = (_stack_text(file, content, name) for name in ("account", "region", "stack_name"))
        return cls(account, region, stack_name, _parameters(file, content))

    @property
    def derived(self) -> dict[str, str]:
        """What follows from other parameters: another revision wherever the trusted issuers are others."""
        issuers = self.parameters.get(ISSUERS, "")
        return {"TrustedIssuersRevision": sha256(issuers.encode()).hexdigest()[:16]}

    def keep(self, file: Path) -> None:
        """Write the answers to a file; what an operator wrote between them stays."""
        document = tomlkit.parse(file.read_text("utf-8") if file.exists() else _EXPLANATION)
        document.update({"account": self.account, "region": self.region, "stack_name": self.stack_name})
        written = document.setdefault(_PARAMETERS, {})
        for name, value in self.parameters.items():
            if name not in written or _text(name, written.unwrap()[name]) != value:
                written[name] = value
        file.parent.mkdir(exist_ok=True)
        file.write_text(tomlkit.dumps(document), "utf-8")

    def check(self, template: Template, account: str) -> None:
        """Refuse what cannot be deployed with credentials of `account`."""
        if account != self.account:
            raise Refusal(f"These credentials are of account {account}, but the environment is in {self.account}.")
        for name in DECIDED_HERE & self.parameters.keys():
            raise Refusal(f"{name} is no answer of yours: `make deploy` sets it. Remove it.")
        for reason in filter(None, self._judged(template)):
            raise Refusal(reason)

    def effective(self, template: Template) -> dict[str, str]:
        """The value of every parameter."""
        return {**template.defaults, **self.parameters, **self.derived}

    def _judged(self, template: Template) -> Iterator[str | None]:
        """Terms come first, because the rest needs values that keep to them."""
        yield template.why_not_region(self.region)
        yield template.why_not_stack_name(self.stack_name)
        for name, value in self.parameters.items():
            yield template.why_not(name, value)
        yield from unworkable(self.effective(template), self.region)
        yield from template.broken_rules(self.effective(template), self.region)


def file_of(environment: str, root: Path) -> Path:
    """Where the answers about an environment are kept."""
    if not _ENVIRONMENT.fullmatch(environment):
        raise Refusal(
            f"{environment!r} is no name of an environment: it has lower-case letters, digits and hyphens, 20 at most, "
            "and begins with a letter, such as ENV=dev."
        )
    return root / ".deploy" / f"{environment}.toml"


def _read(file: Path) -> Mapping[str, Any]:
    """What the file says, which is all that it may say."""
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except UnicodeDecodeError as broken:
        raise Refusal(f"{file} is not in UTF-8. Save it so.") from broken
    except OSError as broken:
        raise Refusal(f"{file} cannot be read: {broken.strerror}.") from broken
    except tomllib.TOMLDecodeError as broken:
        raise Refusal(f"{file} is not TOML: {broken}.") from broken
    for name in _STACK - content.keys():
        raise Refusal(f"{file} does not say '{name}'. Put it in, or remove the file to be asked again.")
    for name in content.keys() - _STACK - {_PARAMETERS}:
        raise Refusal(f"{file} says {name}, which is not known there. Put a parameter below [{_PARAMETERS}].")
    return content


def _stack_text(file: Path, content: Mapping[str, Any], name: str) -> str:
    value = content[name]
    if not isinstance(value, str) and not (name == "account" and type(value) is int):
        raise Refusal(f'{name} in {file} must be a text: {name} = "...".')
    return str(value)


def _parameters(file: Path, content: Mapping[str, Any]) -> dict[str, str]:
    parameters = content.get(_PARAMETERS, {})
    if not isinstance(parameters, Mapping):
        raise Refusal(f'{_PARAMETERS} in {file} must be a table: [{_PARAMETERS}], and below it Name = "value".')
    return {name: _text(name, value) for name, value in parameters.items()}


def _text(name: str, value: Any) -> str:
    """A parameter's value as CloudFormation takes it, which is text only."""
    match value:
        case bool():
            return str(value).lower()
        case str() | int() | float():
            return str(value)
        case {} if name == ISSUERS:
            return _json(value)
    raise Refusal(f'{name} must be a text, a number, true or false, such as {name} = "...".')


def _json(issuers: Mapping[str, Any]) -> str:
    try:
        return json.dumps(issuers, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as wrong:
        raise Refusal(f"{ISSUERS} has what JSON does not know: {wrong}.") from wrong
