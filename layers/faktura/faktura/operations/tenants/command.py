"""The operator's commands `export` and `verify-export`."""

import argparse
import json
import sys
from pathlib import Path

from faktura.operations.stack_store import StackStore
from faktura.operations.tenants.export_service import ExportService
from faktura.operations.tenants.folder import Folder
from faktura.operations.tenants.tenant import CLAIMS, Tenant
from faktura.operations.tenants.verification import problems


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser) -> None:
    """Add the commands to the operator's commands. `export` has the arguments `shared`."""
    command = commands.add_parser("export", parents=[shared], help=export.__doc__)
    command.add_argument("tenant", help=" or ".join(f"{kind}:NAME" for kind in CLAIMS))
    command.add_argument("folder", type=Path, help="a new folder, or that of an export that was interrupted")
    command.set_defaults(run=export)
    command = commands.add_parser("verify-export", help=verify_export.__doc__)
    command.add_argument("folder", type=Path)
    command.set_defaults(run=verify_export)


def export(options: argparse.Namespace) -> int:
    """Export all data of a tenant to a folder, and verify the folder."""
    folder = Folder(options.folder)
    ExportService(StackStore(options.stack), _say).export(Tenant.of(options.tenant), folder)
    return _verified(folder)


def verify_export(options: argparse.Namespace) -> int:
    """Verify an exported folder by its manifest. It needs no AWS."""
    return _verified(Folder(options.folder))


def _verified(folder: Folder) -> int:
    manifest, found = folder.manifest(), problems(folder)
    records = {one.name.removesuffix(".jsonl"): one.lines for one in manifest.files}
    print(json.dumps({"tenant": manifest.tenant, "records": records, "problems": found}, indent=2))
    return int(bool(found))


def _say(text: str) -> None:
    print(text, file=sys.stderr)
