r"""The operator's command that sets how an office presents itself on its PDFs, and its time zone.

    python -m faktura.billing main --name "Main Street Office" --line "12 Main Street" --page Letter --logo logo.png \
        --time-zone America/New_York

It also imports an office's invoices, and then its payments (docs/imports.md):

    python -m faktura.billing import invoices.csv --office main
    python -m faktura.billing import payments.csv --office main

The environment selects the table: `BILLING_TABLE` (an output of the stack), and AWS's own variables. An option of an
office that is left out is reset to its default.
"""

import argparse
import sys
from pathlib import Path
from typing import Any, TextIO

from faktura.billing.fields.time_zone import DEFAULT_ZONE, known_zone
from faktura.billing.imports.columns import PAYMENTS
from faktura.billing.imports.invoice_import_service import InvoiceImportService
from faktura.billing.imports.payment_import_service import PaymentImportService
from faktura.billing.printing.organisation import Organisation
from faktura.billing.printing.organisation_store import OrganisationStore
from faktura.core.settings import run_command
from faktura.documents.coverage import Unprintable, normalized
from faktura.documents.sheet import BrokenLogo, Letterhead
from faktura.imports.command import add_options, import_file
from faktura.imports.import_service import Importer
from faktura.imports.table import header_of

MAX_LOGO_BYTES = 300_000
"""The item that holds the logo may have 400 KB."""


def main(arguments: list[str]) -> int:
    """Import a file, or store an office's organisation. The result is 0, or 1 with the reason on standard error."""
    if arguments[:1] == ["import"]:
        return _import(arguments[1:])
    options = _parser().parse_args(arguments)
    try:
        organisation = _organisation(options)
    except (BrokenLogo, Unprintable, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    OrganisationStore.from_settings().put(options.office, organisation)
    print(f"{options.office} presents itself as {organisation.name}")
    return 0


def _import(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m faktura.billing import", description="Import what an office has.")
    add_options(parser, "invoices or payments")
    parser.add_argument("--office", required=True, help="the office, as in the context of its clients")
    options = parser.parse_args(arguments)
    return import_file(options, lambda file: _importer(options.office, file))


def _importer(office: str, file: TextIO) -> Importer[Any]:
    """The importer of what the file has: only payments have a column of references."""
    kind = PaymentImportService if PAYMENTS.key in header_of(file) else InvoiceImportService
    return kind.from_settings(office)


def _organisation(options: argparse.Namespace) -> Organisation:
    """The organisation that the options describe, if it can be printed."""
    logo = options.logo.read_bytes() if options.logo else None
    if logo and len(logo) > MAX_LOGO_BYTES:
        raise ValueError(f"a logo has at most {MAX_LOGO_BYTES} bytes")
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
    parser = argparse.ArgumentParser(prog="python -m faktura.billing", description="Set how an office presents itself.")
    parser.add_argument("office", help="the office, as in the context of its clients")
    parser.add_argument("--name", help="its name on PDFs (default: the office as in the context)")
    parser.add_argument("--line", action="append", default=[], help="a line of the block at the top; may be repeated")
    parser.add_argument("--page", choices=["A4", "Letter"], default="Letter")
    parser.add_argument("--logo", type=Path, help="a PNG or JPEG")
    parser.add_argument("--time-zone", default=DEFAULT_ZONE, help="an IANA name such as Europe/Berlin (default: UTC)")
    return parser


if __name__ == "__main__":
    run_command(main)
