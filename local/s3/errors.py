"""S3's errors, with S3's status, code and message."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

BAD_REQUEST, FORBIDDEN, NOT_FOUND, CONFLICT, PRECONDITION_FAILED, NOT_IMPLEMENTED = 400, 403, 404, 409, 412, 501


class S3Error(Exception):
    """S3 refuses the request: `status`, error `code` and message, and the further members of its XML error."""

    def __init__(self, status: int, code: str, message: str, **members: str | int) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self._members: Mapping[str, str | int] = {"Code": code, "Message": message, **members}

    @property
    def xml(self) -> str:
        """The body of the answer."""
        members = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in self._members.items())
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{members}</Error>'


def denied(message: str, **members: str | int) -> S3Error:
    """403 AccessDenied."""
    return S3Error(FORBIDDEN, "AccessDenied", message, **members)


def missing_field(name: str) -> S3Error:
    """400 for a form without a required field."""
    message = (
        f"Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields."
    )
    return S3Error(BAD_REQUEST, "InvalidArgument", message, ArgumentName=name, ArgumentValue="")
