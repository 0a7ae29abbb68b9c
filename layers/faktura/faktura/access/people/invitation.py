"""An invitation as the operator gives it, checked: ValueError says what is wrong."""

import re
from collections.abc import Mapping
from typing import Any

from faktura.access.context import MAX_USER_ID, check_context
from faktura.access.people.person import MAX_EMAIL_LENGTH, MAX_ID_LENGTH, Identity, Person, folded
from faktura.access.people.role import check_roles
from faktura.core.auth import MAX_NAME_LENGTH, USER_CLAIM

UNNUMBERED = 0
"""The user id of a person who is to get the next free one."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")


def invited(
    person_id: str,
    *,
    name: str,
    roles: tuple[str, ...],
    context: Mapping[str, Any],
    email: str = "",
    issuer: str = "",
    subject: str = "",
    user_id: int = UNNUMBERED,
) -> Person:
    """The invited person, by an e-mail or by an issuer and a subject."""
    if len(person_id) > MAX_ID_LENGTH or not _ID.fullmatch(person_id):
        raise ValueError(f"a person's id has at most {MAX_ID_LENGTH} letters, digits, dots, underscores and hyphens")
    _check_rights(roles, context)
    if not 0 <= user_id <= MAX_USER_ID:
        raise ValueError(f"--user-id is a number from 1 to {MAX_USER_ID}")
    first_name, last_name = _names(name)
    return Person(
        person_id=person_id,
        user_id=user_id,
        first_name=first_name,
        last_name=last_name,
        roles=roles,
        context=context,
        email=_email(email),
        identity=_identity(issuer, subject, email),
    )


def changed(
    person: Person,
    *,
    roles: tuple[str, ...] | None = None,
    context: Mapping[str, Any] | None = None,
    first_name: str | None = None,
    last_name: str | None = None,
) -> Person:
    """The person with other roles, another context or other names; `None` leaves what there is."""
    roles = person.roles if roles is None else roles
    context = person.context if context is None else context
    _check_rights(roles, context)
    first = person.first_name if first_name is None else " ".join(first_name.split())
    last = person.last_name if last_name is None else " ".join(last_name.split())
    if not last or len(f"{first} {last}") > MAX_NAME_LENGTH or not f"{first_name or ''}{last_name or ''}".isprintable():
        raise ValueError(
            f"a person has a last name, and --first-name and --last-name at most {MAX_NAME_LENGTH} characters"
        )
    return person.model_copy(update={"roles": roles, "context": context, "first_name": first, "last_name": last})


def _check_rights(roles: tuple[str, ...], context: Mapping[str, Any]) -> None:
    if USER_CLAIM in context:
        raise ValueError(f"{USER_CLAIM} is not for --context; the person's names and user id say it")
    check_roles(roles, context)
    check_context(context)


def _names(name: str) -> tuple[str, str]:
    """First and last name: the last name is the last word. A single word is a last name."""
    words = name.split()
    if not words or len(name) > MAX_NAME_LENGTH or not name.isprintable():
        raise ValueError(f"--name has 1 to {MAX_NAME_LENGTH} characters")
    return " ".join(words[:-1]), words[-1]


def _email(email: str) -> str:
    if email and (len(email) > MAX_EMAIL_LENGTH or not _EMAIL.fullmatch(email) or not email.isprintable()):
        raise ValueError(f"{email} is not an e-mail address")
    return folded(email)


def _identity(issuer: str, subject: str, email: str) -> Identity | None:
    if bool(issuer) != bool(subject) or bool(issuer) == bool(email):
        raise ValueError("a person is invited by --email, or by --issuer and --subject")
    if not issuer:
        return None
    if subject != subject.strip() or not (issuer + subject).isprintable():
        raise ValueError("--subject and --issuer have no spaces around them and no control characters")
    if " " in issuer or len(issuer) > MAX_NAME_LENGTH or len(subject) > MAX_NAME_LENGTH:
        raise ValueError(f"--issuer is a URL, and it and --subject have at most {MAX_NAME_LENGTH} characters")
    return Identity(issuer=issuer, subject=subject)
