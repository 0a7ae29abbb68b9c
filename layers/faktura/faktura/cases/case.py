"""A case: one job of a provider, worked on for a partner. Whoever is its partner now sees its invoices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import ConfigDict, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from faktura.cases.schemas import (
    GUID_SCHEMA,
    Name,
    any_object,
    guid,
)
from faktura.core import json
from faktura.core.errors import Fault, InvalidRequest
from faktura.core.model import Model, validated
from faktura.core.request import Request

LARGEST_CASE = 100 * 1024
"""Bytes of JSON: a case comes with each of its invoices."""


@dataclass(frozen=True)
class CaseKey:
    """The case that a request's path names."""

    PATH: ClassVar[Mapping[str, Any]] = {"guid": GUID_SCHEMA}
    """What the OpenAPI description says of it."""

    guid: str

    @classmethod
    def from_request(cls, request: Request) -> "CaseKey":
        """The path's GUID in lower case; an `InvalidRequest` for anything else."""
        try:
            return cls(guid(request.path_parameters["guid"]))
        except PydanticCustomError as fault:
            raise InvalidRequest(Fault("guid", fault.message())) from None


class Case(Model):
    """What a provider tells of a case: its partner, and any JSON besides."""

    model_config = ConfigDict(extra="allow", validate_by_name=False)

    partner_id: Name

    _any_object = model_validator(mode="before")(any_object)

    @classmethod
    def from_json(cls, document: Any, _written: int = 0) -> "Case":
        """The case in `document`, or an `InvalidRequest`."""
        case = validated(_CASE, document)
        if len(json.dumps(case)) > LARGEST_CASE:
            raise InvalidRequest(Fault("", "must not be larger than 100 KB"))
        return case

    def named(self, guid: str) -> dict[str, Any]:
        """The case as it is answered."""
        return {**self.model_dump(by_alias=True, exclude_unset=True), "guid": guid}


_CASE = TypeAdapter(Case)
