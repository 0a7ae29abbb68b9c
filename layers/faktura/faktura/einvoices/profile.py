"""What a file says it follows: its specification identifier (BT-24)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Profile:
    """A known specification. One that is not `is_full` lacks the lines or more, so the file is no full invoice."""

    name: str
    is_full: bool = True


EXTENDED = Profile("Factur-X EXTENDED")
"""It extends EN 16931, and lets each row be off by a cent."""

ZUGFERD_1 = Profile("ZUGFeRD 1")
"""It is older than EN 16931, and freer with signs and parts."""

_KNOWN: Sequence[tuple[re.Pattern[str], Profile]] = [
    (re.compile(pattern), profile)
    for pattern, profile in (
        (r"urn:(?:factur-x\.eu:1p0|zugferd\.de:2p0):minimum", Profile("Factur-X MINIMUM", is_full=False)),
        (r"urn:(?:factur-x\.eu:1p0|zugferd\.de:2p0):basicwl", Profile("Factur-X BASIC WL", is_full=False)),
        (r"urn:cen\.eu:en16931:2017", Profile("EN 16931")),
        (r"(?:urn:cen\.eu:en16931:2017.*|urn:zugferd\.de:2p0):basic", Profile("Factur-X BASIC")),
        (r"(?:urn:cen\.eu:en16931:2017.*|urn:zugferd\.de:2p0):extended", EXTENDED),
        (r"urn:cen\.eu:en16931:2017.*xrechnung[:_].*", Profile("XRechnung")),
        (r"urn:cen\.eu:en16931:2017.*peppol\.eu:2017:poacc:.*", Profile("Peppol BIS Billing")),
        (r"urn:cen\.eu:en16931:2017.+", Profile("a national use of EN 16931")),
        (r"urn:peppol:pint:.+", Profile("Peppol PINT")),
        (r"urn:ferd:(?:CrossIndustryDocument:)?invoice:(?:1p0|rc):(?:basic|comfort|extended)", ZUGFERD_1),
    )
]


def profile(specification: str) -> Profile | None:
    """The profile that the identifier names; `None` if it is not known."""
    return next((known for pattern, known in _KNOWN if pattern.fullmatch(specification)), None)
