"""Parameter values that CloudFormation accepts but that would not work, alone or together."""

import re
from collections.abc import Iterator, Mapping

from faktura.core.issuers import trusted_issuer, trusted_issuers

MAX_ISSUERS_BYTES = 2_500
"""Limit of `TrustedIssuers`. Lambda allows 4 KB for all environment variables of a function together."""

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_MAX_YEAR_DAYS = 366
_MINUTES = {"minute": 1, "hour": 60, "day": 1440}


def unworkable(parameters: Mapping[str, str], region: str) -> Iterator[str]:
    """What is wrong with the values, a sentence each. `parameters` has every parameter, each valid by itself."""
    reasons = [
        why_not_issuers(parameters["TrustedIssuers"]),
        why_not_certificate(parameters, region),
        _why_not_desk(parameters),
        _why_not_lock_years(parameters),
        _why_not_sizes(int(parameters["SmallestFile"]), int(parameters["LargestFile"])),
        *(_why_not_heartbeat(parameters, schedule) for schedule in ("SweepSchedule", "JobSchedule")),
    ]
    yield from filter(None, reasons)


def why_not_certificate(parameters: Mapping[str, str], region: str) -> str | None:
    """Why the domain cannot use its certificate. None if it can, or if there is no domain."""
    certificate = parameters.get("CertificateArn", "")
    if not parameters.get("DomainName"):
        return None
    if not certificate:
        return f"The domain {parameters['DomainName']} needs the ARN of a certificate in ACM, in {region}."
    if certificate.split(":")[3] != region:
        return f"The certificate must be in {region}, like the stack."
    return None


def why_not_issuers(text: str) -> str | None:
    """Why the functions could not use `TrustedIssuers`. None if they can. They read it with the same code."""
    if (size := len(text.encode())) > MAX_ISSUERS_BYTES:
        return f"TrustedIssuers has {size} bytes. Lambda's limits allow {MAX_ISSUERS_BYTES}."
    try:
        described = trusted_issuers(text)
    except ValueError as wrong:
        return f"TrustedIssuers cannot be used: {wrong}."
    for name, terms in described.items():
        try:
            trusted_issuer(name, terms)
        except ValueError as wrong:
            return f"TrustedIssuers cannot be used: {name}: {wrong}."
    return None


def _why_not_desk(parameters: Mapping[str, str]) -> str | None:
    if parameters["DeskIssuer"] and not parameters["DeskClientId"]:
        return "DeskIssuer needs DeskClientId, under which the desk is registered there."
    return None


def _why_not_lock_years(parameters: Mapping[str, str]) -> str | None:
    days, locked = int(parameters["InvoiceRetentionDays"]), int(parameters["InvoiceLockYears"]) * _MAX_YEAR_DAYS
    if parameters["InvoiceLock"] == "none" or locked <= days:
        return None
    return (
        f"InvoiceRetentionDays ({days}) must be at least {locked}, the days of InvoiceLockYears, or PDFs are marked as "
        "deleted while they are locked."
    )


def _why_not_sizes(smallest: int, largest: int) -> str | None:
    if smallest > largest:
        return f"SmallestFile ({smallest}) must not be greater than LargestFile ({largest}), or every file is refused."
    return None


def _why_not_heartbeat(parameters: Mapping[str, str], schedule: str) -> str | None:
    """Checks a `rate(...)` only: the longest interval of a `cron(...)` is not known."""
    rate = _RATE.fullmatch(parameters[schedule])
    if rate is None or int(parameters["HeartbeatHours"]) * 60 >= int(rate[1]) * _MINUTES[rate[2]] + 60:
        return None
    return (
        f"HeartbeatHours ({parameters['HeartbeatHours']}) must be at least an hour longer than {schedule} "
        f"({parameters[schedule]}), or its alarm rings without a reason."
    )
