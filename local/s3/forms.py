"""The parser of upload forms. Like S3 it reads the parts up to the file and ignores the rest.

Source: S3 API reference, "POST Object" ("The file or content must be the last field in the form. Any fields below it
are ignored").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder

from local.s3.errors import BAD_REQUEST, PRECONDITION_FAILED, S3Error


@dataclass(frozen=True)
class Form:
    """The fields before the file, by name in lower case (the first of two wins), and the file with its name."""

    fields: Mapping[str, str]
    file: bytes
    filename: str

    @classmethod
    def parsed(cls, content_type: str, body: bytes) -> "Form":
        """Parse a request. Raises S3Error if it is not a form with a file."""
        kind, options = parse_options_header(content_type)
        if kind != "multipart/form-data":
            message = "At least one of the pre-conditions you specified did not hold"
            enclosure = "Bucket POST must be of the enclosure-type multipart/form-data"
            raise S3Error(PRECONDITION_FAILED, "PreconditionFailed", message, Condition=enclosure)
        try:
            return _read(body, options.get("boundary", "").encode("ascii"))
        except ValueError as unreadable:
            message = "The body of your POST request is not well-formed multipart/form-data."
            raise S3Error(BAD_REQUEST, "MalformedPOSTRequest", message) from unreadable


def _read(body: bytes, boundary: bytes) -> Form:
    """Raises ValueError if the body is malformed before the file's end."""
    parts = MultipartDecoder(boundary)
    parts.receive_data(body)
    parts.receive_data(None)
    fields: dict[str, str] = {}
    name = filename = ""
    content = b""
    while not isinstance(event := parts.next_event(), Epilogue):
        if isinstance(event, Field | File):
            name, content = (event.name or "").lower(), b""
            filename = event.filename if isinstance(event, File) else ""
        elif isinstance(event, Data):
            content += event.data
            if not event.more_data and name == "file":
                return Form(fields, content, re.split(r"[/\\]", filename)[-1])
            if not event.more_data:
                fields.setdefault(name, content.decode())
    message = "POST requires exactly one file upload per request."
    raise S3Error(BAD_REQUEST, "InvalidArgument", message, ArgumentName="file", ArgumentValue=0)
