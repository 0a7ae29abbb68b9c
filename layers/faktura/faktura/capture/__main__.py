"""The command for the MGAs' webhook secrets, on AWS and in the local stack.

    python -m faktura.capture set-secret alpha      make a new secret the only one: the first, or after a leak
    python -m faktura.capture rotate-secret alpha   add a new secret to the one there is
    python -m faktura.capture retire-secret alpha   remove the older of two secrets

An MGA has at most two secrets. Retire the older one once the MGA uses the newer.

The environment names the stack: `CAPTURE_TABLE` and `WEBHOOK_KEY` (outputs of the stack), and AWS's own variables. A
secret is printed once, in the form that the libraries of Standard Webhooks take, and cannot be shown again. Webhooks
are signed with it within a minute.
"""

import argparse
import json
import sys
from collections.abc import Callable

from faktura.capture.webhooks.errors import NoSuchSecret, OutcomeUnknown, SecretsChanged, TooManySecrets
from faktura.capture.webhooks.secret_store import SecretStore, new_secret
from faktura.capture.webhooks.signature import encoded_secret
from faktura.core.settings import run_command


def main(arguments: list[str]) -> int:
    """Run one command. Returns 0, or 1 with the reason on standard error."""
    options = _parser().parse_args(arguments)
    try:
        print(json.dumps(options.run(SecretStore.from_settings(), options.mga), indent=2))
    except NoSuchSecret:
        print(f"{options.mga} has no webhook secret", file=sys.stderr)
        return 1
    except TooManySecrets:
        print(f"{options.mga} has two webhook secrets; retire the older one first", file=sys.stderr)
        return 1
    except SecretsChanged:
        print(f"the secrets of {options.mga} have just been changed by another command; try again", file=sys.stderr)
        return 1
    return 0


def set_secret(secrets: SecretStore, mga: str) -> dict[str, str]:
    """Give an MGA a new secret and remove all others."""
    return _given_to(secrets.replace, mga)


def rotate_secret(secrets: SecretStore, mga: str) -> dict[str, str]:
    """Give an MGA a second secret. Webhooks are signed with both until the older one is retired."""
    return _given_to(secrets.rotate, mga)


def retire_secret(secrets: SecretStore, mga: str) -> dict[str, str]:
    """Remove all secrets of an MGA but the newest."""
    secrets.retire(mga)
    return {"mga": mga, "state": "one secret"}


def _given_to(give: Callable[[str, str], None], mga: str) -> dict[str, str]:
    given = {"mga": mga, "secret": encoded_secret(secret := new_secret())}
    try:
        give(mga, secret)
    except OutcomeUnknown:
        return given | {"warning": "AWS did not say whether it is stored; webhooks may be signed with it from now on"}
    return given


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faktura.capture", description="Manage webhook secrets.")
    commands = parser.add_subparsers(required=True)
    for run in (set_secret, rotate_secret, retire_secret):
        command = commands.add_parser(run.__name__.replace("_", "-"), help=run.__doc__)
        command.add_argument("mga", help="the `mga_id` of its clients")
        command.set_defaults(run=run)
    return parser


if __name__ == "__main__":
    run_command(main)
