"""The caller: an office and its member, read from the claims of the token."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from faktura.core.clock import now, timestamp
from faktura.core.errors import Forbidden
from faktura.core.exact_numbers import Whole
from faktura.core.model import MAX_TEXT_LENGTH, Model
from faktura.core.request import Request


class Author(Model):
    """Who created or changed an invoice or a payment, and when."""

    user_id: Whole = Field(description="The user's id, from the access token.")
    first_name: str = Field(description="The user's first name.", examples=["Shigeru"])
    last_name: str = Field(description="The user's last name.", examples=["Miyamoto"])
    full_name: str = Field(description="First and last name.", examples=["Shigeru Miyamoto"])
    timestamp: str = Field(description="When, in UTC.", examples=["2019-05-06T06:00:00.000Z"])


@dataclass(frozen=True)
class Office:
    """The office that a token acts for. Offices share nothing (docs/apis/billing.md)."""

    name: str

    @classmethod
    def from_request(cls, request: Request) -> "Office":
        """The office in the claim `office`."""
        office = request.caller.context["office"]
        if not isinstance(office, str) or len(office) > MAX_TEXT_LENGTH:
            raise Forbidden
        return cls(office)


@dataclass(frozen=True)
class Member:
    """The member of an office who writes. A token without the claim `user` may only read."""

    office: Office
    user_id: int
    first_name: str
    last_name: str

    @classmethod
    def from_request(cls, request: Request) -> "Member":
        """The member in the claims `office` and `user`."""
        match request.caller.context.get("user"):
            case {"userId": int(user_id), "firstName": str(first_name), "lastName": str(last_name)} if (
                type(user_id) is int
            ):
                return cls(Office.from_request(request), user_id, first_name, last_name)
        raise Forbidden

    def as_author(self, moment: datetime | None = None) -> Author:
        """The member as the author of a change at `moment`, by default now."""
        return Author(
            user_id=self.user_id,
            first_name=self.first_name,
            last_name=self.last_name,
            full_name=f"{self.first_name} {self.last_name}".strip(),
            timestamp=timestamp(moment or now()),
        )
