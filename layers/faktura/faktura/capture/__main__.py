"""The command that keeps the MGAs' webhook secrets, on AWS and in the local stack.

    python -m faktura.capture set-secret alpha      the first one, or in place of all others where one has leaked
    python -m faktura.capture rotate-secret alpha   a new one, beside the one before it
    python -m faktura.capture retire-secret alpha   the older of two is signed with no more

A third one is refused: retire the older of two first, once its MGA takes the newer.

The environment says whose: `CAPTURE_TABLE` and `WEBHOOK_KEY` (outputs of the stack), and AWS's own variables. A secret
is printed once, in the form that Standard Webhooks' libraries take, and cannot be shown again. Delivery follows within
a minute.
"""

import argparse
import json
import sys
from collections.abc import Callable

from faktura.capture.webhooks.secret_store import (
    ChangedMeanwhileError,
    NoSecretError,
    TwoSecretsError,
    UnknownOutcomeError,
    WebhookSecrets,
    new_secret,
)
from faktura.capture.webhooks.signature import handed_out


def main(arguments: list[str]) -> int:
    """Run one command; 0 when done, 1 with the reason on standard error when not."""
    options = _parser().parse_args(arguments)
    try:
        print(json.dumps(options.run(WebhookSecrets.from_settings(), options.mga), indent=2))
    except NoSecretError:
        print(f"{options.mga} has no webhook secret", file=sys.stderr)
        return 1
    except TwoSecretsError:
        print(f"{options.mga} has two webhook secrets; retire the older one first", file=sys.stderr)
        return 1
    except ChangedMeanwhileError:
        print(f"the secrets of {options.mga} were changed by somebody else just now; try again", file=sys.stderr)
        return 1
    return 0


def set_secret(secrets: WebhookSecrets, mga: str) -> dict[str, str]:
    """Give an MGA a new secret, the only one from now on."""
    return _given(secrets.replace, mga)


def rotate_secret(secrets: WebhookSecrets, mga: str) -> dict[str, str]:
    """Give an MGA a new secret; with the one before it webhooks are signed too, until it is retired."""
    return _given(secrets.rotate, mga)


def retire_secret(secrets: WebhookSecrets, mga: str) -> dict[str, str]:
    """Sign with the newest secret only."""
    secrets.retire(mga)
    return {"mga": mga, "state": "one secret"}


def _given(give: Callable[[str, str], None], mga: str) -> dict[str, str]:
    given = {"mga": mga, "secret": handed_out(secret := new_secret())}
    try:
        give(mga, secret)
    except UnknownOutcomeError:
        return given | {"warning": "AWS did not say whether webhooks are signed with it from now on; they may be"}
    return given


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faktura.capture", description="Keep the webhook secrets of MGAs.")
    commands = parser.add_subparsers(required=True)
    for run in (set_secret, rotate_secret, retire_secret):
        command = commands.add_parser(run.__name__.replace("_", "-"), help=run.__doc__)
        command.add_argument("mga", help="the `mga_id` of its clients")
        command.set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
