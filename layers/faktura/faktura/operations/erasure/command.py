"""The operator's command `erase`."""

import argparse
import json

from faktura.operations.erasure.customer import WORDS, Customer
from faktura.operations.erasure.erasure_service import ErasureService
from faktura.operations.erasure.retention import DEFAULT_YEARS, Retention
from faktura.operations.errors import CannotErase
from faktura.operations.stack_store import StackStore
from faktura.operations.tenants.tenant import Tenant


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Add the command to the operator's commands. All of them have the arguments `shared`."""
    known = "; ".join(f"of {kind}: {' or '.join(f'{word}:VALUE' for word in words)}" for kind, words in WORDS.items())
    command = commands.add_parser("erase", parents=[shared], help=erase.__doc__)
    command.add_argument("tenant", help=" or ".join(f"{kind}:NAME" for kind in WORDS))
    command.add_argument("customer", nargs="?", help=known)
    command.add_argument("--registered", action="store_true", help="all customers that were erased before")
    command.add_argument("--years", type=int, default=DEFAULT_YEARS, help="to keep invoices (default: %(default)s)")
    command.add_argument("--apply", action="store_true", help="erase; by default the command only says what there is")
    command.set_defaults(run=erase)


def erase(options: argparse.Namespace) -> int:
    """Erase a customer's personal data where the law allows. Without --apply it only says what there is."""
    if bool(options.customer) == options.registered:
        raise CannotErase("give a customer, or --registered")
    tenant = Tenant.of(options.tenant)
    service = ErasureService(StackStore(options.stack), tenant, Retention(options.years))
    customers = service.registered() if options.registered else [Customer.of(tenant, options.customer)]
    reports = [service.erase(customer, options.apply).as_json() for customer in customers]
    print(json.dumps(reports if options.registered else reports[0], indent=2))
    return 0
