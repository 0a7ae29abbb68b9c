"""The operator's command that imports a tenant's orders (docs/imports.md).

    python -m faktura.jobs import orders.csv --tenant acme

The environment selects the table: `JOB_TABLE` (an output of the stack), and AWS's own variables.
"""

import argparse
import sys

from faktura.core.errors import InvalidRequest
from faktura.core.settings import run_command
from faktura.imports.command import add_options, import_file
from faktura.jobs.api import TENANT
from faktura.jobs.imports.order_import_service import OrderImportService
from faktura.jobs.orders.order_store import OrderStore


def main(arguments: list[str]) -> int:
    """Import a file. The result is 0, or 1 with the reasons on standard error."""
    options = _parser().parse_args(arguments)
    try:
        TENANT.verify(options.tenant, at="--tenant")
    except InvalidRequest as error:
        print(error, file=sys.stderr)
        return 1
    return import_file(options, lambda _: OrderImportService(options.tenant, OrderStore.from_settings()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m faktura.jobs", description="Import a tenant's orders.")
    command = parser.add_subparsers(required=True).add_parser("import", help="store the orders of a file")
    add_options(command, "orders")
    command.add_argument("--tenant", required=True, help="the tenant, as in the context of its clients")
    return parser


if __name__ == "__main__":
    run_command(main)
