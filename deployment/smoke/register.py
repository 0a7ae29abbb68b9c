"""The command that registers the clients of the smoke check, and writes their secrets to a file.

    python -m deployment.smoke.register .faktura/smoke.json

The environment says which stack: `CLIENT_TABLE`, `CAPTURE_TABLE` and `WEBHOOK_KEY` (outputs of the stack), and AWS's
own variables. Done again, each client gets a new secret. The file holds the secrets; only its owner may read it.
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
    """Register every client; 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m deployment.smoke.register", description="Register smoke clients.")
    parser.add_argument("file", type=Path, help="where their secrets go")
    file: Path = parser.parse_args(arguments).file
    try:
        with private_file(file) as new:  # first: a secret that cannot be written down would be lost
            json.dump(_secrets(), new, indent=2)
            new.write("\n")
    except OSError as wrong:
        raise SystemExit(f"{file} cannot be written: {wrong}") from wrong
    return 0


def _secrets() -> dict[str, str]:
    """Every new secret, by whose it is."""
    clients = ClientStore.from_settings()
    made = {client_id(role): _registered(clients, role) for role in REGISTRATIONS}
    return {**made, "webhookSecret": _webhook_secret()}


def _registered(clients: ClientStore, role: str) -> str:
    """The secret of the role's client, which is new, or has a new secret in place of all others."""
    secret, wanted = new_secret(), REGISTRATIONS[role]
    client = Client(
        client_id=client_id(role),
        secret_digests=(digest(secret),),
        scopes=tuple(wanted.scopes.split()),
        context=wanted.context,
    )
    before = clients.get(client.client_id)
    if not (clients.replace(before, client) if before else clients.add(client)):
        raise SystemExit(f"{client.client_id} was changed by somebody else just now; try again")
    return secret


def _webhook_secret() -> str:
    """What the webhooks of the check's MGA are signed with, in the form that their receivers take."""
    secret = secret_store.new_secret()
    secret_store.SecretStore.from_settings().replace(NAME, secret)
    return encoded_secret(secret)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
