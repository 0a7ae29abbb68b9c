"""The form of an e-invoice that a request asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from faktura.core.errors import Fault, InvalidRequest
from faktura.core.request import Request
from faktura.einvoices.form import FORMS, Form


@dataclass(frozen=True)
class WantedForm:
    """The `format` of the query; `None` if it is absent."""

    form: Form | None

    QUERY: ClassVar[Mapping[str, Any]] = {
        "format": {
            "description": "The form of the e-invoice; by default the tenant's own.",
            "schema": {"type": "string", "enum": list(FORMS)},
        }
    }
    """The parameter in the OpenAPI description."""

    @classmethod
    def from_request(cls, request: Request) -> "WantedForm":
        """From the query; the first value if it is repeated. `InvalidRequest` for a form that there is not."""
        [text, *_] = request.query.get("format", [""])
        found = next((form for form in FORMS if form == text), None)
        if found is None and "format" in request.query:
            raise InvalidRequest(Fault("format", f"must be {', '.join(FORMS[:-1])} or {FORMS[-1]}"))
        return cls(found)
