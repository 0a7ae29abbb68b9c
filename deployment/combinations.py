"""Values that CloudFormation would take, and that would not work: by themselves, or with one another."""

import re
from collections.abc import Iterator, Mapping

from faktura.core.issuers import trusted_issuer, trusted_issuers

MAX_ISSUERS_BYTES = 2_500
"""Of `TrustedIssuers`: all environment variables of a function have 4 KB together, by Lambda's quotas."""

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_MINUTES = {"minute": 1, "hour": 60, "day": 1440}


def unworkable(parameters: Mapping[str, str], region: str) -> Iterator[str]:
    """What is wrong with the values, a sentence each; `parameters` has one of every parameter, each by its terms."""
    reasons = [
        why_not_issuers(parameters["TrustedIssuers"]),
        why_not_certificate(parameters, region),
        _why_not_sizes(int(parameters["SmallestFile"]), int(parameters["LargestFile"])),
        *(_why_not_heartbeat(parameters, schedule) for schedule in ("SweepSchedule", "JobSchedule")),
    ]
    yield from filter(None, reasons)


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


def why_not_issuers(text: str) -> str | None:
    """Why the functions could not use `TrustedIssuers`; None where they can. They read it by the same code."""
    if (size := len(text.encode())) > MAX_ISSUERS_BYTES:
        return f"TrustedIssuers has {size} bytes and may have {MAX_ISSUERS_BYTES}, because Lambda takes no more."
    try:
        described = trusted_issuers(text)
    except ValueError as wrong:
        return f"TrustedIssuers cannot be used: {wrong}."
    for name, terms in described.items():
        try:
            trusted_issuer(name, terms)
        except ValueError as wrong:
            return f"TrustedIssuers cannot be used: of {name}, {wrong}."
    return None


def _why_not_sizes(smallest: int, largest: int) -> str | None:
    if smallest > largest:
        return f"SmallestFile ({smallest}) must not be above LargestFile ({largest}), or every file is refused."
    return None


def _why_not_heartbeat(parameters: Mapping[str, str], schedule: str) -> str | None:
    """Of a `rate(...)` only: how long a `cron(...)` waits at most cannot be read off it."""
    rate = _RATE.fullmatch(parameters[schedule])
    if rate is None or int(parameters["HeartbeatHours"]) * 60 >= int(rate[1]) * _MINUTES[rate[2]] + 60:
        return None
    return (
        f"HeartbeatHours ({parameters['HeartbeatHours']}) must be an hour more than {schedule} waits "
        f"({parameters[schedule]}), or its alarm rings without a reason."
    )
