"""`multipart/form-data`, byte for byte."""

from dataclasses import dataclass
from io import BytesIO

from multipart import MultipartError, MultipartParser, parse_options_header

from faktura.core.errors import MalformedBody
from faktura.core.request import LARGEST_BODY, Request

_MOST_PARTS = 20


@dataclass(frozen=True)
class Part:
    """One field of a form; `filename` is `None` where it is no file."""

    name: str
    filename: str | None
    content: bytes


def fields(request: Request) -> list[Part]:
    """The form's fields in their order; at most 20."""
    request.expect("multipart/form-data")
    _, options = parse_options_header(request.headers["content-type"])
    if not options.get("boundary"):
        raise MalformedBody("The multipart body has no boundary.")
    parser = MultipartParser(
        BytesIO(request.body),
        options["boundary"],
        strict=True,
        part_limit=_MOST_PARTS,
        spool_limit=LARGEST_BODY,
        memory_limit=LARGEST_BODY,
    )
    try:
        return [Part(part.name, part.filename, part.raw) for part in parser]
    except (MultipartError, ValueError) as fault:
        raise MalformedBody("The multipart body could not be read.") from fault
