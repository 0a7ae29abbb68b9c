"""The bodies that export a journal (docs/apis/audit.md). Every member is verified, so no other is allowed."""

import re
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from faktura.audit.entry import Entry, Hash
from faktura.core.model import Model

Salt = Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]

_JWS = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$"
_MAX_JWS_LENGTH = 4000
Jws = Annotated[str, StringConstraints(pattern=_JWS, max_length=_MAX_JWS_LENGTH)]


def is_jws(text: object) -> bool:
    """Whether it is a text in the form of a JWS; its signature may still be anything."""
    return isinstance(text, str) and len(text) <= _MAX_JWS_LENGTH and re.fullmatch(_JWS, text) is not None


class _Closed(Model):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)


class Disclosure(_Closed):
    """What a commitment is for."""

    change: int = Field(description="The place of the change in its entry, counted from 0.", ge=0)
    salt: Salt = Field(description="The secret salt, in hexadecimal.")
    document: str | None = Field(
        default=None,
        description="What the commitment is for, as text. Absent if a document that cannot change is not stored any "
        "more, though nobody erased it: the journal does not verify then.",
    )


class JournalEntry(_Closed):
    """One entry, and what it only commits to if that is asked for."""

    entry: Entry = Field(description="The entry. Its hash is in the next one.")
    disclosed: list[Disclosure] | None = Field(
        default=None,
        description="With `disclose=true`: the content behind each commitment that is still what is stored. Content "
        "that has changed since, or whose salt was erased, is left out.",
    )


class JournalEnd(_Closed):
    """The end of a journal when the page was read."""

    position: int = Field(description="The position of the last entry; 0 if there is none.", ge=0)
    hash: Hash = Field(description="The hash of the last entry.")


class DamagedPart(_Closed):
    """A part of the journal that cannot be read, because somebody changed it in the database."""

    part: Literal["entry", "end", "signedHead"] = Field(description="Which part it is.")
    position: int | None = Field(default=None, description="The position of an entry.")
    stored: str = Field(description="What is stored in its place, in base64; empty if nothing is.")


class JournalPage(_Closed):
    """Part of the journal of one number range."""

    range: str = Field(description="The range.", examples=["jobs/acme/ORD-2026-*"])
    entries: list[JournalEntry] = Field(description="The entries, the oldest first.")
    end: JournalEnd = Field(description="The end of the journal.")
    signed_head: Jws | None = Field(
        default=None, description="The last signed head, as a JWS (RFC 7515); absent until the first is signed."
    )
    damaged: list[DamagedPart] | None = Field(
        default=None,
        description="The parts that cannot be read: the journal is broken there. Damaged entries have their "
        "places on the page, so `after` goes on past them. If the end is damaged, `end` has the position of "
        "the last entry, and zeros as its hash. Absent if nothing is damaged.",
    )
