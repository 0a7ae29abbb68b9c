"""A document that an MGA has sent before."""

from dataclasses import dataclass

from faktura.capture.checks.fingerprint import Fingerprint


@dataclass(frozen=True)
class Duplicate:
    """A fingerprint that an earlier document shares, and the request of that document."""

    fingerprint: Fingerprint
    request_id: str
