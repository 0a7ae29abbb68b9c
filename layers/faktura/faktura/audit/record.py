"""What an API tells the journal of one document."""

from dataclasses import dataclass

from faktura.audit.entry import Change


@dataclass(frozen=True)
class Record:
    """A change, and the part of the document that only a commitment shows; empty if that has not changed.

    `salt` is that of the commitment if the document has to know it; else the journal chooses one.
    """

    change: Change
    hidden: bytes = b""
    salt: bytes = b""
