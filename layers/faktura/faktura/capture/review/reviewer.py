"""The person who reviews, read from the claim `user` of the token."""

from dataclasses import dataclass

from faktura.capture.review.review import Reviewer
from faktura.core.errors import Forbidden
from faktura.core.model import MAX_TEXT_LENGTH
from faktura.core.request import Request


@dataclass(frozen=True)
class CallingReviewer(Reviewer):
    """The reviewer that calls. A token without the claim `user` may read, but not review."""

    @classmethod
    def from_request(cls, request: Request) -> "CallingReviewer":
        """The person in the claim `user`."""
        match request.caller.context.get("user"):
            case {"userId": int() | str() as user_id, "firstName": str(first_name), "lastName": str(last_name)} if (
                type(user_id) is not bool
            ):
                name = f"{first_name} {last_name}".strip()
                if max(len(str(user_id)), len(name)) <= MAX_TEXT_LENGTH:
                    return cls(user_id, name)
        raise Forbidden
