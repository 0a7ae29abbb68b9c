r"""The command that says how an office presents itself on its invoices and receipts, and whose days they show.

    python -m faktura.billing main --name "Main Street Office" --line "12 Main Street" --page Letter --logo logo.png \
        --time-zone America/New_York

The environment says where: `BILLING_TABLE` (an output of the stack), and AWS's own variables. What is not said is taken
away.
"""

import argparse
import sys
from pathlib import Path

from faktura.billing.billing_store import BillingStore
from faktura.billing.organisation import Organisation
from faktura.billing.time_zone import DEFAULT_ZONE, known_zone
from faktura.documents.coverage import Unprintable, normalized
from faktura.documents.sheet import BrokenLogo, Letterhead

LARGEST_LOGO = 300_000
"""Bytes; the item that holds it has 400 KB."""


def main(arguments: list[str]) -> int:
    """Store what the words say of an office; 0 when done, 1 with the reason on standard error when not."""
    options = _parser().parse_args(arguments)
    try:
        organisation = _organisation(options)
    except (BrokenLogo, Unprintable, OSError, ValueError) as refused:
        print(refused, file=sys.stderr)
        return 1
    BillingStore.from_settings().present(options.office, organisation)
    print(f"{options.office} presents itself as {organisation.name}")
    return 0


def _organisation(options: argparse.Namespace) -> Organisation:
    """What can be drawn as it is."""
    logo = options.logo.read_bytes() if options.logo else None
    if logo and len(logo) > LARGEST_LOGO:
        raise ValueError(f"a logo has at most {LARGEST_LOGO} bytes")
    organisation = Organisation(
        name=normalized(options.name or options.office),
        lines=list(map(normalized, options.line)),
        page=options.page,
        logo=logo,
        time_zone=known_zone(options.time_zone),
    )
    Letterhead(organisation.name, tuple(organisation.lines), logo)
    return organisation


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faktura.billing", description="Say how an office presents itself.")
    parser.add_argument("office", help="as in its clients' context")
    parser.add_argument("--name", help="the office's own, as in the context, where none is given")
    parser.add_argument("--line", action="append", default=[], help="a line of the block on top; may be repeated")
    parser.add_argument("--page", choices=["A4", "Letter"], default="Letter")
    parser.add_argument("--logo", type=Path, help="a PNG or JPEG")
    parser.add_argument("--time-zone", default=DEFAULT_ZONE, help="an IANA name such as America/New_York, else UTC")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
