"""The operator's command for the client registry, on AWS and in the local stack.

    python -m faktura.access register shop-acme --scopes order.order_manage --context '{"tenant": "acme"}'
    python -m faktura.access rotate shop-acme
    python -m faktura.access disable shop-acme

The environment selects the registry: `CLIENT_TABLE`, `DENYLIST_TABLE`, `ISSUER` and `SIGNING_KEYS` (outputs of the
stack), and AWS's own variables. `register` and `rotate` print a secret once; it cannot be shown again.
"""

import argparse
import json
import sys
from typing import Any

from faktura.access.client import CONTEXT_CLAIMS, Client, digest, new_secret
from faktura.access.client_store import ClientStore
from faktura.access.errors import TokenTooLong
from faktura.access.token_client import TokenClient
from faktura.core.auth import MAX_LIFETIME_SECONDS, MAX_NAME_LENGTH
from faktura.core.clock import now
from faktura.core.denylist import client_entry, deny


def main(arguments: list[str]) -> int:
    """Run one command. The result is 0, or 1 with the reason on standard error."""
    options = _parser().parse_args(arguments)
    clients = ClientStore.from_settings()
    try:
        print(json.dumps(options.run(clients, options), indent=2))
    except (TokenTooLong, LookupError, ValueError) as error:
        print(error.args[0], file=sys.stderr)
        return 1
    return 0


def register(clients: ClientStore, options: argparse.Namespace) -> dict[str, str]:
    """Add a client with a generated secret."""
    if len(options.client_id) > MAX_NAME_LENGTH:
        raise ValueError(f"a client id has at most {MAX_NAME_LENGTH} characters")
    scopes = tuple(dict.fromkeys(options.scopes.split()))
    if not scopes:
        raise ValueError("a client needs at least one scope")
    secret = new_secret()
    client = Client(
        client_id=options.client_id,
        secret_digests=(digest(secret),),
        scopes=scopes,
        context=_context(options.context),
    )
    TokenClient.from_settings().signing_input(client, client.scopes)  # raises TokenTooLong
    if not clients.add(client):
        raise ValueError(f"{options.client_id} is already registered")
    return {"clientId": client.client_id, "clientSecret": secret}


def rotate(clients: ClientStore, options: argparse.Namespace) -> dict[str, str]:
    """Give a client a new secret. The old one stays valid until the next rotation; rotate twice if it has leaked."""
    secret = new_secret()
    client = _registered(clients, options.client_id)
    _replace(clients, client, client.rotated(secret))
    return {"clientId": options.client_id, "clientSecret": secret}


def disable(clients: ClientStore, options: argparse.Namespace) -> dict[str, str]:
    """Issue no more tokens to a client, and reject its current ones within 30 seconds."""
    client = _registered(clients, options.client_id)
    _replace(clients, client, client.model_copy(update={"enabled": False}))
    deny(client_entry(client.client_id), int(now().timestamp()) + MAX_LIFETIME_SECONDS)
    return {"clientId": options.client_id, "state": "disabled"}


def _context(text: str) -> dict[str, Any]:
    try:
        context: dict[str, Any] = dict(json.loads(text))
    except (ValueError, TypeError) as error:
        raise ValueError(f"--context is not a JSON object: {text}") from error
    practices = context.get("practices", "*")
    if practices != "*" and not isinstance(practices, list):
        raise ValueError('practices must be a list, or "*" for all of them')
    if unknown := [name for name in context if name not in CONTEXT_CLAIMS]:
        raise ValueError(f"{unknown[0]} is not a context claim; the claims are {', '.join(CONTEXT_CLAIMS)}")
    return context


def _registered(clients: ClientStore, client_id: str) -> Client:
    if client := clients.get(client_id):
        return client
    raise LookupError(f"{client_id} is not registered")


def _replace(clients: ClientStore, before: Client, after: Client) -> None:
    if not clients.replace(before, after):
        raise ValueError(f"{before.client_id} has just been changed by another command; try again")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faktura.access", description="Manage the registry of API clients.")
    commands = parser.add_subparsers(required=True)
    for run in (register, rotate, disable):
        command = commands.add_parser(run.__name__, help=run.__doc__)
        command.add_argument("client_id")
        command.set_defaults(run=run)
        if run is register:
            command.add_argument("--scopes", required=True, help="the scopes its tokens may grant, separated by spaces")
            command.add_argument("--context", default="{}", help="JSON: mga_id, practices, office, user, tenant, ...")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
