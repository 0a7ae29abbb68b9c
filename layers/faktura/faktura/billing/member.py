"""Who acts: a member of an office, by the token's claims."""

from dataclasses import dataclass
from datetime import datetime

from faktura.core.clock import now, timestamp
from faktura.core.errors import Forbidden
from faktura.core.exact_numbers import Whole
from faktura.core.model import MAX_TEXT_LENGTH, Model
from faktura.core.request import Request


class Author(Model):
    """Who created or changed something, and when (seed 001)."""

    user_id: Whole
    first_name: str
    last_name: str
    full_name: str
    timestamp: str


@dataclass(frozen=True)
class Office:
    """The office that a token acts for: nothing it does reaches another (CONTRACT section 2)."""

    name: str

    @classmethod
    def from_request(cls, request: Request) -> "Office":
        """By the claim `office`."""
        office = request.caller.context["office"]
        if not isinstance(office, str) or len(office) > MAX_TEXT_LENGTH:
            raise Forbidden
        return cls(office)


@dataclass(frozen=True)
class Member:
    """The office's member who writes; a token without `user` may only read."""

    office: Office
    user_id: int
    first_name: str
    last_name: str

    @classmethod
    def from_request(cls, request: Request) -> "Member":
        """By the claims `office` and `user`."""
        match request.caller.context.get("user"):
            case {"userId": int(user_id), "firstName": str(first_name), "lastName": str(last_name)} if (
                type(user_id) is int
            ):
                return cls(Office.from_request(request), user_id, first_name, last_name)
        raise Forbidden

    def signing(self, moment: datetime | None = None) -> Author:
        """The member as the author of what happens at `moment` (now)."""
        return Author(
            user_id=self.user_id,
            first_name=self.first_name,
            last_name=self.last_name,
            full_name=f"{self.first_name} {self.last_name}".strip(),
            timestamp=timestamp(moment or now()),
        )
