"""One page of a request's document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.capture.errors import NoSuchPage
from faktura.capture.requests.request import RequestKey
from faktura.core.request import Request

MAX_PAGES = 20
"""Of one file (docs/apis/capture.md)."""

_NUMBER = re.compile(r"[1-9][0-9]?", re.ASCII)


@dataclass(frozen=True)
class PageKey:
    """A page of a request of the calling MGA, counted from 1."""

    PATH: ClassVar[Mapping[str, Any]] = {
        **RequestKey.PATH,
        "page": {
            "type": "integer",
            "minimum": 1,
            "maximum": MAX_PAGES,
            "description": "The page of the document, counted from 1.",
        },
    }
    """The schemas of the path's variables."""

    request: RequestKey
    number: int

    @classmethod
    def from_request(cls, request: Request) -> "PageKey":
        """The page in the path; `NoSuchPage` if no document can have it."""
        key, text = RequestKey.from_request(request), request.path_parameters["page"]
        if not _NUMBER.fullmatch(text) or int(text) > MAX_PAGES:
            raise NoSuchPage
        return cls(key, int(text))
