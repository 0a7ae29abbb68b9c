"""The file that an auditor verifies: the pages of one journal as the API returned them, one after another."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from faktura.audit.errors import Broken
from faktura.audit.schemas import JournalPage

_MEMBERS = {field.alias or name for name, field in JournalPage.model_fields.items()}


def pages_of(text: str) -> Iterator[JournalPage]:
    """Each page. `Broken` for anything that no page has, so that nothing in the file is left unverified."""
    decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_refuse, parse_constant=_refuse)
    place = 0
    while (place := _past_spaces(text, place)) < len(text):
        try:
            document, place = decoder.raw_decode(text, place)
            yield JournalPage.model_validate(document, by_alias=True, by_name=False)
        except ValidationError as fault:
            [first, *_] = fault.errors(include_input=False, include_url=False)
            if not first["loc"] or _MEMBERS.isdisjoint(document):  # such as the body of an error
                raise Broken("The file is not as it was exported: it holds something that is no page.") from fault
            where = ".".join(map(str, first["loc"]))
            raise Broken(f"The file is not as it was exported, at {where}: {first['msg']}") from fault
        except (ValueError, RecursionError) as fault:
            raise Broken(f"The file is not as it was exported: {fault}") from fault


def _past_spaces(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \r\n\t":
        place += 1
    return place


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member is there twice")
    "".join([*found, *(value for value in found.values() if isinstance(value, str))]).encode()  # no half characters
    return found


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is no whole number")
