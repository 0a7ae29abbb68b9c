"""The context that an operator gives a client or a person: the claims that say for whom it acts.

ValueError says what to give instead of a value that no API would accept.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from faktura.core.auth import MAX_NAME_LENGTH, USER_CLAIM

CONTEXT_CLAIMS = ("mga_id", "practices", "office", "user", "tenant", "provider_id", "partner_id")
"""The claims of a token that say for whom a client acts. Each API declares those that it reads."""

MAX_USER_ID = 2**53 - 1
"""JavaScript reads larger numbers inexactly."""

TENANT_PATTERN = "[a-z][a-z0-9]{2,15}"
"""The tenants that invoice jobs accept."""


def context_of(text: str) -> dict[str, Any]:
    """The context that an operator gives as JSON; ValueError if it is none, or has other claims."""
    try:
        context = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"--context is not a JSON object: {text[:MAX_NAME_LENGTH]}") from error
    if not isinstance(context, dict):
        raise ValueError(f"--context is not a JSON object: {text[:MAX_NAME_LENGTH]}")
    if unknown := [name for name in context if name not in CONTEXT_CLAIMS]:
        raise ValueError(f"{unknown[0]} is not a context claim; the claims are {', '.join(CONTEXT_CLAIMS)}")
    return context


def check_context(context: Mapping[str, Any]) -> None:
    """ValueError unless an API can use every value: practices, a user, or else a name."""
    for claim, value in context.items():
        if claim == "practices":
            _check_practices(value)
        elif claim == USER_CLAIM:
            _check_user(value, is_number="office" in context)
        elif not _is_name(value):
            raise ValueError(f'{claim} must be a text like "main", without spaces around it, not {_shown(value)}')
    if "tenant" in context and not re.fullmatch(TENANT_PATTERN, context["tenant"]):
        raise ValueError("tenant must have 3 to 16 characters: small letters a to z and digits, a letter first")
    if "provider_id" in context and "partner_id" in context:
        raise ValueError("a token with provider_id and partner_id is a provider's; give only one of them")


def _check_practices(value: Any) -> None:
    if value == "*":
        return
    if not isinstance(value, list):
        raise ValueError('practices must be a list of practice ids like ["petwell"], or "*" for all of them')
    if not value:
        raise ValueError('practices names none: give practice ids like ["petwell"], or "*" for all of them')
    if wrong := [one for one in value if not _is_name(one)]:
        raise ValueError(f"practices must list practice ids, without spaces around them, not {_shown(wrong[0])}")


def _check_user(value: Any, is_number: bool) -> None:
    """Client billing takes a number as the user's id, and invoice capture a text, too."""
    match value:
        case {"userId": int() | str() as user_id, "firstName": str(first), "lastName": str(last)}:
            is_known = type(user_id) is int and 0 <= user_id <= MAX_USER_ID
            if (is_known or (_is_name(user_id) and not is_number)) and _is_person_name(first, last):
                return
    raise ValueError('user must be an object like {"userId": 1, "firstName": "Ann", "lastName": "Lee"}')


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value == value.strip() != "" and _is_printable(value)


def _is_person_name(first: str, last: str) -> bool:
    return _is_printable(f"{first} {last}")


def _is_printable(text: str) -> bool:
    return len(text) <= MAX_NAME_LENGTH and text.isprintable()


def _shown(value: Any) -> str:
    return json.dumps(value, default=str)[:MAX_NAME_LENGTH]
