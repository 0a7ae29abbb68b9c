"""The command that registers the clients of the smoke check and writes their secrets to a file.

    python -m deployment.smoke.register .faktura/smoke.json

The environment names the stack: `CLIENT_TABLE`, `CAPTURE_TABLE` and `WEBHOOK_KEY` (outputs of the stack), and AWS's
own variables. Each run gives each client a new secret. Only the file's owner may read it.
"""

import argparse
import json
import sys
from pathlib import Path

from deployment.private_file import private_file
from deployment.smoke.clients import NAME, REGISTRATIONS, client_id
from faktura.access.client import Client, digest, new_secret
from faktura.access.client_store import ClientStore
from faktura.capture.webhooks import secret_store
from faktura.capture.webhooks.signature import encoded_secret


def main(arguments: list[str]) -> int:
    """Register every client. Returns 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m deployment.smoke.register", description="Register smoke clients.")
    parser.add_argument("file", type=Path, help="the file for their secrets")
    file: Path = parser.parse_args(arguments).file
    try:
        with private_file(file) as new:  # opened first: a secret that cannot be written would be lost
            json.dump(_secrets(), new, indent=2)
            new.write("\n")
    except OSError as wrong:
        raise SystemExit(f"{file} cannot be written: {wrong}") from wrong
    return 0


def _secrets() -> dict[str, str]:
    """The new secrets by client id, and the webhook secret."""
    clients = ClientStore.from_settings()
    made = {client_id(role): _registered(clients, role) for role in REGISTRATIONS}
    return {**made, "webhookSecret": _webhook_secret()}


def _registered(clients: ClientStore, role: str) -> str:
    """Register the role's client, or replace all its secrets. Returns the new secret."""
    secret, wanted = new_secret(), REGISTRATIONS[role]
    client = Client(
        client_id=client_id(role),
        secret_digests=(digest(secret),),
        scopes=tuple(wanted.scopes.split()),
        context=wanted.context,
    )
    before = clients.get(client.client_id)
    if not (clients.replace(before, client) if before else clients.add(client)):
        raise SystemExit(f"{client.client_id} was changed by another process at the same time. Try again.")
    return secret


def _webhook_secret() -> str:
    """What the webhooks of the check's MGA are signed with, in the form that their receivers take."""
    secret = secret_store.new_secret()
    secret_store.SecretStore.from_settings().replace(NAME, secret)
    return encoded_secret(secret)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
