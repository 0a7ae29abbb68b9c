"""The operator's command for clients and people, on AWS and in the local stack.

    python -m faktura.access register shop-acme --scopes order.order_manage --context '{"tenant": "acme"}'
    python -m faktura.access rotate shop-acme
    python -m faktura.access invite rosa --name "Rosa Reviewer" --email rosa@example.com \\
        --roles capture.reviewer --context '{"mga_id": "alpha", "practices": "*"}'
    python -m faktura.access change rosa --roles "capture.reviewer billing.reader" \\
        --context '{"mga_id": "alpha", "practices": "*", "office": "main"}'
    python -m faktura.access disable shop-acme
    python -m faktura.access enable rosa
    python -m faktura.access remove rosa

The environment selects the stack: `CLIENT_TABLE`, `PERSON_TABLE`, `DENYLIST_TABLE`, `ISSUER` and `SIGNING_KEYS`
(outputs of the stack), and AWS's own variables. `register` and `rotate` print a secret once; it cannot be shown again.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from faktura.access.client import Client, digest, new_secret
from faktura.access.client_store import ClientStore
from faktura.access.context import MAX_USER_ID, check_context, context_of
from faktura.access.people.invitation import UNNUMBERED, changed, invited
from faktura.access.people.person import SUBJECT_PREFIX, Person
from faktura.access.people.person_store import PersonStore
from faktura.access.scope import check_scopes
from faktura.access.token_client import TokenClient
from faktura.core.auth import MAX_LIFETIME_SECONDS, MAX_NAME_LENGTH
from faktura.core.clock import now
from faktura.core.denylist import allow, client_entry, deny
from faktura.core.settings import run_command


def main(arguments: list[str]) -> int:
    """Run one command. The result is 0, or 1 with the reason on standard error."""
    options = _parser().parse_args(arguments)
    try:
        _check_unicode(arguments)
        print(json.dumps(options.run(options), indent=2))
    except (LookupError, ValueError) as error:
        print(error.args[0], file=sys.stderr)
        return 1
    return 0


def register(options: argparse.Namespace) -> dict[str, str]:
    """Add a client with a generated secret."""
    _check_client_id(options.client_id)
    scopes, context = tuple(dict.fromkeys(options.scopes.split())), context_of(options.context)
    check_scopes(scopes, context)
    check_context(context)
    secret = new_secret()
    client = Client(client_id=options.client_id, secret_digests=(digest(secret),), scopes=scopes, context=context)
    TokenClient.from_settings().signing_input(client, client.scopes)  # raises TokenTooLong
    if not ClientStore.from_settings().add(client, PersonStore.from_settings().absence(client.client_id)):
        raise ValueError(f"{options.client_id} is already registered")
    return {"clientId": client.client_id, "clientSecret": secret}


def rotate(options: argparse.Namespace) -> dict[str, str]:
    """Give a client a new secret. The old one stays valid until the next rotation; rotate twice if it has leaked."""
    secret = new_secret()
    clients = ClientStore.from_settings()
    if not (client := clients.get(options.client_id)):
        raise LookupError(f"{options.client_id} is not registered")
    _replace(clients, client, client.rotated(secret))
    return {"clientId": options.client_id, "clientSecret": secret}


def invite(options: argparse.Namespace) -> dict[str, str | int]:
    """Invite a person, by a verified e-mail or by the issuer and subject of the person's ID tokens."""
    person = invited(
        options.person_id,
        name=options.name,
        roles=tuple(dict.fromkeys(options.roles.split())),
        context=context_of(options.context),
        email=options.email,
        issuer=options.issuer,
        subject=options.subject,
        user_id=options.user_id,
    )
    _check_token_length(person)
    people, no_client = PersonStore.from_settings(), ClientStore.from_settings().absence(person.person_id)
    if person.user_id == UNNUMBERED:
        person = people.add_with_next_user_id(person, no_client)
    else:
        people.add(person, no_client)
    return {"personId": person.person_id, "userId": person.user_id}


def change(options: argparse.Namespace) -> dict[str, Any]:
    """Change a person's roles, context or names, from the next token on (within 15 minutes)."""
    terms = {
        "roles": None if options.roles is None else tuple(dict.fromkeys(options.roles.split())),
        "context": None if options.context is None else context_of(options.context),
        "first_name": options.first_name,
        "last_name": options.last_name,
    }
    if all(term is None for term in terms.values()):
        raise ValueError("say what to change: --roles, --context, --first-name or --last-name")

    def wanted(person: Person) -> Person:
        person = changed(person, **terms)
        _check_token_length(person)
        return person

    person = PersonStore.from_settings().change(options.person_id, wanted)
    return person.model_dump(
        by_alias=True, include={"person_id", "user_id", "first_name", "last_name", "roles", "context"}
    )


def remove(options: argparse.Namespace) -> dict[str, str]:
    """Remove a disabled person, so that the e-mail, or the issuer and subject, can be invited again."""
    PersonStore.from_settings().remove(options.person_id)
    _deny(SUBJECT_PREFIX + options.person_id)  # here too: `disable` may have stopped halfway
    return {"id": options.person_id, "kind": "person", "state": "removed"}


def disable(options: argparse.Namespace) -> dict[str, str]:
    """Issue no more tokens to a client or a person, and reject the current ones within 30 seconds."""
    kinds = []
    for kind, subject in _set_enabled(options.id, enabled=False):
        _deny(subject)
        kinds.append(kind)
    return {"id": options.id, "kind": " and ".join(kinds), "state": "disabled"}


def enable(options: argparse.Namespace) -> dict[str, str]:
    """Issue tokens to a disabled client or person again."""
    kinds = []
    for kind, subject in _set_enabled(options.id, enabled=True):
        allow(client_entry(subject))
        kinds.append(kind)
    return {"id": options.id, "kind": " and ".join(kinds), "state": "enabled"}


def _set_enabled(name: str, enabled: bool) -> Iterator[tuple[str, str]]:
    """The kind and the subject of whatever has this id, each when it is enabled or disabled.

    An id that was given long ago may be that of a person and of a client, too.
    """
    is_person = PersonStore.from_settings().set_enabled(name, enabled)
    if is_person:
        yield "person", SUBJECT_PREFIX + name
    clients = ClientStore.from_settings()
    if client := clients.get(name):
        _replace(clients, client, client.model_copy(update={"enabled": enabled}))
        yield "client", client.subject
    elif not is_person:
        raise LookupError(f"{name} is not registered and not invited")


def _deny(subject: str) -> None:
    deny(client_entry(subject), int(now().timestamp()) + MAX_LIFETIME_SECONDS)


def _check_token_length(person: Person) -> None:
    """`TokenTooLong` if a token of the person may be, whichever user id is counted."""
    longest = person.model_copy(update={"user_id": person.user_id or MAX_USER_ID})
    TokenClient.from_settings().signing_input(longest, person.scopes)


def _check_unicode(arguments: list[str]) -> None:
    if any("\ud800" <= character <= "\udfff" for argument in arguments for character in argument):
        raise ValueError("an argument is not in the encoding of this terminal")


def _check_client_id(client_id: str) -> None:
    if not 0 < len(client_id) <= MAX_NAME_LENGTH:
        raise ValueError(f"a client id has at least one and at most {MAX_NAME_LENGTH} characters")
    if client_id != client_id.strip() or not client_id.isprintable():
        raise ValueError("a client id has no spaces around it and no control characters")
    if client_id.startswith(SUBJECT_PREFIX):
        raise ValueError(f"no client id begins with {SUBJECT_PREFIX}, because the subjects of people do")


def _replace(clients: ClientStore, before: Client, after: Client) -> None:
    if not clients.replace(before, after):
        raise ValueError(f"{before.client_id} has just been changed by another command; try again")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faktura.access", description="Manage API clients and people.")
    commands = parser.add_subparsers(required=True)
    for run, name in (
        (register, "client_id"),
        (rotate, "client_id"),
        (invite, "person_id"),
        (change, "person_id"),
        (disable, "id"),
        (enable, "id"),
        (remove, "person_id"),
    ):
        command = commands.add_parser(run.__name__, help=run.__doc__)
        command.add_argument(name)
        command.set_defaults(run=run)
        if run in (register, invite, change):
            default = None if run is change else "{}"
            command.add_argument("--context", default=default, help="JSON: mga_id, practices, office, tenant, ...")
        if run is register:
            command.add_argument("--scopes", required=True, help="the scopes its tokens may grant, separated by spaces")
        if run in (invite, change):
            roles = "such as capture.reviewer, separated by spaces"
            command.add_argument("--roles", required=run is invite, help=roles)
        if run is change:
            command.add_argument("--first-name", help="the first names; empty if there is none")
            command.add_argument("--last-name")
        if run is invite:
            _add_invitation(command)
    return parser


def _add_invitation(command: argparse.ArgumentParser) -> None:
    command.add_argument("--name", required=True, help="first and last name")
    command.add_argument("--email", default="", help="the e-mail that the issuer has verified")
    command.add_argument("--issuer", default="", help="the claim iss of the person's ID tokens, with --subject")
    command.add_argument("--subject", default="", help="the claim sub of the person's ID tokens")
    user_id = "by default the next free number; after a removal, the former number of the same human"
    command.add_argument("--user-id", type=int, default=UNNUMBERED, help=user_id)


if __name__ == "__main__":
    run_command(main)
