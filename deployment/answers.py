"""An operator's answers about one environment, kept in a file that git does not know."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import tomlkit

from deployment.refusal import Refusal
from deployment.template import Template

DECIDED_HERE = {"DeletionProtection", "TrustedIssuersRevision"}
"""Parameters that no operator sets: they follow from whether the stack has ever worked, and from other parameters."""

_ENVIRONMENT = re.compile(r"[a-z][a-z0-9-]{0,19}")

_EXPLANATION = """\
# How `make deploy` deploys Faktura to one environment. Nothing in here is secret.
# Edit it, or answer the questions again with CHANGE=1. [parameters] may name any parameter of
# template.yaml; one that is not named has the template's default.
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
        try:
            content = tomllib.loads(file.read_text("utf-8"))
            parameters = {name: _text(value) for name, value in content.get("parameters", {}).items()}
            return cls(_text(content["account"]), content["region"], content["stack_name"], parameters)
        except tomllib.TOMLDecodeError as broken:
            raise Refusal(f"{file} is not TOML: {broken}.") from broken
        except KeyError as absent:
            raise Refusal(f"{file} does not say {absent}. Put it in, or remove the file to be asked again.") from absent

    @property
    def derived(self) -> dict[str, str]:
        """What follows from other parameters: another revision wherever the trusted issuers are others."""
        issuers = self.parameters.get("TrustedIssuers", "")
        return {"TrustedIssuersRevision": sha256(issuers.encode()).hexdigest()[:16]}

    def keep(self, file: Path) -> None:
        """Write the answers to a file; what an operator wrote between them stays."""
        document = tomlkit.parse(file.read_text("utf-8") if file.exists() else _EXPLANATION)
        document.update({"account": self.account, "region": self.region, "stack_name": self.stack_name})
        document.setdefault("parameters", {}).update(self.parameters)
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

    def _judged(self, template: Template) -> Iterator[str | None]:
        yield template.why_not_region(self.region)
        yield template.why_not_stack_name(self.stack_name)
        for name, value in self.parameters.items():
            yield template.why_not(name, value)
        yield why_not_certificate(self.parameters, self.region)


def file_of(environment: str, root: Path) -> Path:
    """Where the answers about an environment are kept."""
    if not _ENVIRONMENT.fullmatch(environment):
        raise Refusal(
            f"{environment!r} is no name of an environment: it has lower-case letters, digits and hyphens, 20 at most, "
            "and begins with a letter, such as ENV=dev."
        )
    return root / ".deploy" / f"{environment}.toml"


def why_not_certificate(parameters: Mapping[str, str], region: str) -> str | None:
    """Why the domain cannot have its certificate; None where it can, or where there is no domain."""
    certificate = parameters.get("CertificateArn", "")
    if not parameters.get("DomainName"):
        return None
    if not certificate:
        return f"The domain {parameters['DomainName']} needs a certificate: the ARN of one in ACM, in {region}."
    if certificate.split(":")[3] != region:
        return f"The certificate must be in {region}, as the stack is."
    return None


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
