"""`make smoke URL=...` checks a deployed stack through its public API.

It prints a line for each check and exits with 1 if one fails.

python -m deployment.smoke URL --credentials FILE [--webhook-url URL] [--patience SECONDS] [--flood]
"""

import argparse
import sys
from pathlib import Path

from deployment.smoke import background, files, gateway, tour
from deployment.smoke.checking import Options, outcomes
from deployment.smoke.clients import parties
from local.demo import terminal
from local.demo.caller import Service

_CHECKS = (*gateway.CHECKS, *tour.CHECKS, *files.CHECKS, *background.CHECKS, gateway.flood_is_429)
"""The flood is last: AWS WAF may refuse every call after it."""


def main(arguments: list[str]) -> int:
    """Check the stack. Returns 0 if no check fails."""
    options = _parser().parse_args(arguments)
    stack = Service(options.url.rstrip("/"), parties(options.credentials))
    if not stack.is_answering():
        print(f"There is no healthy stack at {stack.url}.", file=sys.stderr)
        return 1
    terminal.be_quiet()
    chosen = Options(options.webhook_url, options.patience, options.flood)
    failures = 0
    for outcome in outcomes(_CHECKS, stack, chosen):
        print(outcome, flush=True)
        failures += outcome.kind == "FAILED"
    return min(failures, 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deployment.smoke", description="Check a deployed stack.")
    parser.add_argument("url", help="the stack's domain or PublicUrl if it has one, else its output ApiUrl")
    parser.add_argument("--credentials", type=Path, required=True, help="the file that deployment.smoke.register wrote")
    parser.add_argument("--webhook-url", default="", help="an https URL that answers 2xx and receives a webhook")
    parser.add_argument("--patience", type=float, default=0.0, help="seconds to wait for a scheduled job")
    parser.add_argument("--flood", action="store_true", help="send more health checks than their throttle accepts")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
